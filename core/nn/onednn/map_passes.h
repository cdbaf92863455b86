// Internal to core/nn/onednn: what happens to feature maps between the convolutions of a
// ConvGraph. Every pass divides its rows among the threads of the runtime.
#pragma once

#include <array>
#include <span>

#include "core/nn/onednn/feature_map.h"
#include "core/nn/planes.h"

namespace heirloom::nn::onednn {

// A map in the buffers of a plan.
struct GraphMap {
    void* data = nullptr;
    MapShape shape;  // border included
    Element element = Element::Float;
    int border = 0;         // reflected pixels on each side
    bool isPlanes = false;  // [channels][height][width] instead of the shape's layout

    int height() const { return shape.height - 2 * border; }
    int width() const { return shape.width - 2 * border; }
    std::size_t bytes() const { return shape.elements() * byteSize(element); }
};

// The index inside 0...count - 1 that stands for one a little outside of it.
inline int reflected(int i, int count) {
    if (i < 0) i = -i;
    return i < count ? i : 2 * (count - 1) - i;
}

// How a picture becomes the input of a network.
struct PictureInput {
    std::array<int, 3> order{0, 1, 2};  // colours of the picture in the order of the network
    std::array<float, 3> mean{};        // of the network's colours, taken off
    // fold x fold pixels become fold * fold channels of each colour, row by row; a picture
    // that fold does not divide is reflected at its end.
    int fold = 1;
};
void writePicture(const Planes& picture, const PictureInput& input, const GraphMap& to);
void writePicture(const RgbView& picture, const PictureInput& input, const GraphMap& to);

// The first channels and the upper left pixels of a map of floats.
Planes readPlanes(const GraphMap& from, int channels, int height, int width);

// gain * leaky(x, slope) of floats.
void leakyInPlace(const GraphMap& map, float slope, float gain);
// Fills the border.
void reflectEdges(const GraphMap& map);
// to has twice the sides, with or without border like from.
void doubleNearest(const GraphMap& from, const GraphMap& to);
// to = a + b grown to its size; floats without border. to may be a.
void addNearest(const GraphMap& a, const GraphMap& b, const GraphMap& to);
// Channels last: the channels of all parts follow each other.
void joinChannels(std::span<const GraphMap> parts, const GraphMap& to);

}  // namespace heirloom::nn::onednn
