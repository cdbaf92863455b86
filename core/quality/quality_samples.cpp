#include "core/quality/quality_samples.h"

#include <algorithm>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/face/align.h"
#include "core/image/area_average.h"
#include "core/image/pixel_access.h"

namespace heirloom {

namespace {

constexpr int kReducedSide = 1024;
constexpr int kTileSide = 192;
constexpr int kTilesAcross = 5;
constexpr int kGrid = 8;
constexpr std::size_t kMostFaces = 12;
constexpr int kCropSide = 256;
// Smaller surroundings hold too few blocks for the noise.
constexpr int kSmallestSurroundings = 120;
// A crop is about this much larger than the box of its face.
constexpr double kCropFromBox = 1.5;
// A picture without faces that is shorter than this lacks pixels.
constexpr double kEnoughPixels = 700.0;

cv::Mat luma8(const cv::Mat& rgb) {
    cv::Mat grey, out;
    cv::cvtColor(rgb, grey, cv::COLOR_RGB2GRAY);
    grey.convertTo(out, CV_32F);
    return out;
}

// Origins of tiles along one side.
std::vector<int> tileOrigins(int length) {
    std::vector<int> origins;
    const int room = std::max(0, length - kTileSide);
    const int count = std::clamp(length / kTileSide, 1, kTilesAcross);
    for (int i = 0; i < count; ++i) {
        const int at = count == 1 ? room / 2 : room * i / (count - 1);
        origins.push_back(at / kGrid * kGrid);
    }
    return origins;
}

double cropSideOf(const Face& face) {
    const auto photoFromCrop = photoFromCropOf(face.landmarks, CropTemplate::Ffhq, kCropSide);
    if (photoFromCrop) return kCropSide * scaleOf(*photoFromCrop);
    return kCropFromBox * std::max(face.box.width, face.box.height);
}

// A square of at least the given side round the face, within the photo.
cv::Rect surroundings(const Photo& photo, const Face& face, double side) {
    const cv::Point2f centre = (face.box.tl() + face.box.br()) * 0.5f;
    const int length = std::max(kSmallestSurroundings, cvRound(side));
    const cv::Rect square(cvRound(centre.x) - length / 2, cvRound(centre.y) - length / 2, length,
                          length);
    return square & cv::Rect(0, 0, photo.width(), photo.height());
}

cv::Rect scaled(const cv::Rect2f& rect, double scale, cv::Point origin) {
    const cv::Point2d tl((rect.x - float(origin.x)) * scale, (rect.y - float(origin.y)) * scale);
    return {cvRound(tl.x), cvRound(tl.y), cvRound(rect.width * scale),
            cvRound(rect.height * scale)};
}

}  // namespace

cv::Mat reducedRgb(const Photo& photo) {
    const double scale =
        std::min(1.0, double(kReducedSide) / std::max(photo.width(), photo.height()));
    return rgb8(resizedPixels(photo, scale), photo.layout);
}

std::vector<cv::Mat> ownPixelTiles(const Photo& photo) {
    const cv::Rect whole(0, 0, photo.width(), photo.height());
    std::vector<cv::Mat> tiles;
    for (const int y : tileOrigins(photo.height())) {
        for (const int x : tileOrigins(photo.width())) {
            const cv::Rect tile = cv::Rect(x, y, kTileSide, kTileSide) & whole;
            tiles.push_back(luma8(rgb8(photo.pixels(tile), photo.layout)));
        }
    }
    return tiles;
}

std::vector<QualitySample> faceSamples(const Photo& photo, const std::vector<Face>& faces) {
    std::vector<Face> largest = faces;
    std::stable_sort(largest.begin(), largest.end(),
                     [](const Face& a, const Face& b) { return a.box.area() > b.box.area(); });
    if (largest.size() > kMostFaces) largest.resize(kMostFaces);
    std::vector<QualitySample> samples;
    for (const Face& face : largest) {
        const double side = std::max(1.0, cropSideOf(face));
        const cv::Rect rect = surroundings(photo, face, side);
        const double scale = std::min(1.0, kCropSide / side);
        if (rect.width * scale < 16 || rect.height * scale < 16) continue;
        cv::Mat pixels = photo.pixels(rect);
        if (scale < 1.0) {
            pixels =
                averagedDown(pixels, {cvRound(rect.width * scale), cvRound(rect.height * scale)});
        }
        QualitySample sample;
        sample.luma = luma8(rgb8(pixels, photo.layout));
        const cv::Rect all(cv::Point(), sample.luma.size());
        sample.centre = scaled(face.box, scale, rect.tl()) & all;
        if (sample.centre.empty()) sample.centre = all;
        sample.enlargement = std::max(1.0, kCropSide / side);
        samples.push_back(sample);
    }
    return samples;
}

QualitySample pictureSample(const cv::Mat& grey) {
    QualitySample sample;
    grey.convertTo(sample.luma, CV_32F);
    sample.centre = cv::Rect(cv::Point(), grey.size());
    sample.enlargement = std::max(1.0, kEnoughPixels / std::max(grey.cols, grey.rows));
    return sample;
}

}  // namespace heirloom
