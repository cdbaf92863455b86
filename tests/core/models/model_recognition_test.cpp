#include "core/models/model_recognition.h"

#include <gtest/gtest.h>

#include "tests/support/model_shapes.h"
#include "tests/support/shared_data.h"

namespace heirloom {
namespace {

namespace fs = std::filesystem;

RecognisedModel recognised(const TensorShapes& shapes) {
    const auto model = recogniseModel(shapes, "test.pth");
    EXPECT_TRUE(model) << model.error().text();
    return *model;
}

const RestorerShape& restorerIn(const RecognisedModel& model) {
    return std::get<RestorerShape>(model.shape);
}

TEST(ModelRecognitionTest, ReadsTheOfficialRestorers) {
    for (const int size : {512, 1024, 2048}) {
        const auto model = recognised(test::gpenShapes({.size = size}));
        EXPECT_EQ(model.kind(), ModelKind::FaceRestorer);
        EXPECT_EQ(model.inputSize(), size);
        const RestorerShape& shape = restorerIn(model);
        EXPECT_EQ(shape.styleDimension, 512);
        EXPECT_EQ(shape.mappingLayers, 8);
        EXPECT_EQ(shape.channelMultiplier, 2);
        EXPECT_DOUBLE_EQ(shape.narrow, 1.0);
        EXPECT_EQ(shape.channels.at(4), 512);
        EXPECT_EQ(shape.channels.at(512), 64);
        EXPECT_FALSE(shape.hasInputSkip);
    }
    const auto small =
        recognised(test::gpenShapes({.size = 256, .channelMultiplier = 1, .narrow = 0.5}));
    EXPECT_EQ(small.inputSize(), 256);
    EXPECT_EQ(restorerIn(small).channelMultiplier, 1);
    EXPECT_DOUBLE_EQ(restorerIn(small).narrow, 0.5);
}

TEST(ModelRecognitionTest, ReadsThisProjectsRestorers) {
    const auto model = recognised(test::gpenShapes({.size = 128,
                                                    .styleDimension = 64,
                                                    .mappingLayers = 4,
                                                    .channelMultiplier = 1,
                                                    .narrow = 0.25,
                                                    .inputSkip = true}));
    const RestorerShape& shape = restorerIn(model);
    EXPECT_EQ(shape.size, 128);
    EXPECT_EQ(shape.styleDimension, 64);
    EXPECT_EQ(shape.mappingLayers, 4);
    EXPECT_DOUBLE_EQ(shape.narrow, 0.25);
    EXPECT_TRUE(shape.hasInputSkip);
    EXPECT_TRUE(model.hasInputSkip());
}

TEST(ModelRecognitionTest, LeavesTheMultiplierOpenWhereNothingTellsIt) {
    const auto model = recognised(test::gpenShapes({.size = 32, .narrow = 0.03125}));
    EXPECT_EQ(model.inputSize(), 32);
    EXPECT_FALSE(restorerIn(model).channelMultiplier.has_value());
}

TEST(ModelRecognitionTest, TellsTheDetectorsApart) {
    const auto mobile = recognised(test::retinaFaceShapes(false));
    EXPECT_EQ(mobile.kind(), ModelKind::FaceDetector);
    EXPECT_EQ(std::get<DetectorShape>(mobile.shape).backbone, DetectorBackbone::MobileNet025);
    const auto resnet = recognised(test::retinaFaceShapes(true));
    EXPECT_EQ(std::get<DetectorShape>(resnet.shape).backbone, DetectorBackbone::ResNet50);
}

TEST(ModelRecognitionTest, RecognisesTheParser) {
    const auto model = recognised(test::parseNetShapes());
    EXPECT_EQ(model.kind(), ModelKind::FaceParser);
    EXPECT_EQ(std::get<ParserShape>(model.shape).classes, 19);
}

TEST(ModelRecognitionTest, TellsTheScaleOfBackgroundModels) {
    for (const int scale : {1, 2, 4}) {
        const auto model = recognised(test::rrdbShapes(scale, 32, 23, 32));
        EXPECT_EQ(model.kind(), ModelKind::Background);
        const auto& shape = std::get<BackgroundShape>(model.shape);
        EXPECT_EQ(shape.scale, scale);
        EXPECT_EQ(shape.features, 32);
        EXPECT_EQ(shape.blocks, 23);
    }
}

TEST(ModelRecognitionTest, RefusesDiscriminatorsByName) {
    const auto model = recogniseModel(test::discriminatorShapes(), "GPEN-BFR-512-D.pth");
    ASSERT_FALSE(model);
    EXPECT_EQ(model.error().code, ErrorCode::Unsupported);
    EXPECT_NE(model.error().text().find("discriminator"), std::string::npos);
}

TEST(ModelRecognitionTest, RefusesForeignAndSillyShapes) {
    EXPECT_FALSE(recogniseModel({{"fc.weight", {10, 10}}}, "test.pth"));
    auto shapes = test::gpenShapes({.size = 64});
    shapes["ecd0.0.0.weight"] = {std::int64_t{1} << 40, 3, 1, 1};
    EXPECT_FALSE(recogniseModel(shapes, "test.pth"));
    shapes["ecd0.0.0.weight"] = {0, 3, 1, 1};
    EXPECT_FALSE(recogniseModel(shapes, "test.pth"));
    auto noise = test::rrdbShapes(4, 8, 1, 4);
    noise["conv_first.weight"] = {8, 5, 3, 3};
    EXPECT_FALSE(recogniseModel(noise, "test.pth"));
}

TEST(ModelRecognitionTest, RecognisesTheTestData) {
    const fs::path noise = test::testDataDirectory() / "noise";
    const std::map<std::string, ModelKind> kinds{
        {"gpen-32.pth", ModelKind::FaceRestorer},   {"gpen-32.legacy.pth", ModelKind::FaceRestorer},
        {"parsenet-32.pth", ModelKind::FaceParser}, {"rrdb-x1.pth", ModelKind::Background},
        {"rrdb-x2.pth", ModelKind::Background},     {"rrdb-x4.pth", ModelKind::Background}};
    for (const auto& [file, kind] : kinds) {
        const auto checkpoint = Checkpoint::open(noise / file);
        ASSERT_TRUE(checkpoint) << checkpoint.error().text();
        const auto model = recogniseModel(*checkpoint);
        ASSERT_TRUE(model) << model.error().text();
        EXPECT_EQ(model->kind(), kind) << file;
        if (kind == ModelKind::FaceRestorer) {
            EXPECT_EQ(model->inputSize(), 32);
        }
    }
}

TEST(ModelRecognitionTest, RecognisesTheSharedModels) {
    HEIRLOOM_NEEDS_SHARED(shared);
    const auto lite = Checkpoint::open(shared / "models" / "gpen-lite-256-v0.pth");
    ASSERT_TRUE(lite) << lite.error().text();
    const auto restorer = recogniseModel(*lite);
    ASSERT_TRUE(restorer) << restorer.error().text();
    EXPECT_EQ(restorer->inputSize(), 256);
    EXPECT_TRUE(restorer->hasInputSkip());
    EXPECT_DOUBLE_EQ(restorerIn(*restorer).narrow, 0.25);

    const auto retina = Checkpoint::open(shared / "models" / "retinaface-mobilenet0.25.pth");
    ASSERT_TRUE(retina) << retina.error().text();
    const auto detector = recogniseModel(*retina);
    ASSERT_TRUE(detector) << detector.error().text();
    EXPECT_EQ(detector->kind(), ModelKind::FaceDetector);
}

}  // namespace
}  // namespace heirloom
