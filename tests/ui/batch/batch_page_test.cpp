// The batch page as a person uses it.
#include "ui/batch/batch_page.h"

#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QDropEvent>
#include <QImage>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMimeData>
#include <QPushButton>
#include <QTableView>
#include <QTranslator>
#include <QUrl>

#include "tests/ui/batch/batch_ui_fixture.h"
#include "tests/ui/batch/full_disk.h"
#include "ui/batch/progress_line.h"
#include "ui/batch/review_pane.h"
#include "ui/common/notice.h"
#include "ui/common/small_widgets.h"
#include "ui/common/text.h"

namespace heirloom::ui::test {
namespace {

class BatchPageTest : public BatchUiTest {
protected:
    BatchPageTest() {
        context->settings().setValue("batch/outputFolder", outFolder());
        context->settings().setValue("batch/order", 1);
        context->settings().setValue("batch/preset", "plain");
        page = std::make_unique<BatchPage>(*context);
        show(*page, {1280, 800});
    }

    template <class Widget>
    Widget* child(const char* name) {
        auto* found = page->findChild<Widget*>(name);
        EXPECT_NE(found, nullptr) << name;
        return found;
    }
    QPushButton* button(const char* name) { return child<QPushButton>(name); }
    ReviewPane* review() { return page->findChild<ReviewPane*>(); }
    BatchList* list() { return dynamic_cast<BatchList*>(child<QTableView>("batchTable")->model()); }

    void add(const QStringList& paths) {
        const int before = list()->size();
        page->addInputs(paths);
        ASSERT_TRUE(waitUntil([&] { return list()->size() > before; }));
    }
    bool ends() {
        return waitUntil([&] { return !page->isRunning(); }, 15000);
    }
    void runAll() {
        click(button("batchStart"));
        ASSERT_TRUE(page->isRunning());
        ASSERT_TRUE(ends());
    }
    // The last report that was written, once it holds what is asked for.
    bool reportSays(const std::function<bool(const nlohmann::json&)>& condition) {
        const auto isThere = [this] { return hasReport(outFolder()); };
        return waitUntil(isThere) &&
               waitUntil([&] { return condition(reportIn(outFolder())); }, 8000);
    }

