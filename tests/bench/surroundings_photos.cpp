// The pictures of surroundings_bench, and libjpeg-turbo's own speed.
#include <algorithm>
#include <cstdio>  // before jpeglib.h, which needs FILE
#include <cstdlib>
#include <string>

#include <jpeglib.h>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/face/align.h"
#include "core/image/decode.h"
#include "core/metadata/metadata.h"
#include "tests/bench/surroundings_bench.h"
#include "tests/support/exif_builder.h"
#include "tests/support/fakes.h"
#include "tests/support/shared_data.h"

namespace heirloom::bench {

namespace {

constexpr int kQuality = 92;
constexpr int kFaceSide = 512;

struct Decompressor {
    Decompressor() {
        info.err = jpeg_std_error(&errors);
        jpeg_create_decompress(&info);
    }
    ~Decompressor() { jpeg_destroy_decompress(&info); }
    Decompressor(const Decompressor&) = delete;
    Decompressor& operator=(const Decompressor&) = delete;

    void readHeader(ByteView file) {
        jpeg_mem_src(&info, file.data(), static_cast<unsigned long>(file.size()));
        jpeg_read_header(&info, TRUE);
    }

    void decode(ByteView file, cv::Mat& pixels) {
        readHeader(file);
        info.out_color_space = info.num_components == 1 ? JCS_GRAYSCALE : JCS_RGB;
        jpeg_start_decompress(&info);
        pixels.create(static_cast<int>(info.output_height), static_cast<int>(info.output_width),
                      CV_8UC(info.output_components));
        while (info.output_scanline < info.output_height) {
            JSAMPROW row = pixels.ptr(static_cast<int>(info.output_scanline));
            jpeg_read_scanlines(&info, &row, 1);
        }
        jpeg_finish_decompress(&info);
    }

