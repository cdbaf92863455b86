#include "core/base/file_format.h"

#include <algorithm>
#include <cctype>
#include <cstring>
#include <string>

namespace heirloom {

namespace {

bool startsWith(ByteView file, std::string_view magic, std::size_t offset = 0) {
    return file.size() >= offset + magic.size() &&
           std::memcmp(file.data() + offset, magic.data(), magic.size()) == 0;
}

}  // namespace

std::string_view fileExtension(FileFormat format) {
    switch (format) {
        case FileFormat::Jpeg: return "jpg";
        case FileFormat::Png: return "png";
        case FileFormat::WebP: return "webp";
        case FileFormat::Tiff: return "tif";
        case FileFormat::Bmp: return "bmp";
    }
    return "";
}

std::string_view formatName(FileFormat format) {
    switch (format) {
        case FileFormat::Jpeg: return "JPEG";
        case FileFormat::Png: return "PNG";
        case FileFormat::WebP: return "WebP";
        case FileFormat::Tiff: return "TIFF";
        case FileFormat::Bmp: return "BMP";
    }
    return "";
}

std::optional<FileFormat> detectFormat(ByteView file) {
    using namespace std::string_view_literals;
    if (startsWith(file, "\xFF\xD8\xFF"sv)) return FileFormat::Jpeg;
    if (startsWith(file, "\x89PNG\r\n\x1A\n"sv)) return FileFormat::Png;
    if (startsWith(file, "RIFF"sv) && startsWith(file, "WEBP"sv, 8)) return FileFormat::WebP;
    // Classic and BigTIFF, both byte orders.
    if (startsWith(file, "II\x2A\0"sv) || startsWith(file, "MM\0\x2A"sv) ||
        startsWith(file, "II\x2B\0"sv) || startsWith(file, "MM\0\x2B"sv)) {
        return FileFormat::Tiff;
    }
    if (startsWith(file, "BM"sv)) return FileFormat::Bmp;
    return std::nullopt;
}

std::optional<FileFormat> formatFromExtension(std::string_view extension) {
    if (!extension.empty() && extension.front() == '.') extension.remove_prefix(1);
    std::string lower(extension);
    std::transform(lower.begin(), lower.end(), lower.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (lower == "jpg" || lower == "jpeg" || lower == "jpe" || lower == "jfif") {
        return FileFormat::Jpeg;
    }
    if (lower == "png") return FileFormat::Png;
    if (lower == "webp") return FileFormat::WebP;
    if (lower == "tif" || lower == "tiff") return FileFormat::Tiff;
    if (lower == "bmp") return FileFormat::Bmp;
    return std::nullopt;
}

}  // namespace heirloom
