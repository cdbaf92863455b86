#include "core/nn/onednn/feature_map.h"

#include <cstring>

namespace heirloom::nn::onednn {

bool PaddedMap::mayPassCaches(Element element) const {
    constexpr std::size_t kCachedBytes = 4u << 20;  // may still be in the second cache when read
    constexpr int kLine = 2 * kBlock;
    // Each half of a concatenated map is written by itself.
    return element == Element::BFloat16 && shape.layout == Layout::ChannelsLast &&
           shape.channels % (2 * kLine) == 0 && elements() * byteSize(element) > kCachedBytes;
}

MapTarget PaddedMap::target(void* data, Element element) const {
    return {data, strides(), mayPassCaches(element)};
}

MapTarget PaddedMap::rows(void* data, Element element, int parity) const {
    MapStrides all = strides();
    const std::ptrdiff_t first = splitsRows ? (shape.height + 1) / 2 : 1;
    auto* start = static_cast<std::byte*>(data) +
                  parity * first * all.row * static_cast<std::ptrdiff_t>(byteSize(element));
    if (!splitsRows) all.row *= 2;
    return {start, all, mayPassCaches(element)};
}

void PaddedMap::clearBorder(void* buffer, Element element) const {
    if (border == 0) return;
    const std::size_t pixelBytes = shape.channels * byteSize(element);
    const auto clear = [&](std::size_t from, std::size_t to) {
        std::memset(static_cast<std::byte*>(buffer) + from * pixelBytes, 0,
                    (to - from) * pixelBytes);
    };
    const std::size_t row = pitch();
    std::size_t end = 0;  // of the pixels before this row
    for (int y = 0; y < shape.height; ++y) {
        const std::size_t start = (y + border) * row + border;
        clear(end, start);
        end = start + shape.width;
    }
    clear(end, pixels());
}

}  // namespace heirloom::nn::onednn
