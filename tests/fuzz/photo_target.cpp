#include "core/image/decode.h"
#include "core/image/encode.h"
#include "core/image/reduced_jpeg.h"
#include "tests/fuzz/targets.h"

namespace heirloom::fuzz {

namespace {

constexpr double kMegapixels = 0.25;
constexpr std::size_t kMostPixelsToEncode = 2500;

void checkPhoto(const Photo& photo) {
    require(photo.width() > 0 && photo.height() > 0, "a photo has pixels");
    require(photo.pixels.channels() == channelCount(photo.layout), "pixels fit their layout");
    require(photo.pixels.depth() == CV_8U || photo.pixels.depth() == CV_16U, "8 or 16 bits");
    require(photo.source.orientation >= 1 && photo.source.orientation <= 8, "an orientation");
    require(!photo.source.damaged || !photo.source.warnings.empty(), "damage is reported");
}

void checkEncoding(const Photo& photo) {
    const auto written = encodePhoto(photo, {});
    require(written || written.error().code == ErrorCode::OutOfMemory,
            "what was decoded can be encoded");
}

}  // namespace

void runPhoto(ByteView input) {
    DecodeLimits limits;
    limits.maxMegapixels = kMegapixels;
    const auto header = readHeader(input, "fuzz");
    const auto photo = decodePhoto(input, "fuzz", limits);
    require(header || !photo, "the header check comes first");
    if (!photo) {
        require(!photo.error().text().empty(), "an error has a text");
        return;
    }
    checkPhoto(*photo);
    require(header->width * static_cast<double>(header->height) <= kMegapixels * 1e6,
            "the limits hold");
    if (photo->source.format == FileFormat::Jpeg) {
        (void)decodeReducedJpeg(input, "fuzz", 64, limits);
    }
    if (photo->pixels.total() <= kMostPixelsToEncode) checkEncoding(*photo);
}

}  // namespace heirloom::fuzz
