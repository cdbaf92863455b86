#include "core/restore/face_stages.h"

#include <algorithm>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/face/align.h"
#include "core/face/mask.h"
#include "core/face/parsing_mask.h"
#include "core/fidelity/faithful.h"
#include "core/restore/face_change.h"
#include "core/restore/stage_key.h"

namespace heirloom {

namespace {

constexpr int kParsedSide = 512;  // the parser's own size; a larger crop tells it nothing more

cv::Mat withinRange(const cv::Mat& picture) {
    const cv::Mat low = cv::max(picture, cv::Scalar::all(0.0));
    return cv::min(low, cv::Scalar::all(1.0));
}

Landmarks scaled(Landmarks landmarks, double factor) {
    for (cv::Point2f& point : landmarks) point *= static_cast<float>(factor);
    return landmarks;
}

bool keepsChroma(const FaceContext& context, const RestoreParameters& parameters) {
    return parameters.skinProtection || context.keepsColour;
}

}  // namespace

Result<void> FaceStages::update(const FaceContext& context, const RestoreParameters& parameters,
                                double strength) {
    if (auto aligned = align(context); !aligned) return aligned;
    const bool cleans = parameters.mode == RestoreMode::Strong;
    if (auto restored = restore(context, cleans); !restored) return restored;
    project(context, parameters);
    updateChange(context, parameters, strength);
    return {};
}

Result<void> FaceStages::align(const FaceContext& context) {
    constexpr int kMeasureSize = 512;
    const auto measure = photoFromCropOf(m_face.landmarks, CropTemplate::Gpen, kMeasureSize);
    if (!measure) {
        return makeError(ErrorCode::Unsupported,
                         "The landmarks of a face coincide, so it cannot be aligned.");
    }
    auto chosen = context.models.restorerFor(
        std::max(context.photo.width(), context.photo.height()), scaleOf(*measure) * kMeasureSize);
    if (!chosen) return chosen.error();
    const std::string key = stageKey(chosen->restorer->identity(),
                                     context.parser ? context.parser->identity() : "oval");
    if (key == m_alignedKey) return {};
    m_chosen = *chosen;
    const int size = chosen->restorer->size();
    const auto photoFromCrop =
        photoFromCropOf(m_face.landmarks, chosen->restorer->cropTemplate(), size);
    if (!photoFromCrop) return makeError(ErrorCode::Unsupported, "A face cannot be aligned.");
    m_photoFromCrop = *photoFromCrop;
    m_crop = withinRange(
        context.colour.toWorkingSpace(extractCrop(context.photo, m_photoFromCrop, size)));
    const cv::Matx23d cropFromPhoto = inverted(m_photoFromCrop);
    for (std::size_t i = 0; i < m_cropLandmarks.size(); ++i) {
        m_cropLandmarks[i] = transformed(cropFromPhoto, m_face.landmarks[i]);
    }
    if (auto masked = updateMask(context, m_cropLandmarks); !masked) return masked;
    m_evidence = gatherEvidence(m_crop, m_cropLandmarks, scaleOf(m_photoFromCrop));
    m_alignedKey = key;
    ++context.counts.align;
    return {};
}

Result<void> FaceStages::updateMask(const FaceContext& context, const Landmarks& cropLandmarks) {
    const int size = m_crop.cols;
    m_covered = false;
    if (context.parser == nullptr) {
        m_mask = ovalMask(cropLandmarks, size);
        return {};
    }
    cv::Mat crop = m_crop;
    if (size > kParsedSide) {
        cv::resize(m_crop, crop, cv::Size(kParsedSide, kParsedSide), 0, 0, cv::INTER_AREA);
    }
    auto labels = context.parser->parse(crop);
    if (!labels) return labels.error();
    const ParsedMask parsed =
        parsingMask(*labels, scaled(cropLandmarks, static_cast<double>(crop.cols) / size));
    m_mask = parsed.mask;
    if (m_mask.cols != size) {
        cv::resize(parsed.mask, m_mask, cv::Size(size, size), 0, 0, cv::INTER_LINEAR);
        m_mask = m_mask.mul(borderFade(size));
    }
    m_covered = parsed.largelyCovered;
    return {};
}

Result<void> FaceStages::restore(const FaceContext& context, bool cleans) {
    m_cleans = cleans;
    Restoration& restoration = m_restorations[cleans ? 1 : 0];
    if (restoration.key == m_alignedKey) return {};
    const double ratio = scaleOf(m_photoFromCrop);
    if (cleans) {
        CleanedCrop cleaned = cleanCrop(m_crop, m_cropLandmarks, ratio);
        restoration.base = cleaned.crop;
        restoration.known = cleaned.known;
        restoration.evidence = gatherEvidence(cleaned.crop, m_cropLandmarks, ratio);
        ++context.counts.clean;
    } else {
        restoration.base = m_crop;
        restoration.known = cv::Mat();
        restoration.evidence = m_evidence;
    }
    auto network = m_chosen.restorer->restore(restoration.base);
    if (!network) return network.error();
    restoration.network = *network;
    restoration.key = m_alignedKey;
    ++context.counts.restore;
    return {};
}

void FaceStages::project(const FaceContext& context, const RestoreParameters& parameters) {
    const Restoration& from = m_restorations[m_cleans ? 1 : 0];
    const bool lumaOnly = keepsChroma(context, parameters);
    const std::string key = stageKey(from.key, m_cleans, parameters.faithful, lumaOnly);
    if (key == m_projectedKey) return;
    m_projected = from.network;
    m_contradicted = 0.0;
    if (parameters.faithful) {
        FaithfulOptions options;
        options.withChroma = !lumaOnly;
        options.known = from.known;
        const FaithfulResult kept = keepFaithful(from.base, from.network, from.evidence, options);
        m_projected = kept.crop;
        m_contradicted = kept.contradicted;
    }
    m_drift = measureDrift(from.base, m_projected, m_cropLandmarks);
    m_projectedKey = key;
    ++context.counts.project;
}

void FaceStages::updateChange(const FaceContext& context, const RestoreParameters& parameters,
                              double strength) {
    const bool lumaOnly = keepsChroma(context, parameters);
    const std::string key =
        stageKey(m_projectedKey, modeName(parameters.mode), parameters.detailEnhancement,
                 parameters.rosy, parameters.rosy > 0.0 ? strength : -1.0);
    if (key == m_changeKey) return;
    ChangeOptions options;
    options.keepsChroma = lumaOnly;
    options.mode = parameters.mode;
    options.detailEnhancement = parameters.detailEnhancement;
    options.photoPixelsPerCropPixel = scaleOf(m_photoFromCrop);
    const cv::Mat& base = m_restorations[m_cleans ? 1 : 0].base;
    cv::Mat target = m_crop + faceChange({m_crop, base, m_projected}, m_evidence, options);
    if (parameters.rosy > 0.0) {
        const cv::Mat blended = m_crop + (target - m_crop) * (strength / 100.0);
        target = saturated(blended, parameters.rosy / 100.0);
    }
    m_change = context.colour.fromWorkingSpace(target) - context.colour.fromWorkingSpace(m_crop);
    m_changeKey = key;
    ++context.counts.change;
}

FacePatch FaceStages::patch(const RestoreParameters& parameters, double strength) const {
    // The colour of the face does not fade with the strength, so it is in the change already.
    return {m_photoFromCrop, m_change, m_mask, parameters.rosy > 0.0 ? 1.0 : strength / 100.0};
}

}  // namespace heirloom
