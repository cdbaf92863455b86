#include "core/fidelity/grain.h"

#include <gtest/gtest.h>
#include <algorithm>
#include <cmath>
#include <vector>

#include <opencv2/imgproc.hpp>

#include "core/fidelity/bands.h"
#include "tests/support/aged_faces.h"

namespace heirloom::test {
namespace {

constexpr int kSide = 256;

cv::Mat skin() {
    cv::Mat face(kSide, kSide, CV_32FC3);
    for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x) {
            face.at<cv::Vec3f>(y, x) = {0.5f + 0.0008f * x, 0.42f + 0.0006f * y, 0.38f};
        }
    }
    return face;
}

cv::Mat grain(double sigma, double clump) {
    cv::Mat noise(kSide, kSide, CV_32FC1);
    cv::RNG(11).fill(noise, cv::RNG::NORMAL, 0.0, 1.0);
    if (clump > 0.0) cv::GaussianBlur(noise, noise, cv::Size(), clump);
    cv::Scalar mean, deviation;
    cv::meanStdDev(noise, mean, deviation);
    cv::cvtColor(noise * (sigma / 255.0 / deviation[0]), noise, cv::COLOR_GRAY2RGB);
    return noise;
}

TEST(Grain, ComesBackAsStrongAsItWas) {
    const cv::Rect inside(60, 60, 136, 136);
    for (const double clump : {0.0, 0.8}) {
        for (const double sigma : {4.0, 8.0, 16.0}) {
            const cv::Mat original = skin() + grain(sigma, clump);
            const CropEvidence evidence = gatherEvidence(original, cropLandmarks(kSide), 1.0);
            const cv::Mat back = missingGrain(original, skin(), evidence, 1.0);
            cv::Mat result;
            cv::cvtColor(back, result, cv::COLOR_GRAY2RGB);
            result += skin();
            const double wanted = highFrequency(original, inside);
            EXPECT_NEAR(highFrequency(result, inside), wanted, 0.2 * wanted)
                << sigma << ", clumps of " << clump;
        }
    }
}

TEST(Grain, IsNotAddedWhereTheNetworkLeftIt) {
    const cv::Mat original = skin() + grain(8.0, 0.0);
    const CropEvidence evidence = gatherEvidence(original, cropLandmarks(kSide), 1.0);
    const cv::Mat back = missingGrain(original, original, evidence, 1.0);
    EXPECT_LT(255.0 * cv::norm(back, cv::NORM_L1) / back.total(), 2.0);
}

TEST(Grain, OfACleanPhotoIsNothing) {
    const CropEvidence evidence = gatherEvidence(skin(), cropLandmarks(kSide), 1.0);
    const cv::Mat back = missingGrain(skin(), skin(), evidence, 1.0);
    EXPECT_LT(255.0 * cv::norm(back, cv::NORM_INF), 0.5);
}

TEST(SizeAt, FindsTheValueThatSortingFinds) {
    cv::Mat values(57, 83, CV_32FC1);
    cv::RNG(9).fill(values, cv::RNG::NORMAL, 0.0, 0.02);
    values.row(5).setTo(0.0);
    values.row(6).setTo(0.5);
    std::vector<float> sorted;
    for (const float value : cv::Mat_<float>(values)) sorted.push_back(std::abs(value));
    std::sort(sorted.begin(), sorted.end());
    for (const std::size_t rank : {std::size_t{0}, std::size_t{40}, sorted.size() / 4,
                                   sorted.size() / 2, sorted.size() - 1}) {
        EXPECT_EQ(sizeAt(values, rank), sorted[rank]) << rank;
    }
}

}  // namespace
}  // namespace heirloom::test
