#include "core/image/cmyk.h"

#include <opencv2/core.hpp>

#include "core/image/lcms_handles.h"

namespace heirloom {

namespace {

cmsUInt32Number cmykFormat(int depth, bool inverted) {
    if (depth == CV_16U) return inverted ? TYPE_CMYK_16_REV : TYPE_CMYK_16;
    return inverted ? TYPE_CMYK_8_REV : TYPE_CMYK_8;
}

bool convertByProfile(const cv::Mat& cmyk, ByteView bytes, bool inverted, cv::Mat& rgb) {
    if (bytes.empty()) return false;
    const LcmsContext context = createLcmsContext();
    if (!context) return false;
    const LcmsProfile source(cmsOpenProfileFromMemTHR(context.get(), bytes.data(),
                                                      static_cast<cmsUInt32Number>(bytes.size())));
    if (!source || cmsGetColorSpace(source.get()) != cmsSigCmykData) return false;
    const LcmsProfile target(cmsCreate_sRGBProfileTHR(context.get()));
    const LcmsTransform transform(cmsCreateTransformTHR(
        context.get(), source.get(), cmykFormat(cmyk.depth(), inverted), target.get(),
        cmyk.depth() == CV_16U ? TYPE_RGB_16 : TYPE_RGB_8, INTENT_RELATIVE_COLORIMETRIC,
        cmsFLAGS_BLACKPOINTCOMPENSATION | cmsFLAGS_HIGHRESPRECALC));
    if (!transform) return false;
    for (int y = 0; y < cmyk.rows; ++y) {
        cmsDoTransform(transform.get(), cmyk.ptr(y), rgb.ptr(y),
                       static_cast<cmsUInt32Number>(cmyk.cols));
    }
    return true;
}

template <class Sample>
void multiplyInks(const cv::Mat& cmyk, bool inverted, cv::Mat& rgb) {
    constexpr std::uint32_t kMax = std::numeric_limits<Sample>::max();
    for (int y = 0; y < cmyk.rows; ++y) {
        const Sample* inks = cmyk.ptr<Sample>(y);
        Sample* out = rgb.ptr<Sample>(y);
        for (int x = 0; x < cmyk.cols; ++x, inks += 4, out += 3) {
            const std::uint32_t light = inverted ? inks[3] : kMax - inks[3];
            for (int c = 0; c < 3; ++c) {
                const std::uint32_t paper = inverted ? inks[c] : kMax - inks[c];
                out[c] = static_cast<Sample>((std::uint64_t{paper} * light + kMax / 2) / kMax);
            }
        }
    }
}

}  // namespace

bool convertCmykToRgb(const cv::Mat& cmyk, ByteView profile, bool inverted, cv::Mat& rgb) {
    cv::Mat result(cmyk.size(), CV_MAKETYPE(cmyk.depth(), 3));
    const bool usedProfile = convertByProfile(cmyk, profile, inverted, result);
    if (!usedProfile && cmyk.depth() == CV_16U) multiplyInks<std::uint16_t>(cmyk, inverted, result);
    if (!usedProfile && cmyk.depth() == CV_8U) multiplyInks<std::uint8_t>(cmyk, inverted, result);
    rgb = result;
    return usedProfile;
}

}  // namespace heirloom
