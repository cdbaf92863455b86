// Cuts a picture into overlapping tiles for a network that looks around each pixel.
#pragma once

#include <vector>

#include <opencv2/core/types.hpp>

namespace heirloom {

struct Tiling {
    int side = 256;     // of the largest tile with its padding, in pixels
    int padding = 32;   // around the part of a tile that is kept; none at the picture's edge
    int alignment = 1;  // tiles begin at multiples of this; divides padding
};

struct Tile {
    cv::Rect core;    // what this tile contributes; cores cover the picture without overlap
    cv::Rect padded;  // what the network sees
};

// Cores of about equal size. Where side leaves less than one step of the alignment between
// the paddings, tiles are as small as the alignment allows, and larger than side.
std::vector<Tile> tilesOf(cv::Size picture, const Tiling& tiling);

// core with its padding, clipped to the picture.
cv::Rect paddedRect(cv::Rect core, cv::Size picture, int padding);

}  // namespace heirloom
