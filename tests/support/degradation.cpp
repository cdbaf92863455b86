#include "tests/support/degradation.h"

#include <cstdio>

#include <opencv2/imgproc.hpp>

#include "core/image/decode.h"
#include "core/image/encode.h"
#include "core/image/pixel_access.h"

namespace heirloom::test {

Photo photoOf(const cv::Mat& pixels) {
    Photo photo;
    photo.pixels = pixels;
    return photo;
}

cv::Mat blurred(const cv::Mat& pixels, double sigma) {
    if (sigma < 0.1) return pixels.clone();
    cv::Mat out;
    cv::GaussianBlur(pixels, out, cv::Size(), sigma);
    return out;
}

cv::Mat withGrain(const cv::Mat& pixels, double sigma, double width, cv::RNG& random) {
    cv::Mat grain(pixels.size(), CV_32FC1);
    random.fill(grain, cv::RNG::NORMAL, 0.0, 1.0);
    if (width > 0.0) {
        cv::GaussianBlur(grain, grain, cv::Size(), width);
        cv::Scalar mean, deviation;
        cv::meanStdDev(grain, mean, deviation);
        grain /= deviation[0];
    }
    cv::Mat rgb, out;
    cv::cvtColor(grain * sigma, rgb, cv::COLOR_GRAY2RGB);
    pixels.convertTo(out, CV_32F);
    out += rgb;
    out.convertTo(out, CV_8U);
    return out;
}

cv::Mat throughJpeg(const cv::Mat& pixels, int quality) {
    EncodeOptions options;
    options.format = FileFormat::Jpeg;
    options.quality = quality;
    const auto file = encodePhoto(photoOf(pixels), options);
    CV_Assert(file.ok());
    const auto photo = decodePhoto(file->file, "test.jpg");
    CV_Assert(photo.ok());
    return photo->pixels;
}

cv::Mat yellowedPrint(const cv::Mat& pixels, double yellow) {
    cv::Mat grey, out;
    cv::cvtColor(pixels, grey, cv::COLOR_RGB2GRAY);
    cv::cvtColor(grey, out, cv::COLOR_GRAY2RGB);
    out.convertTo(out, CV_32F);
    const cv::Scalar paper(1.0 - 0.04 * yellow, 0.96 - 0.12 * yellow, 0.86 - 0.36 * yellow);
    cv::multiply(out, paper, out, 0.85);
    out += cv::Scalar(22, 16, 8);
    out.convertTo(out, CV_8U);
    return out;
}

cv::Mat fadedPrint(const cv::Mat& pixels, double fading) {
    cv::Mat colour, grey, flat;
    pixels.convertTo(colour, CV_32F);
    cv::cvtColor(colour, grey, cv::COLOR_RGB2GRAY);
    cv::cvtColor(grey, flat, cv::COLOR_GRAY2RGB);
    cv::Mat out = colour * (1.0 - 0.6 * fading) + flat * (0.6 * fading);
    const double range = 1.0 - 0.6 * fading;
    cv::multiply(out, cv::Scalar(range, 0.94 * range, 0.86 * range), out);
    out += cv::Scalar(110, 75, 60) * fading;
    out.convertTo(out, CV_8U);
    return out;
}

cv::Mat withScratches(const cv::Mat& pixels, int lines, int specks, cv::RNG& random) {
    cv::Mat out = pixels.clone();
    const auto tone = [&] { return random.uniform(0, 3) == 0 ? 25 : random.uniform(225, 256); };
    for (int i = 0; i < lines; ++i) {
        const cv::Point from(random.uniform(0, out.cols), random.uniform(0, out.rows));
        const double angle = random.uniform(0.0, CV_PI);
        const double length = random.uniform(0.2, 0.7) * out.rows;
        const cv::Point to(cvRound(from.x + length * std::cos(angle)),
                           cvRound(from.y + length * std::sin(angle)));
        cv::line(out, from, to, cv::Scalar::all(tone()), random.uniform(1, 3), cv::LINE_AA);
    }
    for (int i = 0; i < specks; ++i) {
        const cv::Point at(random.uniform(0, out.cols), random.uniform(0, out.rows));
        cv::circle(out, at, random.uniform(1, 4), cv::Scalar::all(tone()), cv::FILLED, cv::LINE_AA);
    }
    return out;
}

cv::Mat sharedFace(const std::filesystem::path& shared, int number, int side) {
    char name[16];
    std::snprintf(name, sizeof name, "%04d.jpg", number);
    const auto photo = readPhoto(shared / "data" / "faces" / name);
    if (!photo) return {};
    cv::Mat out;
    cv::resize(rgb8(photo->pixels, photo->layout), out, cv::Size(side, side), 0, 0,
               side < photo->width() ? cv::INTER_AREA : cv::INTER_CUBIC);
    return out;
}

}  // namespace heirloom::test
