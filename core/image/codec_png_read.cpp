#include <algorithm>
#include <cstring>

#include "core/image/codec_png.h"
#include "core/image/codec_png_support.h"
#include "core/image/codec_support.h"
#include "core/image/png_colour.h"

namespace heirloom {

namespace {

// libpng's own limit of 8 MB a chunk is too tight for some scanner profiles.
constexpr png_alloc_size_t kMaxChunk = png_alloc_size_t{64} << 20;
constexpr std::size_t kSignatureSize = 8;

// Chunks that are not needed here. Left to itself, libpng sets memory aside for whatever
// length a broken text chunk claims, 2 GB and more.
constexpr png_byte kIgnoredChunks[] =
    "bKGD\0eXIf\0hIST\0iTXt\0oFFs\0pCAL\0sBIT\0sCAL\0sPLT\0sTER\0tEXt\0tIME\0zTXt";
constexpr int kIgnoredChunkCount = sizeof kIgnoredChunks / 5;

class PngReader {
public:
    explicit PngReader(ByteView file) : m_rest(file) {}
    ~PngReader() { png_destroy_read_struct(&m_png, &m_info, nullptr); }
    PngReader(const PngReader&) = delete;
    PngReader& operator=(const PngReader&) = delete;

    bool readHeader();
    // isCutOff: use the last bytes of a file that ends early.
    bool start(bool isCutOff);
    // Counts the rows that were decoded completely, over all passes.
    bool readRows(cv::Mat& pixels);

    PngErrors& errors() { return m_errors; }
    std::size_t rowsRead() const { return m_rowsRead; }
    int width() const { return static_cast<int>(png_get_image_width(m_png, m_info)); }
    int height() const { return static_cast<int>(png_get_image_height(m_png, m_info)); }
    int storedBits() const { return png_get_bit_depth(m_png, m_info); }
    PixelLayout layout() const;
    bool is16Bit() const { return storedBits() == 16; }
    Bytes profile() const;
    PngColourSpace colourSpace(bool hasChromaticities) const;
    std::optional<PrintResolution> resolution() const;

private:
    static void readBytes(png_structp png, png_bytep target, png_size_t size);

