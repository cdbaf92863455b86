// Internal to core/nn/onednn: the passes of the GPEN generator between its convolutions.
//
// Each pass reads its inputs once and writes its output once; what the reference does in
// separate steps (blur, scale, concat, bias, activation, to_rgb) happens in registers. All
// work on rows [first, last) and may run for different rows in different threads; the
// result of a row does not depend on the partition. The arithmetic is in float; maps are
// float or bfloat16. One set of functions is compiled for each instruction set.
#pragma once

#include <array>

#include "core/nn/onednn/feature_map.h"

namespace heirloom::nn::onednn {

// The constants of a styled layer, each with one value for every channel of its output:
// those of the convolution first, those of the encoder feature ("noise") after.
//   a = leaky(gain * x + bias);  next layer gets a * scale;  rgb += sum of a * toRgb
struct StyledConstants {
    const float* gain = nullptr;
    const float* bias = nullptr;
    const float* scale = nullptr;
    std::array<const float*, 3> toRgb{};  // null where the layer has no picture
};

// What comes after a plain 3x3 convolution.
struct StyledPass {
    int width = 0;
    int blocks = 0;  // of the convolution's result, and as many of the feature
    MapView convolved;
    MapView feature;
    MapTarget out;  // twice the channels; without data after the last layer
    StyledConstants constants;
    std::array<float*, 3> rgb{};  // planes that are added to, or null
};

// What comes after the transposed convolution: blur [1,3,3,1] x [1,3,3,1], without its
// divisor, over the four phases as they interleave (2h + 1 x 2w + 1), then as above.
struct DoublingPass {
    int height = 0;  // of the input of the convolution; twice as many rows come out
    int width = 0;
    int blocks = 0;
    // Even rows and columns (h + 1 x w + 1), even rows and odd columns (h + 1 x w), odd and
    // even (h x w + 1), odd and odd (h x w).
    std::array<MapView, 4> phases{};
    MapView feature;
    MapTarget out;
    StyledConstants constants;
};

// Encoder: blur [1,3,3,1] x [1,3,3,1] / 64 with a padding of 2; one row and column more.
struct BlurPass {
    int height = 0;  // of the input
    int width = 0;
    int blocks = 0;
    MapView in;
    std::array<MapTarget, 2> out;  // even rows and odd rows
};

// Encoder, first layer: leaky(weights * rgb + bias).
struct FirstPass {
    int width = 0;
    int blocks = 0;
    std::array<const float*, 3> rgb{};
    std::array<const float*, 3> weights{};  // one value a channel
    const float* bias = nullptr;
    MapTarget out;
};

// out[i] = bias[i] + sum of weights[i][j] * x[j]; the weights are elements as in the maps.
struct MatrixPass {
    const void* weights = nullptr;
    const float* bias = nullptr;
    const float* x = nullptr;
    float* out = nullptr;
    int columns = 0;
};

template <class Pass>
using PassFunction = void (*)(const Pass& pass, int first, int last);

struct GpenKernels {
    PassFunction<StyledPass> styled;
    PassFunction<DoublingPass> doubling;  // rows in pairs: [first, last) of the input
    PassFunction<BlurPass> blur;
    PassFunction<FirstPass> first;
    PassFunction<MatrixPass> matrix;
};

// For this machine's CPU.
const GpenKernels& gpenKernels(Element element);

namespace generic {
extern const GpenKernels kFloat, kBFloat16;
}
namespace avx2 {
extern const GpenKernels kFloat, kBFloat16;
}
namespace avx512 {
extern const GpenKernels kFloat, kBFloat16;
}

}  // namespace heirloom::nn::onednn
