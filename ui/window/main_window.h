// The window: four tabs, menus, drops from anywhere, and what outlives a start.
#pragma once

#include <memory>

#include <QAction>
#include <QMainWindow>

#include "ui/common/app_context.h"

namespace heirloom::ui {

class BatchPage;
class EditorPage;
class ModelsPage;
class PhotoDocument;

class MainWindow : public QMainWindow {
    Q_OBJECT
public:
    enum class Tab { Single, Batch, Advanced, Models };

    explicit MainWindow(AppContext& context, QWidget* parent = nullptr);
    // Cancels what runs and waits for it, at most for one face.
    ~MainWindow() override;

    Tab tab() const;
    void setTab(Tab tab);

    // What a drop of these would do: a photo opens in Single, several or folders go to
    // Batch, model files to Models. Looks at the files on a thread of its own.
    void openPaths(const QStringList& paths);

    PhotoDocument& document();
    EditorPage& editor();
    BatchPage& batch();
    ModelsPage& models();

    // For a few seconds at the foot of the window.
    void showMessage(const QString& sentence);

protected:
    void changeEvent(QEvent* event) override;
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void connectPages();
    void connectActions();
    void connectFileActions();
    void connectViewActions();
    void connectChoices();
    template <class Slot>
    void on(QAction* action, Slot slot) {
        connect(action, &QAction::triggered, this, slot);
    }
    void showModels();
    void openPhoto(const QString& path);
    void chooseFiles();
    void chooseFolder();
    void offerUnfinishedPhoto();
    void retranslate();
    void updateTitle();

    struct Parts;
    std::unique_ptr<Parts> m;
};

}  // namespace heirloom::ui
