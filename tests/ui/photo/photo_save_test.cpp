// Files of the open photo.
#include <algorithm>
#include <filesystem>

#include <gtest/gtest.h>

#include "core/base/file_io.h"
#include "core/image/decode.h"
#include "core/metadata/provenance.h"
#include "tests/support/sample_photos.h"
#include "tests/ui/photo/photo_fixture.h"
#include "ui/common/text.h"

namespace heirloom::ui::test {
namespace {

namespace fs = std::filesystem;
using State = PhotoDocument::State;

class PhotoSave : public PhotoTest {
protected:
    static Bytes bytesOf(const QString& path) {
        auto bytes = readFile(toPath(path), 1u << 30);
        EXPECT_TRUE(bytes);
        return bytes ? *bytes : Bytes();
    }
    // What lies in the folder beside settings.
    int pictures() const {
        int count = 0;
        for (const auto& entry : fs::directory_iterator(folder())) {
            const auto extension = entry.path().extension();
            count += extension == ".png" || extension == ".jpg" || extension == ".tif";
        }
        return count;
    }
};

TEST_F(PhotoSave, WaitsForTheExactResultAndSaysWhatMadeIt) {
    const QString path = pictureWithTwoFaces();
    open(path);
    document().choosePreset(*findBuiltInPreset("studio"));
    document().setFaceEnabled(2, false);
    enhance();
    EXPECT_FALSE(document().isSettled());
    const QStringList files = save();
    ASSERT_EQ(files.size(), 1);
    EXPECT_EQ(files[0], document().suggestedOutput().replace(" (2)", ""));
    EXPECT_EQ(document().state(), State::Ready);
    EXPECT_FALSE(document().hasUnsavedWork());
    const auto written = readPhoto(toPath(files[0]));
    ASSERT_TRUE(written);
    const auto provenance = readProvenance(written->metadata);
    ASSERT_TRUE(provenance);
    EXPECT_EQ(provenance->facesRestored, 1);
    EXPECT_EQ(provenance->preset, "studio");
    EXPECT_EQ(provenance->originalName, "family.png");
    EXPECT_FALSE(provenance->originalSha256.empty());
    ASSERT_FALSE(provenance->models.empty());
    EXPECT_EQ(provenance->models[0].name, "fake");
    EXPECT_EQ(largestDifference(QImage(files[0]), document().resultImage()), 0);
}

TEST_F(PhotoSave, NeverTouchesTheOriginal) {
    const QString path = pictureWithTwoFaces();
    const Bytes original = bytesOf(path);
    open(path);
    plain();
    enhance();
    ExportOptions options;
    options.output.target = toPath(path);
    options.output.isFile = true;
    options.output.replaceEarlierOutput = true;
    const QStringList files = save(options);
    ASSERT_EQ(files.size(), 1);
    EXPECT_NE(files[0], path);
    EXPECT_EQ(bytesOf(path), original);
    // A second one gets a name of its own, too.
    const QStringList again = save(options);
    EXPECT_EQ(bytesOf(path), original);
}

TEST_F(PhotoSave, KnowsWhatIsSaved) {
    open(pictureWithTwoFaces());
    plain();
    EXPECT_FALSE(document().hasUnsavedWork());
    QSignalSpy changed(&document(), &PhotoDocument::unsavedChanged);
    enhance();
    EXPECT_TRUE(document().hasUnsavedWork());
    EXPECT_EQ(changed.size(), 1);
    save();
    EXPECT_FALSE(document().hasUnsavedWork());
    change(&RestoreParameters::strength, 10.0);
    EXPECT_TRUE(document().hasUnsavedWork());
    document().history()->undo();
    EXPECT_FALSE(document().hasUnsavedWork());
    EXPECT_EQ(changed.size(), 4);
}

TEST_F(PhotoSave, WritesTheSizeThatWasAskedForWithoutEnhancing) {
    open(pictureWithTwoFaces());
    plain();
    change(&RestoreParameters::scale, 2.0);
    const QStringList files = save();
    ASSERT_EQ(files.size(), 1);
    EXPECT_EQ(QImage(files[0]).size(), QSize(640, 480));
    EXPECT_EQ(networks().restorations(), 0);
    EXPECT_FALSE(document().isEnhanced());
}

TEST_F(PhotoSave, WritesTheCopiesThatWereAskedFor) {
    open(pictureWithTwoFaces());
    plain();
    enhance();
    ExportOptions options;
    options.comparison = options.webCopy = options.printCopy = true;
    const QStringList files = save(options);
    ASSERT_EQ(files.size(), 4);
    EXPECT_EQ(networks().restorations(), 2);
    const QString print = *std::find_if(files.begin(), files.end(), [](const QString& file) {
        return file.endsWith("_print.png");
    });
    EXPECT_EQ(QImage(print).size(), QSize(480, 360));
    settle();
    EXPECT_EQ(after().fullSize(), QSize(320, 240));
}

TEST_F(PhotoSave, WhatCannotBeWrittenIsToldAndLeavesNothing) {
    open(pictureWithTwoFaces());
    plain();
    enhance();
    const int before = pictures();
    ExportOptions options;
    options.output.target = toPath(writeFile("in-the-way", "a file"));
    QSignalSpy failed(&document(), &PhotoDocument::saveFailed);
    document().save(options);
    ASSERT_TRUE(waitUntil([&] { return !failed.isEmpty(); }));
    EXPECT_FALSE(failed[0][0].toString().isEmpty());
    EXPECT_EQ(document().state(), State::Ready);
    EXPECT_TRUE(document().hasUnsavedWork());
    EXPECT_EQ(pictures(), before);
}

TEST_F(PhotoSave, CancelledItWritesNothing) {
    open(pictureWithTwoFaces());
    plain();
    enhance();
    const int before = pictures();
    QSignalSpy failed(&document(), &PhotoDocument::saveFailed);
    document().save({});
    EXPECT_EQ(document().state(), State::Saving);
    document().cancel();
    ASSERT_TRUE(waitUntil([&] { return !failed.isEmpty(); }));
    EXPECT_EQ(document().state(), State::Ready);
    EXPECT_EQ(pictures(), before);
    EXPECT_EQ(save().size(), 1);
}

TEST_F(PhotoSave, AnOriginalThatVanishedIsNoObstacle) {
    const QString path = pictureWithTwoFaces();
    open(path);
    plain();
    enhance();
    fs::remove(toPath(path));
    const QStringList files = save();
    ASSERT_EQ(files.size(), 1);
    EXPECT_EQ(QImage(files[0]).size(), QSize(320, 240));
}

TEST_F(PhotoSave, FirstDoesWhatWasCancelled) {
    open(pictureWithTwoFaces());
    plain();
    enhance();
    networks().gate().shut();
    QSignalSpy finished(&document(), &PhotoDocument::enhanceFinished);
    setMode(RestoreMode::Strong);
    ASSERT_TRUE(waitUntil([&] { return networks().gate().waiting() == 1; }));
    document().cancel();
    networks().gate().open();
    ASSERT_TRUE(waitUntil([&] { return !finished.isEmpty(); }));
    const int before = networks().restorations();
    EXPECT_EQ(save().size(), 1);
    EXPECT_GT(networks().restorations(), before);
}

TEST_F(PhotoSave, WithoutAPhotoThereIsNothingToSave) {
    QSignalSpy failed(&document(), &PhotoDocument::saveFailed);
    document().save({});
    EXPECT_EQ(failed.size(), 1);
}

}  // namespace
}  // namespace heirloom::ui::test
