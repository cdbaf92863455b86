#include "tests/core/files/matrix_looks.h"

#include <lcms2.h>

#include <vector>

namespace heirloom::test {

double meanDeltaE2000(const cv::Mat& a, const cv::Mat& b, const Bytes& profile,
                      const cv::Mat& mask) {
    cmsHPROFILE space =
        profile.empty()
            ? cmsCreate_sRGBProfile()
            : cmsOpenProfileFromMem(profile.data(), static_cast<cmsUInt32Number>(profile.size()));
    cmsHPROFILE lab = cmsCreateLab4Profile(nullptr);
    cmsHTRANSFORM transform =
        cmsCreateTransform(space, a.channels() == 1 ? TYPE_GRAY_8 : TYPE_RGB_8, lab, TYPE_Lab_DBL,
                           INTENT_RELATIVE_COLORIMETRIC, cmsFLAGS_NOCACHE);
    double sum = 0;
    int count = 0;
    std::vector<cmsCIELab> first(static_cast<std::size_t>(a.cols));
    std::vector<cmsCIELab> second(first);
    for (int y = 0; y < a.rows; ++y) {
        cmsDoTransform(transform, a.ptr(y), first.data(), static_cast<cmsUInt32Number>(a.cols));
        cmsDoTransform(transform, b.ptr(y), second.data(), static_cast<cmsUInt32Number>(a.cols));
        for (int x = 0; x < a.cols; ++x) {
            if (mask.at<std::uint8_t>(y, x) == 0) continue;
            const auto i = static_cast<std::size_t>(x);
            sum += cmsCIE2000DeltaE(&first[i], &second[i], 1, 1, 1);
            ++count;
        }
    }
    cmsDeleteTransform(transform);
    cmsCloseProfile(lab);
    cmsCloseProfile(space);
    return count > 0 ? sum / count : 0.0;
}

}  // namespace heirloom::test
