// How the window's parts talk to each other.
#include <QApplication>
#include <QFileDialog>
#include <QFileInfo>
#include <QUndoStack>

#include "ui/batch/batch_page.h"
#include "ui/editor/editor_page.h"
#include "ui/models/model_banner.h"
#include "ui/models/models_page.h"
#include "ui/window/about_dialog.h"
#include "ui/window/guide_window.h"
#include "ui/window/hold_key.h"
#include "ui/window/main_window_parts.h"
#include "ui/window/settings_dialog.h"

namespace heirloom::ui {

namespace {

constexpr double kZoomStep = 1.25;

// Opens one dialog of a kind at a time, beside the work.
template <class Dialog, class... Arguments>
Dialog* openDialog(QWidget* parent, Arguments&... arguments) {
    auto* dialog = parent->findChild<Dialog*>();
    if (dialog == nullptr) {
        dialog = new Dialog(arguments..., parent);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
    }
    dialog->show();
    dialog->raise();
    dialog->activateWindow();
    return dialog;
}

}  // namespace

void MainWindow::connectPages() {
    PhotoDocument& document = m->document;
    for (auto changed : {&PhotoDocument::stateChanged, &PhotoDocument::unsavedChanged,
                         &PhotoDocument::parametersChanged, &PhotoDocument::facesChanged}) {
        connect(&document, changed, this, [this] {
            m->updateAvailable();
            updateTitle();
            if (m->document.hasUnsavedWork()) m->keepTimer.start();
        });
    }
    connect(&m->keepTimer, &QTimer::timeout, this, [this] { m->keepUnsaved(); });
    connect(&document, &PhotoDocument::opened, this, [this] {
        m->context.settings().addRecentFile(m->document.path());
        m->unfinished->hide();
    });
    connect(&document, &PhotoDocument::saved, this, [this] { m->keepUnsaved(); });
    connect(document.history(), &QUndoStack::indexChanged, this, [this] { m->updateAvailable(); });

    connect(m->editor, &EditorPage::openRequested, this, &MainWindow::chooseFiles);
    connect(m->editor, &EditorPage::openPathRequested, this, &MainWindow::openPhoto);
    connect(m->editor, &EditorPage::pathsDropped, this, &MainWindow::openPaths);
    connect(m->editor, &EditorPage::message, this, &MainWindow::showMessage);
    connect(m->editor, &EditorPage::modelsPageRequested, this, &MainWindow::showModels);
    connect(m->batch, &BatchPage::openRequested, this, &MainWindow::chooseFiles);
    connect(m->batch, &BatchPage::openFolderRequested, this, &MainWindow::chooseFolder);
    connect(m->batch, &BatchPage::editRequested, this, [this](const QString& path) {
        setTab(Tab::Single);
        openPhoto(path);
    });
    connect(m->batch, &BatchPage::pathsDropped, this, &MainWindow::openPaths);
    connect(m->batch, &BatchPage::message, this, &MainWindow::showMessage);
    connect(m->models, &ModelsPage::pathsDropped, this, &MainWindow::openPaths);
    connect(m->models, &ModelsPage::message, this, &MainWindow::showMessage);
    connect(m->banner, &ModelBanner::downloadRequested, this, [this](const QString& model) {
        setTab(Tab::Models);
        m->models->offerDownload(model);
    });
    connect(m->header, &HeaderBar::deviceClicked, this, &MainWindow::showModels);
    connect(m->unfinished, &Notice::actionTriggered, this,
            [this] { openPhoto(m->unfinishedPath); });
    connect(m->unfinished, &Notice::dismissed, this, [this] { m->recovery.noteClosed(); });
}

void MainWindow::connectActions() {
    connectFileActions();
    connectViewActions();
    connectChoices();
    const WindowActions& actions = m->actions;
    EditorPage& editor = *m->editor;
    on(actions.enhance, [&editor] { editor.enhanceOrCancel(); });
    on(actions.previousFace, [&editor] { editor.stepFace(-1); });
    on(actions.nextFace, [&editor] { editor.stepFace(1); });
    on(actions.addFace, [&editor] { editor.view().setDrawingFace(true); });
    on(actions.tabSingle, [this] { setTab(Tab::Single); });
    on(actions.tabBatch, [this] { setTab(Tab::Batch); });
    on(actions.tabAdvanced, [this] { setTab(Tab::Advanced); });
    on(actions.tabModels, [this] { setTab(Tab::Models); });
    on(actions.startBatch, [this] {
        setTab(Tab::Batch);
        m->batch->start();
    });
    on(actions.importModel, [this] {
        setTab(Tab::Models);
        m->models->chooseAndImport();
    });
    on(actions.guide, [this] { openDialog<GuideWindow>(this); });
    on(actions.about, [this] { openDialog<AboutDialog>(this); });
}

void MainWindow::connectFileActions() {
    const WindowActions& actions = m->actions;
    EditorPage& editor = *m->editor;
    on(actions.open, [this] { chooseFiles(); });
    on(actions.openFolder, [this] { chooseFolder(); });
    on(actions.clearRecent, [this] { m->context.settings().clearRecentFiles(); });
    on(actions.save, [&editor] { editor.save(); });
    on(actions.saveAs, [&editor] { editor.saveAs(); });
    on(actions.exportPhoto, [&editor] { editor.exportPhoto(); });
    on(actions.copyResult, [&editor] { editor.copyResult(); });
    on(actions.openContainingFolder, [&editor] { editor.openFolder(); });
    on(actions.closePhoto, [this] {
        m->keepUnsaved();
        m->recovery.noteClosed();
        m->document.close();
    });
    on(actions.quit, [this] { close(); });
    on(actions.undo, [this] { m->document.history()->undo(); });
    on(actions.redo, [this] { m->document.history()->redo(); });
    on(actions.resetToPreset, [this] { m->document.resetToPreset(); });
    on(actions.settings, [this] {
        auto* dialog = openDialog<SettingsDialog>(this, m->context);
        connect(dialog, &SettingsDialog::modelsRequested, this, &MainWindow::showModels,
                Qt::UniqueConnection);
    });
}

void MainWindow::connectViewActions() {
    const WindowActions& actions = m->actions;
    EditorPage& editor = *m->editor;
    CompareView& view = editor.view();
    on(actions.sideBySide, [&view] { view.setMode(CompareMode::SideBySide); });
    on(actions.split, [&view] { view.setMode(CompareMode::Split); });
    on(actions.before, [&view] { view.setMode(CompareMode::Before); });
    on(actions.after, [&view] { view.setMode(CompareMode::After); });
    on(actions.toggleSideBySide, [&editor] { editor.toggleSideBySide(); });
    on(actions.changes, [&view](bool shown) { view.setChangesShown(shown); });
    on(actions.faceFrames, [&view](bool shown) { view.setFacesShown(shown); });
    on(actions.holdOriginal, [&view](bool holds) { view.setHoldsOriginal(holds); });
    on(actions.fit, [&view] { view.zoomToFit(); });
    on(actions.actualSize, [&view] { view.zoomTo(1.0); });
    on(actions.zoomIn, [&view] { view.zoomBy(kZoomStep); });
    on(actions.zoomOut, [&view] { view.zoomBy(1.0 / kZoomStep); });
    const auto showView = [this, &view] {
        QAction* const modes[] = {m->actions.sideBySide, m->actions.split, m->actions.before,
                                  m->actions.after};
        modes[int(view.mode())]->setChecked(true);
        m->actions.changes->setChecked(view.changesShown());
        m->actions.faceFrames->setChecked(view.facesShown());
        m->actions.holdOriginal->setChecked(view.holdsOriginal());
    };
    connect(&view, &CompareView::modeChanged, this, showView);
    connect(&view, &CompareView::changesWanted, this, showView);
    connect(&view, &CompareView::holdChanged, this, showView);
    showView();
    qApp->installEventFilter(new HoldKey(view));
}

// Language, theme and recent files: what the settings keep.
void MainWindow::connectChoices() {
    WindowActions& actions = m->actions;
    Settings& settings = m->context.settings();
    on(actions.languageSystem, [&settings] { settings.setLanguage(LanguageChoice::System); });
    on(actions.languageEnglish, [&settings] { settings.setLanguage(LanguageChoice::English); });
    on(actions.languageChinese, [&settings] { settings.setLanguage(LanguageChoice::Chinese); });
    on(actions.themeSystem, [&settings] { settings.setTheme(ThemeChoice::System); });
    on(actions.themeLight, [&settings] { settings.setTheme(ThemeChoice::Light); });
    on(actions.themeDark, [&settings] { settings.setTheme(ThemeChoice::Dark); });
    const auto show = [&actions, &settings] {
        QAction* const languages[] = {actions.languageSystem, actions.languageEnglish,
                                      actions.languageChinese};
        languages[int(settings.language())]->setChecked(true);
        QAction* const themes[] = {actions.themeSystem, actions.themeLight, actions.themeDark};
        themes[int(settings.theme())]->setChecked(true);
    };
    connect(&settings, &Settings::languageChanged, this, [&settings, show] {
        applyLanguage(settings.language());
        show();
    });
    connect(&settings, &Settings::themeChanged, this, [&settings, show] {
        applyTheme(settings.theme());
        show();
    });
    show();
    connect(&actions, &WindowActions::recentChosen, this, &MainWindow::openPhoto);
    const auto showRecent = [&actions, &settings] {
        actions.setRecentFiles(settings.recentFiles());
    };
    connect(&settings, &Settings::recentFilesChanged, this, showRecent);
    showRecent();
}

void MainWindow::showModels() {
    setTab(Tab::Models);
}

void MainWindow::chooseFiles() {
    const QString last = m->context.settings().value("window/openFolder").toString();
    auto* dialog = new QFileDialog(this, tr("Open photos"), last,
                                   tr("Photos (*.jpg *.jpeg *.png *.webp *.tif *.tiff *.bmp)") +
                                       QStringLiteral(";;") + tr("All files (*)"));
    dialog->setFileMode(QFileDialog::ExistingFiles);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::filesSelected, this, [this](const QStringList& paths) {
        m->context.settings().setValue("window/openFolder",
                                       QFileInfo(paths.first()).absolutePath());
        if (tab() == Tab::Batch) return m->batch->addInputs(paths);
        openPaths(paths);
    });
    dialog->open();
}

void MainWindow::chooseFolder() {
    const QString last = m->context.settings().value("window/openFolder").toString();
    auto* dialog = new QFileDialog(this, tr("Open a folder"), last);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
        m->context.settings().setValue("window/openFolder", path);
        openPaths({path});
    });
    dialog->open();
}

}  // namespace heirloom::ui
