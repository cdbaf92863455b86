// How often each brightness occurs in a photo, for showing.
//
// Thread rule: free functions without shared state, callable from any thread.
#pragma once

#include <array>
#include <cstdint>

#include "core/image/photo.h"

namespace heirloom {

// Counts of samples by value: bin 0 is black, bin 255 white; 16-bit values are rounded to 8.
struct Histogram {
    using Bins = std::array<std::uint32_t, 256>;
    Bins luma{};  // Rec. 601 luma of the coded values
    Bins red{};   // a grey photo counts alike in all four
    Bins green{};
    Bins blue{};
    std::uint32_t pixels = 0;  // looked at; the sum of each
};

// Looks at a regular grid of at most about two million pixels. Values are those of the photo's
// own colour space, as its file holds them. Pixels without any opacity are left out.
Histogram histogramOf(const Photo& photo);

}  // namespace heirloom
