// Photo pixels as a screen shows them: sRGB, 8 bit.
//
// Thread-safe after creation.
#pragma once

#include <memory>
#include <vector>

#include <opencv2/core/mat.hpp>

#include "core/base/result.h"
#include "core/image/photo.h"

namespace heirloom {

class DisplayTransform {
public:
    // For photos of this one's profile, depth and layout. A profile that cannot be used
    // counts as sRGB.
    static DisplayTransform create(const Photo& photo);

    DisplayTransform(DisplayTransform&&) noexcept;
    DisplayTransform& operator=(DisplayTransform&&) noexcept;
    ~DisplayTransform();

    // pixels: of the photo's depth and channels. Returns CV_8UC4, blue first (the byte order
    // of QImage::Format_RGB32 on little-endian machines), the fourth byte 255; alpha is
    // composed over a mid grey checkerboard of 8 pixels, anchored at origin.
    cv::Mat apply(const cv::Mat& pixels, cv::Point origin = {}) const;

private:
    struct State;
    explicit DisplayTransform(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

// Level 0 is the picture, each further one half the size (averaged, rounded up), down to a
// longer side of at most `smallest` pixels. CV_8UC4 in and out.
std::vector<cv::Mat> pictureLevels(const cv::Mat& picture, int smallest = 512);

}  // namespace heirloom
