// Listing, importing, verifying, removing and choosing.
#include <QSignalSpy>

#include "tests/support/checkpoint_builder.h"
#include "tests/ui/models/models_test_case.h"
#include "ui/common/text.h"

namespace heirloom::ui::test {
namespace {

using Phase = FileStatus::Phase;

class ModelLibraryTest : public ModelsTest {
protected:
    ImportOutcome import(const std::string& name, ByteView content) {
        save(elsewhere(name), content);
        std::optional<ImportOutcome> told;
        const auto connection =
            QObject::connect(&library(), &ModelLibrary::imported,
                             [&](const ImportOutcome& outcome) { told = outcome; });
        library().importFiles({fromPath(elsewhere(name))});
        EXPECT_TRUE(waitUntil([&] { return told.has_value(); }));
        QObject::disconnect(connection);
        return told.value_or(ImportOutcome());
    }
    FileStatus verified(const QString& file) {
        library().verify(file);
        EXPECT_EQ(item(file).file.phase, Phase::Verifying);
        EXPECT_TRUE(waitUntil([&] { return !item(file).file.isBusy(); }));
        return item(file).file;
    }
};

TEST_F(ModelLibraryTest, ListsWhatIsBundledAndWhatCanBeHad) {
    EXPECT_EQ(library().items().size(), 5u);
    EXPECT_EQ(item("Small").record.state, ModelState::Bundled);
    EXPECT_FALSE(item("Small").isDownloadable());
    EXPECT_EQ(item("tiny").record.state, ModelState::Available);
    EXPECT_TRUE(item("tiny.pth").isDownloadable());
}

TEST_F(ModelLibraryTest, TellsWhenTheCatalogueCannotBeRead) {
    AppPaths paths = context().paths();
    paths.models.catalogueFile = elsewhere("none.json");
    AppContext broken(paths);
    ModelLibrary library(broken);
    QSignalSpy failed(&library, &ModelLibrary::listFailed);
    EXPECT_TRUE(waitUntil([&] { return failed.count() == 1; }));
    EXPECT_FALSE(library.isListed());
}

TEST_F(ModelLibraryTest, ImportsAKnownFileUnderItsName) {
    QSignalSpy changed(&context(), &AppContext::modelsChanged);
    const ImportOutcome outcome = import("whatever.pth", published("tiny.pth"));
    ASSERT_TRUE(outcome.model) << outcome.error.text();
    EXPECT_EQ(outcome.model->model.name, "Tiny");
    EXPECT_TRUE(outcome.model->model.isTaskKnown);
    EXPECT_TRUE(isInState("tiny.pth", ModelState::Installed));
    EXPECT_EQ(load(user() / "tiny.pth"), published("tiny.pth"));
    EXPECT_GE(changed.count(), 1) << "others choose anew";
}

TEST_F(ModelLibraryTest, SaysWhatAnUnknownRestorerIsAndThatItsTaskIsNotKnown) {
    const ImportOutcome outcome = import("mine.pth", tinyRestorer(9));
    ASSERT_TRUE(outcome.model) << outcome.error.text();
    EXPECT_FALSE(outcome.model->model.isTaskKnown);
    EXPECT_NE(outcome.model->note.text().find("GPEN face restorer for crops of 64 x 64 pixels"),
              std::string::npos);
    EXPECT_EQ(outcome.id(), "mine.pth");
    ASSERT_TRUE(waitUntil([&] { return library().find("mine").has_value(); }));
    EXPECT_FALSE(item("mine").isTaskKnown);
}

TEST_F(ModelLibraryTest, SaysWhyAFileIsNotImported) {
    const ImportOutcome outcome = import("letter.pth", heirloom::test::bytesOf("Dear all,"));
    EXPECT_FALSE(outcome.model);
    EXPECT_FALSE(outcome.error.text().empty());
    EXPECT_FALSE(fs::exists(user() / "letter.pth"));
}

TEST_F(ModelLibraryTest, ImportsSeveralFilesAndGoesOnAfterABadOne) {
    save(elsewhere("bad.pth"), noise(100));
    save(elsewhere("face.pth"), tinyDetector());
    QSignalSpy imported(&library(), &ModelLibrary::imported);
    library().importFiles({fromPath(elsewhere("bad.pth")), fromPath(elsewhere("face.pth"))});
    ASSERT_TRUE(waitUntil([&] { return imported.count() == 2; }));
    EXPECT_FALSE(imported[0][0].value<ImportOutcome>().model);
    EXPECT_TRUE(imported[1][0].value<ImportOutcome>().model);
    ASSERT_TRUE(waitUntil([&] { return library().find("face.pth").has_value(); }));
    EXPECT_EQ(item("face.pth").record.entry.kind, ModelKind::FaceDetector);
}

TEST_F(ModelLibraryTest, VerifiesASoundFile) {
    save(user() / "tiny.pth", published("tiny.pth"));
    const FileStatus status = verified("tiny.pth");
    EXPECT_EQ(status.phase, Phase::Sound);
    EXPECT_FALSE(status.note.isEmpty());
}

TEST_F(ModelLibraryTest, FindsAFileThatWasChanged) {
    Bytes changed = published("tiny.pth");
    changed.back() ^= 1;
    save(user() / "tiny.pth", changed);
    const FileStatus status = verified("tiny.pth");
    EXPECT_EQ(status.phase, Phase::Changed);
    EXPECT_NE(status.note.text().find("checksum"), std::string::npos);
}

TEST_F(ModelLibraryTest, ListsADamagedFileWithTheReason) {
    save(user() / "tiny.pth", noise(10));
    EXPECT_EQ(item("tiny.pth").record.state, ModelState::Damaged);
    EXPECT_FALSE(item("tiny.pth").record.note.isEmpty());
}

TEST_F(ModelLibraryTest, RemovesTheUsersFile) {
    save(user() / "tiny.pth", published("tiny.pth"));
    ASSERT_EQ(item("tiny.pth").record.state, ModelState::Installed);
    QSignalSpy removed(&library(), &ModelLibrary::removed);
    library().remove("tiny.pth");
    ASSERT_TRUE(waitUntil([&] { return removed.count() == 1; }));
    EXPECT_FALSE(fs::exists(user() / "tiny.pth"));
    EXPECT_TRUE(isInState("tiny.pth", ModelState::Available));
}

TEST_F(ModelLibraryTest, NeverRemovesWhatIsBundled) {
    EXPECT_FALSE(item("small.pth").isUsers);
    library().remove("small.pth");
    ASSERT_TRUE(waitUntil([&] { return item("small.pth").file.phase == Phase::Failed; }));
    EXPECT_EQ(item("small.pth").file.error.code, ErrorCode::InvalidArgument);
    EXPECT_TRUE(fs::exists(bundled() / "small.pth"));
}

TEST_F(ModelLibraryTest, AModelChosenByHandIsNoLongerSoWhenItIsRemoved) {
    save(user() / "tiny.pth", published("tiny.pth"));
    library().choose("tiny.pth");
    EXPECT_EQ(context().settings().engine().model, "Tiny");
    EXPECT_TRUE(item("tiny.pth").isChosen);
    EXPECT_FALSE(item("small.pth").isChosen);
    QSignalSpy removed(&library(), &ModelLibrary::removed);
    library().remove("tiny.pth");
    ASSERT_TRUE(waitUntil([&] { return removed.count() == 1; }));
    EXPECT_EQ(context().settings().engine().model, "auto");
}

TEST_F(ModelLibraryTest, WhatCannotBeUsedIsNotChosen) {
    library().choose("tiny.pth");
    EXPECT_EQ(context().settings().engine().model, "auto");
}

}  // namespace
}  // namespace heirloom::ui::test
