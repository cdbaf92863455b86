#include "core/image/bmp_header.h"

#include <algorithm>
#include <bit>

#include "core/image/codec_support.h"

namespace heirloom {

namespace {

constexpr std::size_t kFileHeaderSize = 14;
constexpr std::uint32_t kCoreHeaderSize = 12;
constexpr std::uint32_t kInfoHeaderSize = 40;
constexpr std::uint32_t kV4HeaderSize = 108;
constexpr std::uint32_t kV5HeaderSize = 124;
constexpr std::uint32_t kEmbeddedProfile = 0x4D424544;  // 'MBED'
constexpr int kMaxSide = 1 << 30;

std::uint32_t read16(ByteView file, std::size_t offset) {
    return static_cast<std::uint32_t>(file[offset] | file[offset + 1] << 8);
}

std::uint32_t read32(ByteView file, std::size_t offset) {
    return read16(file, offset) | read16(file, offset + 2) << 16;
}

std::int64_t readSigned32(ByteView file, std::size_t offset) {
    return static_cast<std::int32_t>(read32(file, offset));
}

class HeaderParser {
public:
    HeaderParser(ByteView file, const std::filesystem::path& name) : m_file(file), m_name(name) {}

    Result<BmpHeader> parse();

private:
    Result<void> readSize();
    Result<void> readCoding();
    void readMasks();
    Result<void> readPalette();
    void readProfile();
    void readResolution();
    Error unsupported(std::string_view what) const;
    Error damaged(std::string_view what) const { return damagedError(m_name, what); }

