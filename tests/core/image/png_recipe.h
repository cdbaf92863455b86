// PNGs with what Heirloom itself never writes, and the chunks of those that it writes.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <png.h>
#include <zlib.h>

#include "core/image/decode.h"

namespace heirloom::testing {

using Chromaticities = std::array<double, 8>;  // white, red, green, blue

inline constexpr Chromaticities kBt709 = {0.3127, 0.3290, 0.64, 0.33, 0.30, 0.60, 0.15, 0.06};
inline constexpr Chromaticities kAdobe = {0.3127, 0.3290, 0.64, 0.33, 0.21, 0.71, 0.15, 0.06};

struct PngDescription {
    std::optional<double> gamma;
    std::optional<Chromaticities> chromaticities;
    std::optional<int> intent;  // of the sRGB chunk
    Bytes profile;
    bool isInterlaced = false;  // Adam7
};

// Written by libpng itself.
inline Bytes pngWith(const cv::Mat& pixels, const PngDescription& description) {
    Bytes file;
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
    png_infop info = png_create_info_struct(png);
    png_set_write_fn(
        png, &file,
        [](png_structp writer, png_bytep data, png_size_t size) {
            auto& out = *static_cast<Bytes*>(png_get_io_ptr(writer));
            out.insert(out.end(), data, data + size);
        },
        [](png_structp) {});
    png_set_IHDR(png, info, static_cast<png_uint_32>(pixels.cols),
                 static_cast<png_uint_32>(pixels.rows), 8,
                 pixels.channels() == 1 ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB,
                 description.isInterlaced ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE, 0, 0);
    if (description.gamma) png_set_gAMA(png, info, *description.gamma);
    if (description.chromaticities) {
        const auto& c = *description.chromaticities;
        png_set_cHRM(png, info, c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7]);
    }
    if (description.intent) png_set_sRGB(png, info, *description.intent);
    if (!description.profile.empty()) {
        png_set_iCCP(png, info, "own", 0, description.profile.data(),
                     static_cast<png_uint_32>(description.profile.size()));
    }
    png_write_info(png, info);
    std::vector<png_bytep> rows;
    for (int y = 0; y < pixels.rows; ++y) rows.push_back(const_cast<png_bytep>(pixels.ptr(y)));
    png_write_image(png, rows.data());
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    return file;
}

// The chunks of this type, as they stand in the file.
inline std::vector<Bytes> chunksOf(const Bytes& file, std::string_view type) {
    std::vector<Bytes> found;
    for (std::size_t at = 8; at + 12 <= file.size();) {
        std::size_t length = 0;
        for (std::size_t i = 0; i < 4; ++i) length = length << 8 | file[at + i];
        const auto name = file.begin() + static_cast<std::ptrdiff_t>(at + 4);
        if (std::equal(type.begin(), type.end(), name)) {
            found.emplace_back(name + 4, name + 4 + static_cast<std::ptrdiff_t>(length));
        }
        at += 12 + length;
    }
    return found;
}

inline const Bytes kSrgbGamma{0, 0, 0xB1, 0x8F};  // 45455

// libpng refuses to write values beside sRGB that are not those of sRGB.
inline Bytes withChunk(Bytes file, std::string_view type, const Bytes& content) {
    Bytes chunk{0, 0, 0, static_cast<std::uint8_t>(content.size())};
    chunk.insert(chunk.end(), type.begin(), type.end());
    chunk.insert(chunk.end(), content.begin(), content.end());
    const auto sum = crc32(0, chunk.data() + 4, static_cast<uInt>(chunk.size() - 4));
    for (int shift = 24; shift >= 0; shift -= 8) {
        chunk.push_back(static_cast<std::uint8_t>(sum >> shift));
    }
    file.insert(file.begin() + 33, chunk.begin(), chunk.end());
    return file;
}

inline Photo decoded(const Bytes& file) {
    auto photo = decodePhoto(file, "a.png");
    EXPECT_TRUE(photo) << photo.error().text();
    return photo ? std::move(*photo) : Photo{};
}

}  // namespace heirloom::testing
