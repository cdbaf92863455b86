#include "core/nn/onednn/gpen_convolutions.h"

#include <algorithm>
#include <cstddef>

namespace heirloom::nn::onednn {

namespace {

constexpr int kSide = 3;
constexpr int kTaps = kSide * kSide;
constexpr float kSlope = 0.2f;
// Below this side Winograd's larger weights cost more memory than its time is worth.
constexpr int kWinogradFrom = 64;

bool fitsTiles(const GpenArithmetic& arithmetic, int inChannels) {
    return arithmetic.usesTiles && inChannels % kTileDepth == 0;
}

PaddedMap dense(const MapShape& shape) {
    PaddedMap map;
    map.shape = shape;
    return map;
}

std::vector<Tap> allTaps() {
    std::vector<Tap> taps;
    for (int i = 0; i < kTaps; ++i) taps.push_back({i / kSide, i % kSide, i});
    return taps;
}

// One direction of a phase: output 2i gathers weight 2 from input i - 1 and weight 0 from
// input i; output 2i + 1 gathers weight 1 from input i.
struct PhaseTap {
    int position;  // 0: input i - 1, 1: input i
    int weight;
};

std::vector<PhaseTap> phaseTaps(bool isOdd) {
    if (isOdd) return {{1, 1}};
    return {{0, 2}, {1, 0}};
}

// Of the 3x3 weights those of one phase.
std::vector<int> phaseWeights(const std::vector<PhaseTap>& rows,
                              const std::vector<PhaseTap>& columns) {
    std::vector<int> chosen;
    for (const PhaseTap& row : rows) {
        for (const PhaseTap& column : columns) {
            chosen.push_back(row.weight * kSide + column.weight);
        }
    }
    return chosen;
}

ConvolutionOptions phaseOptions(int outChannels, std::size_t rows, std::size_t columns) {
    ConvolutionOptions options;
    options.outChannels = outChannels;
    options.kernelHeight = static_cast<int>(rows);
    options.kernelWidth = static_cast<int>(columns);
    options.padTop = options.padBottom = options.kernelHeight - 1;
    options.padLeft = options.padRight = options.kernelWidth - 1;
    return options;
}

}  // namespace

GpenArithmetic GpenArithmetic::forPrecision(Precision precision) {
    GpenArithmetic chosen;
    chosen.element = elementFor(precision);
    chosen.layout = preferredLayout(chosen.element);
    chosen.usesTiles = chosen.element == Element::BFloat16 && hasTiles();
    return chosen;
}

GpenConvolution GpenConvolution::styled(const GpenArithmetic& arithmetic, int inChannels,
                                        int outChannels, int side, std::span<const float> weights,
                                        WeightArena& arena) {
    GpenConvolution conv;
    if (fitsTiles(arithmetic, inChannels)) {
        conv.m_input = TileConvolution::inputMap(inChannels, side, side, 1, 1);
        conv.m_tiles.emplace(conv.m_input, outChannels, side, side, 1, allTaps(), weights,
                             TileConvolution::Activation(), arena);
        conv.m_output = conv.m_tiles->output();
        return conv;
    }
    ConvolutionOptions options;
    options.outChannels = outChannels;
    options.padTop = options.padLeft = options.padBottom = options.padRight = 1;
    options.mayUseWinograd = side >= kWinogradFrom;
    const MapShape in{inChannels, side, side, arithmetic.layout};
    conv.m_plain =
        Convolution(in, arithmetic.element, options,
                    KernelWeights::whole(weights, outChannels, inChannels, kTaps), {}, arena);
    conv.m_input = dense(in);
    conv.m_output = dense(conv.m_plain.outputShape());
    return conv;
}

GpenConvolution GpenConvolution::encoder(const GpenArithmetic& arithmetic, int inChannels,
                                         int outChannels, int side, std::span<const float> weights,
                                         std::span<const float> bias, float gain,
                                         WeightArena& arena) {
    GpenConvolution conv;
    const int inSide = 2 * side + 1;
    if (fitsTiles(arithmetic, inChannels)) {
        conv.m_input = TileConvolution::inputMap(inChannels, inSide, inSide, 0, 2);
        conv.m_tiles.emplace(conv.m_input, outChannels, side, side, 2, allTaps(), weights,
                             TileConvolution::Activation{{bias.begin(), bias.end()}, gain, kSlope},
                             arena);
        conv.m_output = conv.m_tiles->output();
        return conv;
    }
    ConvolutionOptions options;
    options.outChannels = outChannels;
    options.stride = 2;
    options.slope = kSlope;
    options.gain = gain;
    const MapShape in{inChannels, inSide, inSide, arithmetic.layout};
    conv.m_plain =
        Convolution(in, arithmetic.element, options,
                    KernelWeights::whole(weights, outChannels, inChannels, kTaps), bias, arena);
    conv.m_input = dense(in);
    conv.m_output = dense(conv.m_plain.outputShape());
    return conv;
}

void GpenConvolution::execute(dnnl::stream& stream, const void* in, void* out,
                              void* scratch) const {
    if (m_tiles) {
        m_tiles->execute(in, out);
    } else {
        m_plain.execute(stream, in, out, scratch);
    }
}

GpenTransposedConvolution::GpenTransposedConvolution(const GpenArithmetic& arithmetic,
                                                     int inChannels, int outChannels, int side,
                                                     std::span<const float> weights,
                                                     WeightArena& arena)
    : m_element(arithmetic.element) {
    const bool usesTiles = fitsTiles(arithmetic, inChannels);
    const MapShape in{inChannels, side, side, arithmetic.layout};
    m_input = usesTiles ? TileConvolution::inputMap(inChannels, side, side, 1, 1) : dense(in);
    for (int i = 0; i < 4; ++i) {
        Phase& phase = m_phases[i];
        const auto rows = phaseTaps(i / 2 == 1);
        const auto columns = phaseTaps(i % 2 == 1);
        if (usesTiles) {
            std::vector<Tap> taps;
            for (const PhaseTap& row : rows) {
                for (const PhaseTap& column : columns) {
                    taps.push_back(
                        {row.position, column.position, row.weight * kSide + column.weight});
                }
            }
            phase.tiles.emplace(m_input, outChannels, side + static_cast<int>(rows.size()) - 1,
                                side + static_cast<int>(columns.size()) - 1, 1, taps, weights,
                                TileConvolution::Activation(), arena);
            phase.output = phase.tiles->output();
        } else {
            const std::vector<int> chosen = phaseWeights(rows, columns);
            phase.plain =
                Convolution(in, m_element, phaseOptions(outChannels, rows.size(), columns.size()),
                            {weights, outChannels, inChannels, kTaps, chosen}, {}, arena);
            phase.output = dense(phase.plain.outputShape());
        }
        phase.offset = m_outputBytes;
        m_outputBytes += wholePages(phase.output.elements() * byteSize(m_element));
    }
}

std::size_t GpenTransposedConvolution::scratchBytes() const {
    std::size_t most = 0;
    for (const Phase& phase : m_phases) {
        if (!phase.tiles) most = std::max(most, phase.plain.scratchBytes());
    }
    return most;
}

void GpenTransposedConvolution::execute(dnnl::stream& stream, const void* in, void* out,
                                        void* scratch) const {
    for (const Phase& phase : m_phases) {
        void* to = static_cast<std::byte*>(out) + phase.offset;
        if (phase.tiles) {
            phase.tiles->execute(in, to);
        } else {
            phase.plain.execute(stream, in, to, scratch);
        }
    }
}

std::array<MapView, 4> GpenTransposedConvolution::phases(const void* out) const {
    std::array<MapView, 4> views;
    for (std::size_t i = 0; i < views.size(); ++i) {
        views[i] = {static_cast<const std::byte*>(out) + m_phases[i].offset,
                    m_phases[i].output.strides()};
    }
    return views;
}

}  // namespace heirloom::nn::onednn
