// The row below the canvas: how before and after are shown, and how large.
#pragma once

#include <QWidget>

#include "ui/compare/compare_view.h"

class QToolButton;

namespace heirloom::ui {

class SegmentedControl;
class ZoomControl;

class EditorToolbar : public QWidget {
    Q_OBJECT
public:
    EditorToolbar(CompareView& view, QWidget* parent);

    // Faces can be drawn once the photo has been looked at.
    void setCanAddFace(bool can);
    bool facesWanted() const;

Q_SIGNALS:
    void facesWantedChanged(bool wanted);

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void followView();
    QToolButton* addToggle(const QString& icon, const QString& name);

    CompareView& m_view;
    SegmentedControl* m_mode = nullptr;
    QToolButton* m_hold = nullptr;
    QToolButton* m_changes = nullptr;
    QToolButton* m_faces = nullptr;
    QToolButton* m_addFace = nullptr;
    ZoomControl* m_zoom = nullptr;
};

}  // namespace heirloom::ui
