// Internal to core/nn/onednn: which of our compiled kernels this CPU can run.
#pragma once

namespace heirloom::nn::onednn {

// Avx512: with the extensions of the servers and desktops that have bfloat16, which is
// what oneDNN calls avx512_core_bf16 and later.
enum class InstructionSet { Generic, Avx2, Avx512 };

// What oneDNN would use, so that its environment variable DNNL_MAX_CPU_ISA lowers ours too.
InstructionSet instructionSet();

// Any AVX-512 of a server or desktop: oneDNN then wants channels in blocks of 16.
bool hasAvx512();
// AVX512-BF16: oneDNN has convolutions in bfloat16 that are not emulated.
bool hasBFloat16();
// AMX: they are many times as fast as those in float.
bool hasFastBFloat16();

}  // namespace heirloom::nn::onednn
