#include "core/image/codec_webp.h"

#include <memory>
#include <new>

#include <webp/decode.h>
#include <webp/demux.h>
#include <webp/encode.h>
#include <webp/mux.h>

#include "core/image/codec_support.h"

namespace heirloom {

namespace {

// libwebp's scale of effort for lossless files, 0...9: beyond this they hardly shrink.
constexpr int kLosslessEffort = 6;

constexpr int kLossyFormat = 1;  // WebPBitstreamFeatures::format

using Demuxer = std::unique_ptr<WebPDemuxer, decltype(&WebPDemuxDelete)>;
using IncrementalDecoder = std::unique_ptr<WebPIDecoder, decltype(&WebPIDelete)>;
using Mux = std::unique_ptr<WebPMux, decltype(&WebPMuxDelete)>;

// Also accepts a file whose end is missing.
Demuxer openDemuxer(ByteView file) {
    const WebPData data{file.data(), file.size()};
    WebPDemuxState state = WEBP_DEMUX_PARSE_ERROR;
    return Demuxer(WebPDemuxPartial(&data, &state), &WebPDemuxDelete);
}

Bytes readProfile(ByteView file) {
    const Demuxer demuxer = openDemuxer(file);
    if (!demuxer) return {};
    WebPChunkIterator chunk{};
    Bytes profile;
    if (WebPDemuxGetChunk(demuxer.get(), "ICCP", 1, &chunk)) {
        profile.assign(chunk.chunk.bytes, chunk.chunk.bytes + chunk.chunk.size);
    }
    WebPDemuxReleaseChunkIterator(&chunk);
    return profile;
}

Result<WebPBitstreamFeatures> readFeatures(ByteView file, const std::filesystem::path& name) {
    WebPBitstreamFeatures features{};
    const VP8StatusCode status = WebPGetFeatures(file.data(), file.size(), &features);
    if (status == VP8_STATUS_OK) return features;
    return damagedError(name, "WebP status " + std::to_string(status));
}

int frameCount(ByteView file) {
    const Demuxer demuxer = openDemuxer(file);
    return demuxer ? static_cast<int>(WebPDemuxGetI(demuxer.get(), WEBP_FF_FRAME_COUNT)) : 0;
}

// Decodes into pixels as far as the data goes; returns the number of complete rows.
Result<int> decodeRows(ByteView file, const std::filesystem::path& name, cv::Mat& pixels) {
    WebPDecoderConfig config;
    if (!WebPInitDecoderConfig(&config)) return encodingError(FileFormat::WebP, "wrong libwebp");
    config.output.colorspace = pixels.channels() == 4 ? MODE_RGBA : MODE_RGB;
    config.output.is_external_memory = 1;
    config.output.u.RGBA.rgba = pixels.data;
    config.output.u.RGBA.stride = static_cast<int>(pixels.step);
    config.output.u.RGBA.size = pixels.step * static_cast<std::size_t>(pixels.rows);

    const IncrementalDecoder decoder(WebPINewDecoder(&config.output), &WebPIDelete);
    if (!decoder) return outOfMemoryError(name);
    const VP8StatusCode status = WebPIUpdate(decoder.get(), file.data(), file.size());
    if (status == VP8_STATUS_OUT_OF_MEMORY) return outOfMemoryError(name);
    if (status == VP8_STATUS_OK) return pixels.rows;
    int lastRow = 0;
    if (!WebPIDecGetRGB(decoder.get(), &lastRow, nullptr, nullptr, nullptr)) lastRow = 0;
    if (lastRow == 0) return damagedError(name, "WebP status " + std::to_string(status));
    return lastRow;
}

Result<Photo> decodePixels(ByteView file, const std::filesystem::path& name,
                           const WebPBitstreamFeatures& features) {
    Photo photo;
    photo.layout = features.has_alpha ? PixelLayout::Rgba : PixelLayout::Rgb;
    photo.pixels = greyPixels(features.width, features.height, photo.layout, false);
    const auto rows = decodeRows(file, name, photo.pixels);
    if (!rows) return rows.error();
    if (*rows < photo.pixels.rows) {
        photo.pixels.rowRange(*rows, photo.pixels.rows).setTo(cv::Scalar(128, 128, 128, 255));
        markDamaged(photo, name);
    }
    photo.source.lossyWebP = features.format == kLossyFormat;
    photo.iccProfile = readProfile(file);
    return photo;
}

// Owns what libwebp allocates while it encodes.
class WebpWriter {
public:
    WebpWriter() {
        WebPMemoryWriterInit(&m_memory);
        m_ready = WebPConfigInit(&m_config) && WebPPictureInit(&m_picture);
    }
    ~WebpWriter() {
        WebPMemoryWriterClear(&m_memory);
        WebPPictureFree(&m_picture);
    }
    WebpWriter(const WebpWriter&) = delete;
    WebpWriter& operator=(const WebpWriter&) = delete;