    ByteView m_rest;
    png_structp m_png = nullptr;
    png_infop m_info = nullptr;
    PngErrors m_errors;
    int m_passes = 1;
    std::size_t m_rowsRead = 0;
};

void PngReader::readBytes(png_structp png, png_bytep target, png_size_t size) {
    auto& rest = static_cast<PngReader*>(png_get_io_ptr(png))->m_rest;
    if (size > rest.size()) png_error(png, "the file ends early");
    std::memcpy(target, rest.data(), size);
    rest = rest.subspan(size);
}

bool PngReader::readHeader() {
    m_png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &m_errors, pngError, pngWarning);
    if (m_png) m_info = png_create_info_struct(m_png);
    if (!m_info) return false;
    return runGuarded(m_errors, [&] {
        // The size is checked against our own limits, by area, before any row is read.
        png_set_user_limits(m_png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
        png_set_chunk_malloc_max(m_png, kMaxChunk);
        png_set_crc_action(m_png, PNG_CRC_WARN_USE, PNG_CRC_WARN_DISCARD);
        png_set_benign_errors(m_png, 1);
        png_set_option(m_png, PNG_SKIP_sRGB_CHECK_PROFILE, PNG_OPTION_ON);
        png_set_keep_unknown_chunks(m_png, PNG_HANDLE_CHUNK_NEVER, kIgnoredChunks,
                                    kIgnoredChunkCount);
        png_set_read_fn(m_png, this, readBytes);
        png_read_info(m_png, m_info);
    });
}

bool PngReader::start(bool isCutOff) {
    return runGuarded(m_errors, [&] {
        // libpng reads whole buffers or nothing, so small ones lose less at the end.
        if (isCutOff) png_set_compression_buffer_size(m_png, 16);
        const int colour = png_get_color_type(m_png, m_info);
        if (colour == PNG_COLOR_TYPE_PALETTE) png_set_palette_to_rgb(m_png);
        if (colour == PNG_COLOR_TYPE_GRAY && storedBits() < 8)
            png_set_expand_gray_1_2_4_to_8(m_png);
        if (png_get_valid(m_png, m_info, PNG_INFO_tRNS)) png_set_tRNS_to_alpha(m_png);
        if (is16Bit()) png_set_swap(m_png);
        m_passes = png_set_interlace_handling(m_png);
        png_start_read_image(m_png);
    });
}

bool PngReader::readRows(cv::Mat& pixels) {
    return runGuarded(m_errors, [&] {
        for (int pass = 0; pass < m_passes; ++pass) {
            for (int y = 0; y < pixels.rows; ++y) {
                png_bytep row = pixels.ptr(y);
                // The "display" form fills the gaps of early passes, so that a broken
                // interlaced file still shows a coarse picture.
                png_read_row(m_png, m_passes > 1 ? nullptr : row, m_passes > 1 ? row : nullptr);
                ++m_rowsRead;
            }
        }
    });
}

PixelLayout PngReader::layout() const {
    const int colour = png_get_color_type(m_png, m_info);
    const bool alpha =
        (colour & PNG_COLOR_MASK_ALPHA) != 0 || png_get_valid(m_png, m_info, PNG_INFO_tRNS) != 0;
    if (colour & PNG_COLOR_MASK_COLOR) return alpha ? PixelLayout::Rgba : PixelLayout::Rgb;
    return alpha ? PixelLayout::GrayAlpha : PixelLayout::Gray;
}

Bytes PngReader::profile() const {
    png_charp name = nullptr;
    int compression = 0;
    png_bytep data = nullptr;
    png_uint_32 size = 0;
    if (!png_get_iCCP(m_png, m_info, &name, &compression, &data, &size)) return {};
    return Bytes(data, data + size);
}

// libpng makes up the other values of sRGB when it finds only some of them, so whether the
// file has a cHRM chunk cannot be asked of it.
PngColourSpace PngReader::colourSpace(bool hasChromaticities) const {
    PngColourSpace space;
    int intent = 0;
    if (png_get_sRGB(m_png, m_info, &intent)) space.renderingIntent = intent;
    double gamma = 0;
    if (png_get_gAMA(m_png, m_info, &gamma)) space.gamma = gamma;
    PngChromaticities c;
    if (hasChromaticities && png_get_cHRM(m_png, m_info, &c.whiteX, &c.whiteY, &c.redX, &c.redY,
                                          &c.greenX, &c.greenY, &c.blueX, &c.blueY)) {
        space.chromaticities = c;
    }
    return space;
}

std::optional<PrintResolution> PngReader::resolution() const {
    png_uint_32 x = 0;
    png_uint_32 y = 0;
    int unit = PNG_RESOLUTION_UNKNOWN;
    if (!png_get_pHYs(m_png, m_info, &x, &y, &unit) || x == 0 || y == 0) return std::nullopt;
    if (unit == PNG_RESOLUTION_METER) {
        return PrintResolution{x / 100.0, y / 100.0, PrintResolution::Unit::PerCentimetre};
    }
    if (x == y) return std::nullopt;
    return PrintResolution{static_cast<double>(x), static_cast<double>(y),
                           PrintResolution::Unit::AspectOnly};
}

std::uint32_t bigEndian32(const std::uint8_t* data) {
    return std::uint32_t{data[0]} << 24 | std::uint32_t{data[1]} << 16 |
           std::uint32_t{data[2]} << 8 | std::uint32_t{data[3]};
}

struct ChunkSummary {
    int frames = 1;         // an animated PNG says so in an acTL chunk; libpng ignores it
    bool isCutOff = false;  // the file ends inside a chunk of pixels
    bool hasChromaticities = false;
};

ChunkSummary summariseChunks(ByteView file) {
    ChunkSummary summary;
    std::size_t position = kSignatureSize;
    while (position + 8 <= file.size()) {
        const std::uint32_t length = bigEndian32(file.data() + position);
        const std::uint8_t* type = file.data() + position + 4;
        const std::size_t available = file.size() - position - 8;
        summary.hasChromaticities |= std::memcmp(type, "cHRM", 4) == 0;
        if (std::memcmp(type, "acTL", 4) == 0 && available >= 4) {
            const std::uint32_t frames = bigEndian32(type + 4);
            summary.frames = static_cast<int>(std::clamp<std::uint32_t>(frames, 1, 1u << 30));
        }
        if (length > available) {
            summary.isCutOff = std::memcmp(type, "IDAT", 4) == 0;
            break;
        }
        position += std::size_t{12} + length;
    }
    return summary;
}

// An embedded profile overrules the chunks that describe a colour space by numbers.
void takeColour(const PngReader& reader, const ChunkSummary& chunks, Photo& photo,
                const std::filesystem::path& name) {
    photo.iccProfile = reader.profile();
    if (!photo.iccProfile.empty()) return;
    const PngColourSpace space = reader.colourSpace(chunks.hasChromaticities);
    auto described = profileOfPngColour(space, colourChannelCount(photo.layout) == 1);
    photo.iccProfile = std::move(described.profile);
    photo.source.png = described.srgb;
    if (!described.isBroken) return;
    photo.source.warnings.emplace_back(
        "The colour profile of %1 is broken; its colours are taken as sRGB.", name);
}

Result<Photo> decodePixels(PngReader& reader, ByteView file, const std::filesystem::path& name) {
    const ChunkSummary chunks = summariseChunks(file);
    if (!reader.start(chunks.isCutOff)) return damagedError(name, reader.errors().message);
    Photo photo;
    photo.layout = reader.layout();
    photo.pixels = greyPixels(reader.width(), reader.height(), photo.layout, reader.is16Bit());
    const bool complete = reader.readRows(photo.pixels);
    if (reader.rowsRead() == 0) return damagedError(name, reader.errors().message);
    if (!complete || reader.errors().damaged) markDamaged(photo, name);
    takeColour(reader, chunks, photo, name);
    photo.source.resolution = reader.resolution();
    return photo;
}

}  // namespace

Result<HeaderInfo> readPngHeader(ByteView file, const std::filesystem::path& name) {
    PngReader reader(file);
    if (!reader.readHeader()) return damagedError(name, reader.errors().message);
    HeaderInfo header;
    header.format = FileFormat::Png;
    header.width = reader.width();
    header.height = reader.height();
    header.bitsPerSample = reader.storedBits();
    header.layout = reader.layout();
    header.frameCount = summariseChunks(file).frames;
    return header;
}

Result<Photo> decodePng(ByteView file, const std::filesystem::path& name) {
    PngReader reader(file);
    if (!reader.readHeader()) return damagedError(name, reader.errors().message);
    return guardedPixelWork(name, [&] { return decodePixels(reader, file, name); });
}

}  // namespace heirloom
