// Internal to core/nn/onednn: one convolution with packed weights.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>

#include "core/nn/onednn/onednn_support.h"

namespace heirloom::nn::onednn {

struct ConvolutionOptions {
    int outChannels = 0;
    int kernelHeight = 3;
    int kernelWidth = 3;
    int stride = 1;
    int padTop = 0;
    int padLeft = 0;
    int padBottom = 0;
    int padRight = 0;
    int groups = 1;
    // result = gain * leaky(sum + bias, slope); without a slope the sum alone.
    std::optional<float> slope;
    float gain = 1.0f;
    // Adds to what the output buffer holds, before the activation.
    bool accumulate = false;
    // Four times the weights for a third of the time; only 3x3 with stride 1 in float.
    bool mayUseWinograd = false;
};

// Immutable after creation; execute() may not run twice at the same time with the same
// scratch memory.
class Convolution {
public:
    Convolution() = default;
    // weights: [out][in / groups][kernelHeight][kernelWidth]; bias: one value per output
    // channel, or empty. Both may go away after the call. Throws dnnl::error.
    Convolution(const MapShape& in, Element element, const ConvolutionOptions& options,
                std::span<const float> weights, std::span<const float> bias);

    MapShape outputShape() const { return m_output; }
    std::size_t scratchBytes() const;
    std::size_t weightBytes() const;
    const char* implementation() const;

    void execute(dnnl::stream& stream, const void* in, void* out, void* scratch) const;

private:
    MapShape m_output;
    dnnl::convolution_forward::primitive_desc m_description;
    dnnl::convolution_forward m_primitive;
    dnnl::memory m_weights;
    dnnl::memory m_bias;
};

}  // namespace heirloom::nn::onednn
