// The stages of a session that work on the whole photo, after its faces are ready.
#include <algorithm>

#include <opencv2/core.hpp>

#include "core/background/enlarge.h"
#include "core/background/scaled_patches.h"
#include "core/face/align.h"
#include "core/image/picture_memory.h"
#include "core/restore/photo_session.h"
#include "core/restore/scoped_adjustment.h"
#include "core/restore/stage_key.h"

namespace heirloom {

namespace {

// Enlarging alone moves pixels by a few units, which is no change of what they show.
constexpr int kResampling = 4;
// Progress of the whole job at which stages begin.
constexpr double kEnlargeBegin = 0.6;
constexpr double kDenoiseBegin = 0.85;
constexpr double kSharpenBegin = 0.92;
constexpr double kToneBegin = 0.97;

}  // namespace

Result<void> PhotoSession::updateBackground(cv::Size target, BackgroundRestorer* network,
                                            const RunControl& control) {
    const std::string key =
        stageKey(target.width, target.height, network ? network->identity() : "lanczos");
    if (m_background.photo && m_background.key == key) return {};
    auto enlarged = enlargedPhoto(m_original, target, network, m_colour, control);
    if (!enlarged) return enlarged.error();
    const bool isOriginal = enlarged->pixels.data == m_original.pixels.data;
    m_background = {key, std::move(*enlarged)};
    m_toneRange.reset();
    if (!isOriginal) ++m_counts.enlarge;
    return {};
}

// The background that faces are shown on before all of them are restored: the final one when
// it is ready or needs no network.
Result<void> PhotoSession::showableBackground(cv::Size target, const RunControl& control) {
    if (m_background.photo && m_background.photo->pixels.size() == target) return {};
    RunControl silent = control;
    silent.progress = nullptr;
    return updateBackground(target, nullptr, silent);
}

Result<void> PhotoSession::enlarge(cv::Size target, const RunControl& control) {
    auto network = m_models->background(enlargementOf(m_original.pixels.size(), target));
    if (!network) return network.error();
    RunControl part = control;
    part.progress = [&](const Progress& progress) {
        control.report({progress.stage,
                        kEnlargeBegin + (kDenoiseBegin - kEnlargeBegin) * progress.fraction, 0, 0});
    };
    if (auto done = updateBackground(target, network->get(), part); !done) return done;
    m_patches = *network
                    ? patchesOnRestoredBackground(m_facePatches, m_original, *m_background.photo)
                    : scaledPatches(m_facePatches, m_original.pixels.size(), target);
    return {};
}

const ToneRange& PhotoSession::toneRange() {
    if (!m_toneRange) m_toneRange = measureToneRange(*m_background.photo);
    return *m_toneRange;
}

// Nobody but the session holds the photo, and no later stage makes pixels of its own: then one
// photo less is in memory, and no time goes into a copy of what lies beside the faces.
bool PhotoSession::composesInPlace(const RestoreParameters& parameters) const {
    const cv::Mat& pixels = m_original.pixels;
    constexpr int kHolders = 2;  // the original and the background
    return m_use == SessionUse::Once && parameters.denoise <= 0.0 && parameters.sharpen <= 0.0 &&
           parameters.contrast <= 0.0 && parameters.brightness == 0.0 &&
           m_background.photo->pixels.data == pixels.data && pixels.u != nullptr &&
           pixels.u->refcount == kHolders;
}

void PhotoSession::composeInPlace(Photo& photo) {
    std::vector<cv::Rect> rectangles;
    for (const FacePatch& patch : m_patches) {
        if (patch.strength <= 0.0) continue;
        rectangles.push_back(
            coveredRect(patch.photoFromCrop, patch.mask.cols, photo.pixels.size()));
    }
    m_replaced.keep(photo, rectangles);
    composeFacesInPlace(photo, m_patches);
}

// The result may be in other hands by now.
void PhotoSession::bringBackOriginal() {
    if (m_replaced.empty()) return;
    m_background = {};
    m_original.pixels = copiedPicture(m_original.pixels);
    m_replaced.putBack(m_original.pixels);
}

const Photo& PhotoSession::original() {
    bringBackOriginal();
    return m_original;
}

ChangeSummary PhotoSession::changeTo(const Photo& restored) const {
    if (!m_replaced.empty()) return m_replaced.changeTo(restored);
    const bool sameSize = m_original.pixels.size() == restored.pixels.size();
    return summariseChange(m_original, restored, sameSize ? 1 : kResampling);
}

Result<Photo> PhotoSession::finish(const RestoreParameters& parameters, const RunControl& control) {
    // Brings one stage up to date; false: asked to stop.
    const auto update = [&](CachedPhoto& cache, CachedPhoto& before, const std::string& key,
                            int& count, bool acts, const auto& work) {
        if (control.shouldStop()) return false;
        if (cache.photo && cache.key == key) return true;
        cache.photo.reset();
        Photo photo = *before.photo;
        if (acts && !work(photo)) return false;
        if (acts) ++count;
        cache = {key, std::move(photo)};
        if (m_use == SessionUse::Once && &before != &m_background) before.photo.reset();
        return true;
    };
    const std::vector<FaceWeight> faces =
        faceWeights(parameters.scope, m_patches, m_background.photo->pixels.size(), *m_placements);
    const auto filter = [&](Adjustment adjustment, double amount) {
        return [&, adjustment, amount](Photo& photo) {
            return adjustInScope(photo, adjustment, amount, parameters.scope, faces, control);
        };
    };
    const std::string scope(scopeName(parameters.scope));
    const std::string composedKey = stageKey(m_background.key, m_patchKey);
    const std::string denoiseKey = stageKey(composedKey, parameters.denoise, scope);
    const std::string sharpenKey = stageKey(denoiseKey, parameters.sharpen, scope);
    const std::string toneKey = stageKey(sharpenKey, parameters.contrast, parameters.brightness);
    const bool composes = std::any_of(m_patches.begin(), m_patches.end(),
                                      [](const FacePatch& patch) { return patch.strength > 0.0; });
    const bool inPlace = composesInPlace(parameters);
    if (!update(m_composed, m_background, composedKey, m_counts.compose, composes,
                [&](Photo& photo) {
                    if (inPlace) {
                        composeInPlace(photo);
                    } else {
                        composeFaces(photo, m_patches);
                    }
                    return true;
                })) {
        return cancelledError();
    }
    control.report({"denoise", kDenoiseBegin, 0, 0});
    if (!update(m_denoised, m_composed, denoiseKey, m_counts.denoise, parameters.denoise > 0.0,
                filter(Adjustment::Denoise, parameters.denoise))) {
        return cancelledError();
    }
    control.report({"sharpen", kSharpenBegin, 0, 0});
    if (!update(m_sharpened, m_denoised, sharpenKey, m_counts.sharpen, parameters.sharpen > 0.0,
                filter(Adjustment::Sharpen, parameters.sharpen))) {
        return cancelledError();
    }
    control.report({"tone", kToneBegin, 0, 0});
    if (!update(m_toned, m_sharpened, toneKey, m_counts.tone,
                parameters.contrast > 0.0 || parameters.brightness != 0.0, [&](Photo& photo) {
                    adjustTone(photo, parameters.contrast, parameters.brightness, toneRange());
                    return true;
                })) {
        return cancelledError();
    }
    return *m_toned.photo;
}

}  // namespace heirloom
