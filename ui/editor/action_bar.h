// Pinned below the panel: the one primary action, and what is done with its result.
#pragma once

#include <QWidget>

#include "ui/photo/photo_document.h"

class QAction;
class QPushButton;
class QToolButton;

namespace heirloom::ui {

class ActionBar : public QWidget {
    Q_OBJECT
public:
    ActionBar(PhotoDocument& document, QWidget* parent);

Q_SIGNALS:
    void enhanceRequested();  // or cancel, while it works
    void saveRequested();
    void saveAsRequested();
    void exportRequested();
    void copyRequested();
    void folderRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void refresh();
    void setAvailable(QWidget* button, bool available);

    PhotoDocument& m_document;
    bool m_isAsked = false;  // pressed before the faces were known
    QPushButton* m_enhance = nullptr;
    QPushButton* m_save = nullptr;
    QToolButton* m_more = nullptr;
    QAction* m_saveAs = nullptr;
    QAction* m_export = nullptr;
    QAction* m_copy = nullptr;
    QAction* m_folder = nullptr;
    QWidget* m_waitsForFocus = nullptr;  // of the bar's buttons
};

}  // namespace heirloom::ui
