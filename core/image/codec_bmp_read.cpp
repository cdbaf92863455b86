#include "core/image/codec_bmp.h"

#include <algorithm>

#include "core/image/bmp_header.h"
#include "core/image/codec_support.h"

namespace heirloom {

namespace {

int imageRow(const BmpHeader& header, int storedRow) {
    return header.topDown ? storedRow : header.height - 1 - storedRow;
}

void putPaletteColour(const BmpHeader& header, std::size_t index, std::uint8_t* out) {
    // Indexes beyond the palette are black, as other programs show them.
    const std::array<std::uint8_t, 3> colour =
        index < header.palette.size() ? header.palette[index] : std::array<std::uint8_t, 3>{};
    std::copy_n(colour.begin(), header.layout == PixelLayout::Gray ? 1 : 3, out);
}

void unpackPaletteRow(const BmpHeader& header, const std::uint8_t* stored, std::uint8_t* out) {
    const int bits = header.bitsPerPixel;
    const unsigned mask = (1u << bits) - 1;
    const int step = header.layout == PixelLayout::Gray ? 1 : 3;
    for (int x = 0; x < header.width; ++x, out += step) {
        const std::size_t bit = static_cast<std::size_t>(x) * static_cast<std::size_t>(bits);
        const unsigned shift = 8u - static_cast<unsigned>(bits) - static_cast<unsigned>(bit % 8);
        putPaletteColour(header, (stored[bit / 8] >> shift) & mask, out);
    }
}

void unpackMaskedRow(const BmpHeader& header, const std::uint8_t* stored, std::uint8_t* out) {
    const int bytes = header.bitsPerPixel / 8;
    const std::size_t channels = header.layout == PixelLayout::Rgba ? 4 : 3;
    for (int x = 0; x < header.width; ++x, stored += bytes) {
        std::uint32_t pixel = 0;
        for (int i = 0; i < bytes; ++i) pixel |= std::uint32_t{stored[i]} << (8 * i);
        for (std::size_t c = 0; c < channels; ++c) *out++ = header.channels[c].extract(pixel);
    }
}

void unpackRow(const BmpHeader& header, const std::uint8_t* stored, std::uint8_t* out) {
    if (header.bitsPerPixel <= 8) return unpackPaletteRow(header, stored, out);
    if (header.bitsPerPixel != 24) return unpackMaskedRow(header, stored, out);
    for (int x = 0; x < header.width; ++x, stored += 3, out += 3) {
        out[0] = stored[2];
        out[1] = stored[1];
        out[2] = stored[0];
    }
}

// Runs of equal pixels and literal pixels, row by row from the bottom.
class RleDecoder {
public:
    RleDecoder(const BmpHeader& header, ByteView data, cv::Mat& pixels)
        : m_header(header), m_data(data), m_pixels(pixels) {}

    // False when the data ends or breaks off before the end mark.
    bool decode();
    bool wroteAny() const { return m_wroteAny; }

private:
    bool escape(std::uint8_t code);
    bool literal(std::size_t count);
    void put(std::uint8_t index);
    bool isAtEnd() const { return m_row >= m_header.height; }

