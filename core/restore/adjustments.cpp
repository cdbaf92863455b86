#include "core/restore/adjustments.h"

#include <algorithm>
#include <memory>
#include <vector>

#include <opencv2/core.hpp>

#include "core/image/picture_memory.h"
#include "core/image/pixel_access.h"
#include "core/restore/pixel_tiles.h"

namespace heirloom {

namespace {

constexpr int kBins = 4096;
constexpr int kMostMeasuredRows = 512;
constexpr double kLowPercentile = 0.01;
constexpr double kHighPercentile = 0.99;
// A photo of one tone has nothing to stretch.
constexpr float kSmallestSpread = 1.0f / 255.0f;

// The value below which `share` of the counted pixels lie.
float percentile(const std::vector<std::int64_t>& counts, double share) {
    std::int64_t seen = 0;
    for (int bin = 0; bin < kBins; ++bin) {
        seen += counts[bin];
        if (static_cast<double>(seen) >= share) return static_cast<float>(bin) / (kBins - 1);
    }
    return 1.0f;
}

struct Tone {
    float low = 0.0f;
    float gain = 1.0f;   // of the stretch
    float share = 0.0f;  // of the stretched luminance in the result
    float offset = 0.0f;
};

HEIRLOOM_INLINE float toneChange(float luma, const Tone& tone) {
    const float stretched = (luma - tone.low) * tone.gain;
    const float clamped = stretched < 0.0f ? 0.0f : (stretched > 1.0f ? 1.0f : stretched);
    return tone.share * (clamped - luma) + tone.offset;
}

template <class Sample, int kChannels>
HEIRLOOM_INLINE void toneColour(const Sample* in, Sample* out, int columns, const Tone& tone) {
    constexpr float kMax = std::numeric_limits<Sample>::max();
    constexpr float kScale = 1.0f / kMax;
    constexpr int kColours = kChannels < 3 ? 1 : 3;
    HEIRLOOM_INDEPENDENT
    for (int x = 0; x < columns; ++x) {
        float luma = in[x * kChannels] * kScale;
        if constexpr (kColours == 3) {
            luma = luma * 0.299f + in[x * kChannels + 1] * kScale * 0.587f +
                   in[x * kChannels + 2] * kScale * 0.114f;
        }
        const float add = toneChange(luma, tone) * kMax;
        for (int c = 0; c < kColours; ++c) {
            out[x * kChannels + c] = roundedSample<Sample>(in[x * kChannels + c] + add);
        }
        if constexpr (kColours != kChannels) {
            out[x * kChannels + kColours] = in[x * kChannels + kColours];
        }
    }
}

template <class Sample>
HEIRLOOM_INLINE void toneAny(const Sample* in, Sample* out, int columns, int channels,
                             const Tone& tone) {
    switch (channels) {
        case 1: return toneColour<Sample, 1>(in, out, columns, tone);
        case 2: return toneColour<Sample, 2>(in, out, columns, tone);
        case 3: return toneColour<Sample, 3>(in, out, columns, tone);
        default: return toneColour<Sample, 4>(in, out, columns, tone);
    }
}

HEIRLOOM_VECTOR_CLONES
void toneRow(const unsigned char* in, unsigned char* out, bool is16Bit, int columns, int channels,
             const Tone& tone) {
    if (is16Bit) {
        toneAny(reinterpret_cast<const std::uint16_t*>(in), reinterpret_cast<std::uint16_t*>(out),
                columns, channels, tone);
    } else {
        toneAny(in, out, columns, channels, tone);
    }
}

}  // namespace

ToneRange measureToneRange(const Photo& photo) {
    std::vector<std::int64_t> counts(kBins, 0);
    const int rows = std::min(photo.height(), kMostMeasuredRows);
    for (int i = 0; i < rows; ++i) {
        const int y = static_cast<int>((2LL * i + 1) * photo.height() / (2LL * rows));
        const cv::Mat row = luma(colourFloat(photo.pixels.row(y), photo.layout));
        const auto* values = row.ptr<float>();
        for (int x = 0; x < row.cols; ++x) {
            ++counts[std::clamp(cvRound(values[x] * (kBins - 1)), 0, kBins - 1)];
        }
    }
    const double total = double(rows) * photo.width();
    return {percentile(counts, kLowPercentile * total),
            percentile(counts, kHighPercentile * total)};
}

void adjustTone(Photo& photo, double contrast, double brightness, const ToneRange& range) {
    if (contrast <= 0.0 && brightness == 0.0) return;
    Tone tone;
    tone.offset = static_cast<float>(brightness / 255.0);
    if (contrast > 0.0 && range.high - range.low > kSmallestSpread) {
        tone.low = range.low;
        tone.gain = 1.0f / (range.high - range.low);
        tone.share = static_cast<float>(contrast / 100.0);
    }
    const cv::Mat source = photo.pixels;
    cv::Mat target = newPicture(source.size(), source.type());
    cv::parallel_for_(cv::Range(0, source.rows), [&](const cv::Range& rows) {
        for (int y = rows.start; y < rows.end; ++y) {
            toneRow(source.ptr(y), target.ptr(y), source.depth() == CV_16U, source.cols,
                    source.channels(), tone);
        }
    });
    photo.pixels = target;
}

}  // namespace heirloom
