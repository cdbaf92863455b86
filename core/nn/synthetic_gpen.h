// GPEN generators in the official shapes with seeded weights, made in memory, so that
// anyone can measure and compare without the official files.
//
// The weights mean nothing: what comes out is no face. They are spread so that noise and
// pictures of -1...1 keep a sane size through all layers and come out roughly in -1...1.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/base/result.h"
#include "core/nn/checkpoint.h"

namespace heirloom {

// size: 256, 512, 1024 or 2048. The same seed gives the same weights everywhere. Takes a
// fraction of a second and 76 MB (256) to 286 MB. Error: InvalidArgument for other sizes.
Result<Checkpoint> syntheticGpen(int size, std::uint64_t seed);

// The size that "synthetic:512" names; nullopt for the name of an ordinary model.
// Error: InvalidArgument when what follows the colon is none of the official sizes.
Result<std::optional<int>> parseSyntheticSpec(std::string_view spec);

}  // namespace heirloom
