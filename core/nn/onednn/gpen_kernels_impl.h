// The body of gpen_kernels_*.cpp, which define HEIRLOOM_KERNEL_NAMESPACE and are compiled
// for different instruction sets. Everything here has internal linkage and no header with
// inline functions is included but those of the compiler: otherwise the linker could
// give an old CPU the instructions of a new one.
#pragma once

#include "core/nn/onednn/gpen_kernels_encoder.h"
#include "core/nn/onednn/gpen_kernels_generator.h"

namespace heirloom::nn::onednn::HEIRLOOM_KERNEL_NAMESPACE {

namespace {

template <class Type>
void matrix(const MatrixPass& pass, int first, int last) {
    using Value = typename Type::Value;
    constexpr int kStep = 4 * kBlock;
    for (int i = first; i < last; ++i) {
        const Value* weights =
            static_cast<const Value*>(pass.weights) + static_cast<ptrdiff_t>(i) * pass.columns;
        Lanes sums[4] = {};
        int k = 0;
        for (; k + kStep <= pass.columns; k += kStep) {
            for (int part = 0; part < 4; ++part) {
                const int at = k + part * kBlock;
                sums[part] += Type::load(weights + at) * constant(pass.x + at);
            }
        }
        for (; k + kBlock <= pass.columns; k += kBlock) {
            sums[0] += Type::load(weights + k) * constant(pass.x + k);
        }
        float result = pass.bias[i] + sum((sums[0] + sums[1]) + (sums[2] + sums[3]));
        for (; k < pass.columns; ++k) result += Type::loadOne(weights + k) * pass.x[k];
        pass.out[i] = result;
    }
}

template <class Type>
constexpr GpenKernels kernels() {
    return {Styled<Type>::run, Doubling<Type>::run, Blur<Type>::run, First<Type>::run,
            matrix<Type>};
}

}  // namespace

const GpenKernels kFloat = kernels<Float>();
const GpenKernels kBFloat16 = kernels<BFloat>();

}  // namespace heirloom::nn::onednn::HEIRLOOM_KERNEL_NAMESPACE
