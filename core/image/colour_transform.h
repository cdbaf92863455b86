// Moves crops between a photo's own colour space and sRGB, the space of the networks.
#pragma once

#include <memory>

#include <opencv2/core/mat.hpp>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace heirloom {

// Thread-safe after creation: transforms only read their state.
class ColourTransform {
public:
    // profile: ICC bytes of an RGB (channels 3) or grey (channels 1) photo; empty means
    // sRGB (for grey: grey with sRGB's tone curve), for which both directions are exact
    // copies. A grey photo may also have an RGB profile: its grey then means equal red,
    // green and blue. A broken profile or one of another class or colour space is an error.
    static Result<ColourTransform> create(ByteView profile, int channels);

    ~ColourTransform();
    ColourTransform(ColourTransform&&) noexcept;
    ColourTransform& operator=(ColourTransform&&) noexcept;

    bool isIdentity() const;

    // photoPixels: CV_32FC3 (or CV_32FC1 for grey), 0...1 in the photo's space.
    // Returns CV_32FC3 RGB, 0...1 in sRGB, same size. Values outside 0...1 are kept
    // where the profile allows it.
    cv::Mat toWorkingSpace(const cv::Mat& photoPixels) const;
    // The way back; returns the photo's own channel count.
    cv::Mat fromWorkingSpace(const cv::Mat& rgb) const;

private:
    struct State;
    explicit ColourTransform(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

}  // namespace heirloom
