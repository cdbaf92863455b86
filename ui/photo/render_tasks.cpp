#include "ui/photo/render_tasks.h"

#include <algorithm>
#include <cmath>

#include <opencv2/core.hpp>

#include "core/image/pixel_access.h"

namespace heirloom::ui {

namespace {

// Above this a rectangle is not made while a value moves; below the second one it is made
// exactly even where the view shows it smaller.
constexpr double kMostExactPixels = 4e6;
constexpr double kAlwaysExactPixels = 1e6;
// A reduced picture of more is made one level coarser: while a value moves, soon is better
// than sharp.
constexpr double kMostReducedPixels = 3e6;
// A larger share of the photo is made as a whole, so that moving the view shows no older part.
constexpr double kMostPatchShare = 0.6;
constexpr int kMostLevels = 6;

// Whole pixels that hold the normalised rectangle.
cv::Rect pixelsIn(const QRectF& visible, cv::Size size) {
    const int left = static_cast<int>(std::floor(visible.left() * size.width));
    const int top = static_cast<int>(std::floor(visible.top() * size.height));
    const int right = static_cast<int>(std::ceil(visible.right() * size.width));
    const int bottom = static_cast<int>(std::ceil(visible.bottom() * size.height));
    return cv::Rect(left, top, right - left, bottom - top) & cv::Rect(cv::Point(), size);
}

QRectF normalised(const cv::Rect& rectangle, cv::Size size) {
    return {double(rectangle.x) / size.width, double(rectangle.y) / size.height,
            double(rectangle.width) / size.width, double(rectangle.height) / size.height};
}

QSize sizeOf(const cv::Mat& pixels) {
    return {pixels.cols, pixels.rows};
}

std::vector<QImage> imagesOf(const std::vector<cv::Mat>& levels) {
    std::vector<QImage> images;
    images.reserve(levels.size());
    for (const cv::Mat& level : levels) images.push_back(imageOf(level));
    return images;
}

std::vector<bool> leftOut(const std::vector<double>& strengths) {
    std::vector<bool> out;
    for (const double strength : strengths) out.push_back(strength < 0.0);
    return out;
}

std::vector<double> shownStrengths(const RenderJob& job) {
    std::vector<double> shown;
    for (const double strength : job.strengths) {
        if (strength >= 0.0) shown.push_back(strength);
    }
    return shown;
}

bool isExact(double zoom, const cv::Rect& rectangle) {
    const double area = rectangle.area();
    return area <= kAlwaysExactPixels || (zoom > 0.5 && area <= kMostExactPixels);
}

// The coarsest level that still has a pixel for each device pixel; coarser where that is too
// much. area: visible, of the full size.
int levelFor(double zoom, double area) {
    int level = std::clamp(static_cast<int>(std::floor(-std::log2(zoom))), 1, kMostLevels);
    if (std::ldexp(area, -2 * level) > kMostReducedPixels) level = std::min(level + 1, kMostLevels);
    return level;
}

}  // namespace

PreviewScene lookOf(const RenderJob& job) {
    PreviewScene look{job.scene->background, {}, {}, job.scene->toneRange, job.scene->placements};
    for (std::size_t i = 0; i < job.scene->patches.size(); ++i) {
        const double strength =
            i < job.strengths.size() ? job.strengths[i] : job.scene->patches[i].strength;
        if (strength < 0.0) continue;
        look.patches.push_back(job.scene->patches[i]);
        look.patches.back().strength = strength;
        look.patchFaces.push_back(job.scene->patchFaces[i]);
    }
    return look;
}

bool isAtRest(const RenderJob& job) {
    const RestoreParameters& p = job.parameters;
    const bool noFaces = std::all_of(job.strengths.begin(), job.strengths.end(),
                                     [](double strength) { return strength <= 0.0; }) &&
                         job.strengths.size() == job.scene->patches.size();
    return noFaces && p.denoise <= 0.0 && p.sharpen <= 0.0 && p.contrast <= 0.0 &&
           p.brightness == 0.0;
}

Result<MovingPicture> MovingPreview::render(const RenderJob& job, const ViewRequest& view) {
    const cv::Rect rectangle = pixelsIn(view.visible, job.scene->background.pixels.size());
    if (view.zoom <= 0.0 || rectangle.empty()) return MovingPicture{};
    return isExact(view.zoom, rectangle) ? renderRectangle(job, rectangle)
                                         : renderReduced(job, view);
}

Result<void> MovingPreview::prepare(const RenderJob& job, const ViewRequest& view) {
    const cv::Rect rectangle = pixelsIn(view.visible, job.scene->background.pixels.size());
    if (view.zoom <= 0.0 || rectangle.empty() || isExact(view.zoom, rectangle)) return {};
    return reduce(job, levelFor(view.zoom, rectangle.area()));
}

void MovingPreview::clear() {
    m_reducedOf.reset();
    m_reduced.reset();
}

Result<MovingPicture> MovingPreview::renderRectangle(const RenderJob& job,
                                                     const cv::Rect& rectangle) const {
    auto pixels = renderRegion(lookOf(job), job.parameters, rectangle);
    if (!pixels) return pixels.error();
    MovingPicture moving;
    moving.patch = imageOf(job.display->apply(*pixels, rectangle.tl()));
    moving.area = normalised(rectangle, job.scene->background.pixels.size());
    return moving;
}

Result<void> MovingPreview::reduce(const RenderJob& job, int level) {
    const auto out = leftOut(job.strengths);
    if (m_reduced && m_reducedOf == job.scene && m_leftOut == out && m_reduced->level() == level) {
        return {};
    }
    clear();
    auto reduced = ReducedScene::create(lookOf(job), level);
    if (!reduced) return reduced.error();
    m_reduced = std::move(*reduced);
    m_reducedOf = job.scene;
    m_leftOut = out;
    return {};
}

Result<MovingPicture> MovingPreview::renderReduced(const RenderJob& job, const ViewRequest& view) {
    const cv::Size full = job.scene->background.pixels.size();
    const int level = levelFor(view.zoom, pixelsIn(view.visible, full).area());
    if (auto reduced = reduce(job, level); !reduced) return reduced.error();
    m_reduced->setStrengths(shownStrengths(job));
    const cv::Size size = m_reduced->size();
    // Whole pixels of the level may reach over the photo's edge.
    const cv::Size2d covered(std::ldexp(size.width, level), std::ldexp(size.height, level));
    const QRectF visible(view.visible.x() * full.width / covered.width,
                         view.visible.y() * full.height / covered.height,
                         view.visible.width() * full.width / covered.width,
                         view.visible.height() * full.height / covered.height);
    const cv::Rect rectangle = pixelsIn(visible, size);
    const bool isPatch = rectangle.area() < kMostPatchShare * size.area();
    auto pixels = isPatch ? m_reduced->renderRegion(job.parameters, rectangle)
                          : m_reduced->render(job.parameters);
    if (!pixels) return pixels.error();
    MovingPicture moving;
    if (isPatch) {
        const QRectF area = normalised(rectangle, size);
        moving.patch = imageOf(job.display->apply(*pixels, rectangle.tl()));
        moving.area = {area.x() * covered.width / full.width,
                       area.y() * covered.height / full.height,
                       area.width() * covered.width / full.width,
                       area.height() * covered.height / full.height};
    } else {
        moving.whole = Picture(imagesOf(pictureLevels(job.display->apply(*pixels))),
                               {full.width, full.height}, level);
    }
    return moving;
}

Result<Picture> displayed(const Photo& photo, const DisplayTransform& display,
                          const RunControl& control) {
    constexpr int kStripRows = 256;  // a multiple of the checkerboard's
    cv::Mat shown(photo.pixels.size(), CV_8UC4);
    for (int top = 0; top < shown.rows; top += kStripRows) {
        if (control.shouldStop()) return cancelledError();
        const cv::Range rows(top, std::min(top + kStripRows, shown.rows));
        display.apply(photo.pixels.rowRange(rows), {0, top}).copyTo(shown.rowRange(rows));
    }
    if (control.shouldStop()) return cancelledError();
    return Picture(imagesOf(pictureLevels(shown)), sizeOf(shown));
}

}  // namespace heirloom::ui
