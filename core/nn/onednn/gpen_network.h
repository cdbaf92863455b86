// Internal to core/nn/onednn: the weights of a GPEN generator, as its passes and
// convolutions want them. onednn_gpen.cpp runs them.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "core/nn/gpen_architecture.h"
#include "core/nn/onednn/gpen_convolutions.h"
#include "core/nn/onednn/gpen_styles.h"
#include "core/nn/weight_source.h"

namespace heirloom::nn::onednn {

struct PlainLayer {
    StyledModulation modulation;
    GpenConvolution conv;
};

struct DoublingLayer {
    StyledModulation modulation;
    GpenTransposedConvolution conv;
};

// One resolution of the generator: 4 x 4 has no doubling layer.
struct GeneratorLevel {
    int encoderLevel = 0;
    std::optional<DoublingLayer> doubling;
    PlainLayer plain;
    RgbModulation rgb;
};

// The 1x1 convolution of the encoder at full size.
struct FirstLayer {
    std::array<std::vector<float>, 3> weights;  // for red, green, blue; one value a channel
    std::vector<float> bias;
};

class GpenNetwork {
public:
    // Missing or misshapen tensors: source.finish() tells. Throws dnnl::error and
    // std::bad_alloc.
    GpenNetwork(GpenArchitecture architecture, const GpenArithmetic& arithmetic,
                WeightSource& source);

    const GpenArchitecture& architecture() const { return m_architecture; }
    const GpenArithmetic& arithmetic() const { return m_arithmetic; }
    int paddedChannelsOf(int level) const { return paddedChannels(m_architecture.channels[level]); }

    FirstLayer first;
    std::vector<GpenConvolution> encoder;  // by level; none at full size
    MappingNetwork mapping;
    std::vector<float> constant;            // [channels][4][4]
    std::vector<GeneratorLevel> generator;  // 4 x 4 first; the modulations change with a run
    float inputSkip = 0.0f;  // this project's own models: result = skip * input + generator

private:
    void loadFirst(WeightSource& source);
    GpenConvolution loadEncoder(WeightSource& source, int level);
    DoublingLayer loadDoubling(WeightSource& source, const std::string& name, int level);
    PlainLayer loadPlain(WeightSource& source, int level, bool isFirst);
    std::string plainConvName(int level) const;
    void loadGenerator(WeightSource& source);

    GpenArchitecture m_architecture;
    GpenArithmetic m_arithmetic;
    WeightArena m_arena;
};

}  // namespace heirloom::nn::onednn
