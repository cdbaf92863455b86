// Before and after side by side on one picture, for showing to people.
//
// Thread rule: free functions without shared state, callable from any thread.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/image/photo.h"

namespace heirloom {

struct ComparisonOptions {
    int longSide = 2400;                      // of the whole picture at most, pixels; 64...20,000
    std::array<std::string, 2> captionLines;  // below both, UTF-8; empty lines take no room
    std::string beforeLabel = "Before";       // below each picture, UTF-8
    std::string afterLabel = "After";
};

struct ComparisonPicture {
    Photo picture;  // 8-bit RGB, sRGB without a profile; metadata and path of the restored photo
    std::vector<Message> warnings;
};

// Both photos at the same height, the higher one's at most, on light grey, with the labels
// and captions below them. The photos may differ in size, depth, layout and profile. Memory
// beside the result is bounded by blocks.
//
// Reports the stage "comparison" with fractions 0...1 of this call. Errors: Cancelled,
// InvalidArgument, OutOfMemory.
Result<ComparisonPicture> comparisonPicture(const Photo& before, const Photo& after,
                                            const ComparisonOptions& options,
                                            const RunControl& control);

}  // namespace heirloom
