// What the tests of enlarging share.
#pragma once

#include <algorithm>
#include <functional>
#include <stdexcept>
#include <string>

#include <opencv2/core.hpp>

#include "core/background/enlarge.h"

namespace heirloom::test {

inline ColourTransform colourOf(const Photo& photo) {
    return std::move(ColourTransform::create(photo.iccProfile, colourChannelCount(photo.layout)))
        .value();
}

inline Photo enlarged(const Photo& photo, cv::Size size, BackgroundRestorer* network = nullptr) {
    auto result = enlargedPhoto(photo, size, network, colourOf(photo), {});
    if (!result) throw std::runtime_error(result.error().text());
    return std::move(*result);
}

// Repeats each pixel and applies a function to its colour.
class FakeBackground : public BackgroundRestorer {
public:
    using Work = std::function<cv::Vec3f(const cv::Vec3f&)>;
    explicit FakeBackground(int scale, int tileSide = 128, Work work = {})
        : m_scale(scale), m_tileSide(tileSide), m_work(std::move(work)) {}

    const std::string& identity() const override { return m_identity; }
    int scale() const override { return m_scale; }
    int tileSide() const override { return m_tileSide; }
    Result<cv::Mat> restore(const cv::Mat& picture, const RunControl& control) override {
        ++calls;
        largest = std::max({largest, picture.cols, picture.rows});
        control.report({"background", 0.5, 0, 0});
        if (fails) return makeError(ErrorCode::OutOfMemory, "No memory.");
        cv::Mat out(picture.size() * m_scale, CV_32FC3);
        for (int y = 0; y < out.rows; ++y) {
            for (int x = 0; x < out.cols; ++x) {
                const auto value = picture.at<cv::Vec3f>(y / m_scale, x / m_scale);
                out.at<cv::Vec3f>(y, x) = m_work ? m_work(value) : value;
            }
        }
        return out;
    }

    int calls = 0;
    int largest = 0;
    bool fails = false;

private:
    int m_scale;
    int m_tileSide;
    Work m_work;
    std::string m_identity = "fake";
};

}  // namespace heirloom::test
