#include "core/quality/photo_quality.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/image/pixel_access.h"
#include "core/quality/blockiness.h"
#include "core/quality/defects.h"
#include "core/quality/exposure.h"
#include "core/quality/noise.h"
#include "core/quality/quality_samples.h"
#include "core/quality/sharpness.h"

namespace heirloom {

namespace {

// The blur of a sample that shows no edge.
constexpr double kUnknownBlur = -1.0;

// Where no edge stands clear of the noise, this is what such noise hides at most.
constexpr double kHiddenBlur = 3.0;

// Score = 100 - the sum of these penalties. Each is 0 up to `from` and then rises evenly to
// `most` at `to`. Their sizes were tuned on degraded faces (tests/core/quality).
struct Penalty {
    double from, to, most;

    double of(double value) const {
        return most * std::clamp((value - from) / (to - from), 0.0, 1.0);
    }
};
constexpr Penalty kBlurPenalty{0.85, 2.3, 60.0};       // pixels of a 256-pixel face crop
constexpr Penalty kNoisePenalty{1.2, 9.0, 50.0};       // 8-bit units
constexpr Penalty kBlockPenalty{0.6, 2.6, 12.0};       // 8-bit units
constexpr Penalty kDefectPenalty{0.0005, 0.01, 20.0};  // share of the picture
constexpr Penalty kFlatPenalty{-140.0, -60.0, 10.0};   // of minus the contrast
constexpr Penalty kClippedPenalty{0.05, 0.4, 10.0};    // share of the picture

constexpr double kHighScore = 80.0;
constexpr double kMediumScore = 38.0;

double penalties(const PhotoQuality& quality) {
    const double blur = quality.blur >= 0.0 ? quality.blur : kHiddenBlur;
    return kBlurPenalty.of(blur) + kNoisePenalty.of(quality.noise) +
           kBlockPenalty.of(quality.blockiness) + kDefectPenalty.of(quality.defects) +
           kFlatPenalty.of(-quality.contrast) +
           kClippedPenalty.of(quality.clippedBlack + quality.clippedWhite);
}

QualityGrade gradeOf(double score) {
    if (score >= kHighScore) return QualityGrade::High;
    return score >= kMediumScore ? QualityGrade::Medium : QualityGrade::Low;
}

double medianOf(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

// 100 for a face crop of 256 pixels that is sharp to the pixel, 50 at a blur of 1.6.
double sharpnessOf(double blur) {
    constexpr double kSharp = 0.6;
    constexpr double kHalf = 1.0;
    if (blur < 0.0) return 0.0;
    const double excess = std::max(0.0, blur - kSharp) / kHalf;
    return 100.0 / (1.0 + excess * excess);
}

void judgeTones(const cv::Mat& reduced, PhotoQuality& quality) {
    const Exposure exposure = measureExposure(reduced);
    quality.clippedBlack = exposure.clippedBlack;
    quality.clippedWhite = exposure.clippedWhite;
    quality.contrast = exposure.lightTone - exposure.darkTone;
    quality.lightShare = exposure.lightShare;
    quality.colour = measureColour(reduced, exposure);
}

void judgeDetail(const std::vector<QualitySample>& samples, PhotoQuality& quality) {
    std::vector<double> blurs, noises, correlations;
    for (const QualitySample& sample : samples) {
        const NoiseLevel noise = measureNoise(sample.luma);
        if (noise.blocks > 0) {
            noises.push_back(noise.sigma);
            correlations.push_back(noise.correlation);
        }
        const double blur = measureBlur(sample.luma(sample.centre), noise.sigma);
        if (blur >= 0.0) blurs.push_back(blur * sample.enlargement);
    }
    quality.blur = blurs.empty() ? kUnknownBlur : medianOf(blurs);
    if (!noises.empty()) {
        quality.noise = medianOf(noises);
        quality.grainCorrelation = medianOf(correlations);
    }
    quality.sharpness = sharpnessOf(quality.blur);
}

void noteFaces(const Photo& photo, const std::vector<Face>& faces, PhotoQuality& quality) {
    quality.faceCount = static_cast<int>(faces.size());
    const double area = double(photo.width()) * photo.height();
    for (const Face& face : faces) {
        quality.faceSize =
            std::max<double>(quality.faceSize, std::max(face.box.width, face.box.height));
        quality.faceShare = std::max(quality.faceShare, double(face.box.area()) / area);
    }
}

// The heads in the reduced copy, with their hair.
std::vector<cv::Rect> headsIn(cv::Size reduced, const Photo& photo,
                              const std::vector<Face>& faces) {
    constexpr float kHair = 0.35f;  // of the box, on each side
    const float scale = float(reduced.width) / float(photo.width());
    std::vector<cv::Rect> heads;
    for (const Face& face : faces) {
        const float marginX = kHair * face.box.width;
        const float marginY = kHair * face.box.height;
        heads.emplace_back(cvRound((face.box.x - marginX) * scale),
                           cvRound((face.box.y - marginY) * scale),
                           cvRound((face.box.width + 2 * marginX) * scale),
                           cvRound((face.box.height + 2 * marginY) * scale));
    }
    return heads;
}

void atOnce(const std::vector<std::function<void()>>& works) {
    const auto count = static_cast<int>(works.size());
    cv::parallel_for_(
        cv::Range(0, count),
        [&](const cv::Range& range) {
            for (int i = range.start; i < range.end; ++i) works[static_cast<std::size_t>(i)]();
        },
        count);
}

}  // namespace

const char* qualityGradeName(QualityGrade grade) {
    switch (grade) {
        case QualityGrade::High: return "high";
        case QualityGrade::Medium: return "medium";
        case QualityGrade::Low: return "low";
    }
    return "";
}

PhotoQuality judgePhoto(const Photo& photo, const std::vector<Face>& faces) {
    PhotoQuality quality;
    if (photo.pixels.empty()) return quality;
    noteFaces(photo, faces, quality);

    const cv::Mat reduced = reducedRgb(photo);
    cv::Mat grey;
    cv::cvtColor(reduced, grey, cv::COLOR_RGB2GRAY);
    // Each has its own members of quality.
    atOnce({
        [&] { quality.defects = measureDefects(grey, headsIn(grey.size(), photo, faces)); },
        [&] { judgeTones(reduced, quality); },
        [&] { quality.blockiness = measureBlockiness(ownPixelTiles(photo)); },
        [&] {
            std::vector<QualitySample> samples = faceSamples(photo, faces);
            quality.fromFaces = !samples.empty();
            if (samples.empty()) samples.push_back(pictureSample(grey));
            judgeDetail(samples, quality);
        },
    });

    quality.score = std::max(0.0, 100.0 - penalties(quality));
    quality.grade = gradeOf(quality.score);
    return quality;
}

}  // namespace heirloom