    const BmpHeader& m_header;
    ByteView m_data;
    cv::Mat& m_pixels;
    int m_column = 0;
    int m_row = 0;
    bool m_ended = false;
    bool m_wroteAny = false;
};

void RleDecoder::put(std::uint8_t index) {
    if (m_column >= m_header.width || isAtEnd()) return;
    std::uint8_t* row = m_pixels.ptr(imageRow(m_header, m_row));
    putPaletteColour(m_header, index, row + m_column * m_pixels.channels());
    ++m_column;
    m_wroteAny = true;
}

bool RleDecoder::literal(std::size_t count) {
    const std::size_t padded = (count + 1) / 2 * 2;
    if (count > m_data.size()) return false;
    for (std::size_t i = 0; i < count; ++i) put(m_data[i]);
    m_data = m_data.subspan(std::min(padded, m_data.size()));
    return true;
}

bool RleDecoder::escape(std::uint8_t code) {
    switch (code) {
        case 0:
            m_column = 0;
            ++m_row;
            return true;
        case 1: m_ended = true; return true;
        case 2:
            if (m_data.size() < 2) return false;
            m_column = std::min(m_column + m_data[0], m_header.width);
            m_row = std::min(m_row + m_data[1], m_header.height);
            m_data = m_data.subspan(2);
            return true;
        default: return literal(code);
    }
}

bool RleDecoder::decode() {
    while (!m_ended && m_data.size() >= 2) {
        const std::uint8_t count = m_data[0];
        const std::uint8_t value = m_data[1];
        m_data = m_data.subspan(2);
        if (count == 0) {
            if (!escape(value)) return false;
        } else {
            for (int i = 0; i < count; ++i) put(value);
        }
    }
    // Some writers leave the end mark out after the last row.
    return m_ended || isAtEnd() || (m_row == m_header.height - 1 && m_column == m_header.width);
}

// Many programs write an alpha channel but never fill it.
bool alphaIsEmpty(const cv::Mat& pixels) {
    for (int y = 0; y < pixels.rows; ++y) {
        const std::uint8_t* row = pixels.ptr(y);
        for (int x = 0; x < pixels.cols; ++x) {
            if (row[4 * x + 3] != 0) return false;
        }
    }
    return true;
}

void makeOpaque(cv::Mat& pixels) {
    for (int y = 0; y < pixels.rows; ++y) {
        std::uint8_t* row = pixels.ptr(y);
        for (int x = 0; x < pixels.cols; ++x) row[4 * x + 3] = 255;
    }
}

Result<Photo> decodePlainRows(const BmpHeader& header, ByteView data,
                              const std::filesystem::path& name) {
    const std::size_t available =
        std::min(data.size() / header.rowStride, static_cast<std::size_t>(header.height));
    // The last row need not be padded.
    const std::size_t lastRow =
        (static_cast<std::size_t>(header.width) * static_cast<std::size_t>(header.bitsPerPixel) +
         7) /
        8;
    const bool lastUnpadded = available + 1 == static_cast<std::size_t>(header.height) &&
                              data.size() - available * header.rowStride >= lastRow;
    const int rows = static_cast<int>(available) + (lastUnpadded ? 1 : 0);
    if (rows == 0) return damagedError(name, "no complete row");

    Photo photo;
    photo.layout = header.layout;
    photo.pixels = greyPixels(header.width, header.height, header.layout, false);
    for (int row = 0; row < rows; ++row) {
        unpackRow(header, data.data() + static_cast<std::size_t>(row) * header.rowStride,
                  photo.pixels.ptr(imageRow(header, row)));
    }
    if (rows < header.height) markDamaged(photo, name);
    if (photo.layout == PixelLayout::Rgba && alphaIsEmpty(photo.pixels)) makeOpaque(photo.pixels);
    return photo;
}

Result<Photo> decodeRle(const BmpHeader& header, ByteView data, const std::filesystem::path& name) {
    if (data.empty()) return damagedError(name, "no pixels");
    Photo photo;
    photo.layout = header.layout;
    photo.pixels = cv::Mat::zeros(header.height, header.width, pixelType(header.layout, false));
    RleDecoder decoder(header, data, photo.pixels);
    const bool complete = decoder.decode();
    if (!complete && !decoder.wroteAny()) return damagedError(name, "no run of pixels");
    if (!complete) markDamaged(photo, name);
    return photo;
}

}  // namespace

Result<HeaderInfo> readBmpHeader(ByteView file, const std::filesystem::path& name) {
    const auto bmp = parseBmpHeader(file, name);
    if (!bmp) return bmp.error();
    HeaderInfo header;
    header.format = FileFormat::Bmp;
    header.width = bmp->width;
    header.height = bmp->height;
    header.layout = bmp->layout;
    return header;
}

Result<Photo> decodeBmp(ByteView file, const std::filesystem::path& name) {
    const auto header = parseBmpHeader(file, name);
    if (!header) return header.error();
    if (header->pixelOffset >= file.size()) return damagedError(name, "no pixels");
    const ByteView data = file.subspan(header->pixelOffset);
    auto photo = guardedPixelWork(name, [&] {
        return header->compression == BmpCompression::Rle8 ? decodeRle(*header, data, name)
                                                           : decodePlainRows(*header, data, name);
    });
    if (!photo) return photo;
    photo->iccProfile.assign(header->iccProfile.begin(), header->iccProfile.end());
    photo->source.resolution = header->resolution;
    return photo;
}

}  // namespace heirloom
