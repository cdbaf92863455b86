#include <gtest/gtest.h>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/fidelity/gaussian.h"
#include "core/fidelity/reduced_grid.h"
#include "core/fidelity/wide_gaussian.h"

namespace heirloom::test {
namespace {

cv::Mat randomPicture(cv::Size size, int channels) {
    cv::Mat picture(size, CV_32FC(channels));
    cv::RNG(7).fill(picture, cv::RNG::UNIFORM, 0.0, 1.0);
    return picture;
}

double difference(const cv::Mat& a, const cv::Mat& b) {
    return cv::norm(a, b, cv::NORM_INF);
}

TEST(Gaussian, IsTheOneOfOpenCv) {
    for (const cv::Size size : {cv::Size(131, 70), cv::Size(33, 129), cv::Size(512, 8)}) {
        for (int channels = 1; channels <= 3; ++channels) {
            const cv::Mat picture = randomPicture(size, channels);
            for (const double sigma : {0.5, 0.71, 1.0, 2.83, 8.0}) {
                cv::Mat expected;
                cv::GaussianBlur(picture, expected, {}, sigma, sigma, cv::BORDER_REFLECT_101);
                EXPECT_LT(difference(gaussian(picture, sigma), expected), 1e-6)
                    << size << " " << channels << " " << sigma;
            }
        }
    }
}

TEST(Gaussian, MirrorsPicturesSmallerThanItsWindow) {
    for (const cv::Size size : {cv::Size(1, 1), cv::Size(2, 3), cv::Size(5, 1), cv::Size(9, 9)}) {
        const cv::Mat picture = randomPicture(size, 1);
        cv::Mat expected;
        cv::GaussianBlur(picture, expected, {}, 3.0, 3.0, cv::BORDER_REFLECT_101);
        EXPECT_LT(difference(gaussian(picture, 3.0), expected), 1e-6) << size;
    }
}

TEST(Gaussian, DoesNotLookBeyondAPartOfAPicture) {
    const cv::Mat picture = randomPicture({80, 80}, 1);
    const cv::Mat part = picture(cv::Rect(20, 20, 30, 30));
    EXPECT_EQ(difference(gaussian(part, 2.0), gaussian(part.clone(), 2.0)), 0.0);
}

TEST(Gaussian, DoesNotDependOnTheNumberOfThreads) {
    const cv::Mat picture = randomPicture({200, 300}, 2);
    const int threads = cv::getNumThreads();
    cv::setNumThreads(1);
    const cv::Mat alone = gaussian(picture, 2.5);
    cv::setNumThreads(4);
    EXPECT_EQ(difference(gaussian(picture, 2.5), alone), 0.0);
    cv::setNumThreads(threads);
}

// Noise of full contrast is the worst that it can meet.
TEST(WideGaussian, IsAGaussianToAFewTenThousandths) {
    for (const cv::Size size : {cv::Size(256, 256), cv::Size(131, 70), cv::Size(20, 9)}) {
        for (int channels = 1; channels <= 3; ++channels) {
            const cv::Mat picture = randomPicture(size, channels);
            for (const double sigma : {2.0, 5.2, 8.0, 10.4, 21.3}) {
                EXPECT_LT(difference(wideGaussian(picture, sigma), gaussian(picture, sigma)), 5e-4)
                    << size << " " << channels << " " << sigma;
            }
        }
    }
}

TEST(WideGaussian, LeavesAFlatPictureFlat) {
    const cv::Mat flat(90, 77, CV_32FC3, cv::Scalar(0.2, 0.5, 0.9));
    EXPECT_LT(difference(wideGaussian(flat, 9.0), flat), 1e-6);
}

// As it was written down first: up, down and subtract, again and again.
TEST(ReducedGrid, ProjectsBackAsStepOnThePicturesDoes) {
    const cv::Size full(128, 128);
    for (const int side : {12, 47, 64, 127}) {
        const ReducedGrid grid(full, {side, side});
        const cv::Mat picture = randomPicture(full, 2);
        const cv::Mat target = randomPicture({side, side}, 2);
        cv::Mat expected = picture.clone();
        for (int i = 0; i < 3; ++i) expected += grid.up(target - grid.down(expected));
        const cv::Mat step = grid.up(grid.backProjected(target - grid.down(picture), 3));
        EXPECT_LT(difference(picture + step, expected), 1e-5) << side;
    }
}

TEST(ReducedGrid, OfTheSameSizeChangesNothing) {
    const cv::Mat picture = randomPicture({32, 32}, 1);
    const ReducedGrid grid({32, 32}, {32, 32});
    EXPECT_EQ(difference(grid.down(picture), picture), 0.0);
    EXPECT_EQ(difference(grid.up(grid.backProjected(picture, 3)), picture), 0.0);
}

}  // namespace
}  // namespace heirloom::test
