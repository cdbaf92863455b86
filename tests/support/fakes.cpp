#include "tests/support/fakes.h"

#include <cmath>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace heirloom::test {

Photo syntheticPhoto(int width, int height, int depth, PixelLayout layout) {
    Photo photo;
    photo.layout = layout;
    const int channels = channelCount(layout);
    photo.pixels = cv::Mat(height, width, CV_MAKETYPE(depth, channels));
    const double top = depth == CV_16U ? 65535.0 : 255.0;
    cv::RNG noise(7);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            for (int c = 0; c < channels; ++c) {
                const double wave = 0.5 + 0.2 * std::sin(x * 0.05 + c) +
                                    0.15 * std::cos(y * 0.07 - c) + 0.1 * std::sin(x * y * 0.003);
                const double value = (wave + noise.uniform(-0.03, 0.03)) * top;
                const int index = x * channels + c;
                if (depth == CV_16U) {
                    photo.pixels.ptr<std::uint16_t>(y)[index] =
                        cv::saturate_cast<std::uint16_t>(value);
                } else {
                    photo.pixels.ptr<std::uint8_t>(y)[index] =
                        cv::saturate_cast<std::uint8_t>(value);
                }
            }
        }
    }
    photo.source.bitsPerSample = depth == CV_16U ? 16 : 8;
    return photo;
}

Face faceAt(cv::Point2f centre, float side, double degrees) {
    const Landmarks standard = templateLandmarks(CropTemplate::Ffhq, 512);
    const auto scale = side / 512.0f;
    const auto angle = static_cast<float>(degrees * CV_PI / 180.0);
    Face face;
    for (std::size_t i = 0; i < standard.size(); ++i) {
        const cv::Point2f offset = (standard[i] - cv::Point2f(256, 256)) * scale;
        face.landmarks[i] = centre + cv::Point2f(std::cos(angle) * offset.x - std::sin(angle) * offset.y,
                                                 std::sin(angle) * offset.x + std::cos(angle) * offset.y);
    }
    face.box = {centre.x - 0.3f * side, centre.y - 0.35f * side, 0.6f * side, 0.7f * side};
    face.score = 0.99f;
    return face;
}

FakeRestorer::Work paintFlat(cv::Scalar colour) {
    return [colour](const cv::Mat& crop) { return cv::Mat(crop.size(), CV_32FC3, colour); };
}

double gradientEnergy(const cv::Mat& pixels) {
    cv::Mat grey;
    if (pixels.channels() == 3) {
        cv::cvtColor(pixels, grey, cv::COLOR_RGB2GRAY);
    } else {
        grey = pixels;
    }
    grey.convertTo(grey, CV_32F);
    const cv::Mat right = grey.colRange(1, grey.cols) - grey.colRange(0, grey.cols - 1);
    const cv::Mat below = grey.rowRange(1, grey.rows) - grey.rowRange(0, grey.rows - 1);
    return cv::norm(right, cv::NORM_L1) + cv::norm(below, cv::NORM_L1);
}

}  // namespace heirloom::test
