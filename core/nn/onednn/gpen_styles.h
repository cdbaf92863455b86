// Internal to core/nn/onednn: the small half of the GPEN generator, from the smallest
// encoder feature to the numbers that steer every layer of the large half.
//
// A modulated convolution equals scaling the input channels by the style, convolving with
// the constant weight, and scaling the output channels by the demodulation (gpen.md). So
// one run needs, for each layer, a gain and a scale per channel; they come from here.
#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "core/nn/gpen_architecture.h"
#include "core/nn/onednn/gpen_kernels.h"
#include "core/nn/onednn/huge_memory.h"
#include "core/nn/weight_source.h"

namespace heirloom::nn::onednn {

// out = weights * x + bias, with the learning-rate scale already in both. Reading the
// weights is what takes the time, so they are as wide as the elements of the maps.
class Linear {
public:
    Linear() = default;
    // Times scale; bias for all rows. kernels: [rows][columns][9], of which each gives the sum
    // of its squares.
    static Linear ofEnergies(WeightArena& arena, Element element, int rows, int columns,
                             std::span<const float> kernels, float scale, float bias);
    static Linear load(WeightSource& source, WeightArena& arena, Element element,
                       const std::string& name, int rows, int columns,
                       double learningRateMultiplier);

    int rows() const { return m_rows; }
    // In all threads.
    void apply(const float* x, float* out) const;
    // Rows [first, last) in this one.
    void apply(const float* x, float* out, int first, int last) const;

private:
    // valueAt: of the index of an element, in all threads.
    template <class ValueAt>
    Linear(WeightArena& arena, Element element, int rows, int columns, const ValueAt& valueAt,
           std::vector<float> bias);

    Element m_element = Element::Float;
    int m_rows = 0;
    int m_columns = 0;
    const void* m_weights = nullptr;  // in the arena
    std::vector<float> m_bias;
};

// A product of a matrix with a vector that waits for its turn.
struct Product {
    const Linear* matrix = nullptr;
    const float* x = nullptr;
    float* out = nullptr;
};

// All of them at once in all threads: the single ones are too small to be shared out.
void computeAll(std::span<const Product> products);

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
    static StyledModulation load(WeightSource& source, WeightArena& arena, Element element,
                                 const std::string& name, int out, int in, bool inIsConcat,
                                 int styleDimension, float factor, std::span<const float> weights);

    // In this order: the product for the style, acceptStyle(), the product for the
    // demodulation, acceptDemodulation().
    Product styleFrom(const std::vector<float>& latent);
    void acceptStyle();
    Product demodulationProduct();
    void acceptDemodulation();

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
    static RgbModulation load(WeightSource& source, WeightArena& arena, Element element,
                              const std::string& name, int halfIn, int styleDimension);

    Product styleFrom(const std::vector<float>& latent);
    void acceptStyle();

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
    static MappingNetwork load(WeightSource& source, WeightArena& arena, Element element,
                               const GpenArchitecture& architecture);

    std::vector<float> latent(const std::vector<float>& smallest) const;

private:
    Linear m_final;
    std::vector<Linear> m_layers;
};

}  // namespace heirloom::nn::onednn
