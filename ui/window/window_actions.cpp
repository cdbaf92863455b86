#include "ui/window/window_actions.h"

#include <QFileInfo>

#include "ui/common/icons.h"

namespace heirloom::ui {

WindowActions::WindowActions(QWidget* window)
    : QObject(window),
      m_window(window),
      m_compareModes(new QActionGroup(this)),
      m_tabs(new QActionGroup(this)),
      m_languages(new QActionGroup(this)),
      m_themes(new QActionGroup(this)) {
    makeFileAndEdit();
    makeView();
    makePhotoAndTabs();
}

QAction* WindowActions::make(const QString& iconName, const QList<QKeySequence>& keys) {
    auto* action = new QAction(this);
    if (!iconName.isEmpty()) action->setIcon(icon(iconName));
    action->setShortcuts(keys);
    m_window->addAction(action);
    return action;
}

void WindowActions::makeFileAndEdit() {
    open = make("open", QKeySequence::keyBindings(QKeySequence::Open));
    openFolder = make("folder", {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O)});
    clearRecent = make();
    save = make("save", QKeySequence::keyBindings(QKeySequence::Save));
    saveAs = make({}, {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S)});
    exportPhoto = make("export", {QKeySequence(Qt::CTRL | Qt::Key_E)});
    copyResult = make("copy", QKeySequence::keyBindings(QKeySequence::Copy));
    openContainingFolder = make("link");
    closePhoto = make("close", {QKeySequence(Qt::CTRL | Qt::Key_W)});
    quit = make({}, {QKeySequence(Qt::CTRL | Qt::Key_Q)});
    undo = make("undo", QKeySequence::keyBindings(QKeySequence::Undo));
    redo = make("redo", {QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z),
                         QKeySequence(Qt::CTRL | Qt::Key_Y)});
    resetToPreset = make("reset", {QKeySequence(Qt::CTRL | Qt::Key_R)});
    settings = make("settings", {QKeySequence(Qt::CTRL | Qt::Key_Comma)});
}

void WindowActions::makeView() {
    sideBySide = make("compare-side");
    split = make("compare-split");
    before = make("compare-before");
    after = make("compare-after");
    for (QAction* mode : {sideBySide, split, before, after}) {
        mode->setCheckable(true);
        m_compareModes->addAction(mode);
    }
    toggleSideBySide = make({}, {QKeySequence(Qt::Key_Y)});
    // The key is followed while it is down by the window itself; here it can be found.
    holdOriginal = make("hold");
    holdOriginal->setCheckable(true);
    changes = make("changes", {QKeySequence(Qt::Key_D)});
    changes->setCheckable(true);
    faceFrames = make("face", {QKeySequence(Qt::Key_B)});
    faceFrames->setCheckable(true);
    fit = make("fit", {QKeySequence(Qt::Key_F)});
    actualSize = make("actual-size", {QKeySequence(Qt::Key_1)});
    zoomIn = make("zoom-in", {QKeySequence(Qt::CTRL | Qt::Key_Plus),
                              QKeySequence(Qt::CTRL | Qt::Key_Equal), QKeySequence(Qt::Key_Plus)});
    zoomOut =
        make("zoom-out", {QKeySequence(Qt::CTRL | Qt::Key_Minus), QKeySequence(Qt::Key_Minus)});
    languageSystem = make();
    languageEnglish = make();
    languageChinese = make();
    for (QAction* language : {languageSystem, languageEnglish, languageChinese}) {
        language->setCheckable(true);
        m_languages->addAction(language);
    }
    themeSystem = make();
    themeLight = make("theme-light");
    themeDark = make("theme-dark");
    for (QAction* theme : {themeSystem, themeLight, themeDark}) {
        theme->setCheckable(true);
        m_themes->addAction(theme);
    }
}

void WindowActions::makePhotoAndTabs() {
    enhance = make("enhance", {QKeySequence(Qt::CTRL | Qt::Key_Return),
                               QKeySequence(Qt::CTRL | Qt::Key_Enter)});
    previousFace = make("chevron-left", {QKeySequence(Qt::Key_BracketLeft)});
    nextFace = make("chevron-right", {QKeySequence(Qt::Key_BracketRight)});
    addFace = make("face-add", {QKeySequence(Qt::Key_A)});
    tabSingle = make("single", {QKeySequence(Qt::CTRL | Qt::Key_1)});
    tabBatch = make("batch", {QKeySequence(Qt::CTRL | Qt::Key_2)});
    tabAdvanced = make("advanced", {QKeySequence(Qt::CTRL | Qt::Key_3)});
    tabModels = make("models", {QKeySequence(Qt::CTRL | Qt::Key_4)});
    for (QAction* tab : {tabSingle, tabBatch, tabAdvanced, tabModels}) {
        tab->setCheckable(true);
        m_tabs->addAction(tab);
    }
    startBatch = make("play");
    importModel = make("import");
    guide = make("help", {QKeySequence(Qt::Key_F1)});
    about = make();
    settings->setObjectName("settings");
    guide->setObjectName("guide");
    about->setObjectName("about");
}

