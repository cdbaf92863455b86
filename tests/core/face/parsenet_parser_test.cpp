#include "core/face/parsenet_parser.h"

#include <algorithm>
#include <limits>

#include <gtest/gtest.h>
#include <opencv2/core.hpp>

#include "tests/support/shared_data.h"

namespace heirloom::test {
namespace {

ParseNet seededNetwork() {
    auto checkpoint = Checkpoint::open(testDataDirectory() / "noise/parsenet-32.pth");
    if (!checkpoint) throw std::runtime_error(checkpoint.error().text());
    auto runtime = configureRuntime({.device = Device::Cpu, .precision = Precision::Fp32});
    auto network = ParseNet::create(*checkpoint, *runtime);
    if (!network) throw std::runtime_error(network.error().text());
    return std::move(network).value();
}

cv::Mat colourfulCrop(int size) {
    cv::Mat crop(size, size, CV_32FC3);
    for (int y = 0; y < size; ++y) {
        for (int x = 0; x < size; ++x) {
            const float u = static_cast<float>(x) / size;
            const float v = static_cast<float>(y) / size;
            crop.at<cv::Vec3f>(y, x) = {0.5f + 0.5f * std::sin(19 * u), v,
                                        0.5f + 0.5f * std::cos(13 * u + 7 * v)};
        }
    }
    return crop;
}

TEST(ParsenetParser, GivesTheNetworksOwnLabelsAtItsSize) {
    const cv::Mat crop = colourfulCrop(512);
    Planes planes(3, 512, 512);
    for (int y = 0; y < 512; ++y) {
        for (int x = 0; x < 512; ++x) {
            for (int c = 0; c < 3; ++c) {
                planes.plane(c)[y * 512 + x] = crop.at<cv::Vec3f>(y, x)[c] * 2.0f - 1.0f;
            }
        }
    }
    const ParseNet network = seededNetwork();
    const std::vector<std::uint8_t> expected = ParseNet::labels(*network.run(planes));
    ParsenetParser parser(seededNetwork(), "seeded");
    auto labels = parser.parse(crop);
    ASSERT_TRUE(labels) << labels.error().text();
    ASSERT_EQ(labels->type(), CV_8UC1);
    ASSERT_EQ(labels->total(), expected.size());
    EXPECT_TRUE(std::equal(expected.begin(), expected.end(), labels->ptr<std::uint8_t>()));
    EXPECT_NE(*std::min_element(expected.begin(), expected.end()),
              *std::max_element(expected.begin(), expected.end()));
    EXPECT_EQ(parser.identity(), "seeded");
}

TEST(ParsenetParser, GivesLabelsAtTheSizeOfTheCrop) {
    ParsenetParser parser(seededNetwork(), "seeded");
    for (const int size : {1, 64, 250, 1024}) {
        auto labels = parser.parse(colourfulCrop(size));
        ASSERT_TRUE(labels) << labels.error().text();
        EXPECT_EQ(labels->size(), cv::Size(size, size));
        double highest = 0;
        cv::minMaxLoc(*labels, nullptr, &highest);
        EXPECT_LT(highest, kFacePartCount);
    }
}

TEST(ParsenetParser, RefusesAnotherKindOfPicture) {
    ParsenetParser parser(seededNetwork(), "seeded");
    for (const cv::Mat& crop : {cv::Mat(), cv::Mat(64, 64, CV_32FC1), cv::Mat(64, 64, CV_8UC3),
                                cv::Mat(64, 60, CV_32FC3)}) {
        auto labels = parser.parse(crop);
        ASSERT_FALSE(labels);
        EXPECT_EQ(labels.error().code, ErrorCode::InvalidArgument);
    }
}

TEST(ParsenetParser, SaysWhenTheNetworkGivesNoNumbers) {
    cv::Mat crop = colourfulCrop(512);
    crop.at<cv::Vec3f>(200, 200)[0] = std::numeric_limits<float>::quiet_NaN();
    ParsenetParser parser(seededNetwork(), "seeded");
    auto labels = parser.parse(crop);
    ASSERT_FALSE(labels);
    EXPECT_EQ(labels.error().code, ErrorCode::Damaged);
    EXPECT_NE(labels.error().text().find("seeded"), std::string::npos);
}

// Class 1 inside a circle, class 0 outside, logits falling linearly across the outline.
Planes circleLogits(int size, double radius) {
    Planes logits(2, size, size);
    for (int y = 0; y < size; ++y) {
        for (int x = 0; x < size; ++x) {
            const double away = std::hypot(x - (size - 1) / 2.0, y - (size - 1) / 2.0);
            logits.plane(1)[y * size + x] = static_cast<float>(radius - away);
        }
    }
    return logits;
}

TEST(LabelsAtSize, KeepsOutlinesRoundWhenEnlarging) {
    constexpr int kScale = 8;
    const cv::Mat labels = labelsAtSize(circleLogits(32, 10.0), 32 * kScale);
    int wrong = 0;
    for (int y = 0; y < labels.rows; ++y) {
        for (int x = 0; x < labels.cols; ++x) {
            const double away =
                std::hypot(x - (labels.cols - 1) / 2.0, y - (labels.rows - 1) / 2.0) / kScale;
            // Repeated labels are off by half a pixel of the network.
            if (std::abs(away - 10.0) > 0.15) {
                wrong += (away < 10.0) != (labels.at<std::uint8_t>(y, x) == 1);
            }
        }
    }
    EXPECT_EQ(wrong, 0);
}

TEST(LabelsAtSize, AveragesPairsWhenHalving) {
    Planes logits(2, 4, 4);
    // One strong pixel of four outvotes the three weak ones.
    logits.plane(0)[0] = logits.plane(0)[1] = logits.plane(0)[4] = 1.0f;
    logits.plane(1)[5] = 10.0f;
    const cv::Mat labels = labelsAtSize(logits, 2);
    EXPECT_EQ(labels.at<std::uint8_t>(0, 0), 1);
    EXPECT_EQ(labels.at<std::uint8_t>(1, 1), 0);
}

}  // namespace
}  // namespace heirloom::test
