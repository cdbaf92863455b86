#include <omp.h>

#include <algorithm>
#include <thread>

#include "core/nn/allocator.h"
#include "core/nn/onednn/instruction_set.h"
#include "core/nn/onednn/onednn_backend.h"

namespace heirloom::nn::onednn {

namespace {

Result<Precision> choosePrecision(Precision wanted) {
    switch (wanted) {
        case Precision::Fp16:
            return makeError(ErrorCode::InvalidArgument,
                             "The precision fp16 needs a CUDA device; choose fp32 or bf16.");
        case Precision::Bf16:
            if (!hasBFloat16()) {
                return makeError(ErrorCode::InvalidArgument,
                                 "This processor has no bfloat16 arithmetic; choose fp32.");
            }
            return Precision::Bf16;
        default: return Precision::Fp32;
    }
}

}  // namespace

Result<RuntimeFacts> configureOneDnn(const RuntimeOptions& options) {
    if (options.device == Device::Cuda) {
        return makeError(ErrorCode::InvalidArgument,
                         "No CUDA device can be used on this machine; choose the CPU.");
    }
    auto precision = choosePrecision(options.precision);
    if (!precision) return precision.error();
    keepFreedPages();
    const int cores = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
    RuntimeFacts facts;
    facts.device = Device::Cpu;
    facts.precision = *precision;
    facts.threads = options.threads > 0 ? options.threads : cores;
    facts.library = NetworkLibrary::OneDnn;
    return facts;
}

}  // namespace heirloom::nn::onednn
