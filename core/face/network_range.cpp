#include "core/face/network_range.h"

#include <atomic>
#include <bit>
#include <cstddef>
#include <cstdint>

#include <opencv2/core.hpp>

#include "core/base/vector_clones.h"

namespace heirloom {

namespace {

constexpr int kRowsOfATask = 64;

HEIRLOOM_VECTOR_CLONES
void splitRow(const float* row, int columns, float* red, float* green, float* blue) {
    HEIRLOOM_INDEPENDENT
    for (int x = 0; x < columns; ++x) {
        red[x] = row[3 * x] * 2.0f - 1.0f;
        green[x] = row[3 * x + 1] * 2.0f - 1.0f;
        blue[x] = row[3 * x + 2] * 2.0f - 1.0f;
    }
}

HEIRLOOM_INLINE float shown(float value) {
    const float half = value * 0.5f + 0.5f;
    const float above = half < 0.0f ? 0.0f : half;
    return 1.0f < above ? 1.0f : above;
}

HEIRLOOM_VECTOR_CLONES
void mergeRow(const float* red, const float* green, const float* blue, int columns, float* row) {
    HEIRLOOM_INDEPENDENT
    for (int x = 0; x < columns; ++x) {
        row[3 * x] = shown(red[x]);
        row[3 * x + 1] = shown(green[x]);
        row[3 * x + 2] = shown(blue[x]);
    }
}

// Infinities and what is no number have all bits of the exponent set.
HEIRLOOM_VECTOR_CLONES
bool areFinite(const float* values, std::size_t count) {
    constexpr std::uint32_t kExponent = 0x7F800000u;
    std::uint32_t odd = 0;
    for (std::size_t i = 0; i < count; ++i) {
        odd |= (std::bit_cast<std::uint32_t>(values[i]) & kExponent) == kExponent ? 1u : 0u;
    }
    return odd == 0;
}

template <class Work>
void forEachRow(int rows, const Work& work) {
    cv::parallel_for_(
        cv::Range(0, rows),
        [&](const cv::Range& range) {
            for (int y = range.start; y < range.end; ++y) work(y);
        },
        static_cast<double>(rows) / kRowsOfATask);
}

}  // namespace

Planes toNetworkRange(const cv::Mat& crop) {
    Planes planes(3, crop.rows, crop.cols);
    forEachRow(crop.rows, [&](int y) {
        const std::size_t at = static_cast<std::size_t>(y) * crop.cols;
        splitRow(crop.ptr<float>(y), crop.cols, planes.plane(0) + at, planes.plane(1) + at,
                 planes.plane(2) + at);
    });
    return planes;
}

cv::Mat fromNetworkRange(const Planes& planes) {
    cv::Mat crop(planes.height, planes.width, CV_32FC3);
    forEachRow(planes.height, [&](int y) {
        const std::size_t at = static_cast<std::size_t>(y) * planes.width;
        mergeRow(planes.plane(0) + at, planes.plane(1) + at, planes.plane(2) + at, planes.width,
                 crop.ptr<float>(y));
    });
    return crop;
}

bool areFinite(const Planes& planes) {
    std::atomic<bool> finite = true;
    forEachRow(planes.channels * planes.height, [&](int row) {
        const float* values = planes.values.data() + static_cast<std::size_t>(row) * planes.width;
        if (!areFinite(values, static_cast<std::size_t>(planes.width))) finite = false;
    });
    return finite;
}

}  // namespace heirloom
