#include <array>

#include "core/image/encode.h"
#include "core/metadata/metadata.h"
#include "tests/fuzz/targets.h"

namespace heirloom::fuzz {

namespace {

constexpr std::array<FileFormat, 5> kFormats = {FileFormat::Jpeg, FileFormat::Png, FileFormat::WebP,
                                                FileFormat::Tiff, FileFormat::Bmp};

Bytes smallPicture(FileFormat format) {
    Photo photo;
    photo.pixels = cv::Mat(8, 8, CV_8UC3, cv::Scalar(90, 120, 150));
    EncodeOptions options;
    options.format = format;
    const auto written = encodePhoto(photo, options);
    require(written.ok(), "a plain picture can be encoded");
    return written->file;
}

const Bytes& pictureOf(std::size_t format) {
    static const std::array<Bytes, kFormats.size()> pictures = [] {
        std::array<Bytes, kFormats.size()> made;
        for (std::size_t i = 0; i < made.size(); ++i) made[i] = smallPicture(kFormats[i]);
        return made;
    }();
    return pictures[format];
}

// kind 0 and 4...7: a picture; 1, 2, 3: one block by itself.
MetadataBlocks blocksFrom(ByteView input, int kind, FileFormat format) {
    MetadataBlocks blocks;
    std::vector<Message> warnings;
    switch (kind) {
        case 1: blocks.exif.assign(input.begin(), input.end()); break;
        case 2: blocks.iptc.assign(input.begin(), input.end()); break;
        case 3: blocks.xmp.assign(input.begin(), input.end()); break;
        default: blocks = readMetadata(input, format, warnings);
    }
    return blocks;
}

}  // namespace

void runMetadata(ByteView input) {
    if (input.empty()) return;
    const std::uint8_t choice = input[0];
    const std::size_t format = choice % kFormats.size();
    const auto policy = static_cast<MetadataPolicy>(choice / 5 % 3);
    const int kind = choice / 15 % 8;
    const MetadataBlocks blocks = blocksFrom(input.subspan(1), kind, kFormats[format]);
    const int orientation = orientationOf(blocks);
    require(orientation >= 1 && orientation <= 8, "an orientation from 1 to 8");
    (void)summarise(blocks);

    MetadataUpdate update;
    update.policy = policy;
    update.width = 8;
    update.height = 8;
    update.software = "Heirloom";
    std::vector<Message> warnings;
    const MetadataBlocks updated = updatedMetadata(blocks, update, warnings);
    require(orientationOf(updated) == 1, "the result is upright");
    if (policy != MetadataPolicy::Keep) {
        require(!summarise(updated).hasGps, "the place is gone");
    }
    const auto file = embedMetadata(pictureOf(format), kFormats[format], updated, warnings);
    if (file) (void)readMetadata(*file, kFormats[format], warnings);
}

}  // namespace heirloom::fuzz