    bool write(const cv::Mat& pixels, std::optional<int> quality);
    ByteView bytes() const { return {m_memory.mem, m_memory.size}; }
    bool outOfMemory() const {
        return m_picture.error_code == VP8_ENC_ERROR_OUT_OF_MEMORY ||
               m_picture.error_code == VP8_ENC_ERROR_BITSTREAM_OUT_OF_MEMORY;
    }
    int errorCode() const { return m_picture.error_code; }

private:
    bool configure(std::optional<int> quality);

    WebPMemoryWriter m_memory{};
    WebPConfig m_config{};
    WebPPicture m_picture{};
    bool m_ready = false;
};

bool WebpWriter::configure(std::optional<int> quality) {
    if (!quality) {
        m_config.exact = 1;
        return WebPConfigLosslessPreset(&m_config, kLosslessEffort);
    }
    if (!WebPConfigPreset(&m_config, WEBP_PRESET_PHOTO, static_cast<float>(*quality))) return false;
    m_config.use_sharp_yuv = 1;
    return WebPValidateConfig(&m_config);
}

bool WebpWriter::write(const cv::Mat& pixels, std::optional<int> quality) {
    if (!m_ready || !configure(quality)) return false;
    m_picture.use_argb = 1;
    m_picture.width = pixels.cols;
    m_picture.height = pixels.rows;
    m_picture.writer = WebPMemoryWrite;
    m_picture.custom_ptr = &m_memory;
    const int stride = static_cast<int>(pixels.step);
    const bool imported = pixels.channels() == 4
                              ? WebPPictureImportRGBA(&m_picture, pixels.data, stride)
                              : WebPPictureImportRGB(&m_picture, pixels.data, stride);
    return imported && WebPEncode(&m_config, &m_picture);
}

// exiv2 corrupts simple WebP files when it sets a profile, so libwebpmux does it.
Result<Bytes> withProfile(ByteView encoded, ByteView profile) {
    const WebPData file{encoded.data(), encoded.size()};
    const WebPData chunk{profile.data(), profile.size()};
    const Mux mux(WebPMuxCreate(&file, 0), &WebPMuxDelete);
    WebPData assembled{};
    if (!mux || WebPMuxSetChunk(mux.get(), "ICCP", &chunk, 0) != WEBP_MUX_OK ||
        WebPMuxAssemble(mux.get(), &assembled) != WEBP_MUX_OK) {
        return encodingError(FileFormat::WebP, "the colour profile could not be added");
    }
    const std::unique_ptr<WebPData, decltype(&WebPDataClear)> owner(&assembled, &WebPDataClear);
    return Bytes(assembled.bytes, assembled.bytes + assembled.size);
}

}  // namespace

Result<HeaderInfo> readWebpHeader(ByteView file, const std::filesystem::path& name) {
    const auto features = readFeatures(file, name);
    if (!features) return features.error();
    HeaderInfo header;
    header.format = FileFormat::WebP;
    header.width = features->width;
    header.height = features->height;
    header.layout = features->has_alpha ? PixelLayout::Rgba : PixelLayout::Rgb;
    // An animation with a single frame is still laid out as one and needs the refusal.
    if (features->has_animation) header.frameCount = std::max(2, frameCount(file));
    return header;
}

Result<Photo> decodeWebp(ByteView file, const std::filesystem::path& name) {
    const auto features = readFeatures(file, name);
    if (!features) return features.error();
    return guardedPixelWork(name, [&] { return decodePixels(file, name, *features); });
}

Result<Bytes> encodeWebp(const cv::Mat& pixels, const WebpEncoding& encoding) {
    WebpWriter writer;
    if (!writer.write(pixels, encoding.quality)) {
        if (writer.outOfMemory()) return outOfMemoryError("the WebP output");
        return encodingError(FileFormat::WebP,
                             "libwebp error " + std::to_string(writer.errorCode()));
    }
    return guardedPixelWork("the WebP output", [&]() -> Result<Bytes> {
        if (!encoding.iccProfile.empty()) return withProfile(writer.bytes(), encoding.iccProfile);
        const ByteView bytes = writer.bytes();
        return Bytes(bytes.begin(), bytes.end());
    });
}

}  // namespace heirloom
