// Numbers and sizes of TIFF. Internal to core/metadata.
// Source: TIFF 6.0, BigTIFF (libtiff 4).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace heirloom {

inline constexpr std::uint16_t kTiffLong = 4;
inline constexpr std::uint16_t kTiffIfd = 13;
inline constexpr std::uint16_t kTiffLong8 = 16;
inline constexpr std::uint16_t kTiffIfd8 = 18;

// Bytes of one value of each type, and of the numbers it is made of; 0 where unknown.
struct TiffTypeSize {
    std::uint8_t value = 0;
    std::uint8_t number = 0;
};

constexpr TiffTypeSize sizeOfTiffType(std::uint16_t type) {
    constexpr auto kTypes = std::to_array<TiffTypeSize>({{0, 0},
                                                         {1, 1},
                                                         {1, 1},
                                                         {2, 2},
                                                         {4, 4},
                                                         {8, 4},
                                                         {1, 1},
                                                         {1, 1},
                                                         {2, 2},
                                                         {4, 4},
                                                         {8, 4},
                                                         {4, 4},
                                                         {8, 8},
                                                         {4, 4},
                                                         {0, 0},
                                                         {0, 0},
                                                         {8, 8},
                                                         {8, 8},
                                                         {8, 8}});
    return type < kTypes.size() ? kTypes[type] : TiffTypeSize{};
}

inline std::uint64_t tiffNumberAt(const std::uint8_t* data, int bytes, bool bigEndian) {
    std::uint64_t value = 0;
    for (int i = 0; i < bytes; ++i) value = value << 8 | data[bigEndian ? i : bytes - 1 - i];
    return value;
}

inline void putTiffNumber(std::uint8_t* data, int bytes, bool bigEndian, std::uint64_t value) {
    for (int i = 0; i < bytes; ++i) {
        data[bigEndian ? bytes - 1 - i : i] = static_cast<std::uint8_t>(value >> (8 * i));
    }
}

// The sizes in which classic TIFF and BigTIFF differ.
struct TiffLayout {
    int countBytes = 2;   // of a directory
    int offsetBytes = 4;  // of a value's place, and of a value's count
    std::size_t entryBytes() const { return 4 + 2 * static_cast<std::size_t>(offsetBytes); }
    std::size_t headerBytes() const { return offsetBytes == 8 ? 16 : 8; }
    // Where the header names the first directory.
    std::size_t firstDirectoryAt() const { return offsetBytes == 8 ? 8 : 4; }
};
inline constexpr TiffLayout kClassicTiff{2, 4};
inline constexpr TiffLayout kBigTiff{8, 8};

}  // namespace heirloom
