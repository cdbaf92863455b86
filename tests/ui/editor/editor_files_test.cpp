// Saving and exporting from the page.
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QFileInfo>
#include <QGuiApplication>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QSet>
#include <QSignalSpy>
#include <QSpinBox>

#include "tests/ui/editor/editor_fixture.h"
#include "ui/editor/export_dialog.h"

namespace heirloom::ui {
namespace {

using namespace test;

class EditorFiles : public EditorTest {
protected:
    void openAndEnhance(const QString& name = "photo.png") {
        openPhoto(name);
        enhance();
    }
    ExportDialog* exportDialog() {
        page().exportPhoto();
        return page().findChild<ExportDialog*>();
    }
    QString shownNames() { return page().findChild<QLabel*>("exportNames")->text(); }
    QStringList exportNow(ExportDialog* dialog) {
        QSignalSpy saved(&document(), &PhotoDocument::saved);
        dialog->findChild<QPushButton*>("exportNow")->click();
        if (!saved.wait(15000)) return {};
        QStringList names;
        for (const QString& file : saved.front().front().toStringList()) {
            EXPECT_TRUE(QFileInfo::exists(file));
            names << QFileInfo(file).fileName();
        }
        return names;
    }
};

TEST_F(EditorFiles, SaveIsThereOnlyOnceThereIsAResult) {
    openPhoto();
    auto* save = find<QPushButton>("save");
    EXPECT_FALSE(save->isEnabled());
    enhance();
    ASSERT_TRUE(waitUntil([&] { return save->isEnabled(); }));
    QSignalSpy said(&page(), &EditorPage::message);
    const QString file = saveNow();
    EXPECT_EQ(QFileInfo(file).fileName(), "photo_restored.png");
    ASSERT_EQ(said.count(), 1);
    EXPECT_TRUE(said.front().front().toString().contains("photo_restored.png"));
}

TEST_F(EditorFiles, SavingAgainGoesWhereItWent) {
    openAndEnhance();
    const QString first = saveNow();
    RestoreParameters changed = document().parameters();
    changed.sharpen = 30.0;
    document().edit(changed, "sharpen");
    EXPECT_EQ(saveNow(), first);
}

TEST_F(EditorFiles, ExportWritesTheChosenFilesUnderTheShownNames) {
    openAndEnhance();
    ExportDialog* dialog = exportDialog();
    ASSERT_NE(dialog, nullptr);
    EXPECT_FALSE(dialog->isModal());
    auto* format = dialog->findChild<QComboBox*>("exportFormat");
    format->setCurrentIndex(1);
    Q_EMIT format->activated(1);
    dialog->findChild<QLineEdit*>("exportPattern")->setText("{name}_client.{ext}");
    dialog->findChild<QCheckBox*>("exportComparison")->click();
    dialog->findChild<QCheckBox*>("exportWeb")->click();
    dialog->findChild<QCheckBox*>("exportPrint")->click();
    const QStringList expected{"photo_client.jpg", "photo_client_compare.jpg",
                               "photo_client_web.jpg", "photo_client_print.jpg"};
    EXPECT_EQ(shownNames().split('\n'), expected);
    const QStringList written = exportNow(dialog);
    EXPECT_EQ(written.value(0), expected.front());
    EXPECT_EQ(QSet<QString>(written.begin(), written.end()),
              QSet<QString>(expected.begin(), expected.end()));
}

TEST_F(EditorFiles, TheExportDialogRemembersItsChoices) {
    openAndEnhance();
    ExportDialog* dialog = exportDialog();
    auto* format = dialog->findChild<QComboBox*>("exportFormat");
    format->setCurrentIndex(4);
    Q_EMIT format->activated(4);
    auto* policy = dialog->findChild<QComboBox*>("exportMetadata");
    policy->setCurrentIndex(1);
    dialog->findChild<QComboBox*>("exportDepth")->setCurrentIndex(2);
    dialog->findChild<QLineEdit*>("exportCaption")->setText("Restored digitally");
    EXPECT_EQ(exportNow(dialog), QStringList{"photo_restored.tif"});
    ASSERT_TRUE(waitUntil([&] { return page().findChild<ExportDialog*>() == nullptr; }));

    const ExportChoices choices = exportDialog()->choices();
    EXPECT_EQ(choices.format, FileFormat::Tiff);
    EXPECT_EQ(choices.policy, MetadataPolicy::KeepWithoutGps);
    EXPECT_EQ(choices.bitsPerSample, 16);
    EXPECT_EQ(choices.visibleCaption, "Restored digitally");
}

TEST_F(EditorFiles, AWrongPatternIsToldAndStopsTheExport) {
    openAndEnhance();
    ExportDialog* dialog = exportDialog();
    auto* button = dialog->findChild<QPushButton*>("exportNow");
    ASSERT_TRUE(button->isEnabled());
    dialog->findChild<QLineEdit*>("exportPattern")->setText("a/b");
    EXPECT_FALSE(button->isEnabled());
    EXPECT_TRUE(shownNames().isEmpty());
    ASSERT_NE(dialog->findChild<Notice*>(), nullptr);
    EXPECT_FALSE(dialog->findChild<Notice*>()->sentence().isEmpty());
    dialog->findChild<QLineEdit*>("exportPattern")->setText("{name}-2");
    EXPECT_TRUE(button->isEnabled());
    EXPECT_EQ(shownNames(), "photo-2.png");
}

TEST_F(EditorFiles, QualityAndDepthAreOfferedWhereTheFormatKnowsThem) {
    openAndEnhance();
    ExportDialog* dialog = exportDialog();
    auto* format = dialog->findChild<QComboBox*>("exportFormat");
    auto* quality = dialog->findChild<QSpinBox*>("exportQuality");
    auto* depth = dialog->findChild<QComboBox*>("exportDepth");
    EXPECT_FALSE(quality->isEnabled());  // the photo is a PNG
    EXPECT_TRUE(depth->isEnabled());
    format->setCurrentIndex(1);
    Q_EMIT format->activated(1);
    EXPECT_TRUE(quality->isEnabled());
    EXPECT_FALSE(depth->isEnabled());
    quality->setValue(80);
    EXPECT_EQ(exportOptions(dialog->choices()).encode.quality, 80);
}

TEST_F(EditorFiles, TheCopyOnTheClipboardHasTheSizeOfThePhoto) {
    openAndEnhance();
    QSignalSpy said(&page(), &EditorPage::message);
    page().copyResult();
    ASSERT_TRUE(waitUntil([&] { return said.count() > 0; }, 15000));
    EXPECT_EQ(QGuiApplication::clipboard()->image().size(), QSize(480, 360));
}

TEST_F(EditorFiles, AFailureToSaveIsToldInPlace) {
    openAndEnhance();
    QFile::remove(document().path());
    QSignalSpy failed(&document(), &PhotoDocument::saveFailed);
    ExportDialog* dialog = exportDialog();
    ExportOptions options = exportOptions(dialog->choices());
    options.output.target = folder() / "photo_is_a_file";
    writeFile("photo_is_a_file", "x");
    Q_EMIT dialog->exportRequested(options);
    ASSERT_TRUE(failed.wait(15000));
    EXPECT_TRUE(noticeSentences().contains(failed.front().front().toString()));
}

}  // namespace
}  // namespace heirloom::ui
