// Renders every tab and dialog of the window into a folder, in both languages and themes, for
// people to look at: heirloom_screenshots FOLDER [WIDTHxHEIGHT...]
//
// Works on the sample pictures with the bundled models; settings and models of the user are
// left alone.
#include <cstdio>
#include <cstdlib>

#include <QApplication>
#include <QDeadlineTimer>
#include <QDialog>
#include <QDir>
#include <QFile>
#include <QMenu>
#include <QMenuBar>
#include <QScrollArea>
#include <QTemporaryDir>

#include "tests/support/shared_data.h"
#include "ui/batch/batch_page.h"
#include "ui/common/language.h"
#include "ui/common/text.h"
#include "ui/common/theme.h"
#include "ui/editor/editor_page.h"
#include "ui/models/models_page.h"
#include "ui/photo/photo_document.h"
#include "ui/window/main_window.h"

using namespace heirloom;
using namespace heirloom::ui;

namespace {

class Screenshots {
public:
    Screenshots(QString folder, QList<QSize> sizes)
        : m_folder(std::move(folder)), m_sizes(std::move(sizes)), m_context(paths()) {
        setAnimationsEnabled(false);
        m_samples = QDir(fromPath(test::sourceDirectory() / "resources/samples"))
                        .entryInfoList({"*.jpg"}, QDir::Files, QDir::Name);
        QDir().mkpath(m_folder);
    }

    bool run() {
        applyTheme(ThemeChoice::Dark);
        applyLanguage(LanguageChoice::English);
        MainWindow window(m_context);
        m_window = &window;
        window.show();
        pump(300);
        everywhere("single-empty");
        window.document().open(m_work.filePath("missing.jpg"));
        pump(500);
        everywhere("single-failed");
        if (!openAndEnhance()) return false;
        photoShots();
        tabShots();
        return true;
    }

private:
    AppPaths paths() {
        const auto source = test::sourceDirectory();
        AppPaths paths;
        paths.models = {toPath(m_work.filePath("models")), source / "models",
                        source / "models/catalogue.json"};
        paths.presets = toPath(m_work.filePath("presets"));
        paths.state = toPath(m_work.filePath("state"));
        paths.samples = source / "resources/samples";
        paths.settings = toPath(m_work.filePath("settings.ini"));
        return paths;
    }

    bool waitFor(const std::function<bool()>& holds, int seconds) {
        QDeadlineTimer deadline(seconds * 1000);
        while (!holds() && !deadline.hasExpired()) {
            QApplication::processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::AllEvents, 50);
        }
        if (!holds()) std::fprintf(stderr, "Waited too long.\n");
        return holds();
    }

    static void pump(int milliseconds) {
        QDeadlineTimer deadline(milliseconds);
        while (!deadline.hasExpired()) QApplication::processEvents(QEventLoop::AllEvents, 20);
    }

    QString copyOf(const QFileInfo& sample) {
        const QString copy = m_work.filePath(sample.fileName());
        QFile::copy(sample.filePath(), copy);
        return copy;
    }

    bool openAndEnhance() {
        PhotoDocument& document = m_window->document();
        document.open(copyOf(m_samples.first()));
        const bool opened =
            waitFor([&] { return document.state() == PhotoDocument::State::Ready; }, 60);
        if (!opened) return false;
        pump(800);
        everywhere("single-opened");
        document.enhance();
        const bool enhanced = waitFor(
            [&] {
                return document.isEnhanced() && document.state() == PhotoDocument::State::Ready &&
                       document.isSettled();
            },
            120);
        pump(300);
        return enhanced;
    }

    void photoShots() {
        CompareView& view = m_window->editor().view();
        everywhere("single-side");
        view.setMode(CompareMode::Split);
        view.setFacesShown(true);
        everywhere("single-split-faces");
        view.setFacesShown(false);
        view.setMode(CompareMode::SideBySide);
        view.setChangesShown(true);
        pump(1000);
        everywhere("single-changes");
        view.setChangesShown(false);
        m_window->editor().exportPhoto();
        pump(300);
        everywhere("export-dialog");
        closeDialogs();
        m_window->setTab(MainWindow::Tab::Advanced);
        everywhere("advanced");
    }

