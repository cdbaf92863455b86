// What lay under the faces of a photo before they were composed into its own pixels: enough to
// compare the two and to bring the photo back, without a second one in memory.
#pragma once

#include <vector>

#include <opencv2/core/mat.hpp>

#include "core/image/photo.h"
#include "core/quality/change_map.h"

namespace heirloom {

class ReplacedPixels {
public:
    bool empty() const { return m_parts.empty(); }

    // Copies the rectangles, which may overlap and lie within the photo, to be written over.
    void keep(const Photo& photo, const std::vector<cv::Rect>& rectangles);

    // Writes them back and forgets them. pixels: of the size and type they came from.
    void putBack(cv::Mat& pixels);

    // summariseChange() between the photo as it was and as it is, which are alike elsewhere.
    ChangeSummary changeTo(const Photo& photo) const;

private:
    struct Part {
        cv::Rect rectangle;
        cv::Mat pixels;
    };
    std::vector<Part> m_parts;  // none overlaps another
};

}  // namespace heirloom
