#include "core/nn/onednn/instruction_set.h"

#include <dnnl.hpp>

namespace heirloom::nn::onednn {

namespace {

// The values are bit sets: a newer set holds the bits of the older ones.
bool includes(dnnl::cpu_isa wanted) {
    const auto present = static_cast<unsigned>(dnnl::get_effective_cpu_isa());
    const auto bits = static_cast<unsigned>(wanted);
    return (present & bits) == bits;
}

}  // namespace

InstructionSet instructionSet() {
    if (includes(dnnl::cpu_isa::avx512_core_bf16)) return InstructionSet::Avx512;
    if (includes(dnnl::cpu_isa::avx2)) return InstructionSet::Avx2;
    return InstructionSet::Generic;
}

bool hasAvx512() {
    return includes(dnnl::cpu_isa::avx512_core);
}

bool hasBFloat16() {
    return includes(dnnl::cpu_isa::avx512_core_bf16);
}

bool hasFastBFloat16() {
    return includes(dnnl::cpu_isa::avx512_core_amx);
}

}  // namespace heirloom::nn::onednn
