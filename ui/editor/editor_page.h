// Single and Advanced: the compare canvas of the open photo with its toolbar and progress, and
// on the right the panel of the task. Both tabs are this one page with another panel.
#pragma once

#include <memory>

#include <QWidget>

#include "ui/common/app_context.h"
#include "ui/compare/compare_view.h"
#include "ui/photo/photo_document.h"

namespace heirloom::ui {

class EditorPage : public QWidget {
    Q_OBJECT
public:
    enum class Panel { Single, Advanced };

    EditorPage(AppContext& context, PhotoDocument& document, QWidget* parent = nullptr);
    ~EditorPage() override;

    void setPanel(Panel panel);
    Panel panel() const;
    CompareView& view();

    // For menus and shortcuts; each does nothing where it makes no sense.
    void enhanceOrCancel();
    void save();  // beside the original, under the suggested name, or again where it was
    void saveAs();
    void exportPhoto();  // the dialog with all choices
    void copyResult();
    void openFolder();  // of the last saved file, else of the photo
    void stepFace(int by);
    void toggleSideBySide();  // side by side / split

Q_SIGNALS:
    void openRequested();                         // the empty page's button
    void openPathRequested(const QString& path);  // a sample
    void pathsDropped(const QStringList& paths);
    void modelsPageRequested();             // from the engine's choices
    void message(const QString& sentence);  // for the status line: "Saved as ..."

protected:
    void changeEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;  // Escape cancels
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    struct Parts;
    QWidget* makeWorkspace();
    QWidget* makeCanvasSide();
    QWidget* makePanelSide();
    void connectDocument();
    void connectWidgets();
    void retranslate();
    void followState();
    void followFaceFocus();

    std::unique_ptr<Parts> m;
};

}  // namespace heirloom::ui
