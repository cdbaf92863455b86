#include "core/nn/onednn/gpen_styles.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/nn/onednn/bfloat16.h"
#include "core/nn/onednn/onednn_support.h"

namespace heirloom::nn::onednn {

namespace {

constexpr int kTaps = 9;
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

// The sum of squares over the nine taps.
float energyOf(const float* taps) {
    float sum = 0.0f;
    for (int tap = 0; tap < kTaps; ++tap) sum += taps[tap] * taps[tap];
    return sum;
}

}  // namespace

template <class ValueAt>
Linear::Linear(WeightArena& arena, Element element, int rows, int columns, const ValueAt& valueAt,
               std::vector<float> bias)
    : m_element(element), m_rows(rows), m_columns(columns), m_bias(std::move(bias)) {
    const std::size_t count = static_cast<std::size_t>(rows) * columns;
    void* place = arena.take(count * byteSize(element));
    m_weights = place;
    inParallel(rows, [&](int first, int last) {
        const std::size_t end = static_cast<std::size_t>(last) * columns;
        for (std::size_t i = static_cast<std::size_t>(first) * columns; i < end; ++i) {
            if (element == Element::Float) {
                static_cast<float*>(place)[i] = valueAt(i);
            } else {
                static_cast<std::uint16_t*>(place)[i] = toBFloat16(valueAt(i));
            }
        }
    });
}

Linear Linear::load(WeightSource& source, WeightArena& arena, Element element,
                    const std::string& name, int rows, int columns, double learningRateMultiplier) {
    std::vector<float> storage;
    const auto weights = source.view(name + ".weight", {rows, columns}, storage);
    std::vector<float> bias = source.take(name + ".bias", {rows});
    for (float& value : bias) value *= static_cast<float>(learningRateMultiplier);
    const auto scale =
        static_cast<float>(learningRateMultiplier / std::sqrt(static_cast<double>(columns)));
    return Linear(
        arena, element, rows, columns, [&](std::size_t i) { return weights[i] * scale; },
        std::move(bias));
}

Linear Linear::ofEnergies(WeightArena& arena, Element element, int rows, int columns,
                          std::span<const float> kernels, float scale, float bias) {
    return Linear(
        arena, element, rows, columns,
        [&](std::size_t i) { return energyOf(&kernels[i * kTaps]) * scale; },
        std::vector<float>(rows, bias));
}

void Linear::apply(const float* x, float* out, int first, int last) const {
    gpenKernels(m_element).matrix({m_weights, m_bias.data(), x, out, m_columns}, first, last);
}

void Linear::apply(const float* x, float* out) const {
    inParallel(m_rows, [&](int first, int last) { apply(x, out, first, last); });
}

void computeAll(std::span<const Product> products) {
    int total = 0;
    for (const Product& product : products) total += product.matrix->rows();
    inParallel(total, [&](int first, int last) {
        int start = 0;
        for (const Product& product : products) {
            const int rows = product.matrix->rows();
            const int from = std::clamp(first - start, 0, rows);
            const int to = std::clamp(last - start, 0, rows);
            if (from < to) product.matrix->apply(product.x, product.out, from, to);
            start += rows;
        }
    });
}

StyledModulation StyledModulation::load(WeightSource& source, WeightArena& arena, Element element,
                                        const std::string& name, int out, int in, bool inIsConcat,
                                        int styleDimension, float factor,
                                        std::span<const float> weights) {
    const double scale = 1.0 / std::sqrt(in * 9.0);
    StyledModulation loaded;
    loaded.m_out = out;
    loaded.m_inIsConcat = inIsConcat;
    loaded.m_factor = static_cast<float>(scale) * factor * kRoot2;
    loaded.m_modulation =
        Linear::load(source, arena, element, name + ".conv.modulation", in, styleDimension, 1.0);
    loaded.m_energy = Linear::ofEnergies(arena, element, out, in, weights,
                                         static_cast<float>(scale * scale), kDemodulationEpsilon);
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

Product StyledModulation::styleFrom(const std::vector<float>& latent) {
    return {&m_modulation, latent.data(), m_style.data()};
}

void StyledModulation::acceptStyle() {
    const int in = m_modulation.rows();
    const ConcatChannels from{in / 2};
    for (int i = 0; i < in; ++i) {
        m_squares[i] = m_style[i] * m_style[i];
        m_inputScale[m_inIsConcat ? from.at(i) : i] = m_style[i];
    }
}

Product StyledModulation::demodulationProduct() {
    return {&m_energy, m_squares.data(), m_demodulation.data()};
}

void StyledModulation::acceptDemodulation() {
    for (int i = 0; i < m_out; ++i) m_gain[i] = m_factor / std::sqrt(m_demodulation[i]);
}

RgbModulation RgbModulation::load(WeightSource& source, WeightArena& arena, Element element,
                                  const std::string& name, int halfIn, int styleDimension) {
    const int in = 2 * halfIn;
    RgbModulation loaded;
    loaded.m_channels = {halfIn};
    loaded.m_modulation =
        Linear::load(source, arena, element, name + ".conv.modulation", in, styleDimension, 1.0);
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

Product RgbModulation::styleFrom(const std::vector<float>& latent) {
    return {&m_modulation, latent.data(), m_style.data()};
}

void RgbModulation::acceptStyle() {
    for (int colour = 0; colour < 3; ++colour) {
        for (int i = 0; i < m_modulation.rows(); ++i) {
            m_scaled[colour][m_channels.at(i)] = m_weights[colour][i] * m_style[i];
        }
    }
}

MappingNetwork MappingNetwork::load(WeightSource& source, WeightArena& arena, Element element,
                                    const GpenArchitecture& architecture) {
    constexpr int kPixels = GpenArchitecture::kSmallest * GpenArchitecture::kSmallest;
    const int style = architecture.styleDimension;
    MappingNetwork loaded;
    loaded.m_final = Linear::load(source, arena, element, "final_linear.0", style,
                                  architecture.channels.back() * kPixels, 1.0);
    for (int i = 1; i <= architecture.mappingLayers; ++i) {
        loaded.m_layers.push_back(Linear::load(source, arena, element,
                                               "generator.style." + std::to_string(i), style, style,
                                               kMappingRate));
    }
    return loaded;
}

std::vector<float> MappingNetwork::latent(const std::vector<float>& smallest) const {
    std::vector<float> x(m_final.rows());
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
