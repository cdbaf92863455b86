// Reads NumPy's .npy files of float32 or uint8.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "core/nn/planes.h"

namespace heirloom::test {

// Throws std::runtime_error on anything unexpected: a broken fixture is a broken test.
// A 1 x C x H x W float32 array.
Planes readPlanes(const std::filesystem::path& path);
// A uint8 array of any shape.
std::vector<std::uint8_t> readBytes(const std::filesystem::path& path);

}  // namespace heirloom::test
