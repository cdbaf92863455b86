#include "tests/core/quality/moved_features.h"

#include <opencv2/imgproc.hpp>

#include "tests/support/degradation.h"

namespace heirloom::test {

cv::Mat withMoved(const cv::Mat& picture, const std::vector<cv::Point2f>& centres,
                  const std::vector<cv::Point2f>& shifts, double reach) {
    cv::Mat map(picture.size(), CV_32FC2);
    for (int y = 0; y < map.rows; ++y) {
        for (int x = 0; x < map.cols; ++x) {
            cv::Point2f from(static_cast<float>(x), static_cast<float>(y));
            cv::Point2f shift;
            for (std::size_t i = 0; i < centres.size(); ++i) {
                const double distance = cv::norm(from - (centres[i] + shifts[i]));
                const double t = std::clamp(distance / reach - 1.0, 0.0, 1.0);
                shift += shifts[i] * static_cast<float>(1.0 - t * t * (3.0 - 2.0 * t));
            }
            map.at<cv::Point2f>(y, x) = from - shift;
        }
    }
    cv::Mat out;
    cv::remap(picture, out, map, cv::noArray(), cv::INTER_CUBIC, cv::BORDER_REFLECT_101);
    return out;
}

cv::Mat withMovedEyes(const cv::Mat& picture, const Landmarks& landmarks, double share, bool both,
                      cv::RNG& random) {
    const double distance = cv::norm(landmarks[1] - landmarks[0]);
    std::vector<cv::Point2f> centres, shifts;
    const int first = random.uniform(0, 2);
    for (int i = 0; i < (both ? 2 : 1); ++i) {
        const double angle = random.uniform(0.0, 2.0 * CV_PI);
        centres.push_back(landmarks[static_cast<std::size_t>((first + i) % 2)]);
        shifts.emplace_back(static_cast<float>(share * distance * std::cos(angle)),
                            static_cast<float>(share * distance * std::sin(angle)));
    }
    // The eye with its lids is half an eye distance wide.
    return withMoved(picture, centres, shifts, 0.27 * distance);
}

cv::Mat damagedCrop(const cv::Mat& crop, const CropDamage& damage, cv::RNG& random) {
    const double perPixel = crop.cols / 256.0;
    cv::Mat pixels;
    crop.convertTo(pixels, CV_8U, 255.0);
    pixels = blurred(pixels, damage.blur * perPixel);
    const int side = cvRound(256.0 / damage.reduction);
    cv::resize(pixels, pixels, cv::Size(side, side), 0, 0, cv::INTER_AREA);
    pixels = withGrain(pixels, damage.noise, 0.0, random);
    if (damage.jpegQuality < 100) pixels = throughJpeg(pixels, damage.jpegQuality);
    cv::resize(pixels, pixels, crop.size(), 0, 0, cv::INTER_CUBIC);
    cv::Mat out;
    pixels.convertTo(out, CV_32F, 1.0 / 255.0);
    return out;
}

cv::Mat sharpenedCrop(const cv::Mat& crop, double amount) {
    cv::Mat soft;
    cv::GaussianBlur(crop, soft, cv::Size(), 1.5 * crop.cols / 256.0);
    const cv::Mat sharp = crop + amount * (crop - soft);
    return cv::min(cv::max(sharp, cv::Scalar::all(0.0)), cv::Scalar::all(1.0));
}

}  // namespace heirloom::test
