#include "core/preview/preview_scene.h"

#include <algorithm>

#include "core/background/scaled_patches.h"
#include "core/preview/averaging.h"
#include "core/preview/render_failure.h"
#include "core/restore/scoped_adjustment.h"

namespace heirloom {

namespace {

// composeFaces(), strip by strip. false: asked to stop.
bool composeWhole(Photo& photo, const std::vector<FacePatch>& patches, const RunControl& control) {
    const cv::Size size = photo.pixels.size();
    const bool anyShows = std::any_of(patches.begin(), patches.end(),
                                      [](const FacePatch& patch) { return patch.strength > 0.0; });
    if (anyShows) photo.pixels = photo.pixels.clone();
    for (std::size_t i = 0; i < patches.size(); ++i) {
        if (patches[i].strength <= 0.0) continue;
        for (const cv::Rect& strip : stripsOf(patches[i], size)) {
            if (control.shouldStop()) return false;
            addPlaced(placedChange(patches, i, size, strip), patches[i].strength, photo.layout,
                      photo.pixels(strip));
        }
    }
    return !control.shouldStop();
}

cv::Rect widened(const cv::Rect& rectangle, int reach, cv::Size scene) {
    const cv::Rect wide(rectangle.x - reach, rectangle.y - reach, rectangle.width + 2 * reach,
                        rectangle.height + 2 * reach);
    return wide & cv::Rect(cv::Point(), scene);
}

// The rectangle and what its pixels depend on round it.
cv::Rect neighbourhood(const cv::Rect& rectangle, const RestoreParameters& parameters,
                       cv::Size scene) {
    int reach = 0;
    if (parameters.denoise > 0.0) reach += reachOf(Adjustment::Denoise);
    if (parameters.sharpen > 0.0) reach += reachOf(Adjustment::Sharpen);
    return widened(rectangle, reach, scene);
}

// The detail of a part of a reduced photo.
ReducedDetail cutOut(const ReducedDetail& detail, const cv::Rect& part) {
    ReducedDetail cut;
    cut.level = detail.level;
    const cv::Rect bordered(part.tl(),
                            part.size() + cv::Size(2 * kDenoiseReach, 2 * kDenoiseReach));
    for (std::size_t i = 0; i < detail.spread.size(); ++i) {
        if (!detail.spread[i].empty()) cut.spread[i] = detail.spread[i](bordered).clone();
    }
    if (!detail.missingLift.empty()) cut.missingLift = detail.missingLift(part).clone();
    return cut;
}

// The stages after the faces are composed. false: asked to stop.
bool finish(Photo& photo, const std::vector<FaceWeight>& faces, const ToneRange& range,
            const RestoreParameters& parameters, const RunControl& control,
            const ReducedDetail* reduced = nullptr) {
    if (control.shouldStop() ||
        !adjustInScope(photo, Adjustment::Denoise, parameters.denoise, parameters.scope, faces,
                       control, reduced) ||
        !adjustInScope(photo, Adjustment::Sharpen, parameters.sharpen, parameters.scope, faces,
                       control, reduced) ||
        control.shouldStop()) {
        return false;
    }
    adjustTone(photo, parameters.contrast, parameters.brightness, range);
    return !control.shouldStop();
}

Result<Photo> rendered(const PreviewScene& scene, const RestoreParameters& parameters,
                       const RunControl& control, const ReducedDetail* reduced) {
    return guardedRendering([&]() -> Result<Photo> {
        Photo photo = scene.background;
        if (reduced != nullptr) {
            photo.pixels = photo.pixels.clone();
            const cv::Rect whole(cv::Point(), photo.pixels.size());
            scene.placements->compose(scene.patches, whole.size(), whole, photo.layout,
                                      photo.pixels);
        } else if (!composeWhole(photo, scene.patches, control)) {
            return cancelledError();
        }
        const auto faces =
            faceWeights(parameters.scope, scene.patches, photo.pixels.size(), *scene.placements);
        if (!finish(photo, faces, scene.toneRange, parameters, control, reduced)) {
            return cancelledError();
        }
        return photo;
    });
}

Result<void> checkWithin(const cv::Rect& rectangle, cv::Size size) {
    if (!rectangle.empty() && (rectangle & cv::Rect(cv::Point(), size)) == rectangle) return {};
    return makeError(ErrorCode::InvalidArgument, "The rectangle is not within the photo.");
}

// outer: the rectangle and what it depends on. reduced: of outer, or null.
cv::Mat renderedPart(const PreviewScene& scene, const RestoreParameters& parameters,
                     const cv::Rect& rectangle, const cv::Rect& outer,
                     const ReducedDetail* reduced) {
    const cv::Size size = scene.background.pixels.size();
    Photo part;
    part.layout = scene.background.layout;
    part.pixels = scene.background.pixels(outer).clone();
    scene.placements->compose(scene.patches, size, outer, part.layout, part.pixels);
    const auto faces =
        faceWeights(parameters.scope, scene.patches, size, *scene.placements, outer.tl());
    finish(part, faces, scene.toneRange, parameters, {}, reduced);
    return part.pixels(rectangle - outer.tl());
}

}  // namespace

PreviewScene plainScene(const Photo& photo) {
    PreviewScene scene;
    scene.background = photo;
    scene.toneRange = measureToneRange(photo);
    return scene;
}

Result<cv::Mat> renderRegion(const PreviewScene& scene, const RestoreParameters& parameters,
                             const cv::Rect& rectangle) {
    const cv::Size size = scene.background.pixels.size();
    if (auto within = checkWithin(rectangle, size); !within) return within.error();
    return guardedRendering([&]() -> Result<cv::Mat> {
        return renderedPart(scene, parameters, rectangle,
                            neighbourhood(rectangle, parameters, size), nullptr);
    });
}

Result<Photo> renderWhole(const PreviewScene& scene, const RestoreParameters& parameters,
                          const RunControl& control) {
    return rendered(scene, parameters, control, nullptr);
}

Result<ReducedScene> ReducedScene::create(const PreviewScene& scene, int level) {
    constexpr int kMostLevels = 6;
    if (level < 1 || level > kMostLevels || scene.background.pixels.empty()) {
        return makeError(ErrorCode::InvalidArgument, "A scene cannot be reduced to level %1.",
                         level);
    }
    return guardedRendering([&]() -> Result<ReducedScene> {
        ReducedScene reduced;
        reduced.m_scene = scene;
        reduced.m_scene.placements = std::make_shared<FacePlacements>();
        cv::Mat& pixels = reduced.m_scene.background.pixels;
        pixels = averagedDown(pixels, 1 << level);
        reduced.m_detail = measureDetail(scene.background, reduced.m_scene.background, level);
        const cv::Size covered(pixels.cols << level, pixels.rows << level);
        reduced.m_scene.patches = scaledPatches(scene.patches, covered, pixels.size());
        return reduced;
    });
}

void ReducedScene::setStrengths(const std::vector<double>& strengths) {
    const std::size_t count = std::min(strengths.size(), m_scene.patches.size());
    for (std::size_t i = 0; i < count; ++i) m_scene.patches[i].strength = strengths[i];
}

Result<cv::Mat> ReducedScene::render(const RestoreParameters& parameters) const {
    ReducedDetail detail = m_detail;
    detail.denoised = parameters.denoise;
    auto photo = rendered(m_scene, parameters, {}, &detail);
    if (!photo) return photo.error();
    return photo->pixels;
}

Result<cv::Mat> ReducedScene::renderRegion(const RestoreParameters& parameters,
                                           const cv::Rect& rectangle) {
    if (auto within = checkWithin(rectangle, size()); !within) return within.error();
    return guardedRendering([&]() -> Result<cv::Mat> {
        // Whichever filter is at work, so that a slider that leaves zero cuts nothing anew.
        constexpr int kReach = kDenoiseReach + kSharpenReach;
        const cv::Rect outer = widened(rectangle, kReach, size());
        if (outer != m_cutFrom) {
            m_cut = cutOut(m_detail, outer);
            m_cutFrom = outer;
        }
        m_cut.denoised = parameters.denoise;
        return renderedPart(m_scene, parameters, rectangle, outer, &m_cut);
    });
}

}  // namespace heirloom
