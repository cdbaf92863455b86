// What each face costs beside the network: run with one thread and nothing else on the
// machine, and compare within one run.
#include <benchmark/benchmark.h>

#include <opencv2/core/utility.hpp>
#include <opencv2/imgproc.hpp>

#include "core/face/align.h"
#include "core/fidelity/crop_cleaning.h"
#include "core/fidelity/faithful.h"
#include "core/fidelity/grain.h"
#include "core/quality/landmark_drift.h"
#include "tests/support/fakes.h"

namespace heirloom::test {
namespace {

struct Pictures {
    cv::Mat original, restored;
    Landmarks landmarks;
};

// A drawn face, blurred and noisy, and the same face sharp.
Pictures picturesOf(int side) {
    Pictures pictures;
    pictures.landmarks = templateLandmarks(CropTemplate::Ffhq, side);
    cv::Mat drawn(side, side, CV_8UC3, cv::Scalar(150, 150, 145));
    const cv::Point2f eyes = (pictures.landmarks[0] + pictures.landmarks[1]) * 0.5f;
    drawFace(drawn, eyes, cv::norm(pictures.landmarks[1] - pictures.landmarks[0]));
    drawn.convertTo(pictures.restored, CV_32F, 1.0 / 255.0);
    cv::GaussianBlur(pictures.restored, pictures.original, cv::Size(), side / 140.0);
    cv::Mat noise(pictures.original.size(), CV_32FC3);
    cv::RNG(1).fill(noise, cv::RNG::NORMAL, 0.0, 0.03);
    pictures.original += noise;
    return pictures;
}

void evidence(benchmark::State& state) {
    const Pictures p = picturesOf(static_cast<int>(state.range(0)));
    for (auto _ : state) benchmark::DoNotOptimize(gatherEvidence(p.original, p.landmarks, 1.0));
}

void faithful(benchmark::State& state) {
    const Pictures p = picturesOf(static_cast<int>(state.range(0)));
    const CropEvidence found = gatherEvidence(p.original, p.landmarks, 1.0);
    FaithfulOptions options;
    options.withChroma = state.range(1) != 0;
    for (auto _ : state) {
        benchmark::DoNotOptimize(keepFaithful(p.original, p.restored, found, options));
    }
}

void grain(benchmark::State& state) {
    const Pictures p = picturesOf(static_cast<int>(state.range(0)));
    const CropEvidence found = gatherEvidence(p.original, p.landmarks, 1.0);
    for (auto _ : state) {
        benchmark::DoNotOptimize(missingGrain(p.original, p.restored, found, 1.0));
    }
}

void cleaning(benchmark::State& state) {
    const Pictures p = picturesOf(static_cast<int>(state.range(0)));
    for (auto _ : state) benchmark::DoNotOptimize(cleanCrop(p.original, p.landmarks, 1.0));
}

void drift(benchmark::State& state) {
    const Pictures p = picturesOf(static_cast<int>(state.range(0)));
    for (auto _ : state) {
        benchmark::DoNotOptimize(measureDrift(p.original, p.restored, p.landmarks));
    }
}

BENCHMARK(evidence)->Arg(256)->Arg(512)->Arg(1024)->Unit(benchmark::kMillisecond);
BENCHMARK(faithful)->Args({256, 0})->Args({512, 0})->Args({512, 1})->Args({1024, 0})->Unit(
    benchmark::kMillisecond);
BENCHMARK(grain)->Arg(256)->Arg(512)->Arg(1024)->Unit(benchmark::kMillisecond);
BENCHMARK(cleaning)->Arg(256)->Arg(512)->Unit(benchmark::kMillisecond);
BENCHMARK(drift)->Arg(256)->Arg(512)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace heirloom::test

int main(int argc, char** argv) {
    cv::setNumThreads(1);
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
