#include "ui/batch/file_picture.h"

#include <algorithm>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "core/base/file_io.h"
#include "core/batch/prescreen.h"
#include "core/image/decode.h"
#include "core/image/pixel_ops.h"
#include "core/image/reduced_jpeg.h"
#include "core/metadata/metadata.h"
#include "core/preview/display_picture.h"

namespace heirloom::ui {

namespace fs = std::filesystem;

namespace {

constexpr std::uintmax_t kMostThumbnailBytes = std::uintmax_t{64} << 20;

int orientationIn(ByteView file, FileFormat format) {
    std::vector<Message> ignored;
    return orientationOf(readMetadata(file, format, ignored));
}

// Upright. The reduced decoder leaves the profile out, so colours of wide-gamut JPEGs are
// a little off: fine for looking at 48 pixels.
Result<Photo> reducedJpeg(ByteView file, const fs::path& path, int longSide) {
    auto photo = decodeReducedJpeg(file, path, longSide);
    if (!photo) return photo.error();
    photo->pixels = upright(photo->pixels, orientationIn(file, FileFormat::Jpeg));
    return photo;
}

cv::Mat onScreen(const Photo& photo) {
    return DisplayTransform::create(photo).apply(photo.pixels);
}

cv::Mat fitted(const cv::Mat& pixels, int longSide) {
    const int side = std::max(pixels.cols, pixels.rows);
    if (side <= longSide) return pixels;
    const double scale = static_cast<double>(longSide) / side;
    cv::Mat small;
    cv::resize(pixels, small,
               cv::Size(std::max(1, cvRound(pixels.cols * scale)),
                        std::max(1, cvRound(pixels.rows * scale))),
               0, 0, cv::INTER_AREA);
    return small;
}

// The coarsest level whose longer side still has longSide pixels.
int levelFor(QSize size, int longSide) {
    int level = 0;
    while (std::max(size.width(), size.height()) >> (level + 1) >= longSide) ++level;
    return level;
}

Picture pictureFrom(const cv::Mat& pixels, int firstLevel) {
    std::vector<QImage> levels;
    const std::vector<cv::Mat> all = pictureLevels(pixels);
    const std::size_t first = std::min<std::size_t>(firstLevel, all.size() - 1);
    for (std::size_t i = first; i < all.size(); ++i) levels.push_back(imageOf(all[i]));
    return Picture(std::move(levels), QSize(pixels.cols, pixels.rows), static_cast<int>(first));
}

}  // namespace

QImage thumbnailOf(const fs::path& path, int longSide) {
    const auto file = readFile(path, kMostThumbnailBytes);
    if (!file) return {};
    DecodeLimits limits;
    limits.maxMegapixels = kMostPrescreenedMegapixels;
    const bool isJpeg = detectFormat(*file) == FileFormat::Jpeg;
    auto photo = isJpeg ? reducedJpeg(*file, path, longSide) : decodePhoto(*file, path, limits);
    // The full reader keeps what can be read of a damaged file.
    if (!photo && isJpeg) photo = decodePhoto(*file, path, limits);
    if (!photo) return {};
    photo->pixels = fitted(photo->pixels, longSide);
    return imageOf(onScreen(*photo));
}

Result<Picture> pictureOf(const fs::path& path, PictureDetail detail, int longSide,
                          int captionRows) {
    auto photo = readPhoto(path);
    if (!photo) return photo.error();
    // The file may be another by now.
    const int rows = std::max(photo->height() - captionRows, 1);
    photo->pixels = photo->pixels.rowRange(0, rows);
    const QSize size(photo->width(), photo->height());
    const int first = detail == PictureDetail::Full ? 0 : levelFor(size, std::max(longSide, 1));
    return pictureFrom(onScreen(*photo), first);
}

}  // namespace heirloom::ui
