// Internal to core/nn/onednn: how feature maps lie in memory.
#pragma once

#include <cstddef>

namespace heirloom::nn::onednn {

// Channels come in blocks of this many; missing ones are padded with zeros.
inline constexpr int kBlock = 16;

constexpr int paddedChannels(int channels) {
    return (channels + kBlock - 1) / kBlock * kBlock;
}

enum class Element { Float, BFloat16 };

constexpr std::size_t byteSize(Element element) {
    return element == Element::Float ? 4 : 2;
}

enum class Layout {
    Blocked,      // [channels / 16][height][width][16], oneDNN's nChw16c
    ChannelsLast  // [height][width][channels], oneDNN's nhwc
};

// Batch of one; channels are a multiple of kBlock. Rows follow each other without gaps.
struct MapShape {
    int channels = 0;
    int height = 0;
    int width = 0;
    Layout layout = Layout::ChannelsLast;

    std::size_t elements() const { return static_cast<std::size_t>(channels) * height * width; }
    int blocks() const { return channels / kBlock; }
    // Distances in elements: between neighbouring pixels, rows and blocks of channels.
    std::ptrdiff_t pixelStride() const { return layout == Layout::Blocked ? kBlock : channels; }
    std::ptrdiff_t rowStride() const { return pixelStride() * width; }
    std::ptrdiff_t blockStride() const {
        return layout == Layout::Blocked ? rowStride() * height : kBlock;
    }
};

}  // namespace heirloom::nn::onednn
