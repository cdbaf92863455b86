// Random actions by somebody in a hurry: no crash, no freeze, no memory that only grows.
#include <fstream>
#include <random>

#include <QApplication>
#include <QDialog>
#include <QElapsedTimer>
#include <QTest>
#include <QUndoStack>

#include "tests/ui/window/window_fixture.h"
#include "ui/batch/batch_page.h"
#include "ui/models/models_page.h"

namespace heirloom::ui {
namespace {

using namespace test;

constexpr int kActions = 300;
constexpr unsigned kSeed = 1957;
// One step handles whatever has piled up, on a machine that may be busy.
constexpr qint64 kLongestStep = 5000;
constexpr long kMostGrowth = 200;  // MB between the middle and the end

long residentMegabytes() {
    std::ifstream file("/proc/self/statm");
    long pages = 0;
    long resident = 0;
    file >> pages >> resident;
    return resident * 4096 / 1'000'000;
}

class Monkey : public WindowTest {
protected:
    int pick(int count) { return std::uniform_int_distribution<int>(0, count - 1)(m_random); }

    void changeParameters() {
        RestoreParameters parameters = document().parameters();
        switch (pick(8)) {
            case 0: parameters.strength = pick(101); break;
            case 1: parameters.denoise = pick(101); break;
            case 2: parameters.sharpen = pick(101); break;
            case 3: parameters.contrast = pick(101); break;
            case 4: parameters.mode = RestoreMode(pick(3)); break;
            case 5: parameters.skinProtection = !parameters.skinProtection; break;
            case 6: parameters.rosy = pick(31); break;
            default: parameters.scale = pick(2) == 0 ? 1.0 : 1.5; break;
        }
        document().edit(parameters, "monkey", pick(2) == 0);
    }

    void moveView() {
        CompareView& view = window().editor().view();
        switch (pick(8)) {
            case 0: view.zoomToFit(); break;
            case 1: view.zoomTo(0.1 * (1 + pick(40))); break;
            case 2: wheel(&view, pick(5) - 2); break;
            case 3: drag(&view, {100, 100}, {100 + pick(300), 100 + pick(200)}); break;
            case 4: view.setMode(CompareMode(pick(4))); break;
            case 5: view.setChangesShown(pick(2) == 0); break;
            case 6: view.setDrawingFace(pick(2) == 0); break;
            default: doubleClick(&view); break;
        }
    }

    void touchFaces() {
        const int number = 1 + pick(3);
        switch (pick(4)) {
            case 0: document().setFaceEnabled(number, pick(2) == 0); break;
            case 1: document().setFaceStrength(number, pick(101)); break;
            case 2: document().addFace(QRectF(0.1 * pick(6), 0.1 * pick(6), 0.3, 0.3)); break;
            default: document().removeAddedFace(number); break;
        }
    }

    void pressAnyKey() {
        static constexpr Qt::Key kKeys[] = {
            Qt::Key_Space, Qt::Key_Tab, Qt::Key_Escape, Qt::Key_Return, Qt::Key_Left, Qt::Key_Right,
            Qt::Key_Up, Qt::Key_Down, Qt::Key_Home, Qt::Key_End, Qt::Key_PageUp, Qt::Key_Delete,
            Qt::Key_A, Qt::Key_B, Qt::Key_D, Qt::Key_F, Qt::Key_R, Qt::Key_X, Qt::Key_Y, Qt::Key_1,
            Qt::Key_5, Qt::Key_Plus, Qt::Key_Minus, Qt::Key_BracketLeft, Qt::Key_BracketRight};
        QWidget* focused = QApplication::focusWidget();
        key(focused != nullptr ? focused : &window(), kKeys[pick(int(std::size(kKeys)))]);
    }

    void act() {
        switch (pick(14)) {
            case 0: drop({m_photos[pick(int(m_photos.size()))]}); break;
            case 1: document().enhance(); break;
            case 2: document().cancel(); break;
            case 3: document().history()->undo(); break;
            case 4: document().history()->redo(); break;
            case 5: window().setTab(MainWindow::Tab(pick(4))); break;
            case 6: window().batch().addInputs({m_photos[pick(int(m_photos.size()))]}); break;
            case 7: pick(3) == 0 ? window().batch().cancel() : window().batch().start(); break;
            case 8: context().settings().setLanguage(LanguageChoice(1 + pick(2))); break;
            case 9: context().settings().setTheme(ThemeChoice(1 + pick(2))); break;
            case 10: touchFaces(); break;
            case 11: moveView(); break;
            case 12: pressAnyKey(); break;
            default: changeParameters(); break;
        }
    }

    std::mt19937 m_random{kSeed};
    QStringList m_photos;
};

TEST_F(Monkey, ThreeHundredActionsLeaveTheWindowAlive) {
    networks().setFaces(
        {heirloom::test::faceAt({160, 120}, 90), heirloom::test::faceAt({300, 200}, 70)});
    start();
    m_photos << writePicture("a.png", {480, 360}) << writePicture("b.jpg", {640, 480})
             << writeFile("broken.jpg", "no picture") << writePicture("c.png", {200, 300});
    long middle = 0;
    for (int i = 0; i < kActions; ++i) {
        QElapsedTimer timer;
        timer.start();
        act();
        QApplication::processEvents();
        for (auto* dialog : window().findChildren<QDialog*>()) dialog->close();
        EXPECT_LT(timer.elapsed(), kLongestStep) << "action " << i;
        if (i == kActions / 2) middle = residentMegabytes();
    }
    EXPECT_LT(residentMegabytes() - middle, kMostGrowth);
    // Still usable: the next photo opens.
    window().batch().cancel();
    document().cancel();
    EXPECT_TRUE(openPhoto(writePicture("last.png")));
}

}  // namespace
}  // namespace heirloom::ui
