// Flat photos and what stands on pictures made from them.
#pragma once

#include <stdexcept>

#include <lcms2.h>
#include <opencv2/core.hpp>

#include "core/export/text_line.h"
#include "core/image/photo.h"
#include "tests/support/sample_photos.h"

namespace heirloom::test {

inline Photo flatPhoto(cv::Size size, cv::Vec3b colour) {
    Photo photo;
    photo.pixels = cv::Mat(size, CV_8UC3, cv::Scalar(colour[0], colour[1], colour[2]));
    return photo;
}

inline bool hasFont() {
    return !textLine("A", 20, 100).coverage.empty();
}

// Dark pixels from a row down.
inline int inkBelow(const Photo& picture, int row) {
    cv::Mat first;
    cv::extractChannel(picture.pixels, first, 0);
    return cv::countNonZero(first.rowRange(row, first.rows) < 0.5 * picture.maxValue());
}

// What Little CMS itself makes of an 8-bit colour.
inline cv::Vec3b throughLcms(cv::Vec3b colour, const Bytes& profile) {
    cmsHPROFILE from =
        cmsOpenProfileFromMem(profile.data(), static_cast<cmsUInt32Number>(profile.size()));
    cmsHPROFILE to = cmsCreate_sRGBProfile();
    cmsHTRANSFORM transform =
        cmsCreateTransform(from, TYPE_RGB_8, to, TYPE_RGB_8, INTENT_RELATIVE_COLORIMETRIC,
                           cmsFLAGS_BLACKPOINTCOMPENSATION);
    if (!transform) throw std::runtime_error("no transform");
    cv::Vec3b result;
    cmsDoTransform(transform, colour.val, result.val, 1);
    cmsDeleteTransform(transform);
    cmsCloseProfile(to);
    cmsCloseProfile(from);
    return result;
}

}  // namespace heirloom::test
