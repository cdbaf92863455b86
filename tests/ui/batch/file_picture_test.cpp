// Pictures of files, small and of screen size.
#include "ui/batch/file_picture.h"

#include <QPainter>

#include "tests/ui/batch/batch_ui_fixture.h"
#include "ui/common/text.h"

namespace heirloom::ui::test {
namespace {

class FilePictureTest : public BatchUiTest {
protected:
    // Red on the left, blue on the right.
    QString halves(const QString& name, QSize size) {
        QImage image(size, QImage::Format_RGB32);
        image.fill(Qt::blue);
        QPainter(&image).fillRect(0, 0, size.width() / 2, size.height(), Qt::red);
        const QString path = fromPath(folder()) + "/" + name;
        EXPECT_TRUE(image.save(path, nullptr, 95));
        return path;
    }
};

bool isReddish(QRgb colour) {
    return qRed(colour) > 180 && qBlue(colour) < 70;
}

TEST_F(FilePictureTest, ThumbnailsFitTheSideAndKeepTheColours) {
    for (const char* name : {"wide.jpg", "wide.png"}) {
        const QImage picture = thumbnailOf(toPath(halves(name, {1200, 600})), 128);
        ASSERT_FALSE(picture.isNull()) << name;
        EXPECT_EQ(picture.size(), QSize(128, 64)) << name;
        EXPECT_TRUE(isReddish(picture.pixel(16, 32))) << name;
        EXPECT_FALSE(isReddish(picture.pixel(112, 32))) << name;
    }
}

TEST_F(FilePictureTest, ThumbnailsNeverEnlarge) {
    EXPECT_EQ(thumbnailOf(toPath(halves("small.png", {40, 20})), 128).size(), QSize(40, 20));
}

TEST_F(FilePictureTest, ThumbnailsOfTurnedJpegsStandUpright) {
    const QString path = halves("turned.jpg", {1200, 600});
    QByteArray bytes = bytesOf(path);
    // Orientation 6: the stored left side is the top.
    const QByteArray exif("Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0",
                          32);
    QByteArray segment("\xFF\xE1", 2);
    segment.append('\0').append(static_cast<char>(exif.size() + 2)).append(exif);
    bytes.insert(2, segment);
    const QImage picture = thumbnailOf(toPath(writeFile("upright.jpg", bytes)), 128);
    EXPECT_EQ(picture.size(), QSize(64, 128));
    EXPECT_TRUE(isReddish(picture.pixel(32, 16)));
}

TEST_F(FilePictureTest, WhatIsNoPictureHasNoThumbnail) {
    EXPECT_TRUE(thumbnailOf(toPath(brokenPhoto("broken.jpg")), 128).isNull());
    EXPECT_TRUE(thumbnailOf("/nowhere/at/all.jpg", 128).isNull());
}

TEST_F(FilePictureTest, ScreenPicturesLeaveFinerLevelsOut) {
    const auto path = toPath(halves("large.png", {2400, 1200}));
    const auto screen = pictureOf(path, PictureDetail::Screen, 600);
    ASSERT_TRUE(screen.ok());
    EXPECT_EQ(screen->fullSize(), QSize(2400, 1200));
    EXPECT_GE(screen->firstLevel(), 1);
    EXPECT_GE(screen->levelFor(0.25).width(), 600);
    const auto full = pictureOf(path, PictureDetail::Full, 600);
    ASSERT_TRUE(full.ok());
    EXPECT_EQ(full->firstLevel(), 0);
    EXPECT_EQ(full->levelFor(1.0).size(), QSize(2400, 1200));
}

TEST_F(FilePictureTest, LeavesTheCaptionOut) {
    const auto path = toPath(halves("captioned.png", {400, 218}));
    for (const auto detail : {PictureDetail::Screen, PictureDetail::Full}) {
        const auto picture = pictureOf(path, detail, 100, 18);
        ASSERT_TRUE(picture.ok());
        EXPECT_EQ(picture->fullSize(), QSize(400, 200));
    }
    // A file that became smaller meanwhile is no reason to fall over.
    const auto gone = pictureOf(path, PictureDetail::Full, 100, 1000);
    ASSERT_TRUE(gone.ok());
    EXPECT_EQ(gone->fullSize(), QSize(400, 1));
}

TEST_F(FilePictureTest, ABrokenFileSaysWhy) {
    const auto picture = pictureOf(toPath(brokenPhoto("broken.jpg")), PictureDetail::Screen, 600);
    ASSERT_FALSE(picture.ok());
    EXPECT_NE(picture.error().text().find("broken.jpg"), std::string::npos);
}

class ThumbnailsTest : public BatchUiTest {};

TEST_F(ThumbnailsTest, ArriveLaterAndAreKept) {
    const QString path = photo("a.png");
    Thumbnails thumbnails;
    QStringList ready;
    QObject::connect(&thumbnails, &Thumbnails::ready, [&](const QString& name) { ready << name; });
    EXPECT_TRUE(thumbnails.find(path).isNull());
    ASSERT_TRUE(waitUntil([&] { return !ready.isEmpty(); }));
    EXPECT_EQ(ready, QStringList{path});
    EXPECT_FALSE(thumbnails.find(path).isNull());
}

TEST_F(ThumbnailsTest, CanBeDroppedInTheMiddleOfWork) {
    const QStringList paths = photos(20);
    Thumbnails thumbnails;
    for (const QString& path : paths) thumbnails.find(path);
}

}  // namespace
}  // namespace heirloom::ui::test
