#include "core/face/gpen_restorer.h"

#include <algorithm>
#include <cmath>

namespace heirloom {

namespace {

// Interleaved 0...1 to planes -1...1.
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

}  // namespace

GpenRestorer::GpenRestorer(GpenGenerator generator, CropTemplate cropTemplate, std::string identity)
    : m_generator(std::move(generator)),
      m_template(cropTemplate),
      m_identity(std::move(identity)) {}

Result<cv::Mat> GpenRestorer::restore(const cv::Mat& crop) {
    auto restored = m_generator.run(toNetworkRange(crop));
    if (!restored) return restored.error();
    for (const float value : restored->values) {
        if (!std::isfinite(value)) {
            return makeError(ErrorCode::Damaged,
                             "The model %1 gives no usable numbers; its file may be damaged.",
                             m_identity);
        }
    }
    return fromNetworkRange(*restored);
}

}  // namespace heirloom
