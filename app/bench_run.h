// Measures one network on noise: what a run takes, and what it would take at best.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/models/model_store.h"
#include "core/nn/runtime.h"

namespace heirloom::cli {

struct BenchOptions {
    // A name, a file, "synthetic:512", or "auto" for the restorer that a usual face gets.
    std::string model = "auto";
    // Of the picture, for detectors and background models; 0: a usual one.
    int width = 0;
    int height = 0;
    int runs = 7;  // after the warm-up
    RuntimeOptions runtime;
};

struct BenchResult {
    std::string name;
    ModelKind kind = ModelKind::FaceRestorer;
    int width = 0;  // of the picture that was used
    int height = 0;
    RuntimeFacts runtime;
    // From opening the checkpoint to the network being ready; made weights are not counted.
    double loadSeconds = 0.0;
    double firstRunSeconds = 0.0;
    std::vector<double> seconds;  // of each run after the warm-up, shortest first
    double medianSeconds = 0.0;
    long firstRunFaults = 0;  // page faults
    long medianFaults = 0;
    double peakMegabytes = 0.0;  // 10^6 bytes, resident, before the ideal was measured
    // Of one run; empty where the library does not tell its convolutions.
    std::optional<double> gflop;
    // See core/nn/roofline.h; empty on CUDA and in builds without oneDNN.
    std::optional<double> idealSeconds;
};

// fraction: 0...1 of the whole work; label says what is done.
using BenchProgress = std::function<void(double fraction, const std::string& label)>;

// Loads the network, runs it, frees it, and measures the machine. Errors: those of finding
// and loading the model; InvalidArgument for a size that the model does not take.
Result<BenchResult> runBench(ModelStore& store, const BenchOptions& options,
                             const BenchProgress& progress);

}  // namespace heirloom::cli
