// The picture formats that Heirloom reads and writes, told apart by their first
// bytes and never by the file's name.
#pragma once

#include <optional>
#include <string_view>

#include "core/base/bytes.h"

namespace heirloom {

enum class FileFormat { Jpeg, Png, WebP, Tiff, Bmp };

// Lower case, without the dot: "jpg", "png", "webp", "tif", "bmp".
std::string_view fileExtension(FileFormat format);
// For people and JSON: "JPEG", "PNG", "WebP", "TIFF", "BMP".
std::string_view formatName(FileFormat format);

// Looks at the magic bytes.
std::optional<FileFormat> detectFormat(ByteView file);
// The format that a file name asks for; extension with or without the dot, any case.
std::optional<FileFormat> formatFromExtension(std::string_view extension);

}  // namespace heirloom
