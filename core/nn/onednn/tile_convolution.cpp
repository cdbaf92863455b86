#include "core/nn/onednn/tile_convolution.h"

#include <algorithm>

#include "core/nn/onednn/bfloat16.h"
#include "core/nn/onednn/instruction_set.h"
#include "core/nn/onednn/onednn_support.h"

namespace heirloom::nn::onednn {

namespace {

constexpr int kKernelTaps = 9;

int roundedUp(int count, int unit) {
    return (count + unit - 1) / unit * unit;
}

// In the order in which the kernel reads them: blocks of 32 output channels, taps, blocks of
// 32 input channels, two halves of 16 output channels, pairs of input channels. Written in
// another order: what one step reads then fits the first cache.
void pack(std::span<const float> weights, int outChannels, int inChannels,
          std::span<const Tap> taps, std::uint16_t* to) {
    constexpr int kHalf = kTileChannels / 2;
    constexpr std::size_t kTile = kHalf * kTileDepth;
    const int blocks = roundedUp(outChannels, kTileChannels) / kTileChannels;
    const std::size_t steps = static_cast<std::size_t>(inChannels) / kTileDepth;
    const auto packHalf = [&](int firstOut, int firstIn, const Tap& tap, std::uint16_t* place) {
        for (int i = 0; i < kHalf; ++i) {
            const int out = firstOut + i;
            if (out >= outChannels) return;  // fresh memory is zero
            const float* from =
                &weights[(static_cast<std::size_t>(out) * inChannels + firstIn) * kKernelTaps +
                         tap.weight];
            for (int in = 0; in < kTileDepth; ++in) {
                place[in / 2 * kTileDepth + 2 * i + in % 2] = toBFloat16(from[in * kKernelTaps]);
            }
        }
    };
    inParallel(blocks * static_cast<int>(steps), [&](int first, int last) {
        for (int part = first; part < last; ++part) {
            const std::size_t block = part / steps;
            const std::size_t step = part % steps;
            for (std::size_t tap = 0; tap < taps.size(); ++tap) {
                for (std::size_t half = 0; half < 2; ++half) {
                    const std::size_t tile =
                        ((block * taps.size() + tap) * steps + step) * 2 + half;
                    packHalf(
                        static_cast<int>(block) * kTileChannels + static_cast<int>(half) * kHalf,
                        static_cast<int>(step) * kTileDepth, taps[tap], to + tile * kTile);
                }
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
    const std::size_t count = taps.size() * static_cast<std::size_t>(m_inChannels) *
                              roundedUp(outChannels, kTileChannels);
    auto* packed = static_cast<std::uint16_t*>(arena.take(count * sizeof(std::uint16_t)));
    pack(weights, outChannels, m_inChannels, taps, packed);
    m_weights = packed;
}

void TileConvolution::execute(const void* in, void* out) const {
    TilePass pass;
    pass.in = static_cast<const std::uint16_t*>(in);
    pass.step = static_cast<std::ptrdiff_t>(m_stride) * m_inChannels;
    pass.offsets = m_offsets.data();
    pass.taps = static_cast<int>(m_offsets.size());
    pass.inChannels = m_inChannels;
    pass.weights = m_weights;
    pass.out = static_cast<std::uint16_t*>(out);
    pass.outChannels = m_output.shape.channels;
    pass.bias = m_activation.bias.empty() ? nullptr : m_activation.bias.data();
    pass.gain = m_activation.gain;
    pass.slope = m_activation.slope;
    const int pixels = m_output.shape.height * m_output.pitch();
    const int pixelBlocks = roundedUp(pixels, kTilePixels) / kTilePixels;
    const int channelBlocks = roundedUp(m_output.shape.channels, kTileChannels) / kTileChannels;
    // Small maps have large weights: there each thread reads its part of the weights.
    constexpr int kFewBlocks = 12;
    if (pixelBlocks < kFewBlocks) {
        inParallel(channelBlocks,
                   [&](int first, int last) { runTiles(pass, 0, pixelBlocks, first, last); });
    } else {
        inParallel(pixelBlocks,
                   [&](int first, int last) { runTiles(pass, first, last, 0, channelBlocks); });
    }
}

}  // namespace heirloom::nn::onednn
