// Internal to core/nn/onednn: the small half of the GPEN generator, from the smallest
// encoder feature to the numbers that steer every layer of the large half.
//
// A modulated convolution equals scaling the input channels by the style, convolving with
// the constant weight, and scaling the output channels by the demodulation (gpen.md). So
// one run needs, for each layer, a gain and a scale per channel; they come from here.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "core/nn/gpen_architecture.h"
#include "core/nn/onednn/gpen_kernels.h"
#include "core/nn/weight_source.h"

namespace heirloom::nn::onednn {

// out = weights * x + bias, with the learning-rate scale already in both.
struct Linear {
    int rows = 0;
    int columns = 0;
    std::vector<float> weights;
    std::vector<float> bias;

    static Linear load(WeightSource& source, const std::string& name, int rows, int columns,
                       double learningRateMultiplier);
    void apply(const float* x, float* out) const;
};

// A feature map of the generator holds the result of a convolution and the encoder's
// feature side by side; each half is padded to whole blocks of channels.
struct ConcatChannels {
    int half = 0;

    int padded() const { return 2 * paddedChannels(half); }
    int at(int channel) const {
        return channel < half ? channel : paddedChannels(half) + channel - half;
    }
};

// A styled convolution without its convolution.
class StyledModulation {
public:
    // weights: [out][in][9] as in the file; factor: what the passes leave to the gain.
    static StyledModulation load(WeightSource& source, const std::string& name, int out, int in,
                                 bool inIsConcat, int styleDimension, float factor,
                                 const std::vector<float>& weights);

    void update(const std::vector<float>& latent);

    // Scale of the layer's input channels, padded as its input map is.
    const std::vector<float>& inputScale() const { return m_inputScale; }
    // For the concatenated output.
    const std::vector<float>& gain() const { return m_gain; }
    const std::vector<float>& bias() const { return m_bias; }

private:
    int m_out = 0;
    bool m_inIsConcat = false;
    float m_factor = 1.0f;
    Linear m_modulation;
    Linear m_energy;  // sums of the squared weights over the kernel
    std::vector<float> m_style, m_squares, m_demodulation;
    std::vector<float> m_inputScale, m_gain, m_bias;
};

class RgbModulation {
public:
    static RgbModulation load(WeightSource& source, const std::string& name, int halfIn,
                              int styleDimension);

    void update(const std::vector<float>& latent);

    // For each colour one weight per channel of the padded input, and one bias.
    const std::array<std::vector<float>, 3>& weights() const { return m_scaled; }
    const std::array<float, 3>& bias() const { return m_bias; }

private:
    ConcatChannels m_channels;
    Linear m_modulation;
    std::vector<float> m_style;
    std::array<std::vector<float>, 3> m_weights, m_scaled;
    std::array<float, 3> m_bias{};
};

// From the flattened smallest feature to the latent.
class MappingNetwork {
public:
    static MappingNetwork load(WeightSource& source, const GpenArchitecture& architecture);

    std::vector<float> latent(const std::vector<float>& smallest) const;

private:
    Linear m_final;
    std::vector<Linear> m_layers;
};

}  // namespace heirloom::nn::onednn
