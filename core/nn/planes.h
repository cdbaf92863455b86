// Pictures as the networks see them, free of any library.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace heirloom {

// One picture in planar order (CHW, contiguous). Channel order and range are those of
// the function that takes or returns it.
struct Planes {
    int channels = 0;
    int height = 0;
    int width = 0;
    std::vector<float> values;  // channels * height * width

    Planes() = default;
    Planes(int channelCount, int rows, int columns)
        : channels(channelCount),
          height(rows),
          width(columns),
          values(static_cast<std::size_t>(channelCount) * rows * columns) {}

    std::size_t planeSize() const { return static_cast<std::size_t>(height) * width; }
    float* plane(int channel) { return values.data() + planeSize() * channel; }
    const float* plane(int channel) const { return values.data() + planeSize() * channel; }
};

// 8-bit RGB, interleaved, that belongs to somebody else: a whole picture or a part of one.
struct RgbView {
    const std::uint8_t* data = nullptr;
    int height = 0;
    int width = 0;
    std::size_t rowBytes = 0;  // from the start of a row to that of the next
};

}  // namespace heirloom
