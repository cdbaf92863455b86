#include "tests/core/files/matrix_source.h"

#include <lcms2.h>

#include <opencv2/core.hpp>

#include "tests/support/exif_builder.h"
#include "tests/support/sample_photos.h"

namespace heirloom::test {

namespace {

cmsHPROFILE rgbProfileOf(const cmsCIExyYTRIPLE& primaries, cmsToneCurve* curve) {
    const cmsCIExyY white{0.3127, 0.3290, 1.0};
    cmsToneCurve* curves[3] = {curve, curve, curve};
    cmsHPROFILE profile = cmsCreateRGBProfile(&white, &primaries, curves);
    cmsFreeToneCurve(curve);
    return profile;
}

cmsHPROFILE openProfile(MatrixProfile kind) {
    const double srgb[] = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045};
    switch (kind) {
        case MatrixProfile::None: break;
        case MatrixProfile::Srgb: return cmsCreate_sRGBProfile();
        case MatrixProfile::DisplayP3:
            return rgbProfileOf({{0.680, 0.320, 1}, {0.265, 0.690, 1}, {0.150, 0.060, 1}},
                                cmsBuildParametricToneCurve(nullptr, 4, srgb));
        case MatrixProfile::AdobeRgb:
            return rgbProfileOf({{0.64, 0.33, 1}, {0.21, 0.71, 1}, {0.15, 0.06, 1}},
                                cmsBuildGamma(nullptr, 2.19921875));
        case MatrixProfile::GreyGamma22: {
            cmsToneCurve* curve = cmsBuildGamma(nullptr, 2.2);
            cmsHPROFILE profile = cmsCreateGrayProfile(cmsD50_xyY(), curve);
            cmsFreeToneCurve(curve);
            return profile;
        }
    }
    return nullptr;
}

// Tag 274 of the first directory of a little-endian TIFF, a SHORT.
void setTiffOrientation(Bytes& file, int orientation) {
    const auto number = [&](std::size_t at, int bytes) {
        std::size_t value = 0;
        for (int i = bytes - 1; i >= 0; --i)
            value = value << 8 | file[at + static_cast<std::size_t>(i)];
        return value;
    };
    const std::size_t directory = number(4, 4);
    for (std::size_t i = 0; i < number(directory, 2); ++i) {
        const std::size_t entry = directory + 2 + 12 * i;
        if (number(entry, 2) == 274) file[entry + 8] = static_cast<std::uint8_t>(orientation);
    }
}

}  // namespace

Bytes profileBytes(MatrixProfile kind) {
    cmsHPROFILE profile = openProfile(kind);
    if (!profile) return {};
    cmsUInt32Number size = 0;
    cmsSaveProfileToMem(profile, nullptr, &size);
    Bytes bytes(size);
    cmsSaveProfileToMem(profile, bytes.data(), &size);
    cmsCloseProfile(profile);
    return bytes;
}

Bytes matrixMakerNote() {
    Bytes note{'H', 'A', 'I', 'O', 'U', 0, 1, 0};
    for (std::uint32_t i = 0; note.size() < 60 * 1024; ++i) {
        note.push_back(static_cast<std::uint8_t>(i * 2654435761u >> 11));
    }
    return note;
}

Bytes matrixExif(int orientation) {
    using heirloom::testing::ExifDirectory;
    auto builder = heirloom::testing::cameraExif(orientation);
    builder.photo = ExifDirectory{};
    builder.photo.blob(0x9000, {'0', '2', '3', '2'})
        .rationals(0x829A, {1, 60})
        .shortValue(0x8827, 100)
        .text(0x9003, "1957:08:14 10:00:00")
        .text(0x9004, "2026:01:02 03:04:05")
        .blob(0x927C, matrixMakerNote())
        .longValue(0xA002, 4000)
        .longValue(0xA003, 3000)
        .text(0xA433, "Haiou")
        .text(0xA434, "Haiou-64 58mm");
    return builder.build();
}

Bytes matrixFile(const MatrixCase& kind, const cv::Mat& stored, const Bytes& profile) {
    Photo photo;
    photo.pixels = stored;
    photo.layout = kind.isGrey() ? PixelLayout::Gray : PixelLayout::Rgb;
    photo.iccProfile = profile;
    photo.source.resolution = PrintResolution{300, 300, PrintResolution::Unit::PerInch};
    std::vector<Message> warnings;
    auto file = embedMetadata(
        heirloom::testing::encoded(photo, kind.sourceFormat()), kind.sourceFormat(),
        {matrixExif(kind.orientation),
         kind.sourceFormat() == FileFormat::WebP ? Bytes{} : heirloom::testing::sampleIptc(),
         heirloom::testing::sampleXmp(kind.orientation)},
        warnings);
    EXPECT_TRUE(file.ok());
    EXPECT_TRUE(warnings.empty());
    if (kind.format == FileFormat::Tiff) setTiffOrientation(*file, kind.orientation);
    return std::move(*file);
}

cv::Mat uprightByDefinition(const cv::Mat& stored, int orientation) {
    cv::Mat picture = stored.clone();
    // Which corner the first row and the first column of the file show (Exif 2.32, 4.6.5).
    if (orientation >= 5) cv::transpose(picture, picture);
    switch (orientation) {
        case 2:
        case 6: cv::flip(picture, picture, 1); break;
        case 3:
        case 7: cv::flip(picture, picture, -1); break;
        case 4:
        case 8: cv::flip(picture, picture, 0); break;
        default: break;
    }
    return picture;
}

}  // namespace heirloom::test
