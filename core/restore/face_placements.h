// Faces as they lie on the photo, remembered: composing them again with other strengths
// needs only the blend. Exactly what composeFaces() and masks on a face's own rectangle
// give, whichever part of the photo is asked for.
//
// Thread-safe.
#pragma once

#include <list>
#include <mutex>
#include <vector>

#include <opencv2/core/mat.hpp>

#include "core/face/compose.h"

namespace heirloom {

class FacePlacements {
public:
    // composeFaces() for a rectangle of the photo. patches: on the whole photo; pixels: the
    // rectangle's, written in place.
    void compose(const std::vector<FacePatch>& patches, cv::Size photoSize,
                 const cv::Rect& rectangle, PixelLayout layout, cv::Mat pixels);

    // A patch's mask on its rectangle of the photo. CV_32FC1.
    cv::Mat mask(const FacePatch& patch, cv::Size photoSize);

private:
    struct Entry {
        // What it depends on: the patch, and those that share pixels with it. They keep their
        // pictures alive, so that an address belongs to one picture.
        std::vector<FacePatch> from;
        cv::Rect strip;
        cv::Rect shown;       // the part of the strip where the patch shows at all
        PlacedChange placed;  // of shown; a mask alone has no change
    };

    Entry placed(const std::vector<FacePatch>& patches, std::size_t index, cv::Size photoSize,
                 const cv::Rect& strip);
    template <class Make>
    Entry found(std::vector<FacePatch> from, const cv::Rect& strip, bool isMask, const Make& make);
    void forgetTheOldest();

    std::mutex m_mutex;
    std::list<Entry> m_entries;  // the last one used comes first
};

}  // namespace heirloom
