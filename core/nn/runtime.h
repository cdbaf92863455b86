// Where and how the networks run. The only settings of the engines that others may see.
#pragma once

#include <cstddef>
#include <string>

#include "core/base/result.h"

namespace heirloom {

enum class Device { Auto, Cpu, Cuda };
enum class Precision { Auto, Fp32, Bf16, Fp16 };
// OneDnn: our own formulation on oneDNN, for CPUs. Torch: plain libtorch, for CUDA and as
// the reference of the other. Auto: Torch on CUDA, else OneDnn where the build has it.
enum class NetworkLibrary { Auto, OneDnn, Torch };

struct RuntimeOptions {
    Device device = Device::Auto;
    int cudaIndex = 0;
    Precision precision = Precision::Auto;
    int threads = 0;  // for the whole process; 0: one per core
    // Bytes that a network may take beside its weights where it can also work in parts; 0: by
    // the memory that is free.
    std::size_t memoryBytes = 0;
    NetworkLibrary library = NetworkLibrary::Auto;
};

// What the options came to on this machine.
struct RuntimeFacts {
    Device device = Device::Cpu;
    int cudaIndex = 0;
    Precision precision = Precision::Fp32;
    int threads = 1;
    std::size_t memoryBytes = 0;  // as above; 0 where nobody said and nobody can know
    NetworkLibrary library = NetworkLibrary::Torch;

    std::string deviceName() const;     // "cpu", "cuda:0"
    std::string precisionName() const;  // "fp32"
};

// Sets up the process once: thread count and allocator. Call before the first network
// is created; later calls change only the thread count. Not thread-safe.
// Errors: a device or precision that this build or machine does not have.
Result<RuntimeFacts> configureRuntime(const RuntimeOptions& options);

}  // namespace heirloom
