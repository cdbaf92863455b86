#include "core/nn/onednn/gpen_network.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

namespace heirloom::nn::onednn {

namespace {

constexpr int kSmallest = GpenArchitecture::kSmallest;
constexpr int kTaps = 9;
constexpr float kRoot2 = std::numbers::sqrt2_v<float>;

// [out][in][9] with both sides padded by zeros to the channels of the maps; the weights
// themselves where nothing has to be padded.
class PaddedWeights {
public:
    PaddedWeights(std::span<const float> weights, int out, int in, bool inIsConcat);

    std::span<const float> values() const { return m_values; }

private:
    std::vector<float> m_storage;
    std::span<const float> m_values;
};

PaddedWeights::PaddedWeights(std::span<const float> weights, int out, int in, bool inIsConcat)
    : m_values(weights) {
    const ConcatChannels concat{in / 2};
    const int paddedIn = inIsConcat ? concat.padded() : paddedChannels(in);
    const int paddedOut = paddedChannels(out);
    if (paddedIn == in && paddedOut == out) return;
    std::vector<float>& padded = m_storage;
    padded.resize(static_cast<std::size_t>(paddedOut) * paddedIn * kTaps);
    for (int o = 0; o < out; ++o) {
        for (int i = 0; i < in; ++i) {
            const int to = inIsConcat ? concat.at(i) : i;
            std::copy_n(&weights[(static_cast<std::size_t>(o) * in + i) * kTaps], kTaps,
                        &padded[(static_cast<std::size_t>(o) * paddedIn + to) * kTaps]);
        }
    }
    m_values = padded;
}

std::vector<float> paddedValues(std::vector<float> values, float scale) {
    for (float& value : values) value *= scale;
    values.resize(paddedChannels(static_cast<int>(values.size())));
    return values;
}

}  // namespace

GpenNetwork::GpenNetwork(GpenArchitecture architecture, const GpenArithmetic& arithmetic,
                         WeightSource& source)
    : m_architecture(std::move(architecture)), m_arithmetic(arithmetic) {
    loadFirst(source);
    encoder.resize(m_architecture.channels.size());
    for (int level = 1; level < m_architecture.levels(); ++level) {
        encoder[level] = loadEncoder(source, level);
    }
    mapping = MappingNetwork::load(source, m_arena, m_arithmetic.element, m_architecture);
    loadGenerator(source);
    if (source.has("heirloom.input_skip")) {
        inputSkip = source.take("heirloom.input_skip", {}).front();
    }
}

void GpenNetwork::loadFirst(WeightSource& source) {
    const int channels = m_architecture.channels.front();
    const auto weights = source.take(gpenEncoderName(0, 0) + ".weight", {channels, 3, 1, 1});
    first.bias = paddedValues(source.take(gpenEncoderName(0, 1) + ".bias", {channels}), kRoot2);
    const float scale = kRoot2 / std::sqrt(3.0f);
    for (int colour = 0; colour < 3; ++colour) {
        first.weights[colour].assign(paddedChannels(channels), 0.0f);
        for (int i = 0; i < channels; ++i) {
            first.weights[colour][i] = weights[3 * i + colour] * scale;
        }
    }
}

GpenConvolution GpenNetwork::loadEncoder(WeightSource& source, int level) {
    const int in = m_architecture.channels[level - 1];
    const int out = m_architecture.channels[level];
    std::vector<float> storage;
    const auto weights =
        source.view(gpenEncoderName(level, 1) + ".weight", {out, in, 3, 3}, storage);
    auto bias = source.take(gpenEncoderName(level, 2) + ".bias", {out});
    // The equalised scale goes through the activation into its gain.
    const float scale = 1.0f / std::sqrt(static_cast<float>(in) * kTaps);
    return GpenConvolution::encoder(
        m_arithmetic, paddedChannelsOf(level - 1), paddedChannelsOf(level),
        m_architecture.sideOfLevel(level), PaddedWeights(weights, out, in, false).values(),
        paddedValues(std::move(bias), 1.0f / scale), kRoot2 * scale, m_arena);
}

DoublingLayer GpenNetwork::loadDoubling(WeightSource& source, const std::string& name, int level) {
    constexpr float kBlurGain = 4.0f / 64.0f;  // the pass blurs without it
    const int in = 2 * m_architecture.channels[level + 1];
    const int out = m_architecture.channels[level];
    std::vector<float> storage;
    const auto weights = source.view(name + ".conv.weight", {1, out, in, 3, 3}, storage);
    DoublingLayer layer;
    layer.modulation =
        StyledModulation::load(source, m_arena, m_arithmetic.element, name, out, in, true,
                               m_architecture.styleDimension, kBlurGain, weights);
    const PaddedWeights padded(weights, out, in, true);
    layer.conv = GpenTransposedConvolution(
        m_arithmetic, 2 * paddedChannelsOf(level + 1), paddedChannelsOf(level),
        m_architecture.sideOfLevel(level + 1), padded.values(), m_arena);
    return layer;
}

// The first one, at 4 x 4, comes after the constant; the others after a doubling layer.
PlainLayer GpenNetwork::loadPlain(WeightSource& source, int level, bool isFirst) {
    const std::string name = plainConvName(level);
    const int out = m_architecture.channels[level];
    const int in = isFirst ? out : 2 * out;
    std::vector<float> storage;
    const auto weights = source.view(name + ".conv.weight", {1, out, in, 3, 3}, storage);
    PlainLayer layer;
    layer.modulation =
        StyledModulation::load(source, m_arena, m_arithmetic.element, name, out, in, !isFirst,
                               m_architecture.styleDimension, 1.0f, weights);
    const PaddedWeights padded(weights, out, in, !isFirst);
    layer.conv = GpenConvolution::styled(m_arithmetic, (isFirst ? 1 : 2) * paddedChannelsOf(level),
                                         paddedChannelsOf(level), m_architecture.sideOfLevel(level),
                                         padded.values(), m_arena);
    return layer;
}

std::string GpenNetwork::plainConvName(int level) const {
    const int last = m_architecture.levels() - 1;
    return level == last ? "generator.conv1"
                         : "generator.convs." + std::to_string(2 * (last - level) - 1);
}

void GpenNetwork::loadGenerator(WeightSource& source) {
    const int style = m_architecture.styleDimension;
    const int smallest = m_architecture.channels.back();
    constant = source.take("generator.input.input", {1, smallest, kSmallest, kSmallest});
    const int last = m_architecture.levels() - 1;
    for (int level = last; level >= 0; --level) {
        GeneratorLevel loaded;
        loaded.encoderLevel = level;
        const bool isFirst = level == last;
        if (!isFirst) {
            loaded.doubling = loadDoubling(
                source, "generator.convs." + std::to_string(2 * (last - level) - 2), level);
        }
        loaded.plain = loadPlain(source, level, isFirst);
        const std::string rgb =
            isFirst ? "generator.to_rgb1" : "generator.to_rgbs." + std::to_string(last - level - 1);
        loaded.rgb = RgbModulation::load(source, m_arena, m_arithmetic.element, rgb,
                                         m_architecture.channels[level], style);
        generator.push_back(std::move(loaded));
    }
}

}  // namespace heirloom::nn::onednn