    ByteView m_file;
    const std::filesystem::path& m_name;
    std::uint32_t m_headerSize = 0;
    BmpHeader m_header;
};

Error HeaderParser::unsupported(std::string_view what) const {
    return makeError(ErrorCode::Unsupported,
                     "%1 is a BMP %2, which is not supported. Save it as PNG with another program "
                     "first.",
                     m_name, what);
}

Result<void> HeaderParser::readSize() {
    const bool core = m_headerSize == kCoreHeaderSize;
    const std::int64_t width = core ? read16(m_file, 18) : readSigned32(m_file, 18);
    const std::int64_t height = core ? read16(m_file, 20) : readSigned32(m_file, 22);
    m_header.topDown = height < 0;
    const std::int64_t rows = height < 0 ? -height : height;
    if (width <= 0 || rows == 0 || width > kMaxSide || rows > kMaxSide) {
        return damaged("impossible width or height");
    }
    m_header.width = static_cast<int>(width);
    m_header.height = static_cast<int>(rows);
    return {};
}

Result<void> HeaderParser::readCoding() {
    const bool core = m_headerSize == kCoreHeaderSize;
    m_header.bitsPerPixel = static_cast<int>(read16(m_file, core ? 24 : 28));
    const std::uint32_t compression = core ? 0 : read32(m_file, 30);
    const int bits = m_header.bitsPerPixel;
    const bool hasPalette = bits == 1 || bits == 4 || bits == 8;
    const bool hasMasks = bits == 16 || bits == 32;
    switch (compression) {
        case 0:
            if (!hasPalette && !hasMasks && bits != 24) return damaged("impossible depth");
            break;
        case 1:
            if (bits != 8 || m_header.topDown) return damaged("impossible depth");
            break;
        case 2: return unsupported("with 4-bit run-length coding");
        case 3:
        case 6:
            if (!hasMasks) return damaged("impossible depth");
            break;
        default: return unsupported("with another picture inside or an unknown coding");
    }
    m_header.compression = static_cast<BmpCompression>(compression);
    m_header.rowStride =
        (static_cast<std::size_t>(m_header.width) * static_cast<std::size_t>(bits) + 31) / 32 * 4;
    return {};
}

// Without masks in the file: 5-5-5 for 16 bit and 8-8-8 for 32 bit, the spare bits unused.
void HeaderParser::readMasks() {
    if (m_header.bitsPerPixel != 16 && m_header.bitsPerPixel != 32) return;
    if (m_header.compression == BmpCompression::None) {
        const bool wide = m_header.bitsPerPixel == 32;
        m_header.channels[0].mask = wide ? 0xFF0000u : 0x7C00u;
        m_header.channels[1].mask = wide ? 0x00FF00u : 0x03E0u;
        m_header.channels[2].mask = wide ? 0x0000FFu : 0x001Fu;
        return;
    }
    const bool alpha = m_headerSize >= 56 || m_header.compression == BmpCompression::AlphaBitFields;
    for (std::size_t i = 0; i < (alpha ? 4u : 3u); ++i) {
        const std::size_t offset = kFileHeaderSize + kInfoHeaderSize + 4 * i;
        if (offset + 4 > m_file.size()) return;
        m_header.channels[i].mask = read32(m_file, offset);
        if (m_header.bitsPerPixel == 16) m_header.channels[i].mask &= 0xFFFFu;
    }
}

Result<void> HeaderParser::readPalette() {
    if (m_header.bitsPerPixel > 8) return {};
    const bool core = m_headerSize == kCoreHeaderSize;
    const std::size_t entrySize = core ? 3 : 4;
    const std::size_t start = kFileHeaderSize + m_headerSize;
    std::size_t count = std::size_t{1} << m_header.bitsPerPixel;
    const std::uint32_t used = core ? 0 : read32(m_file, 46);
    if (used > 0) count = std::min<std::size_t>(count, used);
    if (start + entrySize > m_file.size()) return damaged("no palette");
    count = std::min(count, (m_file.size() - start) / entrySize);
    if (m_header.pixelOffset > start) {
        count =
            std::min(count, std::max<std::size_t>(1, (m_header.pixelOffset - start) / entrySize));
    }
    bool allGrey = true;
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint8_t* entry = m_file.data() + start + i * entrySize;
        m_header.palette.push_back({entry[2], entry[1], entry[0]});
        allGrey = allGrey && entry[0] == entry[1] && entry[1] == entry[2];
    }
    if (allGrey) m_header.layout = PixelLayout::Gray;
    return {};
}

void HeaderParser::readProfile() {
    if (m_headerSize < kV5HeaderSize || read32(m_file, 70) != kEmbeddedProfile) return;
    const std::uint64_t offset = std::uint64_t{read32(m_file, 126)} + kFileHeaderSize;
    const std::uint64_t size = read32(m_file, 130);
    if (offset + size > m_file.size()) return;
    m_header.iccProfile =
        m_file.subspan(static_cast<std::size_t>(offset), static_cast<std::size_t>(size));
}

void HeaderParser::readResolution() {
    if (m_headerSize < kInfoHeaderSize) return;
    const std::int64_t x = readSigned32(m_file, 38);
    const std::int64_t y = readSigned32(m_file, 42);
    if (x <= 0 || y <= 0) return;
    m_header.resolution =
        PrintResolution{static_cast<double>(x) / 100.0, static_cast<double>(y) / 100.0,
                        PrintResolution::Unit::PerCentimetre};
}

Result<BmpHeader> HeaderParser::parse() {
    if (m_file.size() < kFileHeaderSize + kCoreHeaderSize) return damaged("the header is cut off");
    m_header.pixelOffset = read32(m_file, 10);
    m_headerSize = read32(m_file, 14);
    if (m_headerSize != kCoreHeaderSize &&
        (m_headerSize < kInfoHeaderSize || m_headerSize > 4 * kV4HeaderSize)) {
        return makeError(ErrorCode::Unsupported,
                         "%1 starts like a BMP picture but is none. Choose a JPEG, PNG, WebP, TIFF "
                         "or BMP file.",
                         m_name);
    }
    if (m_file.size() < kFileHeaderSize + m_headerSize) return damaged("the header is cut off");
    if (auto size = readSize(); !size) return size.error();
    if (auto coding = readCoding(); !coding) return coding.error();
    readMasks();
    if (m_header.channels[3].mask != 0) m_header.layout = PixelLayout::Rgba;
    if (auto palette = readPalette(); !palette) return palette.error();
    readProfile();
    readResolution();
    if (m_header.pixelOffset < kFileHeaderSize + m_headerSize)
        return damaged("no place for pixels");
    return m_header;
}

}  // namespace

std::uint8_t BmpChannel::extract(std::uint32_t pixel) const {
    if (mask == 0) return 0;
    const int shift = std::countr_zero(mask);
    const std::uint64_t largest = mask >> shift;
    return static_cast<std::uint8_t>(
        (((pixel & mask) >> shift) * std::uint64_t{255} + largest / 2) / largest);
}

Result<BmpHeader> parseBmpHeader(ByteView file, const std::filesystem::path& name) {
    return HeaderParser(file, name).parse();
}

}  // namespace heirloom
