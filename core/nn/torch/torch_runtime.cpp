#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <thread>

#include "core/nn/allocator.h"
#include "core/nn/torch/torch_backend.h"

namespace heirloom::nn {

namespace {

Result<Device> chooseDevice(const RuntimeOptions& options) {
    const bool hasCuda = at::hasCUDA();
    if (options.device == Device::Cuda && !hasCuda) {
        return makeError(ErrorCode::InvalidArgument,
                         "No CUDA device can be used on this machine; choose the CPU.");
    }
    if (options.device == Device::Cpu || !hasCuda) return Device::Cpu;
    return Device::Cuda;
}

}  // namespace

Result<RuntimeFacts> configureTorch(const RuntimeOptions& options) {
    if (options.precision == Precision::Bf16 || options.precision == Precision::Fp16) {
        return makeError(ErrorCode::InvalidArgument,
                         "Half precision is not available yet; choose fp32.");
    }
    auto device = chooseDevice(options);
    if (!device) return device.error();

    keepFreedPages();
    const int cores = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
    RuntimeFacts facts;
    facts.device = *device;
    facts.cudaIndex = options.cudaIndex;
    facts.precision = Precision::Fp32;
    facts.library = NetworkLibrary::Torch;
    facts.threads = options.threads > 0 ? options.threads : cores;
    at::set_num_threads(facts.threads);
    return facts;
}

}  // namespace heirloom::nn
