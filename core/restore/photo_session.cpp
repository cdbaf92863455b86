#include "core/restore/photo_session.h"

#include <algorithm>
#include <chrono>
#include <sstream>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/base/memory.h"
#include "core/face/mask.h"
#include "core/image/pixel_access.h"
#include "core/restore/adjustments.h"
#include "core/restore/face_change.h"

namespace heirloom {

namespace {

// Progress of the whole job at which stages begin.
constexpr double kDetectEnd = 0.15;
constexpr double kRestoreEnd = 0.85;

class StopWatch {
public:
    double seconds() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
    }

private:
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
};

template <class... Parts>
std::string keyOf(const Parts&... parts) {
    std::ostringstream key;
    key.precision(17);
    ((key << parts << '|'), ...);
    return key.str();
}

double areaShare(const Face& face, const Photo& photo) {
    return 100.0 * face.box.area() / (double(photo.width()) * photo.height());
}

}  // namespace

PhotoSession::PhotoSession(Photo photo, ModelProvider& models, ColourTransform colour)
    : m_original(std::move(photo)),
      m_models(&models),
      m_colour(std::move(colour)),
      m_colourless(isColourless(m_original)) {}

Result<PhotoSession> PhotoSession::create(Photo photo, ModelProvider& models) {
    const int channels = colourChannelCount(photo.layout);
    std::vector<Message> warnings;
    auto colour = ColourTransform::create(photo.iccProfile, channels);
    if (!colour) {
        // A broken profile must not cost the photo: its pixels stay, the network sees
        // them as sRGB.
        warnings.push_back(
            Message("The colour profile of %1 cannot be used; its colours are taken for sRGB.",
                    photo.source.path));
        colour = ColourTransform::create({}, channels);
    }
    if (!colour) return colour.error();
    PhotoSession session(std::move(photo), models, std::move(colour).value());
    session.m_warnings = std::move(warnings);
    return session;
}

Result<void> PhotoSession::detectFaces(const RunControl& control) {
    auto detector = m_models->detector();
    if (!detector) return detector.error();
    const std::string identity = (*detector)->identity();
    if (m_detected && identity == m_detectorIdentity) return {};
    auto faces = (*detector)->detect(m_original, control);
    if (!faces) return faces.error();
    m_faces.clear();
    for (const Face& face : *faces) {
        FaceWork work;
        work.face = face;
        m_faces.push_back(std::move(work));
    }
    m_detectorIdentity = identity;
    m_detected = true;
    ++m_counts.detect;
    return {};
}

void PhotoSession::alignFace(FaceWork& work, const cv::Matx23d& photoFromCrop) {
    const int size = work.chosen.restorer->size();
    work.photoFromCrop = photoFromCrop;
    work.crop = m_colour.toWorkingSpace(extractCrop(m_original, photoFromCrop, size));
    work.crop = cv::min(cv::max(work.crop, cv::Scalar::all(0.0)), cv::Scalar::all(1.0));
    Landmarks landmarks;
    const cv::Matx23d cropFromPhoto = inverted(photoFromCrop);
    for (std::size_t i = 0; i < landmarks.size(); ++i) {
        landmarks[i] = transformed(cropFromPhoto, work.face.landmarks[i]);
    }
    work.mask = ovalMask(landmarks, size);
    ++m_counts.align;
}

Result<void> PhotoSession::restoreFace(FaceWork& work) {
    constexpr int kMeasureSize = 512;
    const auto measure = photoFromCropOf(work.face.landmarks, CropTemplate::Gpen, kMeasureSize);
    if (!measure) {
        return makeError(ErrorCode::Unsupported,
                         "The landmarks of a face coincide, so it cannot be aligned.");
    }
    work.cropSide = scaleOf(*measure) * kMeasureSize;
    auto chosen =
        m_models->restorerFor(std::max(m_original.width(), m_original.height()), work.cropSide);
    if (!chosen) return chosen.error();
    const std::string key = keyOf(chosen->restorer->identity());
    if (key == work.restoredKey) return {};
    work.chosen = *chosen;
    const auto photoFromCrop = photoFromCropOf(
        work.face.landmarks, chosen->restorer->cropTemplate(), chosen->restorer->size());
    if (!photoFromCrop) return makeError(ErrorCode::Unsupported, "A face cannot be aligned.");
    alignFace(work, *photoFromCrop);
    auto restored = chosen->restorer->restore(work.crop);
    if (!restored) return restored.error();
    work.restored = *restored;
    work.restoredKey = key;
    work.changeKey.clear();
    ++m_counts.restore;
    return {};
}

void PhotoSession::updateChange(FaceWork& work, const RestoreParameters& parameters) {
    const bool keepsChroma = parameters.skinProtection || m_colourless;
    const std::string key = keyOf(work.restoredKey, modeName(parameters.mode), keepsChroma);
    if (key == work.changeKey) return;
    ChangeOptions options;
    options.keepsChroma = keepsChroma;
    options.mode = parameters.mode;
    options.photoPixelsPerCropPixel = scaleOf(work.photoFromCrop);
    const cv::Mat target = work.crop + faceChange(work.crop, work.restored, options);
    work.change = m_colour.fromWorkingSpace(target) - m_colour.fromWorkingSpace(work.crop);
    work.changeKey = key;
    ++m_counts.change;
}

