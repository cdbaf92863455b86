#include "tests/support/sample_photos.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <gtest/gtest.h>
#include <jpeglib.h>
#include <lcms2.h>
#include <tiffio.h>
#include <webp/encode.h>
#include <webp/mux.h>
#include <opencv2/core.hpp>

#include "core/image/tiff_stream.h"

namespace heirloom::testing {

namespace {

double sampleValue(int x, int y, int channel, int width, int height) {
    const double across = static_cast<double>(x) / width;
    const double down = static_cast<double>(y) / height;
    const double texture = ((x * 7 + y * 13 + channel * 29) % 17) / 170.0;
    switch (channel) {
        case 0: return 0.9 * across + texture;
        case 1: return 0.9 * down + texture;
        case 2: return 0.45 * (across + down) + texture;
        default: return 0.5 + 0.4 * across + texture;
    }
}

Bytes profileBytes(cmsHPROFILE profile) {
    cmsUInt32Number size = 0;
    cmsSaveProfileToMem(profile, nullptr, &size);
    Bytes bytes(size);
    cmsSaveProfileToMem(profile, bytes.data(), &size);
    cmsCloseProfile(profile);
    // Creation date and profile id.
    std::fill(bytes.begin() + 24, bytes.begin() + 36, std::uint8_t{0});
    std::fill(bytes.begin() + 84, bytes.begin() + 100, std::uint8_t{0});
    return bytes;
}

}  // namespace

cv::Mat samplePixels(int width, int height, PixelLayout layout, bool is16Bit) {
    const int channels = channelCount(layout);
    const double largest = is16Bit ? 65535.0 : 255.0;
    cv::Mat pixels(height, width, CV_MAKETYPE(is16Bit ? CV_16U : CV_8U, channels));
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            for (int c = 0; c < channels; ++c) {
                const bool alpha = hasAlpha(layout) && c == channels - 1;
                const double value = largest * sampleValue(x, y, alpha ? 3 : c, width, height);
                const int place = x * channels + c;
                if (is16Bit) {
                    pixels.ptr<std::uint16_t>(y)[place] = cv::saturate_cast<std::uint16_t>(value);
                } else {
                    pixels.ptr<std::uint8_t>(y)[place] = cv::saturate_cast<std::uint8_t>(value);
                }
            }
        }
    }
    return pixels;
}

Photo samplePhoto(int width, int height, PixelLayout layout, bool is16Bit, FileFormat format) {
    Photo photo;
    photo.pixels = samplePixels(width, height, layout, is16Bit);
    photo.layout = layout;
    photo.source.format = format;
    photo.source.bitsPerSample = is16Bit ? 16 : 8;
    return photo;
}

Bytes rgbProfile() {
    cmsCIExyY white;
    cmsWhitePointFromTemp(&white, 5003);
    const cmsCIExyYTRIPLE primaries{{0.64, 0.33, 1.0}, {0.21, 0.71, 1.0}, {0.15, 0.06, 1.0}};
    cmsToneCurve* curve = cmsBuildGamma(nullptr, 1.8);
    cmsToneCurve* curves[3] = {curve, curve, curve};
    cmsHPROFILE profile = cmsCreateRGBProfile(&white, &primaries, curves);
    cmsFreeToneCurve(curve);
    return profileBytes(profile);
}

Bytes greyProfile() {
    cmsToneCurve* curve = cmsBuildGamma(nullptr, 1.8);
    cmsHPROFILE profile = cmsCreateGrayProfile(cmsD50_xyY(), curve);
    cmsFreeToneCurve(curve);
    return profileBytes(profile);
}

Bytes cmykProfile() {
    cmsHPROFILE profile = cmsCreateProfilePlaceholder(nullptr);
    cmsSetProfileVersion(profile, 2.4);
    cmsSetDeviceClass(profile, cmsSigOutputClass);
    cmsSetColorSpace(profile, cmsSigCmykData);
    cmsSetPCS(profile, cmsSigLabData);
    cmsPipeline* pipeline = cmsPipelineAlloc(nullptr, 4, 3);
    cmsStage* table = cmsStageAllocCLut16bit(nullptr, 9, 4, 3, nullptr);
    cmsStageSampleCLut16bit(
        table,
        [](const cmsUInt16Number in[], cmsUInt16Number out[], void*) -> cmsInt32Number {
            const double black = in[3] / 65535.0;
            const double c = in[0] / 65535.0;
            const double m = in[1] / 65535.0;
            const double y = in[2] / 65535.0;
            const cmsCIELab lab{(100 - 30 * c - 50 * m - 10 * y) * (1 - 0.9 * black),
                                60 * (m - c) * (1 - black), 60 * (y - 0.5 * c) * (1 - black)};
            cmsFloat2LabEncodedV2(out, &lab);
            return TRUE;
        },
        nullptr, 0);
    cmsPipelineInsertStage(pipeline, cmsAT_BEGIN, table);
    cmsWriteTag(profile, cmsSigAToB0Tag, pipeline);
    cmsPipelineFree(pipeline);
    cmsWriteTag(profile, cmsSigMediaWhitePointTag, cmsD50_XYZ());
    return profileBytes(profile);
}

Bytes encoded(const Photo& photo, FileFormat format, const EncodeOptions& options) {
    EncodeOptions wanted = options;
    wanted.format = format;
    auto result = encodePhoto(photo, wanted);
    if (!result) {
        ADD_FAILURE() << result.error().text() << " / " << result.error().detail;
        return {};
    }
    return result->file;
}

