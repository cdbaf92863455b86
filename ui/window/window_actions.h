// Every action of the window with its key, and the menus made of them: all that the window
// can do is reachable here.
#pragma once

#include <QAction>
#include <QActionGroup>
#include <QMenu>
#include <QMenuBar>
#include <QObject>
#include <QStringList>

namespace heirloom::ui {

class WindowActions : public QObject {
    Q_OBJECT
public:
    explicit WindowActions(QWidget* window);

    // Fills the bar; call once.
    void buildMenus(QMenuBar* bar);
    void retranslate();
    void setRecentFiles(const QStringList& paths);
    // Actions that need the page of the open photo, or an open photo.
    void setAvailable(bool editorShown, bool photoOpen, bool hasResult);

    QAction *open, *openFolder, *clearRecent, *save, *saveAs, *exportPhoto, *copyResult,
        *openContainingFolder, *closePhoto, *quit;
    QAction *undo, *redo, *resetToPreset, *settings;
    QAction *sideBySide, *split, *before, *after, *toggleSideBySide, *holdOriginal, *changes,
        *faceFrames, *fit, *actualSize, *zoomIn, *zoomOut;
    QAction *enhance, *previousFace, *nextFace, *addFace;
    QAction *tabSingle, *tabBatch, *tabAdvanced, *tabModels;
    QAction *languageSystem, *languageEnglish, *languageChinese;
    QAction *themeSystem, *themeLight, *themeDark;
    QAction *startBatch, *importModel;
    QAction *guide, *about;

Q_SIGNALS:
    void recentChosen(const QString& path);

private:
    QAction* make(const QString& icon = {}, const QList<QKeySequence>& keys = {});
    void makeFileAndEdit();
    void makeView();
    void makePhotoAndTabs();
    void retranslateFileAndEdit();
    void retranslateView();
    void retranslatePhotoAndTabs();

    QWidget* m_window;
    QMenu *m_file = nullptr, *m_recent = nullptr, *m_edit = nullptr, *m_view = nullptr,
          *m_photo = nullptr, *m_go = nullptr, *m_help = nullptr, *m_language = nullptr,
          *m_theme = nullptr;
    QActionGroup *m_compareModes, *m_tabs, *m_languages, *m_themes;
    QStringList m_recentFiles;
};

}  // namespace heirloom::ui
