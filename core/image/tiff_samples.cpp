#include "core/image/tiff_samples.h"

#include <algorithm>
#include <cstring>

namespace heirloom {

namespace {

// A tile may be larger than the picture, but not without measure.
constexpr std::uint64_t kMaxTileBytes = std::uint64_t{256} << 20;

// A whole picture of 200 megapixels may be one strip.
constexpr tmsize_t kMaxStripBytes = tmsize_t{4} << 30;

// A tiny file can promise millions of strips and hold none of them.
constexpr int kMaxFailuresInARow = 10000;

std::uint32_t storedSample(const std::uint8_t* row, std::size_t index, int bits) {
    if (bits == 8) return row[index];
    if (bits == 16) {
        std::uint16_t value;
        std::memcpy(&value, row + 2 * index, sizeof value);
        return value;
    }
    const std::size_t bit = index * static_cast<std::size_t>(bits);
    const std::size_t shift = 8 - static_cast<std::size_t>(bits) - bit % 8;
    return (static_cast<std::uint32_t>(row[bit / 8]) >> shift) & ((1u << bits) - 1);
}

}  // namespace

bool TiffSampleReader::isHopeless() const {
    return m_failuresInARow > kMaxFailuresInARow;
}

int TiffSampleReader::channelOf(int sample) const {
    if (sample < m_directory.colourSamples()) return sample;
    return sample == m_directory.alphaSample ? m_directory.colourSamples() : -1;
}

void TiffSampleReader::unpackRow(const Block& block, const std::uint8_t* stored,
                                 std::uint8_t* out) const {
    const int perPixel = samplesPerBlockPixel();
    const int channels = m_target.channels();
    const int bits = m_directory.bits;
    if (perPixel == channels && bits >= 8 && !m_directory.hasIgnoredSamples) {
        std::memcpy(out, stored, std::size_t{block.width} * m_target.elemSize());
        return;
    }
    for (int s = 0; s < perPixel; ++s) {
        const int channel = channelOf(block.firstSample + s);
        if (channel < 0) continue;
        for (std::size_t x = 0; x < block.width; ++x) {
            const std::uint32_t value = storedSample(
                stored, x * static_cast<std::size_t>(perPixel) + static_cast<std::size_t>(s), bits);
            const std::size_t place =
                x * static_cast<std::size_t>(channels) + static_cast<std::size_t>(channel);
            if (bits == 16) {
                const auto wide = static_cast<std::uint16_t>(value);
                std::memcpy(out + 2 * place, &wide, sizeof wide);
            } else {
                out[place] = static_cast<std::uint8_t>(value);
            }
        }
    }
}

// A block that broke off still shows what came before the break.
void TiffSampleReader::takeBlock(const Block& block, tmsize_t bytesRead) {
    const bool complete = bytesRead >= 0;
    m_missed = m_missed || !complete;
    m_failuresInARow = complete ? 0 : m_failuresInARow + 1;
    if (!complete && std::all_of(m_buffer.begin(), m_buffer.end(),
                                 [](std::uint8_t value) { return value == 0; })) {
        return;
    }
    m_gotAny = true;
    for (std::uint32_t row = 0; row < block.height; ++row) {
        std::uint8_t* out = m_target.ptr(static_cast<int>(block.y + row)) +
                            std::size_t{block.x} * m_target.elemSize();
        unpackRow(block, m_buffer.data() + row * m_rowBytes, out);
    }
}

std::string_view TiffSampleReader::readTiles(int plane) {
    const auto tileWidth = [&] {
        std::uint32_t value = 0;
        TIFFGetField(m_tiff, TIFFTAG_TILEWIDTH, &value);
        return value;
    }();
    const auto tileHeight = [&] {
        std::uint32_t value = 0;
        TIFFGetField(m_tiff, TIFFTAG_TILELENGTH, &value);
        return value;
    }();
    const std::uint64_t bytes = TIFFTileSize64(m_tiff);
    if (tileWidth == 0 || tileHeight == 0 || bytes == 0 || bytes > kMaxTileBytes) {
        return "impossible tile size";
    }
    m_rowBytes = static_cast<std::size_t>(TIFFTileRowSize(m_tiff));
    for (std::uint32_t y = 0; y < m_directory.height && !isHopeless(); y += tileHeight) {
        for (std::uint32_t x = 0; x < m_directory.width; x += tileWidth) {
            const Block block{x, y, std::min(tileWidth, m_directory.width - x),
                              std::min(tileHeight, m_directory.height - y), plane};
            m_buffer.assign(static_cast<std::size_t>(bytes), 0);
            const std::uint32_t index =
                TIFFComputeTile(m_tiff, x, y, 0, static_cast<std::uint16_t>(plane));
            takeBlock(block, TIFFReadEncodedTile(m_tiff, index, m_buffer.data(),
                                                 static_cast<tmsize_t>(bytes)));
        }
    }
    return {};
}

std::string_view TiffSampleReader::readStrips(int plane) {
    std::uint32_t rowsPerStrip = 0;
    TIFFGetFieldDefaulted(m_tiff, TIFFTAG_ROWSPERSTRIP, &rowsPerStrip);
    rowsPerStrip = std::min(rowsPerStrip, m_directory.height);
    const tmsize_t bytes = TIFFStripSize(m_tiff);
    m_rowBytes = static_cast<std::size_t>(TIFFScanlineSize(m_tiff));
    const std::size_t needed =
        (std::size_t{m_directory.width} * static_cast<std::size_t>(samplesPerBlockPixel()) *
             static_cast<std::size_t>(m_directory.bits) +
         7) /
        8;
    if (rowsPerStrip == 0 || bytes <= 0 || bytes > kMaxStripBytes || m_rowBytes < needed ||
        static_cast<std::size_t>(bytes) < m_rowBytes * rowsPerStrip) {
        return "impossible strip size";
    }
    for (std::uint32_t y = 0; y < m_directory.height && !isHopeless(); y += rowsPerStrip) {
        const Block block{0, y, m_directory.width, std::min(rowsPerStrip, m_directory.height - y),
                          plane};
        m_buffer.assign(static_cast<std::size_t>(bytes), 0);
        const std::uint32_t index = TIFFComputeStrip(m_tiff, y, static_cast<std::uint16_t>(plane));
        takeBlock(block, TIFFReadEncodedStrip(m_tiff, index, m_buffer.data(), bytes));
    }
    return {};
}

std::string_view TiffSampleReader::read() {
    const int planes = m_directory.isPlanar ? m_directory.samples : 1;
    for (int plane = 0; plane < planes; ++plane) {
        if (m_directory.isPlanar && channelOf(plane) < 0) continue;
        const auto reason = m_directory.isTiled ? readTiles(plane) : readStrips(plane);
        if (!reason.empty()) return reason;
    }
    return m_gotAny ? std::string_view{} : "no strip or tile can be read";
}

}  // namespace heirloom
