// Detection and alignment against the reference implementation's results on real photos;
// these live beside the checkout and may not be copied here.
#include <gtest/gtest.h>

#include <fstream>

#include <nlohmann/json.hpp>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/face/align.h"
#include "core/face/cascade_detector.h"
#include "core/face/gpen_restorer.h"
#include "core/face/retinaface_detector.h"
#include "core/image/decode.h"
#include "core/image/pixel_access.h"
#include "core/nn/parsenet.h"
#include "core/nn/rrdbnet.h"
#include "tests/support/npy.h"
#include "tests/support/shared_data.h"

namespace heirloom::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

json readJson(const fs::path& path) {
    std::ifstream file(path);
    return json::parse(file);
}

Photo load(const fs::path& path) {
    auto photo = readPhoto(path);
    if (!photo) throw std::runtime_error(photo.error().text());
    return std::move(photo).value();
}

Checkpoint checkpoint(const fs::path& path) {
    auto opened = Checkpoint::open(path);
    if (!opened) throw std::runtime_error(opened.error().text());
    return std::move(opened).value();
}

RuntimeFacts runtime() {
    return *configureRuntime({.device = Device::Cpu});
}

RetinaFaceDetector retinaFace(const fs::path& shared) {
    auto network =
        RetinaFaceNetwork::create(checkpoint(shared / "models/retinaface-mobilenet0.25.pth"),
                                  defaultRetinaFaceAnchors(), runtime());
    if (!network) throw std::runtime_error(network.error().text());
    return RetinaFaceDetector(std::move(network).value(), "retinaface");
}

class ReferencePhotos : public testing::TestWithParam<const char*> {};

TEST_P(ReferencePhotos, GiveTheReferencesFacesAtItsSingleScale) {
    HEIRLOOM_NEEDS_SHARED(shared);
    const fs::path base = shared / "fixtures/retinaface" / GetParam();
    const json expected = readJson(base.string() + ".faces.json").at("faces");
    const Photo photo = load(base.string() + ".png");
    auto faces = retinaFace(shared).detectAtReferenceScale(rgb8(photo.pixels, photo.layout));
    ASSERT_TRUE(faces) << faces.error().text();
    ASSERT_EQ(faces->size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const Face& face = (*faces)[i];
        const auto& box = expected[i].at("box");
        EXPECT_NEAR(face.box.x, box[0].get<float>(), 0.5);
        EXPECT_NEAR(face.box.y, box[1].get<float>(), 0.5);
        EXPECT_NEAR(face.box.br().x, box[2].get<float>(), 0.5);
        EXPECT_NEAR(face.box.br().y, box[3].get<float>(), 0.5);
        for (std::size_t k = 0; k < 5; ++k) {
            const auto& point = expected[i].at("landmarks")[k];
            EXPECT_NEAR(face.landmarks[k].x, point[0].get<float>(), 0.5);
            EXPECT_NEAR(face.landmarks[k].y, point[1].get<float>(), 0.5);
        }
    }
}

TEST_P(ReferencePhotos, GiveTheSameNumberOfFacesByDefault) {
    HEIRLOOM_NEEDS_SHARED(shared);
    const fs::path base = shared / "fixtures/retinaface" / GetParam();
    const json expected = readJson(base.string() + ".faces.json").at("faces");
    auto faces = retinaFace(shared).detect(load(base.string() + ".png"), {});
    ASSERT_TRUE(faces);
    EXPECT_EQ(faces->size(), expected.size());
}

INSTANTIATE_TEST_SUITE_P(Fixtures, ReferencePhotos,
                         testing::Values("solvay-1927", "three-faces", "no-face"));

TEST(RetinaFaceDetector, FindsEveryFaceOfAnEnlargedGroupPhoto) {
    HEIRLOOM_NEEDS_SHARED(shared);
    Photo photo = load(shared / "data/photos/solvay-1927.png");
    cv::resize(photo.pixels, photo.pixels, {}, 4, 4, cv::INTER_CUBIC);
    auto faces = retinaFace(shared).detect(photo, {});
    ASSERT_TRUE(faces);
    EXPECT_EQ(faces->size(), 29u);
}