    std::unique_ptr<AppContext> context = makeContext();
    std::unique_ptr<BatchPage> page;
};

TEST_F(BatchPageTest, AsksForPhotosWhileItIsEmpty) {
    bool photosAsked = false;
    bool folderAsked = false;
    QObject::connect(page.get(), &BatchPage::openRequested, [&] { photosAsked = true; });
    QObject::connect(page.get(), &BatchPage::openFolderRequested, [&] { folderAsked = true; });
    click(button("batchChoosePhotos"));
    click(button("batchChooseFolder"));
    EXPECT_TRUE(photosAsked);
    EXPECT_TRUE(folderAsked);
    EXPECT_FALSE(button("batchStart")->isEnabled());
    EXPECT_FALSE(child<QTableView>("batchTable")->isVisible());
}

TEST_F(BatchPageTest, PassesDropsOn) {
    QStringList dropped;
    QObject::connect(page.get(), &BatchPage::pathsDropped,
                     [&](const QStringList& paths) { dropped = paths; });
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(inFolder())});
    QDragEnterEvent enter({100, 100}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(page.get(), &enter);
    EXPECT_TRUE(enter.isAccepted());
    QDropEvent drop({100, 100}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(page.get(), &drop);
    EXPECT_EQ(dropped, QStringList{inFolder()});
}

TEST_F(BatchPageTest, TheButtonSaysHowManyAndBecomesPauseAndCancel) {
    add(photos(3));
    EXPECT_TRUE(button("batchStart")->text().startsWith("Restore 3 photo"));
    networks().gate().shut();
    click(button("batchStart"));
    ASSERT_TRUE(waitUntil([&] { return networks().gate().waiting() == 1; }));
    EXPECT_FALSE(button("batchStart")->isVisible());
    EXPECT_TRUE(button("batchPause")->isVisible());
    EXPECT_FALSE(child<QComboBox>("batchPreset")->isEnabled());
    click(button("batchPause"));
    EXPECT_EQ(button("batchPause")->text(), "Resume");
    click(button("batchPause"));
    EXPECT_EQ(button("batchPause")->text(), "Pause");
    click(button("batchCancel"));
    EXPECT_FALSE(button("batchCancel")->isEnabled());
    networks().gate().open();
    ASSERT_TRUE(ends());
    EXPECT_TRUE(button("batchStart")->text().startsWith("Restore 3 photo"));
    EXPECT_TRUE(child<QComboBox>("batchPreset")->isEnabled());
}

TEST_F(BatchPageTest, TellsHowFarItIs) {
    add(photos(4));
    networks().gate().shut();
    click(button("batchStart"));
    const auto* line = child<QLabel>("batchProgressText");
    ASSERT_TRUE(waitUntil([&] { return line->text().startsWith("0 of 4"); }));
    networks().gate().open();
    ASSERT_TRUE(ends());
    EXPECT_TRUE(line->text().contains("4 restored")) << line->text().toStdString();
}

TEST_F(BatchPageTest, TheReviewOpensWithTheFirstResult) {
    add(photos(2));
    EXPECT_FALSE(review()->isVisible());
    runAll();
    EXPECT_TRUE(review()->isVisible());
    EXPECT_GE(review()->row(), 0);
}

TEST_F(BatchPageTest, KeysJudgeAndGoOn) {
    add(photos(3));
    runAll();
    review()->showRow(review()->order().rowAt(0));
    const int first = review()->order().rowAt(0);
    const int second = review()->order().rowAt(1);
    const int third = review()->order().rowAt(2);
    auto* strip = child<QListView>("batchStrip");
    strip->setFocus();
    key(strip, Qt::Key_A);
    EXPECT_EQ(list()->item(first).verdict.verdict, Verdict::Accepted);
    EXPECT_EQ(review()->row(), second);
    key(strip, Qt::Key_X);
    EXPECT_EQ(list()->item(second).verdict.verdict, Verdict::Rejected);
    EXPECT_EQ(review()->row(), third);
    key(strip, Qt::Key_R);
    EXPECT_EQ(list()->item(third).verdict.verdict, Verdict::Review);
    EXPECT_EQ(review()->row(), third) << "the last one stays";
    const auto name = [](Verdict verdict) { return std::string(verdictName(verdict)); };
    EXPECT_TRUE(reportSays([&](const nlohmann::json& report) {
        return report["photos"][static_cast<std::size_t>(first)]["verdict"] ==
                   name(Verdict::Accepted) &&
               report["photos"][static_cast<std::size_t>(third)]["verdict"] ==
                   name(Verdict::Review);
    }));
    // The table is written after the JSON.
    EXPECT_TRUE(waitUntil([&] { return csvIn(outFolder()).contains(",rejected,"); }));
}

TEST_F(BatchPageTest, LettersTypedIntoTheNoteAreNoVerdict) {
    add(photos(2));
    runAll();
    const int row = review()->row();
    auto* note = child<QLineEdit>("batchNote");
    note->setFocus();
    type(note, "rax");
    EXPECT_EQ(note->text(), "rax");
    EXPECT_EQ(list()->item(row).verdict.verdict, Verdict::None);
    key(note, Qt::Key_Return);
    EXPECT_EQ(list()->item(row).verdict.note, "rax");
    EXPECT_TRUE(reportSays([&](const nlohmann::json& report) {
        return report["photos"][static_cast<std::size_t>(row)]["note"] == "rax";
    }));
}

TEST_F(BatchPageTest, PutsACaptionUnderThePicturesWhereAskedTo) {
    auto* caption = child<SwitchRow>("batchCaption")->findChild<QAbstractButton*>();
    ASSERT_NE(caption, nullptr);
    EXPECT_FALSE(caption->isChecked());
    EXPECT_EQ(caption->accessibleName(), "Caption under each picture");
    caption->click();
    add(photos(1));
    runAll();
    EXPECT_TRUE(reportSays([](const nlohmann::json& report) {
        return report["options"]["caption"] == "Restored with AI";
    }));
    const auto& report = *list()->item(0).report;
    if (report.captionRows == 0) GTEST_SKIP() << "no font is installed";
    EXPECT_EQ(QImage(fromPath(report.output)).height(), report.height + report.captionRows);
}

TEST_F(BatchPageTest, AVerdictInTheLastMomentIsInTheReport) {
    add(photos(1));
    runAll();
    review()->judge(Verdict::Rejected);
    page.reset();
    EXPECT_EQ(reportIn(outFolder())["photos"][0]["verdict"], "rejected");
}

TEST_F(BatchPageTest, AFailureShowsItsReasonAndCanBeTriedAgain) {
    add({brokenPhoto("bad.png")});
    runAll();
    ASSERT_TRUE(review()->isVisible());
    auto* notice = child<Notice>("batchReviewNotice");
    EXPECT_TRUE(notice->isVisible());
    EXPECT_TRUE(notice->sentence().contains("bad.png"));
    EXPECT_FALSE(button("batchAccept")->isEnabled());
    photo("bad.png");
    Q_EMIT notice->actionTriggered();
    ASSERT_TRUE(waitUntil([&] { return list()->counts().restored == 1; }));
    ASSERT_TRUE(ends());
    EXPECT_FALSE(notice->isVisible()) << notice->sentence().toStdString();
    EXPECT_TRUE(button("batchAccept")->isEnabled());
}

TEST_F(BatchPageTest, TheTrialAsksBeforeItGoesOn) {
    context->settings().setValue("batch/trial", true);
    page = std::make_unique<BatchPage>(*context);
    show(*page, {1280, 800});
    add(photos(12));
    runAll();
    auto* notice = child<Notice>("batchNotice");
    ASSERT_TRUE(waitUntil([&] { return notice->isVisible(); }));
    EXPECT_EQ(list()->counts().restored, 10);
    EXPECT_EQ(notice->findChild<QPushButton*>("noticeAction")->text(), "Go on with the other 2");
    Q_EMIT notice->actionTriggered();
    ASSERT_TRUE(waitUntil([&] { return list()->counts().restored == 12; }));
    EXPECT_FALSE(notice->isVisible());
}

TEST_F(BatchPageTest, AFullDiskPausesAndResumeWritesThePhotoAgain) {
    add(photos(3));
    networks().gate().shut();
    click(button("batchStart"));
    ASSERT_TRUE(waitUntil([&] { return networks().gate().waiting() == 1; }));
    setDiskFull(true);
    networks().gate().open();
    auto* notice = child<Notice>("batchNotice");
    const bool paused = waitUntil([&] { return notice->isVisible(); });
    setDiskFull(false);
    ASSERT_TRUE(paused);
    EXPECT_TRUE(page->isRunning());
    EXPECT_EQ(notice->findChild<QPushButton*>("noticeAction")->text(), "Resume");
    EXPECT_EQ(button("batchPause")->text(), "Resume");
    EXPECT_TRUE(picturesIn(outFolder()).isEmpty());
    Q_EMIT notice->actionTriggered();
    ASSERT_TRUE(ends());
    EXPECT_EQ(list()->counts().restored, 3);
    EXPECT_EQ(picturesIn(outFolder()).size(), 3);
    EXPECT_FALSE(notice->isVisible());
}

TEST_F(BatchPageTest, WhatCannotStartIsSaidInOneLine) {
    networks().setFailure(makeError(ErrorCode::Damaged, "The model is broken."));
    add(photos(1));
    click(button("batchStart"));
    auto* notice = child<Notice>("batchNotice");
    ASSERT_TRUE(waitUntil([&] { return notice->isVisible(); }));
    EXPECT_EQ(notice->sentence(), "The model is broken.");
    EXPECT_TRUE(button("batchStart")->isEnabled());
}

TEST_F(BatchPageTest, TheFileNameIsShownWhileItIsTyped) {
    add({photo("anna.png")});
    auto* pattern = child<QLineEdit>("batchNamePattern");
    pattern->setText("new_{name}");
    const auto captions = page->findChildren<QLabel*>();
    const auto says = [&](const QString& words) {
        return std::any_of(captions.begin(), captions.end(),
                           [&](const QLabel* label) { return label->text() == words; });
    };
    EXPECT_TRUE(says("File name: new_anna.png"));
    pattern->setText("wrong/{name}");
    EXPECT_TRUE(says("This file name cannot be used"));
}

TEST_F(BatchPageTest, SubfoldersCanStillBeLeftOutBeforeTheStart) {
    photo("a.png");
    photo("sub/b.png");
    add({inFolder()});
    EXPECT_EQ(list()->size(), 2);
    auto* row = child<SwitchRow>("batchSubfolders");
    row->setOn(false);
    Q_EMIT row->toggled(false);
    EXPECT_TRUE(waitUntil([&] { return list()->size() == 1; }));
}

TEST_F(BatchPageTest, ClearingTheListBringsTheEmptyPageBack) {
    add(photos(2));
    click(button("batchClear"));
    EXPECT_EQ(list()->size(), 0);
    EXPECT_TRUE(button("batchChoosePhotos")->isVisible());
}

TEST_F(BatchPageTest, OpensAPhotoInSingle) {
    add(photos(1));
    runAll();
    QString asked;
    QObject::connect(page.get(), &BatchPage::editRequested,
                     [&](const QString& path) { asked = path; });
    click(button("batchEdit"));
    EXPECT_EQ(asked, list()->item(0).path);
}

TEST_F(BatchPageTest, TellsWhenARunBeginsAndEnds) {
    QList<bool> told;
    QObject::connect(page.get(), &BatchPage::runningChanged, [&](bool on) { told << on; });
    add(photos(1));
    runAll();
    EXPECT_EQ(told, QList<bool>({true, false}));
}

TEST_F(BatchPageTest, EveryControlHasAName) {
    add({photo("good.png"), brokenPhoto("bad.png")});
    runAll();
    for (const QWidget* widget : page->findChildren<QWidget*>()) {
        if (!widget->isVisible() || widget->focusPolicy() == Qt::NoFocus) continue;
        if (widget->objectName().startsWith("qt_")) continue;  // parts of Qt's own widgets
        const auto* asButton = qobject_cast<const QAbstractButton*>(widget);
        const QString name = asButton && widget->accessibleName().isEmpty()
                                 ? asButton->text()
                                 : widget->accessibleName();
        EXPECT_FALSE(name.isEmpty())
            << widget->metaObject()->className() << " " << widget->objectName().toStdString();
    }
}

// A language of its own, so that the test does not depend on the translations' state.
class MarkedTranslator : public QTranslator {
public:
    bool isEmpty() const override { return false; }
    QString translate(const char*, const char* source, const char*, int) const override {
        return QString("«%1»").arg(QString::fromUtf8(source));
    }
};

TEST_F(BatchPageTest, ChangesLanguageAtRunTime) {
    add(photos(2));
    runAll();
    MarkedTranslator translator;
    QCoreApplication::installTranslator(&translator);
    QCoreApplication::processEvents();
    EXPECT_TRUE(button("batchMore")->text().startsWith("«"));
    EXPECT_TRUE(button("batchAccept")->text().startsWith("«"));
    EXPECT_TRUE(button("batchClear")->text().startsWith("«"));
    EXPECT_TRUE(child<QComboBox>("batchPreset")->itemText(0).startsWith("«"));
    EXPECT_TRUE(child<QComboBox>("batchOrder")->itemText(0).startsWith("«"));
    EXPECT_TRUE(list()->index(0, BatchList::State).data().toString().startsWith("«"));
    EXPECT_TRUE(list()
                    ->headerData(BatchList::Name, Qt::Horizontal, Qt::DisplayRole)
                    .toString()
                    .startsWith("«"));
    EXPECT_TRUE(child<QLabel>("batchProgressText")->text().startsWith("«"));
    auto* caption = child<SwitchRow>("batchCaption")->findChild<QAbstractButton*>();
    EXPECT_TRUE(caption->accessibleName().startsWith("«"));
    QCoreApplication::removeTranslator(&translator);
    QCoreApplication::processEvents();
    EXPECT_EQ(button("batchMore")->text(), "More options");
}

}  // namespace
}  // namespace heirloom::ui::test
