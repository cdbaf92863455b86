#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "core/nn/allocator.h"
#include "core/nn/torch/torch_backend.h"
#include "core/nn/torch/torch_support.h"

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

// One 3x3 convolution and the wait for its result.
void convolve(const at::Tensor& x, const at::Tensor& weight) {
    (void)at::conv2d(x, weight, {}, 1, 1).sum().item<float>();
}

// What a device can do differs by its generation and by the build of libtorch: trying tells.
Result<void> tryPrecision(const RuntimeFacts& runtime) {
    const auto options =
        at::TensorOptions(torchDevice(runtime)).dtype(torchType(runtime.precision));
    const auto ran = guarded("GPEN", [&] {
        convolve(at::ones({1, 16, 8, 8}, options), at::ones({16, 16, 3, 3}, options));
        return true;
    });
    if (ran) return {};
    if (ran.error().code == ErrorCode::OutOfMemory) return ran.error();
    Error error = runtime.precision == Precision::Fp16 && runtime.device == Device::Cpu
                      ? makeError(ErrorCode::InvalidArgument,
                                  "The precision fp16 needs a CUDA device; choose fp32 or bf16.")
                      : makeError(ErrorCode::InvalidArgument,
                                  "This device cannot compute in %1; choose fp32.",
                                  runtime.precision == Precision::Fp16 ? "fp16" : "bf16");
    error.detail = ran.error().detail;
    return error;
}

double secondsOfConvolutions(const RuntimeFacts& runtime, Precision precision) {
    using Clock = std::chrono::steady_clock;
    constexpr int kWarmUps = 3;
    constexpr int kRuns = 8;
    const auto options = at::TensorOptions(torchDevice(runtime)).dtype(torchType(precision));
    const at::Tensor x = at::ones({1, 512, 64, 64}, options);
    const at::Tensor weight = at::full({512, 512, 3, 3}, 1e-4, options);
    for (int i = 0; i < kWarmUps; ++i) convolve(x, weight);
    const auto start = Clock::now();
    for (int i = 0; i < kRuns; ++i) convolve(x, weight);
    return std::chrono::duration<double>(Clock::now() - start).count();
}

}  // namespace

bool isTorchBFloat16Faster(const RuntimeFacts& runtime) {
    constexpr double kWorthwhile = 1.3;
    if (runtime.device != Device::Cuda) return false;
    const auto faster = guarded("GPEN", [&] {
        return secondsOfConvolutions(runtime, Precision::Fp32) >
               kWorthwhile * secondsOfConvolutions(runtime, Precision::Bf16);
    });
    return faster && *faster;
}

Result<RuntimeFacts> configureTorch(const RuntimeOptions& options) {
    auto device = chooseDevice(options);
    if (!device) return device.error();

    keepFreedPages();
    const int cores = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
    RuntimeFacts facts;
    facts.device = *device;
    facts.cudaIndex = options.cudaIndex;
    facts.precision = options.precision == Precision::Auto ? Precision::Fp32 : options.precision;
    facts.library = NetworkLibrary::Torch;
    facts.threads = options.threads > 0 ? options.threads : cores;
    at::set_num_threads(facts.threads);
    if (facts.precision != Precision::Fp32) {
        if (auto possible = tryPrecision(facts); !possible) return possible.error();
    }
    return facts;
}

}  // namespace heirloom::nn
