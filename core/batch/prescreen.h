// A quick look at a photo that waits, to find the worst ones first (product.md 7.3).
//
// Thread rule: free function without shared state, callable from any thread.
#pragma once

#include <filesystem>
#include <optional>

#include "core/image/decode.h"

namespace heirloom {

// 0 (good) ... 100 (bad): what judgePhoto() finds in a reduced copy without looking for
// faces, so it is a hint for the order and nothing more. A JPEG is decoded at about 1024
// pixels (scaled DCT); other formats have no such short cut and are decoded whole up to
// kMostPrescreenedMegapixels. Empty for what cannot be looked at cheaply or at all.
std::optional<double> quickBadness(const std::filesystem::path& path, const DecodeLimits& limits);

constexpr double kMostPrescreenedMegapixels = 8.0;

}  // namespace heirloom
