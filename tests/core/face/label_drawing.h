// Label maps of faces as a parser would give them, drawn from simple shapes.
#pragma once

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/nn/parsenet.h"

namespace heirloom::test {

inline int valueOf(FacePart part) {
    return static_cast<int>(part);
}

// Draws into labels with positions given for 512 x 512, FFHQ template.
class Brush {
public:
    explicit Brush(cv::Mat& labels) : m_labels(labels), m_scale(labels.cols / 512.0) {}

    void oval(double x, double y, double halfWidth, double halfHeight, FacePart part) {
        cv::ellipse(m_labels, at(x, y),
                    cv::Size(cvRound(halfWidth * m_scale), cvRound(halfHeight * m_scale)), 0, 0,
                    360, valueOf(part), cv::FILLED);
    }
    void box(double left, double top, double right, double bottom, FacePart part) {
        cv::rectangle(m_labels, at(left, top), at(right, bottom), valueOf(part), cv::FILLED);
    }

private:
    cv::Point at(double x, double y) const { return {cvRound(x * m_scale), cvRound(y * m_scale)}; }

    cv::Mat& m_labels;
    double m_scale;
};

inline cv::Mat portraitLabels(int size) {
    cv::Mat labels = cv::Mat::zeros(size, size, CV_8UC1);
    Brush brush(labels);
    brush.oval(256, 530, 240, 90, FacePart::Cloth);
    brush.oval(256, 220, 190, 200, FacePart::Hair);
    brush.box(190, 380, 322, 480, FacePart::Neck);
    for (const int side : {-1, 1}) {
        brush.oval(256 + side * 148, 270, 16, 40,
                   side < 0 ? FacePart::LeftEar : FacePart::RightEar);
    }
    brush.oval(256, 290, 140, 165, FacePart::Skin);
    for (const int side : {-1, 1}) {
        brush.oval(256 + side * 63, 240, 24, 10, side < 0 ? FacePart::LeftEye : FacePart::RightEye);
        brush.oval(256 + side * 63, 208, 36, 7,
                   side < 0 ? FacePart::LeftBrow : FacePart::RightBrow);
    }
    brush.oval(256, 290, 28, 38, FacePart::Nose);
    brush.oval(256, 364, 55, 12, FacePart::UpperLip);
    brush.oval(256, 382, 50, 14, FacePart::LowerLip);
    brush.oval(256, 372, 40, 6, FacePart::Mouth);
    return labels;
}

}  // namespace heirloom::test