TEST(RetinaFaceDetector, FindsSmallFacesInALargeScan) {
    HEIRLOOM_NEEDS_SHARED(shared);
    // The group photo at its own size in the corner of a large empty scan.
    const Photo group = load(shared / "data/photos/solvay-1927.png");
    Photo scan = group;
    scan.pixels = cv::Mat(3600, 5600, CV_8UC3, cv::Scalar::all(200));
    group.pixels.copyTo(scan.pixels(cv::Rect(4000, 2800, group.width(), group.height())));
    auto faces = retinaFace(shared).detect(scan, {});
    ASSERT_TRUE(faces);
    EXPECT_EQ(faces->size(), 29u);
}

TEST(CascadeDetector, FindsMostFacesOfAGroupPhotoWithoutAnyModel) {
    HEIRLOOM_NEEDS_SHARED(shared);
    auto detector = CascadeDetector::create();
    ASSERT_TRUE(detector) << detector.error().text();
    auto faces = (*detector)->detect(load(shared / "data/photos/solvay-1927.png"), {});
    ASSERT_TRUE(faces);
    EXPECT_GE(faces->size(), 24u);
    EXPECT_LE(faces->size(), 29u);
}

class ReferenceCrops : public testing::TestWithParam<const char*> {};

TEST_P(ReferenceCrops, MatchTransformAndPixels) {
    HEIRLOOM_NEEDS_SHARED(shared);
    const std::string name = GetParam();
    const json faces =
        readJson(shared / ("fixtures/retinaface/" + name + ".faces.json")).at("faces");
    const json crops = readJson(shared / ("fixtures/align/" + name + ".crops.json")).at("crops");
    const Photo photo = load(shared / ("fixtures/retinaface/" + name + ".png"));
    for (const json& crop : crops) {
        const int index = crop.at("face").get<int>();
        Landmarks landmarks;
        for (std::size_t k = 0; k < 5; ++k) {
            const auto& point = faces[index].at("landmarks")[k];
            landmarks[k] = {point[0].get<float>(), point[1].get<float>()};
        }
        const auto found = photoFromCropOf(landmarks, CropTemplate::Gpen, 512);
        ASSERT_TRUE(found);
        const cv::Matx23d& photoFromCrop = *found;
        for (int row = 0; row < 2; ++row) {
            for (int column = 0; column < 3; ++column) {
                EXPECT_NEAR(photoFromCrop(row, column),
                            crop.at("image_from_crop")[row][column].get<double>(), 1e-2);
            }
        }
        const cv::Mat mine =
            extractCrop(photo, photoFromCrop, 512, {CropBorder::Black, CropSampling::Bilinear});
        const Photo expected =
            load(shared / ("fixtures/align/" + name + ".crop" + std::to_string(index) + ".png"));
        cv::Mat rounded;
        mine.convertTo(rounded, CV_8U, 255.0);
        // The reference's sampler rounds positions to 1/32 pixel; on the steepest edges that
        // alone is worth 3 grey levels, in a few samples of a million.
        cv::Mat difference;
        cv::absdiff(rounded, expected.pixels, difference);
        EXPECT_LE(cv::norm(difference, cv::NORM_INF), 3.0) << name << " " << index;
        const int samples = cv::countNonZero(difference.reshape(1) > 2);
        EXPECT_LE(samples, 40) << name << " " << index << ", of 786,432 samples";
    }
}

INSTANTIATE_TEST_SUITE_P(Fixtures, ReferenceCrops, testing::Values("solvay-1927", "three-faces"));

Planes networkInput(const Photo& photo, float scale, float offset) {
    Planes planes(3, photo.height(), photo.width());
    for (int y = 0; y < photo.height(); ++y) {
        for (int x = 0; x < photo.width(); ++x) {
            for (int c = 0; c < 3; ++c) {
                planes.plane(c)[static_cast<std::size_t>(y) * photo.width() + x] =
                    photo.pixels.at<cv::Vec3b>(y, x)[c] * scale + offset;
            }
        }
    }
    return planes;
}

float largestDifference(const Planes& a, const Planes& b) {
    float largest = a.values.size() == b.values.size() ? 0.0f : 1e9f;
    for (std::size_t i = 0; i < std::min(a.values.size(), b.values.size()); ++i) {
        const float difference = std::abs(a.values[i] - b.values[i]);
        if (!(difference <= largest)) largest = difference;
    }
    return largest;
}