Result<std::vector<FaceOutcome>> PhotoSession::restoreFaces(const RestoreParameters& parameters,
                                                            const RunControl& control) {
    std::vector<FaceOutcome> outcomes;
    m_patches.clear();
    m_patchKey = m_detectorIdentity;
    const int count = static_cast<int>(m_faces.size());
    for (int i = 0; i < count; ++i) {
        if (control.shouldStop()) return cancelledError();
        control.report(
            {"restore", kDetectEnd + (kRestoreEnd - kDetectEnd) * i / count, i + 1, count});
        FaceWork& work = m_faces[i];
        FaceOutcome outcome;
        outcome.face = work.face;
        if (areaShare(work.face, m_original) < parameters.minFaceShare) {
            outcome.reason = Message("The face is smaller than the chosen share of the photo.");
        } else if (auto done = restoreFace(work); done) {
            updateChange(work, parameters);
            outcome.restored = true;
            outcome.model = work.chosen.modelName;
            outcome.modelReason = work.chosen.reason;
            outcome.strength = parameters.strength;
            m_patches.push_back(
                {work.photoFromCrop, work.change, work.mask, parameters.strength / 100.0});
            m_patchKey = keyOf(m_patchKey, i, work.changeKey, parameters.strength);
        } else if (done.error().code == ErrorCode::Unsupported) {
            outcome.reason = done.error().message;
        } else {
            return done.error();
        }
        outcomes.push_back(std::move(outcome));
    }
    return outcomes;
}

Photo PhotoSession::composed(const RestoreParameters& parameters) {
    Photo photo = m_original;
    if (parameters.strength > 0.0 && !m_patches.empty()) {
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
    update(m_composed, m_patchKey, [&] { return composed(parameters); });

    if (control.shouldStop()) return cancelledError();
    control.report({"denoise", kRestoreEnd, 0, 0});
    const std::string scope(scopeName(parameters.scope));
    const std::string denoiseKey = keyOf(m_composed.key, parameters.denoise, scope);
    update(m_denoised, denoiseKey, [&] {
        if (parameters.denoise <= 0.0) return *m_composed.photo;
        ++m_counts.denoise;
        return adjusted(*m_composed.photo, parameters, denoise, parameters.denoise);
    });

    if (control.shouldStop()) return cancelledError();
    control.report({"sharpen", 0.92, 0, 0});
    const std::string sharpenKey = keyOf(denoiseKey, parameters.sharpen, scope);
    update(m_sharpened, sharpenKey, [&] {
        if (parameters.sharpen <= 0.0) return *m_denoised.photo;
        ++m_counts.sharpen;
        return adjusted(*m_denoised.photo, parameters, sharpen, parameters.sharpen);
    });

    if (control.shouldStop()) return cancelledError();
    control.report({"tone", 0.97, 0, 0});
    const std::string toneKey = keyOf(sharpenKey, parameters.contrast, parameters.brightness);
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

Result<RestoredPhoto> PhotoSession::run(const RestoreParameters& parameters,
                                        const RunControl& control) {
    if (auto valid = validate(parameters); !valid) return valid.error();
    RestoredPhoto result;
    try {
        control.report({"detect", 0.0, 0, 0});
        const StopWatch detecting;
        if (auto detected = detectFaces(control); !detected) return detected.error();
        returnFreeMemory();
        result.seconds.detect = detecting.seconds();

        const StopWatch restoring;
        auto outcomes = restoreFaces(parameters, control);
        if (!outcomes) return outcomes.error();
        result.faces = std::move(*outcomes);
        returnFreeMemory();
        result.seconds.restore = restoring.seconds();

        const StopWatch composing;
        auto photo = finish(parameters, control);
        if (!photo) return photo.error();
        result.photo = std::move(*photo);
        result.seconds.compose = composing.seconds();
    } catch (const cv::Exception& error) {
        const bool memory = error.code == cv::Error::StsNoMem;
        Error failed = makeError(memory ? ErrorCode::OutOfMemory : ErrorCode::Internal,
                                 memory ? "The memory of this machine is not enough for %1."
                                        : "Restoring %1 failed inside OpenCV.",
                                 m_original.source.path);
        failed.detail = error.what();
        return failed;
    } catch (const std::bad_alloc&) {
        return makeError(ErrorCode::OutOfMemory, "The memory of this machine is not enough for %1.",
                         m_original.source.path);
    }
    result.warnings = m_warnings;
    control.report({"done", 1.0, 0, 0});
    return result;
}

Result<Photo> restoreAligned(const Photo& crop, FaceRestorer& restorer) {
    const int channels = colourChannelCount(crop.layout);
    auto colour = ColourTransform::create(crop.iccProfile, channels);
    if (!colour) colour = ColourTransform::create({}, channels);
    if (!colour) return colour.error();
    cv::Mat working = colour->toWorkingSpace(colourFloat(crop.pixels, crop.layout));
    const int size = restorer.size();
    if (working.cols != size || working.rows != size) {
        cv::Mat resized;
        cv::resize(working, resized, cv::Size(size, size), 0, 0,
                   working.cols > size ? cv::INTER_AREA : cv::INTER_LINEAR);
        working = resized;
    }
    auto restored = restorer.restore(working);
    if (!restored) return restored.error();
    Photo photo = crop;
    photo.layout = channels == 1 ? PixelLayout::Gray : PixelLayout::Rgb;
    photo.pixels = cv::Mat(size, size, CV_MAKETYPE(crop.pixels.depth(), channels));
    storeColour(colour->fromWorkingSpace(*restored), photo.pixels, photo.layout);
    return photo;
}

}  // namespace heirloom