    void tabShots() {
        m_window->setTab(MainWindow::Tab::Batch);
        everywhere("batch-empty");
        QStringList inputs;
        for (const QFileInfo& sample : m_samples) inputs << copyOf(sample);
        QFile broken(m_work.filePath("broken.jpg"));
        if (broken.open(QIODevice::WriteOnly)) broken.write("no picture");
        broken.close();
        m_window->batch().addInputs(inputs << broken.fileName());
        pump(1500);
        everywhere("batch-ready");
        m_window->batch().start();
        waitFor([&] { return m_window->batch().isRunning(); }, 10);
        waitFor([&] { return !m_window->batch().isRunning(); }, 180);
        pump(1500);
        everywhere("batch-done");
        m_window->setTab(MainWindow::Tab::Models);
        pump(800);
        everywhere("models");
        m_window->models().offerDownload("GPEN-BFR-512");
        pump(500);
        everywhere("licence-dialog");
        closeDialogs();
        for (const char* name : {"settings", "guide", "about"}) {
            if (QAction* action = m_window->findChild<QAction*>(name)) action->trigger();
            pump(300);
            everywhere(QString("%1-dialog").arg(name));
            closeDialogs();
        }
        menuShots();
    }

    void menuShots() {
        m_window->setTab(MainWindow::Tab::Single);
        for (QAction* entry : m_window->menuBar()->actions()) {
            const int index = int(m_window->menuBar()->actions().indexOf(entry));
            for (const bool chinese : {false, true}) {
                applyLanguage(chinese ? LanguageChoice::Chinese : LanguageChoice::English);
                entry->menu()->popup(m_window->mapToGlobal(QPoint(0, 40)));
                pump(100);
                save(*entry->menu(), QString("menu-%1").arg(index), chinese, true, QSize());
                entry->menu()->close();
            }
        }
    }

    void closeDialogs() {
        for (auto* dialog : m_window->findChildren<QDialog*>()) dialog->close();
        pump(100);
    }

    // The window, or the dialog in front of it, in every language, theme and size.
    void everywhere(const QString& name) {
        for (const bool chinese : {false, true}) {
            m_context.settings().setLanguage(chinese ? LanguageChoice::Chinese
                                                     : LanguageChoice::English);
            for (const bool dark : {true, false}) {
                m_context.settings().setTheme(dark ? ThemeChoice::Dark : ThemeChoice::Light);
                QDialog* front = nullptr;
                for (auto* dialog : m_window->findChildren<QDialog*>()) {
                    if (dialog->isVisible()) front = dialog;
                }
                if (front != nullptr) {
                    pump(200);
                    save(*front, name, chinese, dark, QSize());
                    continue;
                }
                for (const QSize& size : m_sizes) {
                    m_window->resize(size);
                    pump(350);
                    save(*m_window, name, chinese, dark, size);
                }
            }
        }
    }

    void save(QWidget& widget, const QString& name, bool chinese, bool dark, QSize size) {
        const QString file =
            QString("%1/%2-%3-%4%5.png")
                .arg(m_folder, name, chinese ? "zh" : "en", dark ? "dark" : "light",
                     size.isValid() ? QString("-%1").arg(size.width()) : QString());
        if (!widget.grab().save(file)) std::fprintf(stderr, "%s\n", qPrintable(file));
    }

    QTemporaryDir m_work;
    QString m_folder;
    QList<QSize> m_sizes;
    QFileInfoList m_samples;
    AppContext m_context;
    MainWindow* m_window = nullptr;
};

}  // namespace

int main(int argc, char** argv) {
    QGuiApplication::setHighDpiScaleFactorRoundingPolicy(
        Qt::HighDpiScaleFactorRoundingPolicy::PassThrough);
    QApplication application(argc, argv);
    if (argc < 2) {
        std::fprintf(stderr, "usage: heirloom_screenshots FOLDER [WIDTHxHEIGHT...]\n");
        return 2;
    }
    QList<QSize> sizes;
    for (int i = 2; i < argc; ++i) {
        const QStringList parts = QString(argv[i]).split('x');
        if (parts.size() == 2) sizes << QSize(parts[0].toInt(), parts[1].toInt());
    }
    if (sizes.isEmpty()) sizes << QSize(1366, 768);
    return Screenshots(argv[1], sizes).run() ? 0 : 1;
}
