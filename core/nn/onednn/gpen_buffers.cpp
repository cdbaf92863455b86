#include "core/nn/onednn/gpen_buffers.h"

#include "core/nn/onednn/gpen_bands.h"
#include "core/nn/onednn/gpen_first_rows.h"

namespace heirloom::nn::onednn {

namespace {

// Steps of a run: encoder level k blurs in 2k - 1 and convolves in 2k; a generator level
// takes four from there on: phases, doubling pass, convolution, styled pass. In bands the last
// three are one.
int stepOf(const GpenArchitecture& architecture, int level) {
    const int levels = architecture.levels();
    return 2 * levels + 4 * (levels - 1 - level);
}

}  // namespace

void* GpenBuffers::firstPixel(const PlacedMap& placed) const {
    return m_plan.data<std::byte>(placed.buffer) +
           placed.map.firstPixel() * static_cast<std::ptrdiff_t>(byteSize(m_element));
}

PlacedMap GpenBuffers::place(const PaddedMap& map, int first, int last) {
    return {map, m_plan.add(map.elements() * byteSize(m_element), first, last)};
}

int GpenBuffers::placeScratch(std::size_t bytes, int step) {
    return bytes > 0 ? m_plan.add(bytes, step, step) : -1;
}

void GpenBuffers::planEncoder(const GpenNetwork& network) {
    const GpenArchitecture& architecture = network.architecture();
    for (int level = 0; level < architecture.levels(); ++level) {
        EncoderMaps maps;
        const GpenConvolution& conv = network.encoder[level];
        if (level == 0) {
            maps.feature.map.shape = {network.paddedChannelsOf(0), architecture.size(),
                                      architecture.size(), network.arithmetic().layout};
        } else {
            maps.blurred = place(conv.input(), 2 * level - 1, 2 * level);
            maps.scratch = placeScratch(conv.scratchBytes(), 2 * level);
            maps.feature = place(conv.output(), 2 * level, stepOf(architecture, level) + 3);
        }
        m_encoder.push_back(maps);
    }
}

void GpenBuffers::planGenerator(const GpenNetwork& network, int threads) {
    const GpenArchitecture& architecture = network.architecture();
    const auto& levels = network.generator;
    m_constant = place(levels.front().plain.conv.input(), 0,
                       stepOf(architecture, levels.front().encoderLevel) + 2);
    for (std::size_t i = 0; i < levels.size(); ++i) {
        const GeneratorLevel& level = levels[i];
        const int step = stepOf(architecture, level.encoderLevel);
        GeneratorMaps maps;
        const bool inBands = level.doubling && paysInBands(level.plain.conv);
        const int finished = inBands ? step + 1 : step + 3;
        if (level.doubling) {
            maps.phases = m_plan.add(level.doubling->conv.outputBytes(), step, step + 1);
            maps.doublingScratch = placeScratch(level.doubling->conv.scratchBytes(), step);
        }
        if (inBands) {
            maps.bands =
                m_plan.add(threads * bandBytesPerThread(level.plain.conv), step + 1, step + 1);
        } else {
            if (level.doubling) maps.doubled = place(level.plain.conv.input(), step + 1, step + 2);
            maps.convolved = place(level.plain.conv.output(), step + 2, step + 3);
            maps.scratch = placeScratch(level.plain.conv.scratchBytes(), step + 2);
        }
        if (i + 1 < levels.size()) {
            maps.out = place(levels[i + 1].doubling->conv.input(), finished, step + 4);
        }
        const auto side = static_cast<std::size_t>(architecture.sideOfLevel(level.encoderLevel));
        maps.picture = m_plan.add(3 * side * side * sizeof(float), finished, step + 7);
        m_generator.push_back(maps);
    }
}

void GpenBuffers::plan(const GpenNetwork& network, int threads) {
    m_element = network.arithmetic().element;
    m_firstRows = m_plan.add(threads * GpenFirstRows::bytesPerThread(network), 0,
                             stepOf(network.architecture(), 0) + 3);
    planEncoder(network);
    planGenerator(network, threads);
    m_plan.allocate();
}

}  // namespace heirloom::nn::onednn
