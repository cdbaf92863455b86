// Photos with two restored faces, for tests of what is shown of them.
#pragma once

#include <stdexcept>

#include <opencv2/core.hpp>

#include "core/preview/preview_scene.h"
#include "core/restore/photo_session.h"
#include "tests/support/fakes.h"

namespace heirloom::test {

// What a network changes: smooth and rough at once.
inline cv::Mat embellished(const cv::Mat& crop) {
    cv::Mat out = crop.clone();
    for (int y = 0; y < out.rows; ++y) {
        for (int x = 0; x < out.cols; ++x) {
            const float wave = 0.12f * std::sin(0.4f * x) * std::cos(0.3f * y);
            out.at<cv::Vec3f>(y, x) += cv::Vec3f(0.08f + wave, wave, wave - 0.05f);
        }
    }
    return out;
}

inline FakeModels twoFaces(const Photo& photo) {
    const auto width = static_cast<float>(photo.width());
    const auto height = static_cast<float>(photo.height());
    return FakeModels({faceAt({0.3f * width, 0.45f * height}, 0.45f * height, 12),
                       faceAt({0.72f * width, 0.6f * height}, 0.6f * height, -20)},
                      128, embellished);
}

inline RestoreParameters everything() {
    RestoreParameters parameters;
    parameters.mode = RestoreMode::Detail;
    parameters.faithful = false;
    parameters.skinProtection = false;
    parameters.strength = 65;
    parameters.denoise = 30;
    parameters.sharpen = 50;
    parameters.contrast = 40;
    parameters.brightness = 6;
    return parameters;
}

inline PhotoSession sessionOf(const Photo& photo, ModelProvider& models) {
    auto session = PhotoSession::create(photo, models);
    if (!session) throw std::runtime_error(session.error().text());
    return std::move(session).value();
}

inline PreviewScene sceneOf(const Photo& photo, const RestoreParameters& parameters) {
    FakeModels models = twoFaces(photo);
    auto prepared = sessionOf(photo, models).prepare(parameters, {});
    if (!prepared) throw std::runtime_error(prepared.error().text());
    return prepared->scene;
}

// Of all samples, in the units of the pixels.
inline double largestDifference(const cv::Mat& a, const cv::Mat& b) {
    if (a.size() != b.size() || a.type() != b.type()) return INFINITY;
    return cv::norm(a, b, cv::NORM_INF);
}

}  // namespace heirloom::test
