#include "tests/support/aged_faces.h"

#include <cmath>

#include <opencv2/imgproc.hpp>

#include "tests/support/degradation.h"

namespace heirloom::test {

const std::vector<Ageing> kAgeings{
    {"light", 0.6, 1.5, 4.0, 85}, {"medium", 1.2, 2.5, 10.0, 60}, {"heavy", 1.8, 4.0, 18.0, 40}};

double Ageing::scale() const {
    return std::hypot(reduction, 2.355 * blur);
}

cv::Mat aged(const cv::Mat& clean, const Ageing& ageing, int seed) {
    cv::Mat small, noise, out;
    cv::GaussianBlur(clean, small, cv::Size(), ageing.blur);
    const int side = static_cast<int>(std::lround(clean.cols / ageing.reduction));
    cv::resize(small, small, cv::Size(side, side), 0, 0, cv::INTER_AREA);
    cv::RNG random(static_cast<std::uint64_t>(seed) + 1);
    noise.create(small.size(), CV_32FC3);
    random.fill(noise, cv::RNG::NORMAL, 0.0, ageing.noise);
    small = small * 255.0 + noise;
    small.convertTo(small, CV_8U);
    throughJpeg(small, ageing.jpeg).convertTo(small, CV_32F, 1.0 / 255.0);
    cv::resize(small, out, clean.size(), 0, 0, cv::INTER_CUBIC);
    return cv::min(cv::max(out, cv::Scalar::all(0.0)), cv::Scalar::all(1.0));
}

std::vector<cv::Mat> sharedFaces(const std::filesystem::path& shared, int count, int side) {
    std::vector<cv::Mat> faces;
    for (int i = 0; i < count; ++i) {
        cv::Mat face;
        sharedFace(shared, 11 + 24 * i, side).convertTo(face, CV_32F, 1.0 / 255.0);
        faces.push_back(face);
    }
    return faces;
}

Landmarks cropLandmarks(int side) {
    return templateLandmarks(CropTemplate::Ffhq, side);
}

cv::Mat reduced(const cv::Mat& crop, double scale) {
    const int side = static_cast<int>(std::lround(crop.cols / scale));
    cv::Mat out;
    cv::resize(crop, out, cv::Size(side, side), 0, 0, cv::INTER_AREA);
    return out;
}

double meanDifference(const cv::Mat& a, const cv::Mat& b) {
    return 255.0 * cv::norm(a, b, cv::NORM_L1) / (static_cast<double>(a.total()) * a.channels());
}

double psnr(const cv::Mat& a, const cv::Mat& b) {
    const double error = cv::norm(a, b, cv::NORM_L2SQR) / (a.total() * a.channels());
    return 10.0 * std::log10(1.0 / std::max(error, 1e-12));
}

double highFrequency(const cv::Mat& picture, const cv::Rect& where, double sigma) {
    cv::Mat grey, smooth;
    if (picture.channels() == 3) {
        cv::cvtColor(picture, grey, cv::COLOR_RGB2GRAY);
    } else {
        grey = picture;
    }
    cv::GaussianBlur(grey, smooth, cv::Size(), sigma);
    cv::Scalar mean, deviation;
    cv::meanStdDev(cv::Mat(grey - smooth)(where), mean, deviation);
    return 255.0 * deviation[0];
}

}  // namespace heirloom::test
