// Networks that do what a test wants, and pictures made from formulas.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/image/photo.h"
#include "core/restore/model_provider.h"

namespace heirloom::test {

// A smooth, detailed picture; the same for the same size, depth and layout.
Photo syntheticPhoto(int width, int height, int depth = CV_8U,
                     PixelLayout layout = PixelLayout::Rgb);

// A face upright in the middle, its crop about as wide as `side`.
Face faceAt(cv::Point2f centre, float side, double degrees = 0.0);

// Draws a face that real detectors take for one; eyes lie eyeDistance apart, their middle
// at eyes. pixels: CV_8UC3.
void drawFace(cv::Mat& pixels, cv::Point2d eyes, double eyeDistance);

// Two drawn faces, a little blurred and noisy, 640 x 480.
Photo drawnPortrait();

class FakeDetector : public FaceDetector {
public:
    explicit FakeDetector(std::vector<Face> faces) : m_faces(std::move(faces)) {}
    Result<std::vector<Face>> detect(const Photo&, const RunControl& control) override {
        if (control.shouldStop()) return cancelledError();
        return m_faces;
    }
    std::string identity() const override { return "fake"; }

private:
    std::vector<Face> m_faces;
};

class FakeRestorer : public FaceRestorer {
public:
    using Work = std::function<cv::Mat(const cv::Mat& crop)>;
    FakeRestorer(int size, Work work) : m_size(size), m_work(std::move(work)) {}

    int size() const override { return m_size; }
    CropTemplate cropTemplate() const override { return CropTemplate::Ffhq; }
    const std::string& identity() const override { return m_identity; }
    Result<cv::Mat> restore(const cv::Mat& crop) override {
        ++calls;
        return m_work(crop);
    }

    int calls = 0;

private:
    int m_size;
    Work m_work;
    std::string m_identity = "fake-restorer";
};

class FakeModels : public ModelProvider {
public:
    FakeModels(std::vector<Face> faces, int size, FakeRestorer::Work work)
        : m_detector(std::make_shared<FakeDetector>(std::move(faces))),
          restorer(std::make_shared<FakeRestorer>(size, std::move(work))) {}

    Result<std::shared_ptr<FaceDetector>> detector() override { return m_detector; }
    Result<ChosenRestorer> restorerFor(int, double) override {
        return ChosenRestorer{restorer, "fake", {}};
    }

private:
    std::shared_ptr<FaceDetector> m_detector;

public:
    std::shared_ptr<FakeRestorer> restorer;
};

// Work for a FakeRestorer: one flat colour (RGB, 0...1).
FakeRestorer::Work paintFlat(cv::Scalar colour);

// Sum of absolute horizontal and vertical differences of luminance.
double gradientEnergy(const cv::Mat& pixels);

}  // namespace heirloom::test