Bytes plainJpeg(const cv::Mat& pixels, const JpegRecipe& recipe) {
    jpeg_compress_struct info{};
    jpeg_error_mgr errors{};
    info.err = jpeg_std_error(&errors);
    jpeg_create_compress(&info);
    unsigned char* data = nullptr;
    unsigned long size = 0;
    jpeg_mem_dest(&info, &data, &size);
    info.image_width = static_cast<JDIMENSION>(pixels.cols);
    info.image_height = static_cast<JDIMENSION>(pixels.rows);
    info.input_components = pixels.channels();
    info.in_color_space = pixels.channels() == 1   ? JCS_GRAYSCALE
                          : pixels.channels() == 3 ? JCS_RGB
                                                   : JCS_CMYK;
    jpeg_set_defaults(&info);
    jpeg_set_quality(&info, recipe.quality, TRUE);
    if (pixels.channels() == 3) {
        info.comp_info[0].h_samp_factor = recipe.horizontalSampling;
        info.comp_info[0].v_samp_factor = recipe.verticalSampling;
    }
    if (recipe.progressive) jpeg_simple_progression(&info);
    info.write_Adobe_marker = pixels.channels() == 4 && recipe.adobeMarker;
    jpeg_start_compress(&info, TRUE);
    if (!recipe.iccProfile.empty()) {
        jpeg_write_icc_profile(&info, recipe.iccProfile.data(),
                               static_cast<unsigned>(recipe.iccProfile.size()));
    }
    while (info.next_scanline < info.image_height) {
        auto* row = const_cast<JSAMPROW>(pixels.ptr(static_cast<int>(info.next_scanline)));
        jpeg_write_scanlines(&info, &row, 1);
    }
    jpeg_finish_compress(&info);
    jpeg_destroy_compress(&info);
    Bytes bytes(data, data + size);
    std::free(data);
    return bytes;
}

Bytes tiffOfPages(const std::vector<TiffPage>& pages) {
    TiffStream stream;
    TiffHandle tiff = stream.openForWriting(false);
    for (const TiffPage& page : pages) {
        TIFFSetField(tiff.get(), TIFFTAG_SUBFILETYPE, page.isThumbnail ? FILETYPE_REDUCEDIMAGE : 0);
        TIFFSetField(tiff.get(), TIFFTAG_IMAGEWIDTH, page.pixels.cols);
        TIFFSetField(tiff.get(), TIFFTAG_IMAGELENGTH, page.pixels.rows);
        TIFFSetField(tiff.get(), TIFFTAG_BITSPERSAMPLE, 8);
        TIFFSetField(tiff.get(), TIFFTAG_SAMPLESPERPIXEL, page.pixels.channels());
        TIFFSetField(tiff.get(), TIFFTAG_PHOTOMETRIC,
                     page.pixels.channels() == 1 ? PHOTOMETRIC_MINISBLACK : PHOTOMETRIC_RGB);
        TIFFSetField(tiff.get(), TIFFTAG_ROWSPERSTRIP, page.pixels.rows);
        for (int y = 0; y < page.pixels.rows; ++y) {
            std::vector<std::uint8_t> row(
                page.pixels.ptr(y),
                page.pixels.ptr(y) +
                    static_cast<std::size_t>(page.pixels.cols) * page.pixels.elemSize());
            TIFFWriteScanline(tiff.get(), row.data(), static_cast<std::uint32_t>(y), 0);
        }
        TIFFWriteDirectory(tiff.get());
    }
    tiff.reset();
    return stream.takeBytes();
}

Bytes animatedWebp(int frames) {
    WebPAnimEncoderOptions options;
    WebPAnimEncoderOptionsInit(&options);
    WebPAnimEncoder* encoder = WebPAnimEncoderNew(32, 24, &options);
    WebPConfig config;
    WebPConfigInit(&config);
    for (int i = 0; i < frames; ++i) {
        WebPPicture picture;
        WebPPictureInit(&picture);
        picture.use_argb = 1;
        picture.width = 32;
        picture.height = 24;
        const cv::Mat pixels = samplePixels(32, 24, PixelLayout::Rgb) * (1.0 / (i + 1));
        WebPPictureImportRGB(&picture, pixels.data, static_cast<int>(pixels.step));
        WebPAnimEncoderAdd(encoder, &picture, i * 100, &config);
        WebPPictureFree(&picture);
    }
    WebPAnimEncoderAdd(encoder, nullptr, frames * 100, nullptr);
    WebPData data;
    WebPDataInit(&data);
    WebPAnimEncoderAssemble(encoder, &data);
    Bytes bytes(data.bytes, data.bytes + data.size);
    WebPDataClear(&data);
    WebPAnimEncoderDelete(encoder);
    return bytes;
}

int warningsAbout(const std::vector<Message>& warnings, const std::string& text) {
    int count = 0;
    for (const Message& warning : warnings) {
        if (warning.text().find(text) != std::string::npos) ++count;
    }
    return count;
}

std::string nameOf(PixelLayout layout) {
    switch (layout) {
        case PixelLayout::Gray: return "Gray";
        case PixelLayout::GrayAlpha: return "GrayAlpha";
        case PixelLayout::Rgb: return "Rgb";
        case PixelLayout::Rgba: return "Rgba";
    }
    return {};
}

}  // namespace heirloom::testing
