#include "core/export/histogram.h"

#include <algorithm>
#include <cmath>

namespace heirloom {

namespace {

constexpr double kMostPixels = 2e6;

// Every so many pixels in both directions.
int stepFor(const Photo& photo) {
    const double pixels = double(photo.width()) * photo.height();
    return std::max(1, static_cast<int>(std::ceil(std::sqrt(pixels / kMostPixels))));
}

unsigned eightBit(std::uint8_t sample) {
    return sample;
}

unsigned eightBit(std::uint16_t sample) {
    return (sample + 128u) / 257u;
}

// Weights in 1/65536 that sum to 1, so that grey keeps its value.
unsigned lumaOf(unsigned red, unsigned green, unsigned blue) {
    return (19595u * red + 38470u * green + 7471u * blue + 32768u) >> 16;
}

template <class Sample>
Histogram count(const Photo& photo) {
    Histogram histogram;
    const int channels = channelCount(photo.layout);
    const bool colour = colourChannelCount(photo.layout) == 3;
    const bool alpha = hasAlpha(photo.layout);
    const int step = stepFor(photo);
    const int left = std::min(step / 2, photo.width() - 1);
    for (int y = std::min(step / 2, photo.height() - 1); y < photo.height(); y += step) {
        const auto* row = photo.pixels.ptr<Sample>(y);
        for (int x = left; x < photo.width(); x += step) {
            const Sample* pixel = row + static_cast<std::ptrdiff_t>(x) * channels;
            if (alpha && pixel[channels - 1] == 0) continue;
            const unsigned red = eightBit(pixel[0]);
            const unsigned green = colour ? eightBit(pixel[1]) : red;
            const unsigned blue = colour ? eightBit(pixel[2]) : red;
            ++histogram.red[red];
            ++histogram.green[green];
            ++histogram.blue[blue];
            ++histogram.luma[lumaOf(red, green, blue)];
            ++histogram.pixels;
        }
    }
    return histogram;
}

}  // namespace

Histogram histogramOf(const Photo& photo) {
    if (photo.pixels.empty()) return {};
    return photo.is16Bit() ? count<std::uint16_t>(photo) : count<std::uint8_t>(photo);
}

}  // namespace heirloom
