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

// Where the values of a map lie: distances in elements between neighbouring pixels, rows
// and blocks of channels.
struct MapStrides {
    std::ptrdiff_t pixel = 0;
    std::ptrdiff_t row = 0;
    std::ptrdiff_t block = 0;
};

struct MapView {
    const void* data = nullptr;  // of the first pixel
    MapStrides strides;
};

struct MapTarget {
    void* data = nullptr;
    MapStrides strides;
    // Two blocks make a cache line, and lines go to memory without being read into the caches
    // first, where they would not stay anyway. Only where PaddedMap::mayPassCaches().
    bool passesCaches = false;
};

// Batch of one; channels are a multiple of kBlock. Rows follow each other without gaps.
struct MapShape {
    int channels = 0;
    int height = 0;
    int width = 0;
    Layout layout = Layout::ChannelsLast;

    std::size_t elements() const { return static_cast<std::size_t>(channels) * height * width; }
    std::ptrdiff_t pixelStride() const { return layout == Layout::Blocked ? kBlock : channels; }
    std::ptrdiff_t rowStride() const { return pixelStride() * width; }
    std::ptrdiff_t blockStride() const {
        return layout == Layout::Blocked ? rowStride() * height : kBlock;
    }
};

// A map that may have room around it, for convolutions that want their padding in memory:
// a border of pixels on all sides and more at the end of each row. For a stride of 2 all
// even rows may come before all odd ones. Such maps are channels-last.
struct PaddedMap {
    MapShape shape;
    int border = 0;
    int extraPixels = 0;
    bool splitsRows = false;
    std::size_t slackPixels = 0;  // behind the end, to be touched but not used

    int pitch() const { return shape.width + 2 * border + extraPixels; }
    std::size_t pixels() const {
        return static_cast<std::size_t>(shape.height + 2 * border) * pitch() + slackPixels;
    }
    std::size_t elements() const { return pixels() * shape.channels; }
    MapStrides strides() const {
        return {shape.pixelStride(), shape.pixelStride() * pitch(), shape.blockStride()};
    }
    // Whether the map is large, and whole cache lines of its buffer, which is aligned to one, are
    // written at once.
    bool mayPassCaches(Element element) const;
    // From the start of the buffer to the first pixel inside the border, in elements.
    std::ptrdiff_t firstPixel() const {
        return static_cast<std::ptrdiff_t>(border) * (pitch() + 1) * shape.channels;
    }
    // The rows of one parity. data: of the first pixel inside the border.
    MapTarget rows(void* data, Element element, int parity) const;
    // The pixels inside the border. data: of the first of them.
    MapTarget target(void* data, Element element) const;
    // Where a convolution pads there have to be zeros. All bits zero is zero in both types.
    void clearBorder(void* buffer, Element element) const;
};

}  // namespace heirloom::nn::onednn
