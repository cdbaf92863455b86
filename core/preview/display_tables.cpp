// Tables by which rows are shown, made by asking the exact transform.
#include <algorithm>
#include <cmath>

#include <opencv2/core.hpp>

#include "core/preview/display_rows.h"

namespace heirloom {

namespace {

// In 8-bit levels.
constexpr double kInvisible = 0.35;
constexpr double kSmallDeviation = 0.5;
constexpr int kCurveSamples = 4096;

double lightOf(double srgb) {
    return srgb <= 0.04045 ? srgb / 12.92 : std::pow((srgb + 0.055) / 1.055, 2.4);
}

double srgbOf(double light) {
    const double value =
        light <= 0.0031308 ? 12.92 * light : 1.055 * std::pow(light, 1.0 / 2.4) - 0.055;
    return std::clamp(value, 0.0, 1.0);
}

cv::Vec3d lightOf(const cv::Vec3f& srgb) {
    return {lightOf(srgb[0]), lightOf(srgb[1]), lightOf(srgb[2])};
}

// Colours all over the cube, their order the same each time.
cv::Mat testColours() {
    constexpr int kCount = 1000;
    cv::Mat colours(1, kCount, CV_32FC3);
    cv::RNG(7).fill(colours, cv::RNG::UNIFORM, 0.0, 1.0);
    for (int corner = 0; corner < 8; ++corner) {
        colours.at<cv::Vec3f>(corner) = cv::Vec3f(corner & 1, corner >> 1 & 1, corner >> 2);
    }
    // Dark ones, where eyes see most.
    colours.colRange(kCount / 2, kCount) *= 0.15;
    return colours;
}

// The light of one channel's values, and of black.
struct Curve {
    std::vector<float> linear;
    cv::Vec3d full, black;
};

Curve curveOf(const ColourTransform& colour, int channel, int values) {
    const int samples = std::min(values, kCurveSamples);
    cv::Mat in = cv::Mat::zeros(1, samples, CV_32FC3);
    for (int i = 0; i < samples; ++i) {
        in.at<cv::Vec3f>(i)[channel] = static_cast<float>(i) / static_cast<float>(samples - 1);
    }
    const cv::Mat out = colour.toWorkingSpace(in);
    Curve curve;
    curve.black = lightOf(out.at<cv::Vec3f>(0));
    curve.full = lightOf(out.at<cv::Vec3f>(samples - 1)) - curve.black;
    const double length = std::max(1e-12, curve.full.dot(curve.full));
    std::vector<double> found(samples);
    for (int i = 0; i < samples; ++i) {
        found[i] = (lightOf(out.at<cv::Vec3f>(i)) - curve.black).dot(curve.full) / length;
    }
    for (int i = 0; i < values; ++i) {
        const double at = double(i) * (samples - 1) / (values - 1);
        const int low = std::min(static_cast<int>(at), samples - 2);
        curve.linear.push_back(
            static_cast<float>(found[low] + (at - low) * (found[low + 1] - found[low])));
    }
    return curve;
}

cv::Vec3d lightBy(const CurvesAndMatrix& matrix, const cv::Vec3f& colour) {
    cv::Vec3d light;
    for (int c = 0; c < 3; ++c) {
        light[c] = matrix.black[c];
        for (int from = 0; from < 3; ++from) {
            const auto& linear = matrix.linear[from];
            light[c] += matrix.rows[c][from] * linear[cvRound(colour[from] * (linear.size() - 1))];
        }
    }
    return light;
}

// Whether the curves and the matrix give what the transform gives.
bool explains(const CurvesAndMatrix& matrix, const ColourTransform& colour) {
    cv::Mat colours = testColours();
    // On values that the tables know.
    const double steps = double(matrix.linear[0].size() - 1);
    for (int i = 0; i < colours.cols; ++i) {
        for (int c = 0; c < 3; ++c) {
            float& value = colours.at<cv::Vec3f>(i)[c];
            value = static_cast<float>(cvRound(value * steps) / steps);
        }
    }
    const cv::Mat truth = colour.toWorkingSpace(colours);
    for (int i = 0; i < colours.cols; ++i) {
        const cv::Vec3d light = lightBy(matrix, colours.at<cv::Vec3f>(i));
        for (int c = 0; c < 3; ++c) {
            const double wanted = std::clamp<double>(truth.at<cv::Vec3f>(i)[c], 0.0, 1.0);
            if (!(std::abs(srgbOf(light[c]) - wanted) * 255.0 < kSmallDeviation)) return false;
        }
    }
    return true;
}

}  // namespace

bool isNearlySrgb(const ColourTransform& colour) {
    if (colour.isIdentity()) return true;
    const cv::Mat colours = testColours();
    return cv::norm(colour.toWorkingSpace(colours), colours, cv::NORM_INF) * 255.0 < kInvisible;
}

GreyTable makeGreyTable(const ColourTransform& colour, bool is16Bit) {
    const int values = is16Bit ? 65536 : 256;
    cv::Mat grey(1, values, CV_32FC1);
    for (int i = 0; i < values; ++i) {
        grey.at<float>(i) = static_cast<float>(i) / static_cast<float>(values - 1);
    }
    const cv::Mat shown = colour.toWorkingSpace(grey);
    GreyTable table(values);
    for (int i = 0; i < values; ++i) {
        table[i] = cv::saturate_cast<std::uint8_t>(shown.at<cv::Vec3f>(i)[1] * 255.0f);
    }
    return table;
}

std::optional<CurvesAndMatrix> findCurvesAndMatrix(const ColourTransform& colour, bool is16Bit) {
    CurvesAndMatrix matrix;
    for (int channel = 0; channel < 3; ++channel) {
        Curve curve = curveOf(colour, channel, is16Bit ? 65536 : 256);
        matrix.linear[channel] = std::move(curve.linear);
        for (int c = 0; c < 3; ++c) {
            matrix.rows[c][channel] = static_cast<float>(curve.full[c]);
            matrix.black[c] = static_cast<float>(curve.black[c]);
        }
    }
    if (!explains(matrix, colour)) return std::nullopt;
    return matrix;
}

ColourGrid makeColourGrid(const ColourTransform& colour) {
    constexpr int kSide = ColourGrid::kSide;
    cv::Mat nodes(kSide, kSide * kSide, CV_32FC3);
    for (int r = 0; r < kSide; ++r) {
        for (int i = 0; i < kSide * kSide; ++i) {
            nodes.at<cv::Vec3f>(r, i) =
                cv::Vec3f(r, i / kSide, i % kSide) / static_cast<float>(kSide - 1);
        }
    }
    const cv::Mat shown = colour.toWorkingSpace(nodes);
    ColourGrid grid;
    for (const cv::Vec3f& node : cv::Mat_<cv::Vec3f>(shown)) {
        for (int c = 0; c < 3; ++c) {
            grid.colours.push_back(255.0f * std::clamp(node[c], -1.0f, 2.0f));
        }
    }
    return grid;
}

}  // namespace heirloom
