#include "core/metadata/webp_metadata.h"

#include <cstring>
#include <memory>
#include <string_view>

#include <webp/demux.h>
#include <webp/mux.h>

namespace heirloom {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view kExifName = "Exif\0\0"sv;

using Demuxer = std::unique_ptr<WebPDemuxer, decltype(&WebPDemuxDelete)>;
using Mux = std::unique_ptr<WebPMux, decltype(&WebPMuxDelete)>;

Bytes readChunk(const WebPDemuxer* demuxer, const char (&name)[5]) {
    WebPChunkIterator chunk{};
    Bytes content;
    if (WebPDemuxGetChunk(demuxer, name, 1, &chunk)) {
        content.assign(chunk.chunk.bytes, chunk.chunk.bytes + chunk.chunk.size);
    }
    WebPDemuxReleaseChunkIterator(&chunk);
    return content;
}

bool setChunk(WebPMux* mux, const char (&name)[5], ByteView content) {
    if (content.empty()) return true;
    const WebPData data{content.data(), content.size()};
    return WebPMuxSetChunk(mux, name, &data, 0) == WEBP_MUX_OK;
}

}  // namespace

WebpMetadata findWebpMetadata(ByteView file) {
    const WebPData data{file.data(), file.size()};
    WebPDemuxState state = WEBP_DEMUX_PARSE_ERROR;
    const Demuxer demuxer(WebPDemuxPartial(&data, &state), &WebPDemuxDelete);
    if (!demuxer) return {};
    WebpMetadata result;
    result.exif = readChunk(demuxer.get(), "EXIF");
    // Some writers keep JPEG's name in front of the block.
    if (result.exif.size() > kExifName.size() &&
        std::memcmp(result.exif.data(), kExifName.data(), kExifName.size()) == 0) {
        result.exif.erase(result.exif.begin(),
                          result.exif.begin() + static_cast<std::ptrdiff_t>(kExifName.size()));
    }
    const Bytes xmp = readChunk(demuxer.get(), "XMP ");
    result.xmp.assign(xmp.begin(), xmp.end());
    return result;
}

std::optional<Bytes> withWebpMetadata(ByteView file, ByteView exif, const std::string& xmp) {
    const WebPData data{file.data(), file.size()};
    const Mux mux(WebPMuxCreate(&data, 0), &WebPMuxDelete);
    const ByteView packet(reinterpret_cast<const std::uint8_t*>(xmp.data()), xmp.size());
    WebPData assembled{};
    if (!mux || !setChunk(mux.get(), "EXIF", exif) || !setChunk(mux.get(), "XMP ", packet) ||
        WebPMuxAssemble(mux.get(), &assembled) != WEBP_MUX_OK) {
        return std::nullopt;
    }
    const std::unique_ptr<WebPData, decltype(&WebPDataClear)> owner(&assembled, &WebPDataClear);
    return Bytes(assembled.bytes, assembled.bytes + assembled.size);
}

}  // namespace heirloom
