// The stages of a session that work on the whole photo, after its faces are ready.
#include <algorithm>

#include <opencv2/core.hpp>

#include "core/background/enlarge.h"
#include "core/background/scaled_patches.h"
#include "core/face/align.h"
#include "core/image/pixel_access.h"
#include "core/restore/adjustments.h"
#include "core/restore/photo_session.h"
#include "core/restore/stage_key.h"

namespace heirloom {

namespace {

// Progress of the whole job at which stages begin.
constexpr double kEnlargeBegin = 0.6;
constexpr double kDenoiseBegin = 0.85;
constexpr double kSharpenBegin = 0.92;
constexpr double kToneBegin = 0.97;

}  // namespace

Result<void> PhotoSession::enlarge(cv::Size target, const RunControl& control) {
    auto network = m_models->background(enlargementOf(m_original.pixels.size(), target));
    if (!network) return network.error();
    const std::string key =
        stageKey(target.width, target.height, *network ? (*network)->identity() : "lanczos");
    if (!m_background.photo || m_background.key != key) {
        RunControl part = control;
        part.progress = [&](const Progress& progress) {
            control.report({progress.stage,
                            kEnlargeBegin + (kDenoiseBegin - kEnlargeBegin) * progress.fraction, 0,
                            0});
        };
        auto enlarged = enlargedPhoto(m_original, target, network->get(), m_colour, part);
        if (!enlarged) return enlarged.error();
        const bool isOriginal = enlarged->pixels.data == m_original.pixels.data;
        m_background = {key, std::move(*enlarged)};
        if (!isOriginal) ++m_counts.enlarge;
    }
    m_patches = *network
                    ? patchesOnRestoredBackground(m_facePatches, m_original, *m_background.photo)
                    : scaledPatches(m_facePatches, m_original.pixels.size(), target);
    return {};
}

Photo PhotoSession::composed() {
    Photo photo = *m_background.photo;
    const bool any = std::any_of(m_patches.begin(), m_patches.end(),
                                 [](const FacePatch& patch) { return patch.strength > 0.0; });
    if (any) {
        composeFaces(photo, m_patches);
        ++m_counts.compose;
    }
    return photo;
}

Photo PhotoSession::adjusted(const Photo& before, const RestoreParameters& parameters,
                             void (*adjust)(Photo&, double), double amount) {
    Photo after = before;
    adjust(after, amount);
    if (parameters.scope == Scope::WholePhoto) return after;
    // Faces only: blend by the masks, rectangle by rectangle.
    Photo blended = before;
    blended.pixels = before.pixels.clone();
    for (const FacePatch& patch : m_patches) {
        const cv::Rect rect =
            coveredRect(patch.photoFromCrop, patch.mask.cols, before.pixels.size());
        if (rect.empty()) continue;
        const cv::Mat weight = cropOntoPhoto(patch.mask, patch.photoFromCrop, rect);
        cv::Mat region = blended.pixels(rect);
        cv::Mat colour = colourFloat(region, before.layout);
        const cv::Mat target = colourFloat(after.pixels(rect), before.layout);
        for (int y = 0; y < colour.rows; ++y) {
            const int channels = colour.channels();
            for (int x = 0; x < colour.cols; ++x) {
                const float share = std::clamp(weight.at<float>(y, x), 0.0f, 1.0f);
                for (int c = 0; c < channels; ++c) {
                    float& value = colour.ptr<float>(y)[x * channels + c];
                    value += share * (target.ptr<float>(y)[x * channels + c] - value);
                }
            }
        }
        storeColour(colour, region, before.layout);
    }
    return blended;
}

Result<Photo> PhotoSession::finish(const RestoreParameters& parameters, const RunControl& control) {
    const auto update = [](CachedPhoto& cache, const std::string& key, const auto& compute) {
        if (!cache.photo || cache.key != key) {
            cache.photo = compute();
            cache.key = key;
        }
    };
    const std::string composedKey = stageKey(m_background.key, m_patchKey);
    update(m_composed, composedKey, [&] { return composed(); });

    if (control.shouldStop()) return cancelledError();
    control.report({"denoise", kDenoiseBegin, 0, 0});
    const std::string scope(scopeName(parameters.scope));
    const std::string denoiseKey = stageKey(m_composed.key, parameters.denoise, scope);
    update(m_denoised, denoiseKey, [&] {
        if (parameters.denoise <= 0.0) return *m_composed.photo;
        ++m_counts.denoise;
        return adjusted(*m_composed.photo, parameters, denoise, parameters.denoise);
    });

    if (control.shouldStop()) return cancelledError();
    control.report({"sharpen", kSharpenBegin, 0, 0});
    const std::string sharpenKey = stageKey(denoiseKey, parameters.sharpen, scope);
    update(m_sharpened, sharpenKey, [&] {
        if (parameters.sharpen <= 0.0) return *m_denoised.photo;
        ++m_counts.sharpen;
        return adjusted(*m_denoised.photo, parameters, sharpen, parameters.sharpen);
    });

    if (control.shouldStop()) return cancelledError();
    control.report({"tone", kToneBegin, 0, 0});
    const std::string toneKey = stageKey(sharpenKey, parameters.contrast, parameters.brightness);
    update(m_toned, toneKey, [&] {
        Photo photo = *m_sharpened.photo;
        if (parameters.contrast > 0.0 || parameters.brightness != 0.0) {
            adjustTone(photo, parameters.contrast, parameters.brightness);
            ++m_counts.tone;
        }
        return photo;
    });
    return *m_toned.photo;
}

}  // namespace heirloom
