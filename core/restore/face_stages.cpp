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

bool keepsChroma(const FaceContext& context) {
    return context.parameters.skinProtection || context.keepsColour;
}

EvidenceOf evidenceFor(const FaceContext& context) {
    return keepsChroma(context) ? EvidenceOf::Luma : EvidenceOf::LumaAndChroma;
}

}  // namespace

Result<void> FaceStages::choose(const FaceContext& context) {
    m_cleans = context.parameters.mode == RestoreMode::Strong;
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
    if (key == m_chosenKey) return {};
    const auto photoFromCrop = photoFromCropOf(m_face.landmarks, chosen->restorer->cropTemplate(),
                                               chosen->restorer->size());
    if (!photoFromCrop) return makeError(ErrorCode::Unsupported, "A face cannot be aligned.");
    m_chosen = *chosen;
    m_photoFromCrop = *photoFromCrop;
    const cv::Matx23d cropFromPhoto = inverted(m_photoFromCrop);
    for (std::size_t i = 0; i < m_cropLandmarks.size(); ++i) {
        m_cropLandmarks[i] = transformed(cropFromPhoto, m_face.landmarks[i]);
    }
    m_chosenKey = key;
    return {};
}

void FaceStages::prepare(const FaceContext& context) {
    if (m_alignedKey != m_chosenKey) align(context);
    if (restoration().baseKey != m_chosenKey) prepareBase(evidenceFor(context));
    CropEvidence& evidence = restoration().evidence;
    if (evidenceFor(context) == EvidenceOf::LumaAndChroma &&
        evidence.measured == EvidenceOf::Luma) {
        evidence = gatherEvidence(restoration().base, m_cropLandmarks, scaleOf(m_photoFromCrop));
    }
}

void FaceStages::align(const FaceContext& context) {
    const int size = cropSize();
    // Without a profile grey is clamped once, before it becomes three channels.
    const bool clampsFirst = context.colour.isIdentity();
    const cv::Mat colour = extractCrop(context.photo, m_photoFromCrop, size);
    m_crop = clampsFirst ? context.colour.toWorkingSpace(withinRange(colour))
                         : withinRange(context.colour.toWorkingSpace(colour));
    m_evidence =
        gatherEvidence(m_crop, m_cropLandmarks, scaleOf(m_photoFromCrop), evidenceFor(context));
    if (context.parser == nullptr) {
        m_mask = ovalMask(m_cropLandmarks, size);
        m_labels.release();
        m_covered = false;
        m_maskKey = m_chosenKey;
    }
    m_alignedKey = m_chosenKey;
    ++m_counts.align;
}

void FaceStages::prepareBase(EvidenceOf measured) {
    Restoration& to = restoration();
    if (m_cleans) {
        const double ratio = scaleOf(m_photoFromCrop);
        CleanedCrop cleaned = cleanCrop(m_crop, m_cropLandmarks, ratio);
        to.base = cleaned.crop;
        to.known = cleaned.known;
        to.evidence = gatherEvidence(cleaned.crop, m_cropLandmarks, ratio, measured);
        ++m_counts.clean;
    } else {
        to.base = m_crop;
        to.known = cv::Mat();
        to.evidence = m_evidence;
    }
    to.baseKey = m_chosenKey;
}

bool FaceStages::needsNetworks() const {
    return m_maskKey != m_chosenKey || restoration().key != m_chosenKey;
}

Result<void> FaceStages::runNetworks(const FaceContext& context) {
    if (m_maskKey != m_chosenKey) {
        if (auto parsed = parse(*context.parser); !parsed) return parsed;
    }
    Restoration& to = restoration();
    if (to.key == m_chosenKey) return {};
    auto network = m_chosen.restorer->restore(to.base);
    if (!network) return network.error();
    to.network = *network;
    to.key = m_chosenKey;
    ++m_counts.restore;
    return {};
}

Result<void> FaceStages::parse(FaceParser& parser) {
    cv::Mat crop = m_crop;
    if (m_crop.cols > kParsedSide) {
        cv::resize(m_crop, crop, cv::Size(kParsedSide, kParsedSide), 0, 0, cv::INTER_AREA);
    }
    auto labels = parser.parse(crop);
    if (!labels) return labels.error();
    m_labels = *labels;
    m_maskKey = m_chosenKey;
    return {};
}

