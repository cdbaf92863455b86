// Exact pictures, change maps and thumbnails of ui/photo/render_tasks.h.
#include <algorithm>
#include <cmath>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/quality/change_map.h"
#include "ui/photo/render_tasks.h"

namespace heirloom::ui {

namespace {

constexpr double kMostChangePixels = 6e6;
constexpr double kThumbnailMargin = 0.15;  // of the box, on each side

// The colours without alpha, then the photo's own alpha beside them.
Result<QImage> imageWithAlpha(const Photo& photo, const RunControl& control) {
    Photo opaque;
    opaque.layout = PixelLayout::Rgb;
    opaque.iccProfile = photo.iccProfile;
    const bool grey = photo.layout == PixelLayout::GrayAlpha;
    opaque.layout = grey ? PixelLayout::Gray : PixelLayout::Rgb;
    opaque.pixels = cv::Mat(1, 1, CV_MAKETYPE(photo.pixels.depth(), grey ? 1 : 3));
    const DisplayTransform display = DisplayTransform::create(opaque);
    QImage image(photo.width(), photo.height(), QImage::Format_ARGB32);
    if (image.isNull()) return makeError(ErrorCode::OutOfMemory, "The memory is not enough.");
    constexpr int kStripRows = 256;
    for (int top = 0; top < photo.height(); top += kStripRows) {
        if (control.shouldStop()) return cancelledError();
        const cv::Range rows(top, std::min(top + kStripRows, photo.height()));
        const cv::Mat part = photo.pixels.rowRange(rows);
        std::vector<cv::Mat> planes;
        cv::split(part, planes);
        cv::Mat alpha;
        planes.back().convertTo(alpha, CV_8U, photo.is16Bit() ? 1.0 / 257.0 : 1.0);
        planes.pop_back();
        cv::Mat colour;
        cv::merge(planes, colour);
        cv::Mat out(rows.size(), photo.width(), CV_8UC4, image.scanLine(top),
                    static_cast<std::size_t>(image.bytesPerLine()));
        display.apply(colour).copyTo(out);
        cv::insertChannel(alpha, out, 3);
    }
    return image;
}

// The box with some surroundings, within the picture.
QRect thumbnailRect(const QRectF& box, QSize size) {
    const double across = box.width() * size.width() * kThumbnailMargin;
    const double down = box.height() * size.height() * kThumbnailMargin;
    const QRectF wanted(box.x() * size.width() - across, box.y() * size.height() - down,
                        box.width() * size.width() + 2 * across,
                        box.height() * size.height() + 2 * down);
    return wanted.toAlignedRect() & QRect(QPoint(), size);
}

QImage thumbnailSized(const QImage& part) {
    return part.scaled(kThumbnailSide, kThumbnailSide, Qt::KeepAspectRatio,
                       Qt::SmoothTransformation);
}

cv::Rect cvRect(const QRect& rect) {
    return {rect.x(), rect.y(), rect.width(), rect.height()};
}

// Photo pixels averaged down before their colours are moved, which is the slow part.
QImage thumbnailOfPixels(const cv::Mat& pixels, const DisplayTransform& display) {
    const double scale = double(2 * kThumbnailSide) / std::max(pixels.cols, pixels.rows);
    cv::Mat small = pixels;
    if (scale < 1.0) {
        const cv::Size size(std::max(1, cvRound(pixels.cols * scale)),
                            std::max(1, cvRound(pixels.rows * scale)));
        cv::resize(pixels, small, size, 0, 0, cv::INTER_AREA);
    }
    return thumbnailSized(imageOf(display.apply(small)));
}

// Keeps the largest change of each group of pixels, so that small spots stay visible.
cv::Mat reducedMap(cv::Mat map, int times) {
    for (int i = 0; i < times; ++i) {
        cv::Mat dilated;
        cv::dilate(map, dilated, cv::Mat::ones(2, 2, CV_8U), {0, 0});
        const cv::Size half((map.cols + 1) / 2, (map.rows + 1) / 2);
        cv::resize(dilated, map, half, 0, 0, cv::INTER_NEAREST);
    }
    return map;
}

Photo reducedPhoto(const Photo& photo, cv::Size size) {
    Photo reduced;
    reduced.layout = photo.layout;
    cv::resize(photo.pixels, reduced.pixels, size, 0, 0, cv::INTER_AREA);
    return reduced;
}

}  // namespace

Result<SettledPicture> renderSettled(const RenderJob& job, const QVector<QRectF>& boxes,
                                     const RunControl& control) {
    auto photo = renderWhole(lookOf(job), job.parameters, control);
    if (!photo) return photo.error();
    auto picture = displayed(*photo, *job.display, control);
    if (!picture) return picture.error();
    SettledPicture settled;
    if (hasAlpha(photo->layout)) {
        auto image = imageWithAlpha(*photo, control);
        if (!image) return image.error();
        settled.withAlpha = std::move(*image);
    }
    settled.histogram = histogramOf(*photo);
    settled.boxes = boxes;
    for (const QRectF& box : boxes) settled.thumbnails.append(thumbnailOf(*picture, box));
    settled.photo = std::move(*photo);
    settled.picture = std::move(*picture);
    return settled;
}

QImage changeImage(const Photo& before, const Photo& after, const RunControl& control) {
    cv::Mat map = changeMap(before, after);
    if (map.empty() || control.shouldStop()) return {};
    int times = 0;
    for (double pixels = double(map.total()); pixels > kMostChangePixels; pixels /= 4.0) ++times;
    map = reducedMap(map, times);
    const cv::Mat heat = changePicture(map, times > 0 ? reducedPhoto(after, map.size()) : after);
    if (control.shouldStop()) return {};
    cv::Mat shown;
    cv::cvtColor(heat, shown, cv::COLOR_RGB2BGRA);
    return imageOf(shown);
}

QImage thumbnailOf(const Picture& picture, const QRectF& box) {
    if (picture.isNull()) return {};
    const QRect full = thumbnailRect(box, picture.fullSize());
    if (full.isEmpty()) return {};
    const double scale = double(2 * kThumbnailSide) / std::max(full.width(), full.height());
    const QImage& level = picture.levelFor(std::min(1.0, scale));
    return thumbnailSized(level.copy(thumbnailRect(box, level.size())));
}

QImage thumbnailOf(const Photo& photo, const DisplayTransform& display, const QRectF& box) {
    const QRect rect = thumbnailRect(box, {photo.width(), photo.height()});
    return rect.isEmpty() ? QImage() : thumbnailOfPixels(photo.pixels(cvRect(rect)), display);
}

QImage thumbnailOf(const PreviewScene& scene, const RestoreParameters& parameters,
                   const DisplayTransform& display, const QRectF& box) {
    const Photo& photo = scene.background;
    const QRect rect = thumbnailRect(box, {photo.width(), photo.height()});
    if (rect.isEmpty()) return {};
    auto pixels = renderRegion(scene, parameters, cvRect(rect));
    return pixels ? thumbnailOfPixels(*pixels, display) : QImage();
}

}  // namespace heirloom::ui
