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
        face.landmarks[i] =
            centre + cv::Point2f(std::cos(angle) * offset.x - std::sin(angle) * offset.y,
                                 std::sin(angle) * offset.x + std::cos(angle) * offset.y);
    }
    face.box = {centre.x - 0.3f * side, centre.y - 0.35f * side, 0.6f * side, 0.7f * side};
    face.score = 0.99f;
    return face;
}

void drawFace(cv::Mat& pixels, cv::Point2d eyes, double eyeDistance) {
    const auto oval = [&](double x, double y, double halfWidth, double halfHeight, double value) {
        const cv::Point centre(cvRound(eyes.x + x * eyeDistance),
                               cvRound(eyes.y + y * eyeDistance));
        const cv::Size axes(cvRound(halfWidth * eyeDistance), cvRound(halfHeight * eyeDistance));
        cv::ellipse(pixels, centre, axes, 0, 0, 360, cv::Scalar(value, 0.88 * value, 0.8 * value),
                    cv::FILLED, cv::LINE_AA);
    };
    oval(0, 0.10, 1.35, 1.75, 60);   // hair
    oval(0, 0.35, 1.12, 1.50, 220);  // skin
    for (const int side : {-1, 1}) {
        oval(side * 0.50, -0.02, 0.30, 0.17, 130);  // socket
        oval(side * 0.50, 0.00, 0.24, 0.11, 245);   // white of the eye
        oval(side * 0.50, 0.00, 0.11, 0.11, 40);    // iris
        oval(side * 0.50, -0.30, 0.34, 0.07, 70);   // brow
        oval(side * 0.75, 0.70, 0.20, 0.30, 205);   // cheek
    }
    oval(0, 0.55, 0.10, 0.35, 230);  // bridge of the nose
    oval(0, 0.72, 0.22, 0.07, 150);  // nostrils
    oval(0, 1.15, 0.38, 0.10, 110);  // mouth
    oval(0, 1.33, 0.20, 0.05, 180);
}

Photo drawnPortrait() {
    Photo photo;
    photo.pixels = cv::Mat(480, 640, CV_8UC3, cv::Scalar(150, 150, 145));
    drawFace(photo.pixels, {200, 200}, 90);
    drawFace(photo.pixels, {470, 220}, 60);
    cv::GaussianBlur(photo.pixels, photo.pixels, cv::Size(), 2.0);
    cv::Mat noise(photo.pixels.size(), CV_16SC3);
    cv::RNG generator(5);
    generator.fill(noise, cv::RNG::NORMAL, 0.0, 4.0);
    cv::add(photo.pixels, noise, photo.pixels, cv::noArray(), CV_8U);
    return photo;
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
