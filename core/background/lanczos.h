// Lanczos-3 resampling of parts of a picture, each exactly as in the whole.
//
// Three lobes, and not the four of OpenCV's INTER_LANCZOS4: half the ringing beside the
// hard edges of a scan for nearly the same sharpness. Own code, because OpenCV cannot
// resample a part with the phase of the whole picture, which strips need, and does not
// widen its kernel where a picture becomes smaller, so that fine patterns alias.
// Source: Duchon, "Lanczos filtering in one and two dimensions", J. Appl. Meteor. 1979.
//
// Thread-safe after creation: const access only.
#pragma once

#include <vector>

#include <opencv2/core/mat.hpp>

namespace heirloom {

// One direction: sourceLength pixels become targetLength pixels over the same extent, by
// pixel centres. Weights sum to 1; at the border those that fall outside are left out.
class LanczosAxis {
public:
    LanczosAxis(int sourceLength, int targetLength);

    int targetLength() const { return static_cast<int>(m_first.size()); }
    int tapCount() const { return m_taps; }
    // Source pixel of the first weight of a target pixel.
    int first(int target) const { return m_first[target]; }
    const float* weights(int target) const {
        return m_weights.data() + static_cast<std::size_t>(target) * m_taps;
    }
    // The source pixels that a range of target pixels is made from.
    cv::Range sourceOf(cv::Range target) const;

private:
    int m_taps = 0;
    std::vector<int> m_first;
    std::vector<float> m_weights;
};

// The target rectangle from source (CV_32F, 1 to 4 channels), whose first pixel lies at
// origin in the whole picture. source must hold sourceOf() of both ranges.
cv::Mat resampledPart(const cv::Mat& source, cv::Point origin, const LanczosAxis& horizontal,
                      const LanczosAxis& vertical, cv::Rect target);

}  // namespace heirloom