struct GpenFixture {
    const char* checkpoint;
    const char* picture;
    float tolerance;
};

class ReferenceGpen : public testing::TestWithParam<GpenFixture> {};

TEST_P(ReferenceGpen, MatchesTheReferencesOutput) {
    HEIRLOOM_NEEDS_SHARED(shared);
    const fs::path folder = shared / "fixtures/gpen";
    auto generator = GpenGenerator::create(checkpoint(folder / GetParam().checkpoint), runtime());
    ASSERT_TRUE(generator) << generator.error().text();
    const std::string base = GetParam().picture;
    const Photo input = load(folder / (base + ".input.png"));
    auto output = generator->run(networkInput(input, 1.0f / 127.5f, -1.0f));
    ASSERT_TRUE(output) << output.error().text();
    EXPECT_LE(largestDifference(*output, readPlanes(folder / (base + ".output.npy"))),
              GetParam().tolerance);
}

INSTANTIATE_TEST_SUITE_P(
    EveryCheckpointForm, ReferenceGpen,
    testing::Values(GpenFixture{"gpen-tiny-64.pth", "gpen-tiny-64", 1e-3f},
                    GpenFixture{"gpen-tiny-64.state_dict.pth", "gpen-tiny-64", 1e-3f},
                    GpenFixture{"gpen-tiny-64.module.pth", "gpen-tiny-64", 1e-3f},
                    GpenFixture{"gpen-tiny-64.g_ema.pth", "gpen-tiny-64", 1e-3f},
                    GpenFixture{"gpen-tiny-64.legacy.pth", "gpen-tiny-64", 1e-3f},
                    GpenFixture{"gpen-tiny-64.half.pth", "gpen-tiny-64", 2e-2f},
                    GpenFixture{"gpen-small-128.pth", "gpen-small-128", 1e-3f},
                    GpenFixture{"gpen-256-lite.pth", "gpen-256-lite", 1e-3f}));

class ReferenceParseNet : public testing::TestWithParam<const char*> {};

TEST_P(ReferenceParseNet, AgreesOnAlmostEveryPixel) {
    HEIRLOOM_NEEDS_SHARED(shared);
    const fs::path base = shared / "fixtures/parsenet" / GetParam();
    auto network = ParseNet::create(checkpoint(base.string() + ".pth"), runtime());
    ASSERT_TRUE(network) << network.error().text();
    auto logits =
        network->run(networkInput(load(base.string() + ".input.png"), 1.0f / 127.5f, -1.0f));
    ASSERT_TRUE(logits) << logits.error().text();
    const auto labels = ParseNet::labels(*logits);
    const auto expected = readBytes(base.string() + ".labels.npy");
    ASSERT_EQ(labels.size(), expected.size());
    std::size_t same = 0;
    for (std::size_t i = 0; i < labels.size(); ++i) same += labels[i] == expected[i];
    EXPECT_GE(double(same) / double(labels.size()), 0.999);
}

INSTANTIATE_TEST_SUITE_P(Fixtures, ReferenceParseNet,
                         testing::Values("parsenet-tiny", "parsenet-small"));

class ReferenceRealEsrNet : public testing::TestWithParam<int> {};

TEST_P(ReferenceRealEsrNet, MatchesTheReferencesOutput) {
    HEIRLOOM_NEEDS_SHARED(shared);
    const std::string base =
        (shared / "fixtures/realesrnet/realesrnet-tiny-x").string() + std::to_string(GetParam());
    auto network = RrdbNet::create(checkpoint(base + ".pth"), runtime());
    ASSERT_TRUE(network) << network.error().text();
    auto output = network->run(networkInput(load(base + ".input.png"), 1.0f / 255.0f, 0.0f));
    ASSERT_TRUE(output) << output.error().text();
    EXPECT_LE(largestDifference(*output, readPlanes(base + ".output.npy")), 1e-3f);
}

INSTANTIATE_TEST_SUITE_P(EveryScale, ReferenceRealEsrNet, testing::Values(1, 2, 4));

}  // namespace
}  // namespace heirloom::test
