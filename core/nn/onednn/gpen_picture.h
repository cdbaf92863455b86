// Internal to core/nn/onednn: the picture of a generator level before its layer adds to it.
#pragma once

#include <array>

namespace heirloom::nn::onednn {

// out: three planes of 2 * half squared values. The picture of the level below doubled as
// upfirdn2d does it with padding (2, 1), plus the bias. In all threads.
void doublePicture(const float* in, int half, const std::array<float, 3>& bias, float* out);

}  // namespace heirloom::nn::onednn
