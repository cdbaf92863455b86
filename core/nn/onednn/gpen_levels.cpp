#include "core/nn/onednn/gpen_levels.h"

#include <algorithm>

#include "core/nn/onednn/gpen_bands.h"
#include "core/nn/onednn/gpen_picture.h"

namespace heirloom::nn::onednn {

namespace {

StyledConstants constantsOf(const StyledModulation& layer, const std::vector<float>& scale) {
    StyledConstants constants;
    constants.gain = layer.gain().data();
    constants.bias = layer.bias().data();
    constants.scale = scale.data();
    return constants;
}

// One level in one run.
class LevelRun {
public:
    LevelRun(const GpenSteps& steps, std::size_t index)
        : m_steps(steps),
          m_index(index),
          m_level(steps.network.generator[index]),
          m_maps(steps.buffers.generator()[index]),
          m_feature(steps.buffers.encoder()[m_level.encoderLevel].feature) {}

    void doubleMaps() const;
    // The rest of the level.
    void runWhole() const;
    void runInBands() const;

private:
    DoublingPass doublingPass() const;
    StyledPass styledPass() const;
    // Its buffer may hold another map before the convolution.
    void startPicture() const;

    const GpenSteps& m_steps;
    std::size_t m_index;
    const GeneratorLevel& m_level;
    const GeneratorMaps& m_maps;
    const PlacedMap& m_feature;
};

void LevelRun::doubleMaps() const {
    const GpenBuffers& buffers = m_steps.buffers;
    m_level.doubling->conv.execute(
        m_steps.stream, buffers.data(buffers.generator()[m_index - 1].out.buffer),
        buffers.data(m_maps.phases), buffers.scratch(m_maps.doublingScratch));
}

DoublingPass LevelRun::doublingPass() const {
    const MapShape& shape = m_feature.map.shape;
    DoublingPass pass;
    pass.height = shape.height / 2;
    pass.width = shape.width / 2;
    pass.blocks = shape.channels / kBlock;
    pass.phases = m_level.doubling->conv.phases(m_steps.buffers.data(m_maps.phases));
    pass.constants =
        constantsOf(m_level.doubling->modulation, m_level.plain.modulation.inputScale());
    return pass;
}

StyledPass LevelRun::styledPass() const {
    const MapShape& shape = m_feature.map.shape;
    StyledPass pass;
    pass.width = shape.width;
    pass.blocks = shape.channels / kBlock;
    if (m_maps.out.exists()) {
        const GeneratorLevel& next = m_steps.network.generator[m_index + 1];
        m_steps.buffers.clearBorder(m_maps.out);
        pass.out = m_steps.buffers.target(m_maps.out);
        pass.constants =
            constantsOf(m_level.plain.modulation, next.doubling->modulation.inputScale());
    } else {
        // Nothing is scaled for a next layer: any numbers will do.
        pass.constants = constantsOf(m_level.plain.modulation, m_level.plain.modulation.gain());
    }
    const std::ptrdiff_t pixels = static_cast<std::ptrdiff_t>(pass.width) * pass.width;
    for (int i = 0; i < 3; ++i) {
        pass.constants.toRgb[i] = m_level.rgb.weights()[i].data();
        pass.rgb[i] = m_steps.buffers.data<float>(m_maps.picture) + i * pixels;
    }
    return pass;
}

void LevelRun::startPicture() const {
    const GpenBuffers& buffers = m_steps.buffers;
    const int side = m_feature.map.shape.width;
    const auto& bias = m_level.rgb.bias();
    float* out = buffers.data<float>(m_maps.picture);
    if (m_index == 0) {
        for (int i = 0; i < 3; ++i) std::fill_n(out + i * side * side, side * side, bias[i]);
    } else {
        doublePicture(buffers.data<float>(buffers.generator()[m_index - 1].picture), side / 2, bias,
                      out);
    }
}

void LevelRun::runWhole() const {
    const GpenBuffers& buffers = m_steps.buffers;
    if (m_level.doubling) {
        constexpr RowReach kPairReach{2, 0, 0};
        buffers.clearBorder(m_maps.doubled);
        DoublingPass doubling = doublingPass();
        doubling.out = buffers.target(m_maps.doubled);
        m_steps.runWithFeature(m_level.encoderLevel, kPairReach, doubling.height, doubling,
                               &DoublingPass::feature, m_steps.kernels.doubling);
    }
    m_steps.convolve(m_level.plain.conv, m_level.doubling ? m_maps.doubled : buffers.constant(),
                     m_maps.convolved, m_maps.scratch);
    startPicture();
    StyledPass styled = styledPass();
    styled.convolved = buffers.view(m_maps.convolved);
    m_steps.runWithFeature(m_level.encoderLevel, {}, styled.width, styled, &StyledPass::feature,
                           m_steps.kernels.styled);
}

void LevelRun::runInBands() const {
    static_assert(kMostBandRows <= GpenFirstRows::kMostRows);
    BandedLevel banded{&m_level.plain.conv, doublingPass(), styledPass(), {}};
    if (m_level.encoderLevel == 0) {
        banded.feature = [&](int from, int to) { return m_steps.firstRows.rows(from, to); };
    } else {
        const MapView feature = m_steps.buffers.view(m_feature);
        banded.feature = [feature](int, int) { return feature; };
    }
    startPicture();
    onednn::runInBands(banded, m_steps.kernels, m_steps.buffers.data(m_maps.bands));
}

}  // namespace

void runGeneratorLevel(const GpenSteps& steps, std::size_t index) {
    const LevelRun run(steps, index);
    if (index > 0) run.doubleMaps();
    if (steps.buffers.generator()[index].bands >= 0) {
        run.runInBands();
    } else {
        run.runWhole();
    }
}

}  // namespace heirloom::nn::onednn
