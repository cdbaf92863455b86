#include "core/nn/onednn/gpen_styles.h"

#include <cmath>
#include <numbers>

#include "core/nn/onednn/onednn_support.h"

namespace heirloom::nn::onednn {

namespace {

constexpr float kSlope = 0.2f;
constexpr float kDemodulationEpsilon = 1e-8f;
constexpr float kNormEpsilon = 1e-8f;
constexpr double kMappingRate = 0.01;  // learning-rate multiplier of the mapping network
constexpr float kRoot2 = std::numbers::sqrt2_v<float>;

float fusedLeaky(float value) {
    return kRoot2 * (value > 0.0f ? value : kSlope * value);
}

void normalizePixel(std::vector<float>& values) {
    double squares = 0.0;
    for (const float value : values) squares += static_cast<double>(value) * value;
    const auto mean = static_cast<float>(squares / static_cast<double>(values.size()));
    const float factor = 1.0f / std::sqrt(mean + kNormEpsilon);
    for (float& value : values) value *= factor;
}

// [out][in] sums of squares over the nine taps, for weights that are used times `scale`.
Linear energyOf(const std::vector<float>& weights, int out, int in, double scale) {
    constexpr int kTaps = 9;
    Linear energy;
    energy.rows = out;
    energy.columns = in;
    energy.weights.resize(static_cast<std::size_t>(out) * in);
    energy.bias.assign(static_cast<std::size_t>(out), kDemodulationEpsilon);
    inParallel(out, [&](int first, int last) {
        for (std::size_t i = static_cast<std::size_t>(first) * in;
             i < static_cast<std::size_t>(last) * in; ++i) {
            float squares = 0.0f;
            for (int tap = 0; tap < kTaps; ++tap) {
                squares += weights[i * kTaps + tap] * weights[i * kTaps + tap];
            }
            energy.weights[i] = squares * static_cast<float>(scale * scale);
        }
    });
    return energy;
}

}  // namespace

Linear Linear::load(WeightSource& source, const std::string& name, int rows, int columns,
                    double learningRateMultiplier) {
    Linear linear;
    linear.rows = rows;
    linear.columns = columns;
    linear.weights = source.take(name + ".weight", {rows, columns});
    linear.bias = source.take(name + ".bias", {rows});
    const auto scale =
        static_cast<float>(learningRateMultiplier / std::sqrt(static_cast<double>(columns)));
    for (float& weight : linear.weights) weight *= scale;
    for (float& value : linear.bias) value *= static_cast<float>(learningRateMultiplier);
    return linear;
}

void Linear::apply(const float* x, float* out) const {
    const MatrixPass pass{weights.data(), x, out, columns};
    const auto function = gpenKernels(Element::Float).matrix;
    inParallel(rows, [&](int first, int last) {
        function(pass, first, last);
        for (int i = first; i < last; ++i) out[i] += bias[i];
    });
}

StyledModulation StyledModulation::load(WeightSource& source, const std::string& name, int out,
                                        int in, bool inIsConcat, int styleDimension, float factor,
                                        const std::vector<float>& weights) {
    const double scale = 1.0 / std::sqrt(in * 9.0);
    StyledModulation loaded;
    loaded.m_out = out;
    loaded.m_inIsConcat = inIsConcat;
    loaded.m_factor = static_cast<float>(scale) * factor * kRoot2;
    loaded.m_modulation = Linear::load(source, name + ".conv.modulation", in, styleDimension, 1.0);
    loaded.m_energy = energyOf(weights, out, in, scale);
    loaded.m_style.resize(in);
    loaded.m_squares.resize(in);
    loaded.m_demodulation.resize(out);
    loaded.m_inputScale.assign(inIsConcat ? ConcatChannels{in / 2}.padded() : paddedChannels(in),
                               0.0f);

    const ConcatChannels channels{out};
    const float noise = source.take(name + ".noise.weight", {1}).front();
    const std::vector<float> bias = source.take(name + ".activate.bias", {2 * out});
    loaded.m_gain.assign(channels.padded(), 0.0f);
    loaded.m_bias.assign(channels.padded(), 0.0f);
    for (int i = 0; i < 2 * out; ++i) {
        if (i >= out) loaded.m_gain[channels.at(i)] = noise * kRoot2;
        loaded.m_bias[channels.at(i)] = bias[i] * kRoot2;
    }
    return loaded;
}

void StyledModulation::update(const std::vector<float>& latent) {
    m_modulation.apply(latent.data(), m_style.data());
    const int in = m_modulation.rows;
    const ConcatChannels from{in / 2};
    for (int i = 0; i < in; ++i) {
        m_squares[i] = m_style[i] * m_style[i];
        m_inputScale[m_inIsConcat ? from.at(i) : i] = m_style[i];
    }
    m_energy.apply(m_squares.data(), m_demodulation.data());
    for (int i = 0; i < m_out; ++i) m_gain[i] = m_factor / std::sqrt(m_demodulation[i]);
}

RgbModulation RgbModulation::load(WeightSource& source, const std::string& name, int halfIn,
                                  int styleDimension) {
    const int in = 2 * halfIn;
    RgbModulation loaded;
    loaded.m_channels = {halfIn};
    loaded.m_modulation = Linear::load(source, name + ".conv.modulation", in, styleDimension, 1.0);
    loaded.m_style.resize(in);
    const std::vector<float> weights = source.take(name + ".conv.weight", {1, 3, in, 1, 1});
    const std::vector<float> bias = source.take(name + ".bias", {1, 3, 1, 1});
    const float scale = 1.0f / std::sqrt(static_cast<float>(in));
    for (int colour = 0; colour < 3; ++colour) {
        loaded.m_bias[colour] = bias[colour];
        loaded.m_scaled[colour].assign(loaded.m_channels.padded(), 0.0f);
        for (int i = 0; i < in; ++i) {
            loaded.m_weights[colour].push_back(weights[colour * in + i] * scale);
        }
    }
    return loaded;
}

void RgbModulation::update(const std::vector<float>& latent) {
    m_modulation.apply(latent.data(), m_style.data());
    for (int colour = 0; colour < 3; ++colour) {
        for (int i = 0; i < m_modulation.rows; ++i) {
            m_scaled[colour][m_channels.at(i)] = m_weights[colour][i] * m_style[i];
        }
    }
}

MappingNetwork MappingNetwork::load(WeightSource& source, const GpenArchitecture& architecture) {
    constexpr int kPixels = GpenArchitecture::kSmallest * GpenArchitecture::kSmallest;
    const int style = architecture.styleDimension;
    MappingNetwork loaded;
    loaded.m_final =
        Linear::load(source, "final_linear.0", style, architecture.channels.back() * kPixels, 1.0);
    for (int i = 1; i <= architecture.mappingLayers; ++i) {
        loaded.m_layers.push_back(Linear::load(source, "generator.style." + std::to_string(i),
                                               style, style, kMappingRate));
    }
    return loaded;
}

std::vector<float> MappingNetwork::latent(const std::vector<float>& smallest) const {
    std::vector<float> x(m_final.rows);
    m_final.apply(smallest.data(), x.data());
    for (float& value : x) value = fusedLeaky(value);
    normalizePixel(x);
    std::vector<float> next(x.size());
    for (const Linear& layer : m_layers) {
        layer.apply(x.data(), next.data());
        for (float& value : next) value = fusedLeaky(value);
        std::swap(x, next);
    }
    return x;
}

}  // namespace heirloom::nn::onednn
