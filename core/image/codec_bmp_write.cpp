#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/image/bmp_header.h"
#include "core/image/codec_bmp.h"
#include "core/image/codec_support.h"

namespace heirloom {

namespace {

constexpr std::uint32_t kV5HeaderSize = 124;
constexpr std::uint32_t kFileHeaderSize = 14;
constexpr std::uint32_t kSrgb = 0x73524742;             // 'sRGB'
constexpr std::uint32_t kEmbeddedProfile = 0x4D424544;  // 'MBED'

void put16(Bytes& out, std::uint32_t value) {
    out.push_back(static_cast<std::uint8_t>(value));
    out.push_back(static_cast<std::uint8_t>(value >> 8));
}

void put32(Bytes& out, std::uint32_t value) {
    put16(out, value & 0xFFFFu);
    put16(out, value >> 16);
}

std::uint32_t perMetre(double value, PrintResolution::Unit unit) {
    const double factor = unit == PrintResolution::Unit::PerInch         ? 100.0 / 2.54
                          : unit == PrintResolution::Unit::PerCentimetre ? 100.0
                                                                         : 0.0;
    return static_cast<std::uint32_t>(std::clamp(std::round(value * factor), 0.0, 2147483647.0));
}

struct BmpShape {
    std::uint32_t stride = 0;
    std::uint32_t paletteSize = 0;
    std::uint32_t pixelOffset = 0;
    std::uint32_t pixelBytes = 0;
};

void putHeader(Bytes& out, const cv::Mat& pixels, const BmpEncoding& encoding,
               const BmpShape& shape) {
    const auto profileSize = static_cast<std::uint32_t>(encoding.iccProfile.size());
    const bool alpha = pixels.channels() == 4;
    const PrintResolution resolution = encoding.resolution.value_or(PrintResolution{});
    out.insert(out.end(), {'B', 'M'});
    put32(out, shape.pixelOffset + shape.pixelBytes + profileSize);
    put32(out, 0);
    put32(out, shape.pixelOffset);

    put32(out, kV5HeaderSize);
    put32(out, static_cast<std::uint32_t>(pixels.cols));
    put32(out, static_cast<std::uint32_t>(pixels.rows));
    put16(out, 1);
    put16(out, static_cast<std::uint32_t>(8 * pixels.channels()));
    put32(out,
          static_cast<std::uint32_t>(alpha ? BmpCompression::BitFields : BmpCompression::None));
    put32(out, shape.pixelBytes);
    put32(out, perMetre(resolution.x, resolution.unit));
    put32(out, perMetre(resolution.y, resolution.unit));
    put32(out, shape.paletteSize);
    put32(out, 0);
    for (const std::uint32_t mask : {0x00FF0000u, 0x0000FF00u, 0x000000FFu, 0xFF000000u}) {
        put32(out, alpha ? mask : 0);
    }
    put32(out, profileSize > 0 ? kEmbeddedProfile : kSrgb);
    for (int i = 0; i < 12; ++i) put32(out, 0);  // end points and gamma, unused
    put32(out, 4);                               // intent: perceptual
    put32(out, profileSize > 0 ? shape.pixelOffset + shape.pixelBytes - kFileHeaderSize : 0);
    put32(out, profileSize);
    put32(out, 0);
}

void putRow(const std::uint8_t* row, int width, int channels, std::uint8_t* out) {
    if (channels == 1) {
        std::memcpy(out, row, static_cast<std::size_t>(width));
        return;
    }
    for (int x = 0; x < width; ++x, row += channels, out += channels) {
        out[0] = row[2];
        out[1] = row[1];
        out[2] = row[0];
        if (channels == 4) out[3] = row[3];
    }
}

Bytes encodePixels(const cv::Mat& pixels, const BmpEncoding& encoding, const BmpShape& shape) {
    Bytes out;
    out.reserve(shape.pixelOffset + shape.pixelBytes + encoding.iccProfile.size());
    putHeader(out, pixels, encoding, shape);
    for (std::uint32_t i = 0; i < shape.paletteSize; ++i) put32(out, i * 0x010101u);
    const std::size_t start = out.size();
    out.resize(start + shape.pixelBytes);
    for (int y = 0; y < pixels.rows; ++y) {
        const auto stored = static_cast<std::size_t>(pixels.rows - 1 - y);
        putRow(pixels.ptr(y), pixels.cols, pixels.channels(),
               out.data() + start + stored * shape.stride);
    }
    out.insert(out.end(), encoding.iccProfile.begin(), encoding.iccProfile.end());
    return out;
}

}  // namespace

Result<Bytes> encodeBmp(const cv::Mat& pixels, const BmpEncoding& encoding) {
    const auto stride =
        (static_cast<std::uint64_t>(pixels.cols) * static_cast<std::uint64_t>(pixels.channels()) +
         3) /
        4 * 4;
    const std::uint64_t pixelBytes = stride * static_cast<std::uint64_t>(pixels.rows);
    BmpShape shape;
    shape.paletteSize = pixels.channels() == 1 ? 256 : 0;
    shape.pixelOffset = kFileHeaderSize + kV5HeaderSize + 4 * shape.paletteSize;
    if (pixelBytes + shape.pixelOffset + encoding.iccProfile.size() > 0xFFFFFFFFu) {
        return makeError(ErrorCode::LimitExceeded,
                         "The picture is too large for BMP. Choose PNG or TIFF.");
    }
    shape.stride = static_cast<std::uint32_t>(stride);
    shape.pixelBytes = static_cast<std::uint32_t>(pixelBytes);
    return guardedPixelWork(
        "the BMP output", [&]() -> Result<Bytes> { return encodePixels(pixels, encoding, shape); });
}

}  // namespace heirloom
