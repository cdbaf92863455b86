#include "core/face/network_range.h"

#include <algorithm>

namespace heirloom {

Planes toNetworkRange(const cv::Mat& crop) {
    Planes planes(3, crop.rows, crop.cols);
    for (int y = 0; y < crop.rows; ++y) {
        const auto* row = crop.ptr<cv::Vec3f>(y);
        for (int c = 0; c < 3; ++c) {
            float* out = planes.plane(c) + static_cast<std::size_t>(y) * crop.cols;
            for (int x = 0; x < crop.cols; ++x) out[x] = row[x][c] * 2.0f - 1.0f;
        }
    }
    return planes;
}

cv::Mat fromNetworkRange(const Planes& planes) {
    cv::Mat crop(planes.height, planes.width, CV_32FC3);
    for (int y = 0; y < planes.height; ++y) {
        auto* row = crop.ptr<cv::Vec3f>(y);
        for (int c = 0; c < 3; ++c) {
            const float* in = planes.plane(c) + static_cast<std::size_t>(y) * planes.width;
            for (int x = 0; x < planes.width; ++x) {
                row[x][c] = std::clamp(in[x] * 0.5f + 0.5f, 0.0f, 1.0f);
            }
        }
    }
    return crop;
}

}  // namespace heirloom
