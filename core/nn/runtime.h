// Where and how the networks run. The only settings of libtorch that others may see.
#pragma once

#include <string>

#include "core/base/result.h"

namespace heirloom {

enum class Device { Auto, Cpu, Cuda };
enum class Precision { Auto, Fp32, Bf16, Fp16 };

struct RuntimeOptions {
    Device device = Device::Auto;
    int cudaIndex = 0;
    Precision precision = Precision::Auto;
    int threads = 0;  // for the whole process; 0: one per core
};

// What the options came to on this machine.
struct RuntimeFacts {
    Device device = Device::Cpu;
    int cudaIndex = 0;
    Precision precision = Precision::Fp32;
    int threads = 1;

    std::string deviceName() const;     // "cpu", "cuda:0"
    std::string precisionName() const;  // "fp32"
};

// Sets up the process once: thread count and allocator. Call before the first network
// is created; later calls change only the thread count. Not thread-safe.
// Errors: a device or precision that this build or machine does not have.
Result<RuntimeFacts> configureRuntime(const RuntimeOptions& options);

}  // namespace heirloom
