// Internal to core/nn/torch: the building blocks of the GPEN generator on plain libtorch, with
// constant weights. This formulation runs on every device and is the reference for
// faster ones.
//
// In half precision the maps and the kernels that meet them are half; latents, styles,
// demodulations, biases and the picture stay float.
#pragma once

#include <array>
#include <string>

#include "core/nn/torch/torch_support.h"

namespace heirloom::nn {

// sqrt(2) * leaky_relu(x + bias, 0.2); bias has one value a channel (dimension 1).
// Works in place on x and returns it.
at::Tensor fusedLeakyRelu(at::Tensor x, const at::Tensor& bias);

// An equalised linear layer; scale and learning-rate multiplier are already in the weight.
struct Linear {
    at::Tensor weight;  // [out, in]
    at::Tensor bias;    // [out]

    static Linear load(WeightReader& reader, const std::string& name, std::int64_t out,
                       std::int64_t in, double learningRateMultiplier);
    at::Tensor apply(const at::Tensor& x) const { return at::linear(x, weight, bias); }
};

// [1,3,3,1] x [1,3,3,1] / 64 on every channel by itself.
struct Blur {
    at::Tensor kernel;  // [channels, 1, 4, 4]
    std::int64_t channels = 0;

    Blur() = default;
    Blur(std::int64_t channelCount, double gain, at::TensorOptions options);
    at::Tensor apply(const at::Tensor& x, std::int64_t padding) const;
};

// A modulated convolution with a constant weight: the style scales the input channels,
// and the demodulation scales the output channels.
struct ModulatedConv {
    Linear modulation;
    at::Tensor weight;          // [out, in, k, k], equalised, as the maps
    at::Tensor squaredWeights;  // [out, in]: sums over the kernel, for the demodulation

    static ModulatedConv load(WeightReader& reader, const std::string& name, std::int64_t out,
                              std::int64_t in, std::int64_t kernel, std::int64_t styleDimension,
                              at::ScalarType type);
    at::Tensor style(const at::Tensor& latent) const;  // [1, in]
    at::Tensor scaled(const at::Tensor& x, const at::Tensor& styleScale) const;
    at::Tensor demodulation(const at::Tensor& styleScale) const;  // [1, out, 1, 1]
};

// A 3x3 transposed convolution with stride 2 as its four phases, which run through
// oneDNN where conv_transpose2d would fall to a slow BLAS path.
struct UpsamplingPhases {
    std::array<at::Tensor, 4> kernels;  // even/even, even/odd, odd/even, odd/odd

    explicit UpsamplingPhases(const at::Tensor& weight);
    UpsamplingPhases() = default;
    // [1, in, h, w] -> [1, out, 2h + 1, 2w + 1]
    at::Tensor apply(const at::Tensor& x) const;
};

// Convolution, encoder feature concatenated as "noise", bias and activation.
struct StyledConv {
    ModulatedConv conv;
    at::Tensor noiseWeight;  // [1], as the maps
    at::Tensor bias;         // [2 * out]
    bool upsamples = false;
    UpsamplingPhases phases;
    Blur blur;

    static StyledConv load(WeightReader& reader, const std::string& name, std::int64_t out,
                           std::int64_t in, std::int64_t styleDimension, bool upsamples,
                           at::TensorOptions options);
    at::Tensor apply(const at::Tensor& x, const at::Tensor& latent,
                     const at::Tensor& feature) const;
};

struct ToRgb {
    ModulatedConv conv;
    at::Tensor bias;  // [1, 3, 1, 1]
    Blur blur;

    static ToRgb load(WeightReader& reader, const std::string& name, std::int64_t in,
                      std::int64_t styleDimension, at::TensorOptions options);
    // previous: the picture of half the size, or undefined at the first level. Float, both.
    at::Tensor apply(const at::Tensor& x, const at::Tensor& latent,
                     const at::Tensor& previous) const;

private:
    at::Tensor doubled(const at::Tensor& picture) const;
};

}  // namespace heirloom::nn
