#include "core/nn/onednn/gpen_picture.h"

#include <algorithm>
#include <cstddef>

#include "core/nn/onednn/onednn_support.h"

namespace heirloom::nn::onednn {

void doublePicture(const float* in, int half, const std::array<float, 3>& bias, float* out) {
    const int side = 2 * half;
    inParallel(3 * side, [&](int first, int last) {
        for (int line = first; line < last; ++line) {
            const std::ptrdiff_t colour = line / side;
            const int y = line % side;
            // Even rows lie nearer to the row above, odd ones nearer to the one below.
            const int far = y % 2 == 0 ? y / 2 - 1 : y / 2 + 1;
            const float farWeight = far >= 0 && far < half ? 0.25f : 0.0f;
            const float* plane = in + colour * half * half;
            const float* nearRow = plane + static_cast<std::ptrdiff_t>(y / 2) * half;
            const float* farRow =
                plane + static_cast<std::ptrdiff_t>(std::clamp(far, 0, half - 1)) * half;
            const auto column = [&](int x) {
                return x >= half ? 0.0f : 0.75f * nearRow[x] + farWeight * farRow[x];
            };
            float* to = out + static_cast<std::ptrdiff_t>(line) * side;
            float left = 0.0f;
            float middle = column(0);
            for (int x = 0; x < half; ++x) {
                const float right = column(x + 1);
                to[2 * x] = bias[colour] + 0.25f * left + 0.75f * middle;
                to[2 * x + 1] = bias[colour] + 0.75f * middle + 0.25f * right;
                left = middle;
                middle = right;
            }
        }
    });
}

}  // namespace heirloom::nn::onednn
