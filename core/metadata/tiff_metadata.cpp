#include "core/metadata/tiff_metadata.h"

#include "core/metadata/exif_block.h"

namespace heirloom {

namespace {

// AutoPtr in exiv2 0.27, UniquePtr in 0.28.
auto openTiff(ByteView file) {
    auto image = Exiv2::ImageFactory::open(file.data(), static_cast<long>(file.size()));
    image->readMetadata();
    return image;
}

Bytes encodeIptc(const Exiv2::IptcData& data) {
    if (data.empty()) return {};
    const Exiv2::DataBuf buffer = Exiv2::IptcParser::encode(data);
    return Bytes(buffer.pData_, buffer.pData_ + buffer.size_);
}

Bytes encodeTags(const Exiv2::ExifData& all, Exiv2::ByteOrder byteOrder) {
    DecodedExif exif{all, byteOrder};
    eraseLayoutTags(exif.data, LayoutTags::OfTiff);
    if (exif.data.empty()) return {};
    return encodeExif(exif, {}).value_or(Bytes{});
}

// exiv2 takes these for tags of the picture and never adds them; the encoder writes them.
bool isResolution(const Exiv2::Exifdatum& datum) {
    return datum.groupName() == "Image" &&
           (datum.tag() == 282 || datum.tag() == 283 || datum.tag() == 296);
}

void mergeTags(const DecodedExif& exif, Exiv2::ExifData& target) {
    for (const auto& datum : exif.data) {
        if (isTiffLayoutTag(datum) || isResolution(datum)) continue;
        const Exiv2::ExifKey key(datum.key());
        const auto existing = target.findKey(key);
        // What the encoder wrote is right, also after turning the photo.
        if (existing != target.end() && datum.groupName() == "Image") continue;
        target.add(datum);
    }
}

Bytes contentOf(Exiv2::BasicIo& io) {
    Bytes bytes(static_cast<std::size_t>(io.size()));
    io.seek(0, Exiv2::BasicIo::beg);
    const auto count = io.read(bytes.data(), static_cast<long>(bytes.size()));
    if (count < 0 || static_cast<std::size_t>(count) != bytes.size()) return {};
    return bytes;
}

}  // namespace

bool isBigTiff(ByteView file) {
    return file.size() > 4 && (file[2] == 43 || file[3] == 43);
}

std::optional<MetadataBlocks> findTiffMetadata(ByteView file) {
    return guardedExiv2([&]() -> std::optional<MetadataBlocks> {
        const auto image = openTiff(file);
        MetadataBlocks blocks;
        const auto byteOrder =
            image->byteOrder() == Exiv2::bigEndian ? Exiv2::bigEndian : Exiv2::littleEndian;
        blocks.exif = encodeTags(image->exifData(), byteOrder);
        blocks.iptc = encodeIptc(image->iptcData());
        if (!image->xmpData().empty()) {
            blocks.xmp = image->xmpPacket().empty()
                             ? encodeXmp(image->xmpData()).value_or(std::string{})
                             : image->xmpPacket();
        }
        return blocks;
    });
}

std::optional<Bytes> withTiffMetadata(ByteView file, const MetadataBlocks& blocks) {
    return guardedExiv2([&]() -> std::optional<Bytes> {
        const auto image = openTiff(file);
        if (const auto exif = decodeExif(blocks.exif)) mergeTags(*exif, image->exifData());
        if (!blocks.iptc.empty()) {
            Exiv2::IptcData iptc;
            if (Exiv2::IptcParser::decode(iptc, blocks.iptc.data(),
                                          static_cast<std::uint32_t>(blocks.iptc.size())) == 0) {
                image->setIptcData(iptc);
            }
        }
        if (const auto xmp = decodeXmp(blocks.xmp); xmp && !blocks.xmp.empty()) {
            image->setXmpData(*xmp);
        }
        image->writeMetadata();
        Bytes result = contentOf(image->io());
        if (result.empty()) return std::nullopt;
        return result;
    });
}

}  // namespace heirloom