void FaceStages::finish(const FaceContext& context, double strength) {
    if (!m_labels.empty()) updateMask();
    project(context);
    updateChange(context, strength);
}

void FaceStages::updateMask() {
    const int size = m_crop.cols;
    const ParsedMask parsed =
        parsingMask(m_labels, scaled(m_cropLandmarks, static_cast<double>(m_labels.cols) / size));
    m_labels.release();
    m_covered = parsed.largelyCovered;
    if (parsed.mask.cols == size) {
        m_mask = parsed.mask;
        return;
    }
    cv::Mat mask;
    cv::resize(parsed.mask, mask, cv::Size(size, size), 0, 0, cv::INTER_LINEAR);
    m_mask = mask.mul(borderFade(size));
}

void FaceStages::project(const FaceContext& context) {
    const Restoration& from = restoration();
    const bool lumaOnly = keepsChroma(context);
    const std::string key = stageKey(from.key, m_cleans, context.parameters.faithful, lumaOnly);
    if (key == m_projectedKey) return;
    m_projected = from.network;
    m_contradicted = 0.0;
    if (context.parameters.faithful) {
        FaithfulOptions options;
        options.withChroma = !lumaOnly;
        options.known = from.known;
        const FaithfulResult kept = keepFaithful(from.base, from.network, from.evidence, options);
        m_projected = kept.crop;
        m_contradicted = kept.contradicted;
    }
    m_drift = measureDrift(from.base, m_projected, m_cropLandmarks);
    m_projectedKey = key;
    ++m_counts.project;
}

cv::Mat FaceStages::inPhotoSpace(const FaceContext& context, const cv::Mat& crop) const {
    if (!context.colour.isIdentity()) return context.colour.fromWorkingSpace(crop);
    if (colourChannelCount(context.photo.layout) == 3) return crop;
    // The network may not colour a grey photo, so all channels change alike.
    cv::Mat grey;
    cv::extractChannel(crop, grey, 1);
    return grey;
}

void FaceStages::updateChange(const FaceContext& context, double strength) {
    const RestoreParameters& parameters = context.parameters;
    const std::string key =
        stageKey(m_projectedKey, modeName(parameters.mode), parameters.detailEnhancement,
                 parameters.rosy, parameters.rosy > 0.0 ? strength : -1.0);
    if (key == m_changeKey) return;
    ChangeOptions options;
    options.keepsChroma = keepsChroma(context);
    options.mode = parameters.mode;
    options.detailEnhancement = parameters.detailEnhancement;
    options.photoPixelsPerCropPixel = scaleOf(m_photoFromCrop);
    cv::Mat change = faceChange({m_crop, restoration().base, m_projected}, m_evidence, options);
    if (parameters.rosy > 0.0) {
        change = saturated(m_crop + change * (strength / 100.0), parameters.rosy / 100.0) - m_crop;
    }
    const bool isIdentity = context.colour.isIdentity();
    const cv::Mat& known = restoration().known;
    const bool isDamaged = !known.empty() && cv::countNonZero(known < 1.0f) > 0;
    m_damage = isDamaged ? cv::Mat(1.0f - known) : cv::Mat();
    m_whole = isDamaged || !isIdentity ? inPhotoSpace(context, m_crop + change) : cv::Mat();
    m_change = isIdentity ? inPhotoSpace(context, change)
                          : cv::Mat(m_whole - inPhotoSpace(context, m_crop));
    if (!isDamaged) m_whole.release();
    m_changeKey = key;
    ++m_counts.change;
}

FacePatch FaceStages::patch(const RestoreParameters& parameters, double strength) const {
    // The colour of the face does not fade with the strength, so it is in the change already.
    const double share = parameters.rosy > 0.0 ? 1.0 : strength / 100.0;
    return {m_photoFromCrop, m_change, m_mask, share, m_damage, m_whole};
}

}  // namespace heirloom
