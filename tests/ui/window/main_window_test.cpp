// The window as people meet it: drops, keys, closing, and what the next start remembers.
#include <QAbstractItemModel>
#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QElapsedTimer>
#include <QMenuBar>
#include <QTableView>
#include <QTest>

#include "tests/ui/window/window_fixture.h"
#include "ui/batch/batch_page.h"
#include "ui/common/notice.h"

namespace heirloom::ui {
namespace {

using namespace test;

class MainWindowTest : public WindowTest {
protected:
    int batchRows() {
        auto* table = find<QTableView>("batchTable");
        return table != nullptr && table->model() != nullptr ? table->model()->rowCount() : 0;
    }
};

TEST_F(MainWindowTest, OpensADroppedPhotoInSingle) {
    start();
    const QString photo = writePicture("grandmother.png");
    ASSERT_TRUE(openPhoto(photo));
    EXPECT_EQ(window().tab(), MainWindow::Tab::Single);
    EXPECT_TRUE(window().windowTitle().startsWith("grandmother.png"));
}

TEST_F(MainWindowTest, KeepsAdvancedWhenAPhotoIsDroppedThere) {
    start();
    window().setTab(MainWindow::Tab::Advanced);
    ASSERT_TRUE(openPhoto(writePicture("photo.png")));
    EXPECT_EQ(window().tab(), MainWindow::Tab::Advanced);
}

TEST_F(MainWindowTest, SendsSeveralPhotosAndFoldersToBatch) {
    start();
    drop({writePicture("a.png"), writePicture("b.jpg")});
    ASSERT_TRUE(waitUntil([&] { return batchRows() == 2; }));
    EXPECT_EQ(window().tab(), MainWindow::Tab::Batch);

    QDir(QString::fromStdString(folder().string())).mkdir("album");
    writePicture("album/c.png");
    drop({QString::fromStdString((folder() / "album").string())});
    EXPECT_TRUE(waitUntil([&] { return batchRows() == 3; }));
}

TEST_F(MainWindowTest, SendsModelFilesToModels) {
    start();
    drop({writeFile("weights.pth", "no weights at all")});
    EXPECT_TRUE(waitUntil([&] { return window().tab() == MainWindow::Tab::Models; }));
}

TEST_F(MainWindowTest, TellsWhyADroppedFileCannotBeUsed) {
    start();
    drop({writeFile("letter.txt", "Dear Anna, ...")});
    auto* notice = find<Notice>("refusedNotice");
    ASSERT_TRUE(waitUntil([&] { return notice->isVisible(); }));
    EXPECT_TRUE(notice->sentence().contains("letter.txt")) << notice->sentence().toStdString();
    EXPECT_EQ(window().tab(), MainWindow::Tab::Single);
}

TEST_F(MainWindowTest, ClosingInTheMiddleOfAFaceCancelsAndWritesNothing) {
    start();
    networks().setFaces({heirloom::test::faceAt({160, 120}, 90)});
    ASSERT_TRUE(openPhoto(writePicture("photo.png")));
    networks().gate().shut();
    document().enhance();
    ASSERT_TRUE(waitUntil([&] { return networks().gate().waiting() > 0; }));
    window().close();
    networks().gate().open();
    QElapsedTimer timer;
    timer.start();
    stop();
    EXPECT_LT(timer.elapsed(), 3000);
    const QStringList left =
        QDir(QString::fromStdString(folder().string())).entryList({"photo*"}, QDir::Files);
    EXPECT_EQ(left, QStringList{"photo.png"});
}

TEST_F(MainWindowTest, TheNextStartGoesOnWithUnsavedWork) {
    networks().setFaces({heirloom::test::faceAt({160, 120}, 90)});
    start();
    const QString photo = writePicture("photo.png");
    ASSERT_TRUE(openPhoto(photo));
    ASSERT_TRUE(enhance());
    RestoreParameters parameters = document().parameters();
    parameters.strength = 43;
    document().edit(parameters, "strength");
    window().close();

    start();
    auto* notice = find<Notice>("unfinishedNotice");
    ASSERT_TRUE(notice->isVisible());
    EXPECT_TRUE(notice->sentence().contains("photo.png"));
    Q_EMIT notice->actionTriggered();
    ASSERT_TRUE(waitUntil([&] { return document().path() == photo; }));
    EXPECT_TRUE(waitUntil([&] { return document().parameters().strength == 43; }));
}

TEST_F(MainWindowTest, NothingIsOfferedAfterSaving) {
    networks().setFaces({heirloom::test::faceAt({160, 120}, 90)});
    start();
    ASSERT_TRUE(openPhoto(writePicture("photo.png")));
    ASSERT_TRUE(enhance());
    window().editor().save();
    ASSERT_TRUE(waitUntil([&] { return !document().hasUnsavedWork(); }));
    window().close();
    start();
    EXPECT_FALSE(find<Notice>("unfinishedNotice")->isVisible());
}

TEST_F(MainWindowTest, EarlierChangesComeBackWithTheirPhoto) {
    networks().setFaces({heirloom::test::faceAt({160, 120}, 90)});
    start();
    const QString first = writePicture("first.png");
    ASSERT_TRUE(openPhoto(first));
    ASSERT_TRUE(enhance());
    RestoreParameters parameters = document().parameters();
    parameters.sharpen = 37;
    document().edit(parameters, "sharpen");
    ASSERT_TRUE(openPhoto(writePicture("second.png")));
    EXPECT_NE(document().parameters().sharpen, 37);
    ASSERT_TRUE(openPhoto(first));
    EXPECT_TRUE(waitUntil([&] { return document().parameters().sharpen == 37; }));
}

TEST_F(MainWindowTest, ChangesItsLanguageWithAPhotoOpen) {
    start();
    ASSERT_TRUE(openPhoto(writePicture("photo.png")));
    const auto menuTitles = [&] {
        QStringList titles;
        for (QAction* action : window().menuBar()->actions()) titles << action->text();
        return titles.join(' ');
    };
    const QString english = menuTitles();
    context().settings().setLanguage(LanguageChoice::Chinese);
    ASSERT_TRUE(waitUntil([&] { return menuTitles() != english; }));
    EXPECT_TRUE(menuTitles().contains(QStringLiteral("文件"))) << menuTitles().toStdString();
    EXPECT_EQ(document().state(), PhotoDocument::State::Ready);
    context().settings().setLanguage(LanguageChoice::English);
    EXPECT_TRUE(waitUntil([&] { return menuTitles() == english; }));
}

TEST_F(MainWindowTest, ASentenceInTheFormerLanguageGoes) {
    start();
    window().showMessage(QStringLiteral("Saved as portrait.png."));
    auto* toast = find("toast");
    ASSERT_TRUE(toast->isVisible());
    context().settings().setLanguage(LanguageChoice::Chinese);
    EXPECT_TRUE(waitUntil([&] { return !toast->isVisible(); }, 1000));
}

TEST_F(MainWindowTest, TheBackslashShowsTheOriginalWhileItIsDown) {
    start();
    ASSERT_TRUE(openPhoto(writePicture("photo.png")));
    CompareView& view = window().editor().view();
    view.setFocus();
    QTest::keyPress(&view, Qt::Key_Backslash);
    EXPECT_TRUE(view.holdsOriginal());
    QTest::keyRelease(&view, Qt::Key_Backslash);
    EXPECT_FALSE(view.holdsOriginal());
}

TEST_F(MainWindowTest, KeysOfTheViewWork) {
    start();
    ASSERT_TRUE(openPhoto(writePicture("photo.png", {3000, 2000})));
    CompareView& view = window().editor().view();
    view.setFocus();
    ASSERT_TRUE(waitUntil([&] { return view.isFitted(); }));
    key(&view, Qt::Key_1);
    EXPECT_DOUBLE_EQ(view.zoom(), 1.0);
    key(&view, Qt::Key_F);
    EXPECT_TRUE(view.isFitted());
    const CompareMode mode = view.mode();
    key(&view, Qt::Key_Y);
    EXPECT_NE(view.mode(), mode);
    key(&view, Qt::Key_2, Qt::ControlModifier);
    EXPECT_EQ(window().tab(), MainWindow::Tab::Batch);
    key(&window(), Qt::Key_F1);
    auto* guide = find<QDialog>("guideWindow");
    ASSERT_NE(guide, nullptr);
    EXPECT_TRUE(guide->isVisible());
    guide->close();
}

TEST_F(MainWindowTest, EveryActionStandsInAMenu) {
    start();
    QSet<QAction*> inMenus;
    QList<QMenu*> menus;
    for (QAction* action : window().menuBar()->actions()) menus << action->menu();
    while (!menus.isEmpty()) {
        for (QAction* action : menus.takeFirst()->actions()) {
            inMenus << action;
            if (action->menu() != nullptr) menus << action->menu();
        }
    }
    for (QAction* action : window().actions()) {
        EXPECT_TRUE(inMenus.contains(action)) << action->text().toStdString();
        EXPECT_FALSE(action->text().isEmpty());
    }
    EXPECT_GT(inMenus.size(), 30);
}

}  // namespace
}  // namespace heirloom::ui
