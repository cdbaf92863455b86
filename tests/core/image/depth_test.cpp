// 16-bit photos from file to file: untouched outside the faces, and inside them as fine as
// they came.
#include <set>

#include <gtest/gtest.h>
#include <opencv2/core.hpp>

#include "core/image/decode.h"
#include "core/image/encode.h"
#include "core/restore/photo_session.h"
#include "tests/support/fakes.h"
#include "tests/support/sample_photos.h"

namespace heirloom {
namespace {

using namespace testing;
using test::faceAt;
using test::FakeModels;

constexpr int kWidth = 900;
constexpr int kHeight = 700;
constexpr int kCrop = 512;
const cv::Point2f kCentre{450, 350};
constexpr float kFace = 420;

// A ramp over the whole range with a step of a few levels from pixel to pixel: every row
// goes on between the values of the one above.
Photo rampPhoto(const Bytes& profile, FileFormat format) {
    Photo photo;
    photo.pixels = cv::Mat(kHeight, kWidth, CV_16UC3);
    for (int y = 0; y < kHeight; ++y) {
        for (int x = 0; x < kWidth; ++x) {
            const double value = 6000 + 50000.0 * (x + y / 700.0) / kWidth;
            photo.pixels.at<cv::Vec3w>(y, x) =
                cv::Vec3w(cv::saturate_cast<std::uint16_t>(value),
                          cv::saturate_cast<std::uint16_t>(value + 900),
                          cv::saturate_cast<std::uint16_t>(value + 1700));
        }
    }
    photo.iccProfile = profile;
    photo.source.format = format;
    photo.source.bitsPerSample = 16;
    return photo;
}

std::size_t levels(const cv::Mat& pixels, int channel) {
    cv::Mat one;
    cv::extractChannel(pixels, one, channel);
    std::set<std::uint16_t> seen;
    for (int y = 0; y < one.rows; ++y) {
        seen.insert(one.ptr<std::uint16_t>(y), one.ptr<std::uint16_t>(y) + one.cols);
    }
    return seen.size();
}

class SixteenBits : public ::testing::TestWithParam<std::tuple<FileFormat, bool>> {};

TEST_P(SixteenBits, StayOutsideTheFacesAndInside) {
    const auto [format, wide] = GetParam();
    const Photo source = rampPhoto(wide ? rgbProfile() : Bytes{}, format);
    const auto input = decodePhoto(encoded(source, format), "ramp");
    ASSERT_TRUE(input);

    // A network that makes everything a little lighter, so that every pixel inside changes.
    FakeModels models({faceAt(kCentre, kFace)}, kCrop, [](const cv::Mat& crop) {
        const cv::Mat lighter = crop * 0.95 + cv::Scalar::all(0.03);
        return lighter;
    });
    auto session = PhotoSession::create(*input, models);
    ASSERT_TRUE(session) << session.error().text();
    RestoreParameters parameters;
    parameters.strength = 90;
    parameters.mode = RestoreMode::Detail;
    parameters.skinProtection = false;
    parameters.faithful = false;
    auto restored = session->run(parameters, {});
    ASSERT_TRUE(restored) << restored.error().text();
    ASSERT_EQ(models.restorer->calls, 1);

    const auto output = decodePhoto(encoded(restored->photo, format), "restored");
    ASSERT_TRUE(output);
    ASSERT_EQ(output->pixels.type(), CV_16UC3);
    EXPECT_EQ(output->iccProfile, source.iccProfile);

    // Outside: everything farther from the face's middle than its crop reaches.
    cv::Mat difference;
    cv::absdiff(output->pixels, source.pixels, difference);
    const cv::Rect around(static_cast<int>(kCentre.x - kFace), 0, static_cast<int>(2 * kFace),
                          kHeight);
    cv::Mat outside = difference.clone();
    outside(around & cv::Rect(0, 0, kWidth, kHeight)).setTo(cv::Scalar::all(0));
    EXPECT_EQ(cv::countNonZero(outside.reshape(1)), 0);
    EXPECT_EQ(cv::countNonZero(difference.rowRange(0, 20).clone().reshape(1)), 0);

    const cv::Rect inside(static_cast<int>(kCentre.x) - 110, static_cast<int>(kCentre.y) - 110, 220,
                          220);
    EXPECT_GT(cv::countNonZero(difference(inside).clone().reshape(1)), 3 * 220 * 220 * 9 / 10);
    for (int c = 0; c < 3; ++c) {
        std::cout << "levels inside: " << levels(source.pixels(inside), c) << " -> "
                  << levels(output->pixels(inside), c) << '\n';
        EXPECT_GE(levels(output->pixels(inside), c), 4000u);
    }
}

INSTANTIATE_TEST_SUITE_P(Formats, SixteenBits,
                         ::testing::Combine(::testing::Values(FileFormat::Png, FileFormat::Tiff),
                                            ::testing::Bool()),
                         [](const auto& info) {
                             return std::string(formatName(std::get<0>(info.param))) +
                                    (std::get<1>(info.param) ? "WithProfile" : "Srgb");
                         });

}  // namespace
}  // namespace heirloom