void WindowActions::buildMenus(QMenuBar* bar) {
    m_file = bar->addMenu(QString());
    m_file->addActions({open, openFolder});
    m_recent = m_file->addMenu(QString());
    m_file->addSeparator();
    m_file->addActions({save, saveAs, exportPhoto, copyResult, openContainingFolder});
    m_file->addSeparator();
    m_file->addActions({closePhoto, quit});
    m_edit = bar->addMenu(QString());
    m_edit->addActions({undo, redo, resetToPreset});
    m_edit->addSeparator();
    m_edit->addAction(settings);
    m_view = bar->addMenu(QString());
    m_view->addActions(m_compareModes->actions());
    m_view->addActions({toggleSideBySide, holdOriginal, changes, faceFrames});
    m_view->addSeparator();
    m_view->addActions({fit, actualSize, zoomIn, zoomOut});
    m_view->addSeparator();
    m_language = m_view->addMenu(icon("language"), QString());
    m_language->addActions(m_languages->actions());
    m_theme = m_view->addMenu(QString());
    m_theme->addActions(m_themes->actions());
    m_photo = bar->addMenu(QString());
    m_photo->addActions({enhance, previousFace, nextFace, addFace});
    m_go = bar->addMenu(QString());
    m_go->addActions(m_tabs->actions());
    m_go->addSeparator();
    m_go->addActions({startBatch, importModel});
    m_help = bar->addMenu(QString());
    m_help->addActions({guide, about});
    setRecentFiles({});
    retranslate();
}

void WindowActions::setRecentFiles(const QStringList& paths) {
    m_recentFiles = paths;
    if (m_recent == nullptr) return;
    m_recent->clear();
    for (const QString& path : paths) {
        QAction* action = m_recent->addAction(QFileInfo(path).fileName());
        action->setToolTip(path);
        connect(action, &QAction::triggered, this, [this, path] { Q_EMIT recentChosen(path); });
    }
    m_recent->setToolTipsVisible(true);
    if (!paths.isEmpty()) m_recent->addSeparator();
    m_recent->addAction(clearRecent);
    m_recent->setEnabled(!paths.isEmpty());
}

void WindowActions::setAvailable(bool editorShown, bool photoOpen, bool hasResult) {
    const bool shown = editorShown && photoOpen;
    for (QAction* action : {save, saveAs, exportPhoto, copyResult}) {
        action->setEnabled(shown && hasResult);
    }
    for (QAction* action :
         {openContainingFolder, closePhoto, resetToPreset, sideBySide, split, before, after,
          toggleSideBySide, holdOriginal, changes, faceFrames, fit, actualSize, zoomIn, zoomOut,
          enhance, previousFace, nextFace, addFace}) {
        action->setEnabled(shown);
    }
}

void WindowActions::retranslate() {
    retranslateFileAndEdit();
    retranslateView();
    retranslatePhotoAndTabs();
}

void WindowActions::retranslateFileAndEdit() {
    if (m_file != nullptr) {
        m_file->setTitle(tr("&File"));
        m_recent->setTitle(tr("Open &recent"));
        m_edit->setTitle(tr("&Edit"));
    }
    open->setText(tr("&Open photos…"));
    openFolder->setText(tr("Open &folder…"));
    clearRecent->setText(tr("Forget recent files"));
    save->setText(tr("&Save"));
    saveAs->setText(tr("Save &as…"));
    exportPhoto->setText(tr("&Export…"));
    copyResult->setText(tr("&Copy result"));
    openContainingFolder->setText(tr("Open containing fol&der"));
    closePhoto->setText(tr("Close &photo"));
    quit->setText(tr("&Quit"));
    undo->setText(tr("&Undo"));
    redo->setText(tr("&Redo"));
    resetToPreset->setText(tr("Reset to &preset"));
    settings->setText(tr("&Settings…"));
}

void WindowActions::retranslateView() {
    if (m_view != nullptr) {
        m_view->setTitle(tr("&View"));
        m_language->setTitle(tr("&Language"));
        m_theme->setTitle(tr("&Theme"));
    }
    sideBySide->setText(tr("Side &by side"));
    split->setText(tr("S&plit with a line"));
    before->setText(tr("B&efore only"));
    after->setText(tr("&After only"));
    toggleSideBySide->setText(tr("Switch side by side and split"));
    // The key stands in the text, for it works while it is held down.
    holdOriginal->setText(tr("Show the original (hold \\)"));
    changes->setText(tr("Show &changes"));
    faceFrames->setText(tr("Show face f&rames"));
    fit->setText(tr("&Fit"));
    actualSize->setText(tr("&100 %"));
    zoomIn->setText(tr("Zoom &in"));
    zoomOut->setText(tr("Zoom &out"));
    languageSystem->setText(tr("As the system"));
    // Each language in its own words, so that it can be found from any other.
    languageEnglish->setText(QStringLiteral("English"));
    languageChinese->setText(QStringLiteral("简体中文"));
    themeSystem->setText(tr("As the system"));
    themeLight->setText(tr("Light"));
    themeDark->setText(tr("Dark"));
}

void WindowActions::retranslatePhotoAndTabs() {
    if (m_photo != nullptr) {
        m_photo->setTitle(tr("&Photo"));
        m_go->setTitle(tr("&Go"));
        m_help->setTitle(tr("&Help"));
    }
    enhance->setText(tr("&Enhance or cancel"));
    previousFace->setText(tr("&Previous face"));
    nextFace->setText(tr("&Next face"));
    addFace->setText(tr("&Add a face"));
    tabSingle->setText(tr("Single"));
    tabBatch->setText(tr("Batch"));
    tabAdvanced->setText(tr("Advanced"));
    tabModels->setText(tr("Models"));
    startBatch->setText(tr("&Start the batch"));
    importModel->setText(tr("&Import a model…"));
    guide->setText(tr("Quick &guide"));
    about->setText(tr("&About Heirloom"));
}

}  // namespace heirloom::ui
