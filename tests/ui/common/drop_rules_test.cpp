#include "ui/common/drop_rules.h"

#include <QDir>
#include <QMimeData>

#include "tests/ui/ui_support.h"
#include "ui/common/text.h"

namespace heirloom::ui::test {
namespace {

class DropRulesTest : public UiTest {
protected:
    QString makeFolder(const QString& name) {
        const QString path = fromPath(folder()) + "/" + name;
        EXPECT_TRUE(QDir().mkpath(path));
        return path;
    }
};

TEST_F(DropRulesTest, OnePhotoOpensInSingle) {
    const QString photo = writePicture("one.png");
    const DropPlan plan = planDrop({photo});
    EXPECT_EQ(plan.target, DropPlan::Target::Single);
    EXPECT_EQ(plan.photo, photo);
    EXPECT_TRUE(plan.inputs.isEmpty());
    EXPECT_TRUE(plan.refused.isEmpty());
}

TEST_F(DropRulesTest, SeveralPhotosGoToBatch) {
    const QString a = writePicture("a.png");
    const QString b = writePicture("b.jpg");
    const DropPlan plan = planDrop({a, b});
    EXPECT_EQ(plan.target, DropPlan::Target::Batch);
    EXPECT_EQ(plan.inputs, QStringList({a, b}));
}

TEST_F(DropRulesTest, AFolderGoesToBatch) {
    const QString album = makeFolder("album");
    const DropPlan plan = planDrop({album});
    EXPECT_EQ(plan.target, DropPlan::Target::Batch);
    EXPECT_EQ(plan.inputs, QStringList{album});
}

TEST_F(DropRulesTest, ModelsGoToModelsAndMayComeWithAPhoto) {
    const QString model = writeFile("net.PTH", "anything");
    EXPECT_EQ(planDrop({model}).target, DropPlan::Target::Models);
    const DropPlan both = planDrop({model, writePicture("one.png")});
    EXPECT_EQ(both.target, DropPlan::Target::Single);
    EXPECT_EQ(both.models, QStringList{model});
}

TEST_F(DropRulesTest, APhotoIsKnownByItsFirstBytesNotItsName) {
    const QString named = writePicture("really.png");
    const QString renamed = fromPath(folder()) + "/no_extension";
    ASSERT_TRUE(QFile::rename(named, renamed));
    EXPECT_EQ(planDrop({renamed}).target, DropPlan::Target::Single);
}

TEST_F(DropRulesTest, AHeicIsRefusedWithWhatToDo) {
    const QString heic = writeFile("phone.heic", QByteArray("\0\0\0\x18"
                                                            "ftypheic\0\0\0\0",
                                                            16));
    const DropPlan plan = planDrop({heic, writePicture("one.png")});
    EXPECT_EQ(plan.target, DropPlan::Target::Single);
    ASSERT_EQ(plan.refused.size(), 1);
    EXPECT_EQ(plan.refused.front().path, heic);
    EXPECT_TRUE(plan.refused.front().reason.contains("Export it as JPEG"))
        << plan.refused.front().reason.toStdString();
}

TEST_F(DropRulesTest, ArchivesAreRefusedForNow) {
    const DropPlan plan = planDrop({writeFile("album.ZIP", "PK\3\4")});
    EXPECT_EQ(plan.target, DropPlan::Target::Nothing);
    ASSERT_EQ(plan.refused.size(), 1);
    EXPECT_TRUE(plan.refused.front().reason.contains("Unpack"));
}

TEST_F(DropRulesTest, HiddenAndSystemFilesAreLeftOutWithoutAWord) {
    const DropPlan plan = planDrop({writeFile("Thumbs.db", "x"), writeFile(".DS_Store", "x"),
                                    writeFile("desktop.ini", "x"), writeFile(".hidden.png", "x")});
    EXPECT_EQ(plan.target, DropPlan::Target::Nothing);
    EXPECT_TRUE(plan.refused.isEmpty());
}

TEST_F(DropRulesTest, WhatVanishedOrIsEmptyIsRefusedWithTheReason) {
    const DropPlan plan = planDrop({fromPath(folder()) + "/gone.png", writeFile("empty.jpg", {})});
    ASSERT_EQ(plan.refused.size(), 2);
    EXPECT_FALSE(plan.refused[0].reason.isEmpty());
    EXPECT_TRUE(plan.refused[1].reason.contains("empty"));
}

TEST(DroppedPaths, AreLocalFilesOnly) {
    QMimeData data;
    data.setUrls({QUrl("https://example.org/a.jpg"), QUrl::fromLocalFile("/tmp/照片 1.jpg")});
    EXPECT_EQ(droppedPaths(&data), QStringList{"/tmp/照片 1.jpg"});
    EXPECT_TRUE(droppedPaths(nullptr).isEmpty());
}

}  // namespace
}  // namespace heirloom::ui::test
