// The page as a whole: empty, opening, working; sizes; names for assistive technology.
#include <QAccessible>
#include <QComboBox>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QProgressBar>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTest>
#include <QToolButton>
#include <QUrl>

#include "tests/ui/editor/editor_fixture.h"
#include "ui/editor/empty_page.h"
#include "ui/editor/export_dialog.h"
#include "ui/editor/facts_panel.h"
#include "ui/editor/progress_row.h"
#include "ui/editor/zoom_control.h"

namespace heirloom::ui {
namespace {

using namespace test;

class EditorPageTest : public EditorTest {};

// Controls that take the focus and say nothing of themselves.
QStringList namelessControls(QWidget& root) {
    QStringList result;
    for (QWidget* widget : root.findChildren<QWidget*>()) {
        const bool isPart = qobject_cast<QAbstractSpinBox*>(widget->parentWidget()) ||
                            qobject_cast<QComboBox*>(widget->parentWidget());
        if (isPart || widget->focusPolicy() == Qt::NoFocus || !widget->isVisibleTo(&root)) continue;
        QAccessibleInterface* face = QAccessible::queryAccessibleInterface(widget);
        if (face && !face->text(QAccessible::Name).isEmpty()) continue;
        result << QString("%1 \"%2\"").arg(widget->metaObject()->className(), widget->objectName());
    }
    return result;
}

// Buttons, choices and one-line labels whose text has less room than it needs.
QStringList cutTexts(QWidget& root) {
    QStringList result;
    const auto check = [&](QWidget* widget, const QString& text, int room) {
        const int wanted = widget->fontMetrics().horizontalAdvance(text);
        if (wanted > room) result << QString("%1 (%2 > %3)").arg(text).arg(wanted).arg(room);
    };
    for (QAbstractButton* button : root.findChildren<QAbstractButton*>()) {
        if (!button->isVisibleTo(&root) || button->text().isEmpty()) continue;
        auto* tool = qobject_cast<QToolButton*>(button);
        if (tool && tool->toolButtonStyle() == Qt::ToolButtonIconOnly && !tool->icon().isNull()) {
            continue;
        }
        check(button, button->text(), button->width());
    }
    constexpr int kArrowAndPadding = 36;
    for (QComboBox* box : root.findChildren<QComboBox*>()) {
        if (!box->isVisibleTo(&root) || box->isEditable()) continue;
        for (int i = 0; i < box->count(); ++i) {
            check(box, box->itemText(i), box->width() - kArrowAndPadding);
        }
    }
    for (QLabel* label : root.findChildren<QLabel*>()) {
        if (!label->isVisibleTo(&root) || label->wordWrap() || qobject_cast<ElidedLabel*>(label)) {
            continue;
        }
        check(label, label->text(), label->width());
    }
    return result;
}

TEST_F(EditorPageTest, TheEmptyPageOffersAButtonAndSamples) {
    start();
    auto* button = find<QPushButton>("openPhoto");
    ASSERT_NE(button, nullptr);
    QSignalSpy asked(&page(), &EditorPage::openRequested);
    button->click();
    EXPECT_EQ(asked.count(), 1);
    EXPECT_EQ(enhanceButton(), nullptr);
}

TEST_F(EditorPageTest, ASampleOpensByItsPath) {
    paths().samples = folder() / "samples";
    std::filesystem::create_directories(paths().samples);
    const QString sample = writePicture("samples/portrait.jpg");
    writeFile("samples/README.md", "no picture");
    start();
    ASSERT_TRUE(waitUntil([&] { return find<QToolButton>("sample") != nullptr; }));
    EXPECT_EQ(page().findChildren<QToolButton*>("sample").size(), 1);
    QSignalSpy opened(&page(), &EditorPage::openPathRequested);
    find<QToolButton>("sample")->click();
    ASSERT_EQ(opened.count(), 1);
    EXPECT_EQ(opened.front().front().toString(), sample);
}

TEST_F(EditorPageTest, ABrokenFileIsToldInPlaceAndCanBeTriedAgain) {
    start();
    const QString path = writeFile("broken.jpg", "this is no picture");
    QSignalSpy failed(&document(), &PhotoDocument::openFailed);
    document().open(path);
    ASSERT_TRUE(failed.wait(15000));
    ASSERT_EQ(noticeSentences().size(), 1);
    QSignalSpy again(&page(), &EditorPage::openPathRequested);
    find<Notice>()->findChild<QPushButton*>("noticeAction")->click();
    ASSERT_EQ(again.count(), 1);
    EXPECT_EQ(again.front().front().toString(), path);
    openPhoto();
    document().close();
    EXPECT_TRUE(noticeSentences().isEmpty());
}

TEST_F(EditorPageTest, DropsAreHandedOn) {
    start();
    QMimeData data;
    const QString path = writePicture("dropped.png");
    data.setUrls({QUrl::fromLocalFile(path)});
    QSignalSpy dropped(&page(), &EditorPage::pathsDropped);
    QDragEnterEvent enter({50, 50}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&page(), &enter);
    EXPECT_TRUE(enter.isAccepted());
    QDropEvent drop({50, 50}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QCoreApplication::sendEvent(&page(), &drop);
    ASSERT_EQ(dropped.count(), 1);
    EXPECT_EQ(dropped.front().front().toStringList(), QStringList{path});
}

TEST_F(EditorPageTest, EnhanceBecomesCancelAndNothingMoves) {
    openPhoto();
    const QString resting = enhanceButton()->text();
    const QRect button = enhanceButton()->geometry();
    const QRect canvas = page().view().geometry();
    networks().gate().shut();
    enhanceButton()->click();
    ASSERT_TRUE(waitUntil([&] { return networks().gate().waiting() == 1; }));
    EXPECT_EQ(document().state(), PhotoDocument::State::Enhancing);
    EXPECT_NE(enhanceButton()->text(), resting);
    EXPECT_NE(find<QProgressBar>(), nullptr);
    EXPECT_EQ(enhanceButton()->geometry(), button);
    EXPECT_EQ(page().view().geometry(), canvas);

    QSignalSpy finished(&document(), &PhotoDocument::enhanceFinished);
    enhanceButton()->click();
    networks().gate().open();
    ASSERT_TRUE(finished.wait(15000));
    EXPECT_TRUE(finished.front().front().toBool());
    EXPECT_EQ(enhanceButton()->text(), resting);
    EXPECT_EQ(find<QProgressBar>(), nullptr);
}

TEST_F(EditorPageTest, EscapeCancels) {
    openPhoto();
    networks().gate().shut();
    document().enhance();
    ASSERT_TRUE(waitUntil([&] { return networks().gate().waiting() == 1; }));
    QSignalSpy finished(&document(), &PhotoDocument::enhanceFinished);
    key(enhanceButton(), Qt::Key_Escape);
    networks().gate().open();
    ASSERT_TRUE(finished.wait(15000));
    EXPECT_TRUE(finished.front().front().toBool());
}

TEST_F(EditorPageTest, EnhanceMayBePressedBeforeTheFacesAreKnown) {
    start();
    const QString path = writePicture("early.png", {480, 360});
    document().open(path);
    ASSERT_EQ(document().state(), PhotoDocument::State::Opening);
    QSignalSpy finished(&document(), &PhotoDocument::enhanceFinished);
    ASSERT_TRUE(enhanceButton()->isEnabled());
    enhanceButton()->click();
    EXPECT_FALSE(enhanceButton()->isEnabled());
    ASSERT_TRUE(finished.wait(15000));
    EXPECT_TRUE(document().isEnhanced());
    EXPECT_TRUE(waitUntil([&] { return enhanceButton()->isEnabled(); }));
}

TEST_F(EditorPageTest, TheOutcomeIsToldBelowTheCanvas) {
    openPhoto();
    enhance();
    ASSERT_FALSE(document().outcomeSentence().isEmpty());
    EXPECT_EQ(find<ProgressRow>()->sentence(), document().outcomeSentence());
}

TEST_F(EditorPageTest, FactsTellOfTheFile) {
    openPhoto();
    auto* facts = find<FactsPanel>();
    facts->setUnfolded(true);
    const QString lines = facts->lines().join('\n');
    EXPECT_TRUE(lines.contains("480 × 360")) << lines.toStdString();
    EXPECT_TRUE(lines.contains("PNG, 8 bit")) << lines.toStdString();
    EXPECT_TRUE(lines.contains("Faces: 2")) << lines.toStdString();
}

TEST_F(EditorPageTest, ZoomIsChosenTypedAndShown) {
    openPhoto();
    auto* zoom = find<QComboBox>("zoom");
    zoom->setCurrentIndex(3);
    Q_EMIT zoom->activated(3);
    EXPECT_DOUBLE_EQ(page().view().zoom(), 2.0);
    EXPECT_EQ(zoom->currentText(), "200 %");
    zoom->lineEdit()->setFocus();
    zoom->lineEdit()->selectAll();
    type(zoom->lineEdit(), "125");
    key(zoom->lineEdit(), Qt::Key_Return);
    EXPECT_DOUBLE_EQ(page().view().zoom(), 1.25);
    EXPECT_EQ(zoom->currentText(), "125 %");
    find<QToolButton>("zoomFit")->click();
    EXPECT_TRUE(page().view().isFitted());
    page().toggleSideBySide();
    EXPECT_EQ(page().view().mode(), CompareMode::Split);
    page().toggleSideBySide();
    EXPECT_EQ(page().view().mode(), CompareMode::SideBySide);
}

TEST_F(EditorPageTest, TheOriginalShowsWhileTheButtonIsHeld) {
    openPhoto();
    auto* hold = find<QToolButton>("holdOriginal");
    QTest::mousePress(hold, Qt::LeftButton);
    EXPECT_TRUE(page().view().holdsOriginal());
    QTest::mouseRelease(hold, Qt::LeftButton);
    EXPECT_FALSE(page().view().holdsOriginal());
}

TEST_F(EditorPageTest, TheChecksBelowSeeWhatIsWrong) {
    QWidget root;
    QPushButton silent(&root);
    QPushButton narrow(QStringLiteral("A text with no room at all"), &root);
    narrow.resize(20, 20);
    EXPECT_EQ(namelessControls(root).size(), 1);
    EXPECT_EQ(cutTexts(root).size(), 1);
}

TEST_F(EditorPageTest, EveryControlHasAName) {
    start();
    EXPECT_EQ(namelessControls(page()).join('\n').toStdString(), "");
    openPhoto();
    enhance();
    EXPECT_EQ(namelessControls(page()).join('\n').toStdString(), "");
    page().setPanel(EditorPage::Panel::Advanced);
    EXPECT_EQ(namelessControls(page()).join('\n').toStdString(), "");
    page().exportPhoto();
    auto* dialog = page().findChild<ExportDialog*>();
    ASSERT_NE(dialog, nullptr);
    EXPECT_EQ(namelessControls(*dialog).join('\n').toStdString(), "");
}

TEST_F(EditorPageTest, NothingIsCutInTheSmallestWindow) {
    openPhoto();
    enhance();
    for (const auto panel : {EditorPage::Panel::Single, EditorPage::Panel::Advanced}) {
        page().setPanel(panel);
        QCoreApplication::processEvents();
        EXPECT_EQ(page().size(), QSize(1024, 560));
        EXPECT_EQ(cutTexts(page()).join('\n').toStdString(), "");
        EXPECT_TRUE(page().rect().contains(
            enhanceButton()->rect().translated(enhanceButton()->mapTo(&page(), QPoint()))));
        for (QScrollArea* area : page().findChildren<QScrollArea*>()) {
            if (!area->isVisibleTo(&page()) || area->objectName() == "faceRow") continue;
            EXPECT_LE(area->widget()->width(), area->viewport()->width());
            EXPECT_LE(area->widget()->minimumSizeHint().width(), area->viewport()->width());
        }
    }
}

}  // namespace
}  // namespace heirloom::ui
