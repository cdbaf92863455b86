#include "core/quality/colour_state.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/image/area_average.h"

namespace heirloom {

namespace {

constexpr int kLongSide = 400;
constexpr double kSmoothing = 2.0;  // takes away the noise of the channels
constexpr int kBins = 32;           // of luminance
constexpr double kEndShare = 0.06;  // of the pixels: shadows, and lights

// Below these there is no colour beside the tint.
constexpr double kOneTint = 4.0;
constexpr double kColourlessTint = 3.0;
constexpr double kYellowSlant = 6.0;  // red over blue
// A faded print: all of these hold. Its blacks are grey; a flat but sound picture has blacks.
constexpr double kFadedBlack = 30.0;
constexpr double kFadedContrast = 165.0;
constexpr double kFadedSaturation = 18.0;
constexpr double kFadedCast = 6.0;

struct Tone {
    float luma;
    cv::Vec2f chroma;  // R - Y, B - Y
};

std::vector<Tone> tonesOf(const cv::Mat& rgb) {
    cv::Mat small = rgb;
    const double scale = double(kLongSide) / std::max(rgb.cols, rgb.rows);
    if (scale < 1.0) {
        const cv::Size size(std::max(1, cvRound(rgb.cols * scale)),
                            std::max(1, cvRound(rgb.rows * scale)));
        small = averagedDown(rgb, size);
    }
    cv::Mat smooth;
    small.convertTo(smooth, CV_32F);
    cv::GaussianBlur(smooth, smooth, cv::Size(), kSmoothing);
    std::vector<Tone> tones;
    tones.reserve(smooth.total());
    for (int y = 0; y < smooth.rows; ++y) {
        const auto* row = smooth.ptr<cv::Vec3f>(y);
        for (int x = 0; x < smooth.cols; ++x) {
            const float luma = 0.299f * row[x][0] + 0.587f * row[x][1] + 0.114f * row[x][2];
            tones.push_back({luma, {row[x][0] - luma, row[x][2] - luma}});
        }
    }
    return tones;
}

std::array<cv::Vec2f, kBins> meanByLuma(const std::vector<Tone>& tones) {
    std::array<cv::Vec2f, kBins> means{};
    std::array<int, kBins> counts{};
    for (const Tone& tone : tones) {
        const auto bin = static_cast<std::size_t>(
            std::clamp(static_cast<int>(tone.luma * kBins / 256.0f), 0, kBins - 1));
        means[bin] += tone.chroma;
        ++counts[bin];
    }
    for (std::size_t i = 0; i < means.size(); ++i) {
        if (counts[i] > 0) means[i] *= 1.0f / static_cast<float>(counts[i]);
    }
    return means;
}

cv::Vec2f meanChroma(std::vector<Tone>::const_iterator first,
                     std::vector<Tone>::const_iterator last) {
    cv::Vec2f sum;
    for (auto tone = first; tone != last; ++tone) sum += tone->chroma;
    return sum * (1.0f / static_cast<float>(std::max<std::ptrdiff_t>(1, last - first)));
}

// A dye that has gone shifts shadows and lights alike; a coloured scene shifts neither, or
// each in its own way.
double castOf(std::vector<Tone> tones) {
    const auto isDarker = [](const Tone& a, const Tone& b) { return a.luma < b.luma; };
    const auto count =
        std::max<std::ptrdiff_t>(1, static_cast<std::ptrdiff_t>(kEndShare * double(tones.size())));
    std::nth_element(tones.begin(), tones.begin() + count - 1, tones.end(), isDarker);
    const cv::Vec2f dark = meanChroma(tones.begin(), tones.begin() + count);
    std::nth_element(tones.begin(), tones.end() - count, tones.end(), isDarker);
    const cv::Vec2f light = meanChroma(tones.end() - count, tones.end());
    return 0.5 * cv::norm(dark + light);
}

bool isFaded(const ColourFacts& facts, const Exposure& exposure) {
    return exposure.darkTone > kFadedBlack &&
           exposure.lightTone - exposure.darkTone < kFadedContrast &&
           facts.saturation < kFadedSaturation && facts.cast > kFadedCast;
}

}  // namespace

const char* colourStateName(ColourState state) {
    switch (state) {
        case ColourState::Colourless: return "colourless";
        case ColourState::Tinted: return "tinted";
        case ColourState::Yellowed: return "yellowed";
        case ColourState::Faded: return "faded";
        case ColourState::Colour: return "colour";
    }
    return "";
}

ColourFacts measureColour(const cv::Mat& rgb, const Exposure& exposure) {
    ColourFacts facts;
    const std::vector<Tone> tones = tonesOf(rgb);
    if (tones.empty()) return facts;
    const std::array<cv::Vec2f, kBins> means = meanByLuma(tones);
    double residual = 0.0;
    for (const Tone& tone : tones) {
        const auto bin = static_cast<std::size_t>(
            std::clamp(static_cast<int>(tone.luma * kBins / 256.0f), 0, kBins - 1));
        const cv::Vec2f own = tone.chroma - means[bin];
        residual += own.dot(own) / double(tones.size());
    }
    const cv::Vec2f mean = meanChroma(tones.begin(), tones.end());
    facts.saturation = std::sqrt(residual);
    facts.tint = cv::norm(mean);
    facts.cast = castOf(tones);
    if (facts.saturation < kOneTint) {
        if (facts.tint < kColourlessTint) {
            facts.state = ColourState::Colourless;
        } else {
            facts.state =
                mean[0] - mean[1] > kYellowSlant ? ColourState::Yellowed : ColourState::Tinted;
        }
    } else if (isFaded(facts, exposure)) {
        facts.state = ColourState::Faded;
    }
    return facts;
}

}  // namespace heirloom
