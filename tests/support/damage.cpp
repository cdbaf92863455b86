#include "tests/support/damage.h"

#include <cstring>

#include "core/image/encode.h"
#include "tests/support/exif_builder.h"
#include "tests/support/sample_photos.h"

namespace heirloom::testing {

namespace {

std::uint32_t little(const Bytes& file, std::size_t place, int bytes) {
    std::uint32_t value = 0;
    for (int i = bytes - 1; i >= 0; --i) value = value << 8 | file[place + std::size_t(i)];
    return value;
}

Photo completePhoto(FileFormat format, PixelLayout layout) {
    Photo photo = samplePhoto(61, 47, layout, false, format);
    photo.iccProfile = rgbProfile();
    photo.metadata.exif = cameraExif(6).build();
    photo.metadata.iptc = sampleIptc();
    photo.metadata.xmp = sampleXmp(6);
    return photo;
}

std::vector<std::size_t> placesInPng(const Bytes& file) {
    std::vector<std::size_t> places;
    for (std::size_t place = 8; place < file.size(); place += place < 64 ? 1 : 13) {
        places.push_back(place);
    }
    for (std::size_t place = file.size() - 16; place < file.size(); ++place) {
        places.push_back(place);
    }
    return places;
}

// The 0xFF of every segment in front of the pixels, and of the end mark. Metadata behind a
// broken marker would vanish, tables make the pixels wrong.
std::vector<std::size_t> placesInJpeg(const Bytes& file) {
    std::vector<std::size_t> places;
    std::size_t position = 2;
    while (position + 4 <= file.size() && file[position] == 0xFF) {
        places.push_back(position);
        if (file[position + 1] == 0xDA) break;
        position += 2 + (std::size_t{file[position + 2]} << 8 | file[position + 3]);
    }
    places.push_back(file.size() - 2);
    return places;
}

// The high bytes, which throw an offset out of the file.
std::vector<std::size_t> placesInTiff(const Bytes& file) {
    std::vector<std::size_t> places = {7};
    const std::size_t directory = little(file, 4, 4);
    const std::size_t count = little(file, directory, 2);
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t entry = directory + 2 + 12 * i;
        const std::uint32_t type = little(file, entry + 2, 2);
        const std::uint32_t values = little(file, entry + 4, 4);
        const std::uint32_t size = type == 3 ? 2 : type == 4 ? 4 : type == 5 ? 8 : 1;
        const std::uint32_t tag = little(file, entry, 2);
        if (size * values > 4 || tag == 273 || tag == 34665) places.push_back(entry + 11);
    }
    places.push_back(directory + 2 + 12 * count + 3);
    return places;
}

std::vector<std::size_t> placesInWebp(const Bytes& file) {
    std::vector<std::size_t> places = {4, 5, 6, 7};
    for (std::size_t chunk = 12; chunk + 8 <= file.size();) {
        const std::size_t size = little(file, chunk + 4, 4);
        for (std::size_t i = 4; i < 8; ++i) places.push_back(chunk + i);
        chunk += 8 + size + size % 2;
    }
    return places;
}

std::vector<std::size_t> placesIn(const Bytes& file, FileFormat format) {
    switch (format) {
        case FileFormat::Jpeg: return placesInJpeg(file);
        case FileFormat::Png: return placesInPng(file);
        case FileFormat::Tiff: return placesInTiff(file);
        case FileFormat::WebP: return placesInWebp(file);
        case FileFormat::Bmp: return {10 + 3, 18 + 3};
    }
    return {};
}

DamageCase damageCase(std::string name, FileFormat format, Bytes file) {
    std::vector<std::size_t> places = placesIn(file, format);
    return {std::move(name), format, std::move(file), std::move(places)};
}

Bytes completeWebp(PixelLayout layout, bool lossy) {
    EncodeOptions options;
    if (lossy) options.quality = 80;
    return encoded(completePhoto(FileFormat::WebP, layout), FileFormat::WebP, options);
}

Bytes tiffCompressedBy(int compression) {
    Photo photo = completePhoto(FileFormat::Tiff, PixelLayout::Rgb);
    photo.source.tiff = TiffCoding{compression};
    return encoded(photo, FileFormat::Tiff);
}

}  // namespace

Bytes photoWithEverything(FileFormat format) {
    return encoded(completePhoto(format, PixelLayout::Rgb), format);
}

std::vector<DamageCase> damageCases() {
    const cv::Mat pixels = samplePixels(61, 47, PixelLayout::Rgb);
    JpegRecipe progressive;
    progressive.progressive = true;
    return {
        damageCase("Jpeg", FileFormat::Jpeg, photoWithEverything(FileFormat::Jpeg)),
        damageCase("ProgressiveJpeg", FileFormat::Jpeg, plainJpeg(pixels, progressive)),
        damageCase("CmykJpeg", FileFormat::Jpeg,
                   plainJpeg(samplePixels(61, 47, PixelLayout::Rgba))),
        damageCase("Png", FileFormat::Png, photoWithEverything(FileFormat::Png)),
        damageCase("PlainPng", FileFormat::Png,
                   encoded(samplePhoto(61, 47, PixelLayout::Rgba, true), FileFormat::Png)),
        damageCase("LosslessWebp", FileFormat::WebP, completeWebp(PixelLayout::Rgb, false)),
        damageCase("LossyWebp", FileFormat::WebP, completeWebp(PixelLayout::Rgb, true)),
        damageCase("LossyWebpWithAlpha", FileFormat::WebP, completeWebp(PixelLayout::Rgba, true)),
        damageCase("PlainTiff", FileFormat::Tiff, tiffOfPages({{pixels}})),
        damageCase("UncompressedTiff", FileFormat::Tiff, tiffCompressedBy(1)),
        damageCase("LzwTiff", FileFormat::Tiff, tiffCompressedBy(5)),
        damageCase("DeflateTiff", FileFormat::Tiff, tiffCompressedBy(8)),
        damageCase("Bmp", FileFormat::Bmp, photoWithEverything(FileFormat::Bmp)),
        damageCase("PlainBmp", FileFormat::Bmp,
                   encoded(samplePhoto(61, 47, PixelLayout::Rgb), FileFormat::Bmp)),
    };
}

}  // namespace heirloom::testing
