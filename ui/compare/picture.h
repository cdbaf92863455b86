// A picture for the screen at several sizes. Copies share their pixels.
#pragma once

#include <vector>

#include <QImage>
#include <QSize>

#include <opencv2/core/mat.hpp>

namespace heirloom::ui {

// Keeps the cv::Mat (CV_8UC4, blue first) alive as long as the image. Null for an empty one.
QImage imageOf(const cv::Mat& picture);

class Picture {
public:
    Picture() = default;
    // levels: of core/preview's pictureLevels(), for the levels firstLevel and up; the finer
    // ones are not there yet. fullSize: of level 0.
    Picture(std::vector<QImage> levels, QSize fullSize, int firstLevel = 0);

    bool isNull() const { return m_levels.empty(); }
    QSize fullSize() const { return m_fullSize; }
    int firstLevel() const { return m_firstLevel; }
    // The coarsest level that still has a pixel for each device pixel when the full size is
    // drawn at this scale (device pixels a picture pixel); the finest there is where none has.
    const QImage& levelFor(double scale) const;
    // What levelFor() returned, in pixels of the full size: a little larger than it where the
    // sizes of the levels were rounded up.
    QSizeF extentOf(const QImage& level) const;

private:
    std::vector<QImage> m_levels;
    QSize m_fullSize;
    int m_firstLevel = 0;
};

}  // namespace heirloom::ui
