// What a restored photo may change of a person, through the whole session.
#include <gtest/gtest.h>

#include <cmath>
#include <iostream>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/face/gpen_restorer.h"
#include "core/fidelity/faithful.h"
#include "core/nn/checkpoint.h"
#include "core/restore/photo_session.h"
#include "tests/support/aged_faces.h"
#include "tests/support/degradation.h"
#include "tests/support/fakes.h"
#include "tests/support/shared_data.h"

namespace heirloom::test {
namespace {

constexpr int kCrop = 256;

PhotoSession sessionFor(const Photo& photo, ModelProvider& models) {
    auto session = PhotoSession::create(photo, models);
    if (!session) throw std::runtime_error(session.error().text());
    return std::move(session).value();
}

RestoredPhoto restored(const Photo& photo, ModelProvider& models,
                       const RestoreParameters& parameters) {
    PhotoSession session = sessionFor(photo, models);
    auto result = session.run(parameters, {});
    if (!result) throw std::runtime_error(result.error().text());
    return std::move(result).value();
}

// The face of a photo that is one aligned crop.
Face wholeFace(int side) {
    Face face = faceAt({0, 0}, static_cast<float>(side));
    face.landmarks = templateLandmarks(CropTemplate::Ffhq, side);
    face.box = {0.2f * side, 0.2f * side, 0.6f * side, 0.7f * side};
    return face;
}

Photo eightBit(const cv::Mat& crop) {
    Photo photo;
    crop.convertTo(photo.pixels, CV_8UC3, 255.0);
    return photo;
}

// Pixels that surely lie in the face's mask.
const cv::Rect kInside(88, 100, 80, 90);

cv::Mat labOf(const cv::Mat& rgb8) {
    cv::Mat floats, lab;
    rgb8.convertTo(floats, CV_32F, 1.0 / 255.0);
    cv::cvtColor(floats, lab, cv::COLOR_RGB2Lab);
    return lab;
}

double hueOf(const cv::Vec3b& p) {
    return std::atan2(std::sqrt(3.0) * (p[1] - p[2]), 2.0 * p[0] - p[1] - p[2]) * 180.0 / CV_PI;
}

// CIEDE2000, Sharma, Wu, Dalal, "The CIEDE2000 color-difference formula", 2005.
double deltaE2000(const cv::Vec3f& x, const cv::Vec3f& y) {
    const auto degrees = [](double v) { return v * CV_PI / 180.0; };
    const double meanChroma = 0.5 * (std::hypot(x[1], x[2]) + std::hypot(y[1], y[2]));
    const double c7 = std::pow(meanChroma, 7.0);
    const double g = 0.5 * (1.0 - std::sqrt(c7 / (c7 + std::pow(25.0, 7.0))));
    const double a1 = (1.0 + g) * x[1], a2 = (1.0 + g) * y[1];
    const double c1 = std::hypot(a1, x[2]), c2 = std::hypot(a2, y[2]);
    const auto hue = [](double a, double b) {
        const double h = std::atan2(b, a);
        return h < 0.0 ? h + 2.0 * CV_PI : h;
    };
    const double h1 = hue(a1, x[2]), h2 = hue(a2, y[2]);
    double dh = h2 - h1;
    if (dh > CV_PI) dh -= 2.0 * CV_PI;
    if (dh < -CV_PI) dh += 2.0 * CV_PI;
    double mean = 0.5 * (h1 + h2);
    if (std::abs(h1 - h2) > CV_PI) mean += mean < CV_PI ? CV_PI : -CV_PI;
    const double dL = y[0] - x[0], dC = c2 - c1, dH = 2.0 * std::sqrt(c1 * c2) * std::sin(dh / 2);
    const double L = 0.5 * (x[0] + y[0]) - 50.0, C = 0.5 * (c1 + c2);
    const double t = 1.0 - 0.17 * std::cos(mean - degrees(30)) + 0.24 * std::cos(2 * mean) +
                     0.32 * std::cos(3 * mean + degrees(6)) -
                     0.2 * std::cos(4 * mean - degrees(63));
    const double sL = 1.0 + 0.015 * L * L / std::sqrt(20.0 + L * L);
    const double sC = 1.0 + 0.045 * C, sH = 1.0 + 0.015 * C * t;
    const double cc = std::pow(C, 7.0);
    const double turn =
        -2.0 * std::sqrt(cc / (cc + std::pow(25.0, 7.0))) *
        std::sin(degrees(60) * std::exp(-std::pow((mean * 180 / CV_PI - 275) / 25, 2)));
    return std::sqrt(std::pow(dL / sL, 2) + std::pow(dC / sC, 2) + std::pow(dH / sH, 2) +
                     turn * (dC / sC) * (dH / sH));
}

cv::Mat drawnCrop(const cv::Scalar& skin) {
    cv::Mat crop(kCrop, kCrop, CV_32FC3, skin);
    for (const cv::Point2f& point : cropLandmarks(kCrop)) {
        cv::circle(crop, cv::Point(point), 9, skin * 0.35, cv::FILLED, cv::LINE_AA);
    }
    cv::GaussianBlur(crop, crop, cv::Size(), 1.5);
    return crop;
}

// A network that adds to a* and b*.
cv::Mat tinted(const cv::Mat& crop) {
    cv::Mat lab, out;
    cv::cvtColor(crop, lab, cv::COLOR_RGB2Lab);
    lab += cv::Scalar(0, 20, 20);
    cv::cvtColor(lab, out, cv::COLOR_Lab2RGB);
    const cv::Mat low = cv::max(out, cv::Scalar::all(0.0));
    return cv::min(low, cv::Scalar::all(1.0));
}

TEST(TruthfulSession, SkinProtectionKeepsTheColourOfTheFace) {
    for (const cv::Scalar& skin :
         {cv::Scalar(0.85, 0.68, 0.58), cv::Scalar(0.55, 0.4, 0.32), cv::Scalar(0.35, 0.25, 0.2)}) {
        const Photo photo = eightBit(drawnCrop(skin));
        FakeModels models({wholeFace(kCrop)}, kCrop, tinted);
        RestoreParameters parameters;
        parameters.strength = 100;
        const RestoredPhoto result = restored(photo, models, parameters);
        const cv::Mat before = labOf(photo.pixels(kInside)),
                      after = labOf(result.photo.pixels(kInside));
        double sum = 0.0;
        for (int y = 0; y < before.rows; ++y) {
            for (int x = 0; x < before.cols; ++x) {
                sum += deltaE2000(before.at<cv::Vec3f>(y, x), after.at<cv::Vec3f>(y, x));
            }
        }
        EXPECT_LE(sum / before.total(), 2.0) << skin;
    }
}

TEST(TruthfulSession, GreyStaysGreyAndSepiaKeepsItsHueWithoutSkinProtection) {
    RestoreParameters parameters;
    parameters.strength = 100;
    parameters.skinProtection = false;
    for (const cv::Scalar& paper : {cv::Scalar(0.6, 0.6, 0.6), cv::Scalar(0.75, 0.62, 0.44)}) {
        const Photo photo = eightBit(drawnCrop(paper));
        FakeModels models({wholeFace(kCrop)}, kCrop, [](const cv::Mat& crop) {
            const cv::Mat painted = tinted(crop);
            return cv::Mat(painted * 0.9 + cv::Scalar::all(0.08));
        });
        const RestoredPhoto result = restored(photo, models, parameters);
        const bool isGrey = paper[0] == paper[2];
        for (int y = 0; y < kCrop; y += 3) {
            for (int x = 0; x < kCrop; x += 3) {
                const auto before = photo.pixels.at<cv::Vec3b>(y, x);
                const auto after = result.photo.pixels.at<cv::Vec3b>(y, x);
                if (isGrey) {
                    EXPECT_LE(std::abs(after[0] - after[1]), 1);
                    EXPECT_LE(std::abs(after[1] - after[2]), 1);
                } else if (before[0] - before[2] > 40) {  // a hue that 8 bits can tell
                    EXPECT_NEAR(hueOf(after), hueOf(before), 2.0) << x << ", " << y;
                }
            }
        }
    }
}

TEST(TruthfulSession, NaturalModeGivesAFaceTheGrainOfItsSurroundings) {
    const int side = 640;
    for (const double clump : {0.0, 0.7}) {
        for (const double sigma : {4.0, 8.0, 16.0}) {
            cv::RNG random(5);
            cv::Mat plain(side, side, CV_8UC3, cv::Scalar(170, 140, 120));
            Photo photo = photoOf(withGrain(plain, sigma, clump, random));
            // A perfect denoiser.
            FakeModels models({faceAt({320, 320}, kCrop)}, kCrop, [](const cv::Mat& crop) {
                return cv::Mat(crop.size(), CV_32FC3, cv::Scalar(170, 140, 120) / 255.0);
            });
            RestoreParameters parameters;
            const cv::Rect inside(280, 300, 80, 80), outside(20, 20, 120, 120);
            const auto strengthOf = [](const Photo& picture, const cv::Rect& where) {
                cv::Mat floats;
                picture.pixels.convertTo(floats, CV_32F, 1.0 / 255.0);
                return highFrequency(floats, where);
            };
            const RestoredPhoto natural = restored(photo, models, parameters);
            const double wanted = strengthOf(natural.photo, outside);
            EXPECT_NEAR(strengthOf(natural.photo, inside), wanted, 0.25 * wanted)
                << sigma << ", clumps of " << clump;
            parameters.mode = RestoreMode::Detail;
            const RestoredPhoto detail = restored(photo, models, parameters);
            EXPECT_LT(strengthOf(detail.photo, inside), 0.6 * wanted) << sigma;
        }
    }
}

TEST(TruthfulSession, StrongModeTakesAHalftoneScreenOutOfTheFace) {
    for (const double pitch : {4.0, 6.0, 8.0}) {
        cv::Mat crop = drawnCrop(cv::Scalar(0.65, 0.55, 0.5));
        const double turn = 2.0 * CV_PI / pitch * std::sqrt(0.5);
        const auto screen = [&](int x, int y) {
            return static_cast<float>(0.12 * (std::cos((x + y) * turn) + std::cos((x - y) * turn)));
        };
        for (int y = 0; y < kCrop; ++y) {
            for (int x = 0; x < kCrop; ++x) {
                crop.at<cv::Vec3f>(y, x) += cv::Vec3f::all(screen(x, y));
            }
        }
        const Photo photo = eightBit(crop);
        FakeModels models({wholeFace(kCrop)}, kCrop, [](const cv::Mat& in) { return in.clone(); });
        // How much of the screen's own pattern the picture holds.
        const auto energy = [&](const Photo& picture) {
            double even = 0.0, own = 0.0;
            for (int y = kInside.y; y < kInside.br().y; ++y) {
                for (int x = kInside.x; x < kInside.br().x; ++x) {
                    const double s = screen(x, y);
                    even += s * picture.pixels.at<cv::Vec3b>(y, x)[1];
                    own += s * s;
                }
            }
            return std::pow(even / own, 2.0);
        };
        RestoreParameters parameters;
        parameters.mode = RestoreMode::Strong;
        parameters.strength = 100;
        const RestoredPhoto result = restored(photo, models, parameters);
        EXPECT_LE(energy(result.photo), 0.25 * energy(photo)) << pitch;
    }
}

// The photo has pixels finer or coarser than the crop's, in colour and in grey.
TEST(TruthfulSession, StrongModeLeavesNothingOfCrispMarks) {
    for (const int side : {200, 420}) {
        for (const int channels : {1, 3}) {
            cv::Mat clean;
            cv::resize(drawnCrop(cv::Scalar(0.65, 0.55, 0.5)), clean, {side, side});
            cv::GaussianBlur(clean, clean, cv::Size(), side / 150.0);
            const auto at = [&](double x, double y) {
                return cv::Point(cvRound(x * side), cvRound(y * side));
            };
            cv::Mat damaged = clean.clone();
            cv::line(damaged, at(0.4, 0.3), at(0.6, 0.75), cv::Scalar::all(0.97), 1, cv::LINE_AA);
            cv::circle(damaged, at(0.62, 0.6), 1, cv::Scalar::all(0.05), cv::FILLED);
            const auto asPhoto = [&](const cv::Mat& picture) {
                Photo photo = eightBit(picture);
                if (channels == 3) return photo;
                cv::cvtColor(photo.pixels, photo.pixels, cv::COLOR_RGB2GRAY);
                photo.layout = PixelLayout::Gray;
                return photo;
            };
            const Photo photo = asPhoto(damaged), wanted = asPhoto(clean);
            FakeModels models({wholeFace(side)}, kCrop, [](const cv::Mat& in) { return in; });
            RestoreParameters parameters;
            parameters.strength = 100;
            parameters.mode = RestoreMode::Strong;
            const RestoredPhoto result = restored(photo, models, parameters);
            const cv::Rect inside(at(0.42, 0.45), at(0.65, 0.72));
            const double before = cv::norm(photo.pixels(inside), wanted.pixels(inside), cv::NORM_INF);
            const double after =
                cv::norm(result.photo.pixels(inside), wanted.pixels(inside), cv::NORM_INF);
            EXPECT_LT(after, 0.15 * before) << side << " pixels, channels: " << channels;
        }
    }
}

TEST(TruthfulSession, FaithfulCostsTheBundledRestorerNothing) {
    HEIRLOOM_NEEDS_SHARED(shared);
    auto runtime = configureRuntime({});
    ASSERT_TRUE(runtime);
    std::filesystem::path file;
    for (const auto& entry : std::filesystem::directory_iterator(sourceDirectory() / "models")) {
        if (entry.path().filename().string().rfind("gpen-lite-256", 0) == 0 &&
            entry.path().extension() == ".pth") {
            file = entry.path();
        }
    }
    auto checkpoint = Checkpoint::open(file);
    ASSERT_TRUE(checkpoint);
    auto generator = GpenGenerator::create(*checkpoint, *runtime);
    ASSERT_TRUE(generator);
    GpenRestorer network(std::move(generator).value(), CropTemplate::Ffhq, "bundled");
    const std::vector<cv::Mat> faces = sharedFaces(shared, 40, kCrop);
    double sum = 0.0;
    for (const Ageing& ageing : kAgeings) {
        double part = 0.0, worst = 100.0;
        for (int i = 0; i < 40; ++i) {
            const cv::Mat original = aged(faces[i], ageing, i);
            auto answer = network.restore(original);
            ASSERT_TRUE(answer);
            const auto kept = keepFaithful(original, *answer,
                                           gatherEvidence(original, cropLandmarks(kCrop), 1.0));
            const double gain = psnr(kept.crop, faces[i]) - psnr(*answer, faces[i]);
            EXPECT_GE(gain, -0.2) << ageing.name << " face " << i;
            part += gain / 40;
            worst = std::min(worst, gain);
        }
        std::cout << ageing.name << ": mean " << part << " dB, worst " << worst << " dB\n";
        sum += part;
    }
    // A restorer that is close to the photo by itself leaves little to gain.
    EXPECT_GT(sum / 3, 0.0);
}

}  // namespace
}  // namespace heirloom::test
