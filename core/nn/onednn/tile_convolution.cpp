#include "core/nn/onednn/tile_convolution.h"

#include <algorithm>
#include <array>

#include "core/nn/onednn/bfloat16.h"
#include "core/nn/onednn/instruction_set.h"
#include "core/nn/onednn/onednn_support.h"
#include "core/nn/onednn/weight_packing.h"

namespace heirloom::nn::onednn {

namespace {

constexpr int kKernelTaps = 9;

int blocksOf(int pixels) {
    return roundedUp(pixels, kTilePixels) / kTilePixels;
}

// 32 input channels, in pairs; from one of them to the next are `stride` lanes.
void writeTile(const WeightLane* lanes, int stride, std::uint16_t* to) {
    for (int pair = 0; pair < kTileDepth / 2; ++pair) {
        const WeightLane& even = lanes[2 * pair * stride];
        const WeightLane& odd = lanes[(2 * pair + 1) * stride];
        for (int i = 0; i < kBlock; ++i) {
            to[2 * i] = toBFloat16(even.values[i]);
            to[2 * i + 1] = toBFloat16(odd.values[i]);
        }
        to += kTileDepth;
    }
}

// In the order in which the kernel reads them: blocks of 32 output channels, rows of taps,
// blocks of 32 input channels, taps of the row, two halves of 16 output channels, pairs of
// input channels. Written in another order: what one step reads then fits the first cache.
void pack(const KernelWeights& weights, int tapColumns, std::uint16_t* to) {
    constexpr int kHalf = kTileChannels / 2;
    constexpr std::size_t kTile = kHalf * kTileDepth;
    const int taps = weights.tapCount();
    const int tapRows = taps / tapColumns;
    const int halves = roundedUp(weights.outChannels, kTileChannels) / kHalf;
    const int steps = weights.inChannels / kTileDepth;
    inParallel(halves * steps, [&](int first, int last) {
        std::array<WeightLane, kTileDepth * kKernelTaps> lanes;
        for (int part = first; part < last; ++part) {
            const int half = part / steps;
            const int step = part % steps;
            if (half * kHalf >= weights.outChannels) continue;  // fresh memory is zero
            gatherLanes(weights, half * kHalf, step * kTileDepth, kTileDepth, lanes.data());
            for (int tap = 0; tap < taps; ++tap) {
                const std::size_t tile =
                    (((static_cast<std::size_t>(half / 2) * tapRows + tap / tapColumns) * steps +
                      step) *
                         tapColumns +
                     tap % tapColumns) *
                        2 +
                    half % 2;
                writeTile(&lanes[tap], taps, to + tile * kTile);
            }
        }
    });
}

}  // namespace

bool hasTiles() {
    static const bool has = hasFastBFloat16() && requestTiles();
    return has;
}

PaddedMap TileConvolution::inputMap(int channels, int height, int width, int padding, int stride) {
    PaddedMap map;
    map.shape = {channels, height, width, Layout::ChannelsLast};
    map.border = padding;
    map.splitsRows = stride == 2;
    map.extraPixels = (stride - map.pitch() % stride) % stride;
    // The last block of pixels starts inside; its taps reach two rows and columns further.
    map.slackPixels = stride * kTilePixels + 2 * (map.pitch() + 1);
    return map;
}

TileConvolution::TileConvolution(const PaddedMap& in, int outChannels, int outHeight, int outWidth,
                                 int stride, std::span<const Tap> taps,
                                 std::span<const float> weights, Activation activation,
                                 WeightArena& arena)
    : m_inChannels(in.shape.channels), m_stride(stride), m_activation(std::move(activation)) {
    m_output.shape = {outChannels, outHeight, outWidth, Layout::ChannelsLast};
    m_output.extraPixels = in.pitch() / stride - outWidth;
    m_output.slackPixels = kTilePixels;
    for (const Tap& tap : taps) {
        const int row =
            stride == 1 ? tap.row : tap.row % 2 * ((in.shape.height + 1) / 2) + tap.row / 2;
        m_offsets.push_back((static_cast<std::ptrdiff_t>(row) * in.pitch() + tap.column) *
                            m_inChannels);
    }
    m_tapColumns = static_cast<int>(std::ranges::count(taps, taps.front().row, &Tap::row));
    m_tapRows = static_cast<int>(taps.size()) / m_tapColumns;
    const std::size_t count = taps.size() * static_cast<std::size_t>(m_inChannels) *
                              roundedUp(outChannels, kTileChannels);
    auto* packed = static_cast<std::uint16_t*>(arena.take(count * sizeof(std::uint16_t)));
    KernelWeights used{weights, outChannels, m_inChannels, kKernelTaps, {}};
    for (const Tap& tap : taps) used.taps.push_back(tap.weight);
    pack(used, m_tapColumns, packed);
    m_weights = packed;
}

TilePass TileConvolution::passOn(const void* in, void* out) const {
    TilePass pass;
    pass.in = static_cast<const std::uint16_t*>(in);
    pass.step = static_cast<std::ptrdiff_t>(m_stride) * m_inChannels;
    pass.offsets = m_offsets.data();
    pass.tapRows = m_tapRows;
    pass.tapColumns = m_tapColumns;
    pass.inChannels = m_inChannels;
    pass.weights = m_weights;
    pass.out = static_cast<std::uint16_t*>(out);
    pass.outChannels = m_output.shape.channels;
    pass.bias = m_activation.bias.empty() ? nullptr : m_activation.bias.data();
    pass.gain = m_activation.gain;
    pass.slope = m_activation.slope;
    return pass;
}

int TileConvolution::channelBlocks() const {
    return roundedUp(m_output.shape.channels, kTileChannels) / kTileChannels;
}

void TileConvolution::execute(const void* in, void* out) const {
    TilePass pass = passOn(in, out);
    pass.passesCaches = m_output.mayPassCaches(Element::BFloat16);
    const int pixelBlocks = blocksOf(m_output.shape.height * m_output.pitch());
    // Small maps have large weights: there each thread reads its part of the weights.
    constexpr int kFewBlocks = 12;
    if (pixelBlocks < kFewBlocks) {
        inParallel(channelBlocks(),
                   [&](int first, int last) { runTiles(pass, 0, pixelBlocks, first, last); });
    } else {
        inParallel(pixelBlocks,
                   [&](int first, int last) { runTiles(pass, first, last, 0, channelBlocks()); });
    }
}

void TileConvolution::executeRows(const void* in, void* out, int rows) const {
    runTiles(passOn(in, out), 0, blocksOf(rows * m_output.pitch()), 0, channelBlocks());
}

}  // namespace heirloom::nn::onednn
