// Opening photos of every kind, one after the other and into each other.
#include <filesystem>
#include <thread>

#include <gtest/gtest.h>

#include "tests/support/sample_photos.h"
#include "tests/ui/photo/photo_fixture.h"
#include "ui/common/text.h"

namespace heirloom::ui::test {
namespace {

using State = PhotoDocument::State;
using testing::samplePhoto;

class PhotoOpen : public PhotoTest {};

TEST_F(PhotoOpen, ShowsThePhotoThenItsFaces) {
    const QString path = pictureWithTwoFaces();
    QStringList order;
    QObject::connect(&document(), &PhotoDocument::beforeChanged, [&] { order << "before"; });
    QObject::connect(&document(), &PhotoDocument::opened, [&] { order << "opened"; });
    QObject::connect(&document(), &PhotoDocument::examined, [&] { order << "examined"; });
    open(path);
    EXPECT_EQ(order, QStringList({"before", "opened", "examined"}));
    EXPECT_EQ(document().state(), State::Ready);
    EXPECT_EQ(document().path(), path);
    EXPECT_EQ(before().fullSize(), QSize(320, 240));
    EXPECT_EQ(largestDifference(before().levelFor(1.0), QImage(path)), 0);
    const PhotoFacts& facts = document().facts();
    EXPECT_EQ(facts.size, QSize(320, 240));
    EXPECT_EQ(facts.format, FileFormat::Png);
    EXPECT_EQ(facts.bytes, std::filesystem::file_size(toPath(path)));
    EXPECT_TRUE(facts.quality.has_value());
    EXPECT_TRUE(facts.before.has_value());
    EXPECT_GT(facts.facesShare, 0.0);
    ASSERT_EQ(document().faces().size(), 2);
    for (const FaceItem& face : document().faces()) {
        EXPECT_TRUE(face.enabled);
        EXPECT_FALSE(face.restored);
        EXPECT_EQ(std::max(face.thumbnail.width(), face.thumbnail.height()), 96);
    }
}

TEST_F(PhotoOpen, ReadsDepthsLayoutsAndProfiles) {
    Photo profiled = samplePhoto(64, 48, PixelLayout::Rgb, true);
    profiled.iccProfile = testing::rgbProfile();
    Photo grey = samplePhoto(64, 48, PixelLayout::Gray);
    grey.iccProfile = testing::greyProfile();
    testing::JpegRecipe cmyk;
    cmyk.iccProfile = testing::cmykProfile();
    const Bytes jpeg =
        testing::plainJpeg(cv::Mat(48, 64, CV_8UC4, cv::Scalar(200, 180, 90, 250)), cmyk);
    const QStringList paths{
        writePhoto("profiled.tif", profiled), writePhoto("grey.png", grey),
        writePhoto("alpha.png", samplePhoto(64, 48, PixelLayout::Rgba, true)),
        writeFile("cmyk.jpg", QByteArray(reinterpret_cast<const char*>(jpeg.data()),
                                         static_cast<qsizetype>(jpeg.size())))};
    for (const QString& path : paths) {
        open(path);
        settle();
        EXPECT_EQ(document().facts().size, QSize(64, 48)) << path.toStdString();
        EXPECT_EQ(after().fullSize(), QSize(64, 48)) << path.toStdString();
        EXPECT_FALSE(document().resultImage().isNull()) << path.toStdString();
    }
    open(paths[0]);
    EXPECT_EQ(document().facts().bitsPerSample, 16);
    open(paths[2]);
    settle();
    EXPECT_TRUE(document().resultImage().hasAlphaChannel());
}

TEST_F(PhotoOpen, BrokenFilesAreToldAndLeaveNothingOpen) {
    QSignalSpy failed(&document(), &PhotoDocument::openFailed);
    const QString broken = writeFile("broken.png", "\x89PNG\r\n\x1a\nand no more");
    document().open(broken);
    ASSERT_TRUE(waitUntil([&] { return failed.size() == 1; }));
    EXPECT_EQ(failed[0][0].toString(), broken);
    EXPECT_FALSE(failed[0][1].toString().isEmpty());
    EXPECT_EQ(document().state(), State::Empty);
    EXPECT_TRUE(document().path().isEmpty());

    document().open(fromPath(folder()) + "/gone.png");
    ASSERT_TRUE(waitUntil([&] { return failed.size() == 2; }));
    open(pictureWithTwoFaces());
    EXPECT_EQ(document().faces().size(), 2);
}

TEST_F(PhotoOpen, AnotherPhotoReplacesOneThatIsStillOpening) {
    const QString first = pictureWithTwoFaces("first.png");
    const QString second = writePicture("second.png", {200, 100});
    QSignalSpy opened(&document(), &PhotoDocument::opened);
    document().open(first);
    open(second);
    EXPECT_EQ(document().path(), second);
    EXPECT_EQ(before().fullSize(), QSize(200, 100));
    EXPECT_EQ(opened.size(), 1);
}

TEST_F(PhotoOpen, TheSamePhotoCanBeOpenedAgain) {
    const QString path = pictureWithTwoFaces();
    open(path);
    enhance();
    open(path);
    EXPECT_FALSE(document().isEnhanced());
    EXPECT_FALSE(document().hasUnsavedWork());
    EXPECT_EQ(document().history()->count(), 0);
    EXPECT_EQ(document().faces().size(), 2);
}

TEST_F(PhotoOpen, AnotherPhotoReplacesOneThatIsBeingEnhanced) {
    open(pictureWithTwoFaces());
    networks().gate().shut();
    QSignalSpy finished(&document(), &PhotoDocument::enhanceFinished);
    document().enhance();
    ASSERT_TRUE(waitUntil([&] { return networks().gate().waiting() == 1; }));
    const QString second = writePicture("second.png", {200, 100});
    document().open(second);
    EXPECT_EQ(document().state(), State::Opening);
    ASSERT_EQ(finished.size(), 1);
    EXPECT_TRUE(finished[0][0].toBool());
    networks().gate().open();
    ASSERT_TRUE(waitUntil([&] { return document().state() == State::Ready; }));
    EXPECT_EQ(document().facts().size, QSize(200, 100));
    EXPECT_FALSE(document().isEnhanced());
}

TEST_F(PhotoOpen, ClosingInTheMiddleOfWorkStopsIt) {
    open(pictureWithTwoFaces());
    networks().gate().shut();
    document().enhance();
    ASSERT_TRUE(waitUntil([&] { return networks().gate().waiting() == 1; }));
    document().close();
    EXPECT_EQ(document().state(), State::Empty);
    EXPECT_TRUE(document().faces().isEmpty());
    networks().gate().open();
    open(pictureWithTwoFaces());
    EXPECT_EQ(networks().restorations(), 1);
}

TEST_F(PhotoOpen, EndsWithinOneFaceWhenItIsDestroyed) {
    open(pictureWithTwoFaces());
    networks().gate().shut();
    document().enhance();
    ASSERT_TRUE(waitUntil([&] { return networks().gate().waiting() == 1; }));
    std::thread opener([this] { networks().gate().open(); });
    closeDocument();
    opener.join();
    EXPECT_LE(networks().restorations(), 2);
}

TEST_F(PhotoOpen, WithoutNetworksThePhotoIsShownAndTheReasonTold) {
    networks().setFailure(makeError(ErrorCode::NotFound, "No network here."));
    open(writePicture("photo.png"));
    EXPECT_EQ(document().state(), State::Ready);
    EXPECT_FALSE(before().isNull());
    ASSERT_FALSE(document().facts().notes.isEmpty());
    EXPECT_EQ(document().facts().notes[0].sentence, QString("No network here."));
    QSignalSpy failed(&document(), &PhotoDocument::enhanceFailed);
    document().enhance();
    ASSERT_TRUE(waitUntil([&] { return !failed.isEmpty(); }));
    EXPECT_EQ(document().state(), State::Ready);
}

TEST_F(PhotoOpen, TheWorkingStateComesBack) {
    const QString path = pictureWithTwoFaces();
    open(path);
    document().choosePreset(*findBuiltInPreset("studio"));
    change(&RestoreParameters::sharpen, 33.0);
    document().setFaceEnabled(2, false);
    document().setFaceStrength(1, 42.0);
    ASSERT_EQ(document().addFace({0.4, 0.1, 0.2, 0.25}), QString());
    const QJsonObject state = document().workingState();
    const RestoreParameters parameters = document().parameters();

    PhotoDocument other(context());
    QSignalSpy examined(&other, &PhotoDocument::examined);
    other.openWorkingState(state);
    ASSERT_TRUE(waitUntil([&] { return !examined.isEmpty(); }));
    EXPECT_EQ(other.path(), path);
    EXPECT_EQ(other.parameters(), parameters);
    EXPECT_EQ(other.presetId(), QString("studio"));
    EXPECT_TRUE(other.isPresetModified());
    ASSERT_EQ(other.faces().size(), 3);
    EXPECT_FALSE(other.faces()[1].enabled);
    EXPECT_EQ(other.faces()[0].strength, 42.0);
    EXPECT_TRUE(other.faces()[2].added);
    EXPECT_EQ(other.workingState(), state);
}

TEST_F(PhotoOpen, ANonsenseWorkingStateOpensThePhotoWithDefaults) {
    const QString path = pictureWithTwoFaces();
    QJsonObject state{
        {"path", path},
        {"parameters", QJsonObject{{"strength", 1e300}, {"mode", 7}, {"long_side", -1e300}}},
        {"faces", QJsonArray{QJsonObject{{"face", -3}}, 12}},
        {"added", QJsonArray{QJsonObject{{"box", QJsonArray{1, 2}}}}}};
    QSignalSpy examined(&document(), &PhotoDocument::examined);
    document().openWorkingState(state);
    ASSERT_TRUE(waitUntil([&] { return !examined.isEmpty(); }));
    EXPECT_EQ(document().parameters(), RestoreParameters());
    EXPECT_EQ(document().faces().size(), 2);
}

}  // namespace
}  // namespace heirloom::ui::test
