// A crop as it lies on a photo that has more pixels than the crop, block by block. Internal
// to core/face.
//
// Gives, but for rounding, what cv::warpAffine() gives for the whole rectangle (cubic, with its
// positions rounded to 1/32 pixel), but only where it is asked, and many times as fast.
//
// Thread-safe after creation: const access only.
#pragma once

#include <vector>

#include <opencv2/core/mat.hpp>
#include <opencv2/core/matx.hpp>

namespace heirloom {

class EnlargedCrop {
public:
    // mask: CV_32FC1; change: of the same size, CV_32FC1, CV_32FC3 or empty. rect: of the
    // photo, whose first pixel is (0, 0) below.
    EnlargedCrop(const cv::Mat& mask, const cv::Mat& change, const cv::Matx23d& photoFromCrop,
                 cv::Rect rect);

    // Whether the mask reaches into the block at all.
    bool shows(cv::Rect block) const;

    // Fills what is not null: the mask (CV_32FC1, clamped to 0...1) and the change.
    void place(cv::Rect block, cv::Mat* mask, cv::Mat* change) const;

private:
    cv::Mat m_source;  // CV_32FC4 (red, green, blue, mask), CV_32FC2 or CV_32FC1 (mask alone)
    cv::Matx23d m_cropFromRect;
    std::vector<int> m_columnX, m_columnY;  // of a column's share in the fixed-point position
    cv::Mat m_cells;                        // CV_8UC1, 1 where a cell of the mask is not empty
};

}  // namespace heirloom
