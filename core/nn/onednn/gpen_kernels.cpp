#include "core/nn/onednn/gpen_kernels.h"

#include "core/nn/onednn/instruction_set.h"

namespace heirloom::nn::onednn {

const GpenKernels& gpenKernels(Element element) {
    const bool isFloat = element == Element::Float;
    switch (instructionSet()) {
        case InstructionSet::Avx512: return isFloat ? avx512::kFloat : avx512::kBFloat16;
        case InstructionSet::Avx2: return isFloat ? avx2::kFloat : avx2::kBFloat16;
        default: return isFloat ? generic::kFloat : generic::kBFloat16;
    }
}

}  // namespace heirloom::nn::onednn