    jpeg_error_mgr errors{};
    jpeg_decompress_struct info{};
};

// like: of a file whose header was read, for its tables and subsampling; null: kQuality, 4:2:0.
Bytes encoded(const cv::Mat& pixels, Decompressor* like) {
    jpeg_error_mgr errors{};
    jpeg_compress_struct info{};
    info.err = jpeg_std_error(&errors);
    jpeg_create_compress(&info);
    unsigned char* bytes = nullptr;
    unsigned long size = 0;
    jpeg_mem_dest(&info, &bytes, &size);
    info.image_width = static_cast<JDIMENSION>(pixels.cols);
    info.image_height = static_cast<JDIMENSION>(pixels.rows);
    info.input_components = pixels.channels();
    info.in_color_space = pixels.channels() == 1 ? JCS_GRAYSCALE : JCS_RGB;
    if (like != nullptr) {
        jpeg_copy_critical_parameters(&like->info, &info);
        info.in_color_space = pixels.channels() == 1 ? JCS_GRAYSCALE : JCS_RGB;
        info.input_components = pixels.channels();
    } else {
        jpeg_set_defaults(&info);
        jpeg_set_quality(&info, kQuality, TRUE);
    }
    jpeg_start_compress(&info, TRUE);
    while (info.next_scanline < info.image_height) {
        auto* row = const_cast<JSAMPROW>(pixels.ptr(static_cast<int>(info.next_scanline)));
        jpeg_write_scanlines(&info, &row, 1);
    }
    jpeg_finish_compress(&info);
    Bytes file(bytes, bytes + size);
    std::free(bytes);
    jpeg_destroy_compress(&info);
    return file;
}

// A face of the shared data, or a drawn one.
cv::Mat facePicture(std::size_t number) {
    if (const auto shared = test::sharedDirectory()) {
        char name[32];
        std::snprintf(name, sizeof name, "%04zu.jpg", number + 1);
        auto photo = readPhoto(*shared / "data" / "faces" / name, {});
        if (photo && photo->pixels.size() == cv::Size(kFaceSide, kFaceSide)) return photo->pixels;
    }
    cv::Mat drawn(kFaceSide, kFaceSide, CV_8UC3, cv::Scalar(150, 140, 130));
    const Landmarks points = templateLandmarks(CropTemplate::Ffhq, kFaceSide);
    test::drawFace(drawn, (points[0] + points[1]) * 0.5f, cv::norm(points[1] - points[0]));
    return drawn;
}

// Soft shapes of many sizes, as leaves, cloth and walls out of focus have.
cv::Mat background(cv::Size size) {
    cv::RNG random(11);
    cv::Mat sum(size, CV_32FC3, cv::Scalar(118, 112, 104));
    for (const int cell : {6, 24, 96, 384}) {
        cv::Mat coarse(size.height / cell + 2, size.width / cell + 2, CV_32FC3), fine;
        random.fill(coarse, cv::RNG::NORMAL, 0.0, cell == 6 ? 5.0 : 16.0);
        cv::resize(coarse, fine, size, 0, 0, cv::INTER_CUBIC);
        sum += fine;
    }
    cv::Mat pixels;
    sum.convertTo(pixels, CV_8U);
    return pixels;
}

void paste(cv::Mat& pixels, const cv::Mat& picture, const Face& face) {
    const auto cropFromPicture =
        photoFromCropOf(face.landmarks, CropTemplate::Ffhq, picture.cols).value();
    const cv::Rect rect = coveredRect(cropFromPicture, picture.cols, pixels.size());
    cv::Matx23d move = cropFromPicture;
    move(0, 2) -= rect.x;
    move(1, 2) -= rect.y;
    cv::warpAffine(picture, pixels(rect), move, rect.size(), cv::INTER_CUBIC,
                   cv::BORDER_TRANSPARENT);
}

// What a sensor adds at a low ISO.
void addNoise(cv::Mat& pixels, double sigma) {
    cv::RNG random(5);
    cv::Mat strip;
    for (int y = 0; y < pixels.rows; y += 64) {
        cv::Mat rows = pixels.rowRange(y, std::min(pixels.rows, y + 64));
        strip.create(rows.size(), CV_MAKETYPE(CV_16S, rows.channels()));
        random.fill(strip, cv::RNG::NORMAL, 0.0, sigma);
        cv::add(rows, strip, rows, cv::noArray(), CV_8U);
    }
}

cv::Mat scene(cv::Size size, const std::vector<Face>& faces, double noise) {
    cv::Mat pixels = background(size);
    for (std::size_t i = 0; i < faces.size(); ++i) paste(pixels, facePicture(i), faces[i]);
    addNoise(pixels, noise);
    return pixels;
}

Bytes withCameraExif(Bytes file) {
    MetadataBlocks blocks;
    blocks.exif = testing::cameraExif().build();
    std::vector<Message> warnings;
    return embedMetadata(std::move(file), FileFormat::Jpeg, blocks, warnings).value();
}

}  // namespace

std::vector<Face> facesOfThePhoto() {
    return {test::faceAt({1500, 1500}, 900, 10.0), test::faceAt({2500, 1700}, 1000, -8.0),
            test::faceAt({4300, 2200}, 1800)};
}

Bytes cameraPhoto(const std::vector<Face>& faces) {
    return withCameraExif(encoded(scene({6000, 4000}, faces, 1.6), nullptr));
}

// As many and as large as those of the Solvay conference of 1927, in three rows.
std::vector<Face> facesOfTheGroup() {
    std::vector<Face> faces;
    for (int i = 0; i < 29; ++i) {
        const int row = i < 9 ? 0 : (i < 18 ? 1 : 2);
        const int column = i - row * 9;
        faces.push_back(test::faceAt({150.0f + 190.0f * static_cast<float>(column),
                                      300.0f + 300.0f * static_cast<float>(row)},
                                     190, -6.0 + i % 5 * 3.0));
    }
    return faces;
}

Bytes groupPhoto(const std::vector<Face>& faces) {
    cv::Mat grey;
    cv::cvtColor(scene({2400, 1700}, faces, 4.0), grey, cv::COLOR_RGB2GRAY);
    return encoded(grey, nullptr);
}

JpegSeconds timeJpegLibrary(ByteView file) {
    static cv::Mat pixels;  // made once, as a program that reads one photo after another does
    JpegSeconds seconds;
    Decompressor decompressor;
    const ProcessorClock processor;
    const Clock decoding;
    decompressor.decode(file, pixels);
    seconds.decode = decoding.seconds();
    Decompressor header;
    header.readHeader(file);
    const Clock encoding;
    const Bytes again = encoded(pixels, &header);
    seconds.encode = encoding.seconds();
    seconds.processor = processor.seconds();
    if (again.empty()) std::abort();
    return seconds;
}

}  // namespace heirloom::bench
