// The guided filter of a plane by itself, on tiles of a photo that was averaged down.
// Source: He, Sun, Tang, "Guided Image Filtering", PAMI 2013.
#pragma once

#include <opencv2/core/mat.hpp>

namespace heirloom {

// A square window: whole weight up to `radius` - 1 pixels away, `edge` (0...1) at radius.
struct BoxWindow {
    int radius = 0;  // 0...3
    float edge = 1.0f;
};

class GuidedTile {
public:
    GuidedTile();

    // in: the tile's first pixel in a plane that holds 2 * radius more pixels all round.
    // spread: variance within each pixel, laid out likewise. Variance that is small against
    // noise^2 is smoothed away. Writes width x height values.
    void filter(const float* in, int inStride, int width, int height, const BoxWindow& window,
                float noise, const float* spread, int spreadStride, float* out, int outStride);

private:
    cv::Mat m_slope, m_offset;
    cv::Mat m_sums;  // two rows of them
};

}  // namespace heirloom
