// A photo whose faces are restored, ready to be shown with other strengths and tones: what
// PhotoSession::prepare() made, rendered without it. product.md 6.4.
//
// All functions are free of shared state and callable from any thread.
#pragma once

#include <vector>

#include <opencv2/core/mat.hpp>

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/restore/parameters.h"
#include "core/restore/reduced_detail.h"
#include "core/restore/restored_scene.h"

namespace heirloom {

// The photo as it is, before anything is restored.
PreviewScene plainScene(const Photo& photo);

// What the parameters that act on the whole photo make of a rectangle of the scene: strength
// (each patch's own), denoise, sharpen, scope, contrast, brightness. Every other parameter is
// in the patches already. Returns pixels of the background's depth and channels, the size of
// the rectangle; within 1 grey level (8 bit) of the same rectangle of renderWhole().
// InvalidArgument: the rectangle is empty or not within the scene.
Result<cv::Mat> renderRegion(const PreviewScene& scene, const RestoreParameters& parameters,
                             const cv::Rect& rectangle);

// The whole picture, what PhotoSession::run() returns for these parameters, sample by sample.
// Stops within about 100 ms when asked.
Result<Photo> renderWhole(const PreviewScene& scene, const RestoreParameters& parameters,
                          const RunControl& control);

// A scene averaged down by 2^level, whose pictures are a quick likeness of the true ones:
// the filters' reach and strength are scaled with it. level: 1...6.
class ReducedScene {
public:
    static Result<ReducedScene> create(const PreviewScene& scene, int level);

    int level() const { return m_detail.level; }
    cv::Size size() const { return m_scene.background.pixels.size(); }

    // Strengths of the patches, in the order of the scene it was made from, 0...1.
    void setStrengths(const std::vector<double>& strengths);
    Result<cv::Mat> render(const RestoreParameters& parameters) const;
    // The same pixels of a rectangle alone. Keeps what it cuts out for the next time, so that
    // the same rectangle is quickest. InvalidArgument: it is empty or not within the scene.
    Result<cv::Mat> renderRegion(const RestoreParameters& parameters, const cv::Rect& rectangle);

private:
    PreviewScene m_scene;
    ReducedDetail m_detail;
    cv::Rect m_cutFrom;   // with what the filters reach
    ReducedDetail m_cut;  // that of m_cutFrom
};

}  // namespace heirloom
