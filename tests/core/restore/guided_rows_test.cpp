#include "core/restore/guided_rows.h"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>

namespace heirloom::test {
namespace {

constexpr int kWidth = 45, kHeight = 31;  // no whole vectors
constexpr int kVector = 8;
constexpr float kNoise = 0.05f;

// A tile and 2 * radius more pixels all round.
cv::Mat randomPlane(int radius) {
    cv::Mat plane(kHeight + 4 * radius, kWidth + 4 * radius + kVector, CV_32FC1);
    cv::RNG(5).fill(plane, cv::RNG::UNIFORM, -0.5, 0.5);
    plane.colRange(0, plane.cols / 2) *= 0.1;  // one half with little contrast
    return plane;
}

cv::Mat filtered(const cv::Mat& plane, cv::Rect tile, int radius) {
    cv::Mat out(tile.height, tile.width + kVector, CV_32FC1);
    GuidedRows rows;
    rows.filter(plane.ptr<float>(tile.y + 2 * radius) + tile.x + 2 * radius, plane.cols, tile.width,
                tile.height, radius, kNoise, out.ptr<float>(), out.cols);
    return out.colRange(0, tile.width).clone();
}

// The definition, pixel by pixel.
double expectedAt(const cv::Mat& plane, int x, int y, int radius) {
    const int side = 2 * radius + 1;
    double slopes = 0.0, offsets = 0.0;
    for (int row = y; row < y + side; ++row) {
        for (int column = x; column < x + side; ++column) {
            cv::Scalar mean, deviation;
            cv::meanStdDev(plane(cv::Rect(column, row, side, side)), mean, deviation);
            const double variance = deviation[0] * deviation[0];
            const double slope = variance / (variance + kNoise * kNoise);
            slopes += slope / (side * side);
            offsets += (1.0 - slope) * mean[0] / (side * side);
        }
    }
    return slopes * plane.at<float>(y + 2 * radius, x + 2 * radius) + offsets;
}

class GuidedRowsOf : public testing::TestWithParam<int> {};

TEST_P(GuidedRowsOf, GiveTheGuidedFilter) {
    constexpr double kRounding = 2e-5;  // of single precision
    const cv::Mat plane = randomPlane(GetParam());
    const cv::Mat result = filtered(plane, {0, 0, kWidth, kHeight}, GetParam());
    for (int y = 0; y < kHeight; y += 3) {
        for (const int x : {0, 1, 20, 22, 30, kWidth - 1}) {
            EXPECT_NEAR(result.at<float>(y, x), expectedAt(plane, x, y, GetParam()), kRounding)
                << x << ", " << y;
        }
    }
}

TEST_P(GuidedRowsOf, DoNotDependOnWhereATileBegins) {
    const cv::Mat plane = randomPlane(GetParam());
    const cv::Mat whole = filtered(plane, {0, 0, kWidth, kHeight}, GetParam());
    const cv::Rect part(5, 7, 24, 13);
    EXPECT_EQ(cv::norm(filtered(plane, part, GetParam()), whole(part), cv::NORM_INF), 0.0);
}

INSTANTIATE_TEST_SUITE_P(Radius, GuidedRowsOf, testing::Values(3, 6));

}  // namespace
}  // namespace heirloom::test
