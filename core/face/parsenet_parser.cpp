#include "core/face/parsenet_parser.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/face/network_range.h"

namespace heirloom {

namespace {

constexpr int kNetworkSize = 512;  // side of the crops that the official network was made for

cv::Mat atNetworkSize(const cv::Mat& crop) {
    if (crop.cols == kNetworkSize) return crop;
    cv::Mat resized;
    cv::resize(crop, resized, cv::Size(kNetworkSize, kNetworkSize), 0, 0,
               crop.cols > kNetworkSize ? cv::INTER_AREA : cv::INTER_LINEAR);
    return resized;
}

// The two source pixels of a target pixel and the share of the second.
struct Sample {
    int first = 0;
    int second = 0;
    float share = 0.0f;
};

std::vector<Sample> samplesAlong(int sourceLength, int targetLength) {
    std::vector<Sample> samples(targetLength);
    const double scale = double(sourceLength) / targetLength;
    for (int i = 0; i < targetLength; ++i) {
        const double at = std::clamp((i + 0.5) * scale - 0.5, 0.0, sourceLength - 1.0);
        const int first = static_cast<int>(at);
        samples[i] = {first, std::min(first + 1, sourceLength - 1), static_cast<float>(at - first)};
    }
    return samples;
}

// One row of all planes, interpolated between two rows of the source.
void blendRows(const Planes& logits, const Sample& at, std::vector<float>& row) {
    for (int c = 0; c < logits.channels; ++c) {
        const auto width = static_cast<std::size_t>(logits.width);
        const float* above = logits.plane(c) + at.first * width;
        const float* below = logits.plane(c) + at.second * width;
        float* out = row.data() + c * width;
        for (int x = 0; x < logits.width; ++x) out[x] = above[x] + at.share * (below[x] - above[x]);
    }
}

}  // namespace

cv::Mat labelsAtSize(const Planes& logits, int size) {
    cv::Mat labels(size, size, CV_8UC1);
    const std::vector<Sample> columns = samplesAlong(logits.width, size);
    const std::vector<Sample> rows = samplesAlong(logits.height, size);
    cv::parallel_for_(cv::Range(0, size), [&](const cv::Range& range) {
        std::vector<float> row(static_cast<std::size_t>(logits.channels) * logits.width);
        std::vector<float> best(size);
        for (int y = range.start; y < range.end; ++y) {
            blendRows(logits, rows[y], row);
            auto* out = labels.ptr<std::uint8_t>(y);
            for (int c = 0; c < logits.channels; ++c) {
                const float* plane = row.data() + static_cast<std::size_t>(c) * logits.width;
                for (int x = 0; x < size; ++x) {
                    const Sample& at = columns[x];
                    const float value =
                        plane[at.first] + at.share * (plane[at.second] - plane[at.first]);
                    if (c == 0 || value > best[x]) {
                        best[x] = value;
                        out[x] = static_cast<std::uint8_t>(c);
                    }
                }
            }
        }
    });
    return labels;
}

ParsenetParser::ParsenetParser(ParseNet network, std::string identity)
    : m_network(std::move(network)), m_identity(std::move(identity)) {}

Result<cv::Mat> ParsenetParser::parse(const cv::Mat& crop) {
    if (crop.type() != CV_32FC3 || crop.cols != crop.rows || crop.empty()) {
        return makeError(ErrorCode::InvalidArgument, "A face parser expects a square RGB crop.");
    }
    auto logits = m_network.run(toNetworkRange(atNetworkSize(crop)));
    if (!logits) return logits.error();
    const bool usable = std::all_of(logits->values.begin(), logits->values.end(),
                                    [](float value) { return std::isfinite(value); });
    if (!usable || logits->channels != kFacePartCount) {
        return makeError(ErrorCode::Damaged,
                         "The model %1 gives no usable numbers; its file may be damaged.",
                         m_identity);
    }
    return labelsAtSize(*logits, crop.cols);
}

}  // namespace heirloom
