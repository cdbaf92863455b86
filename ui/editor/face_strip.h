// The faces of the open photo in a row, and what can be chosen for the current one.
#pragma once

#include <QVector>
#include <QWidget>

#include "ui/editor/face_selection.h"

class QCheckBox;
class QHBoxLayout;
class QLabel;
class QScrollArea;
class QToolButton;

namespace heirloom::ui {

class FaceThumbnail;
class NoteList;
class ValueSlider;

class FaceStrip : public QWidget {
    Q_OBJECT
public:
    FaceStrip(PhotoDocument& document, FaceSelection& selection, QWidget* parent);

    bool hasFocusInside() const;
    void setDrawing(bool drawing);  // the state of the add button

Q_SIGNALS:
    void zoomRequested(int number);
    void drawingRequested(bool drawing);
    void focusInsideChanged(bool inside);

protected:
    void changeEvent(QEvent* event) override;

private:
    QWidget* makeTitleRow();
    QWidget* makeRow();
    QWidget* makeDetails();
    void followFocus();
    void retranslate();
    void refresh();
    void refreshRow();
    void refreshDetails();
    void refreshNotes();
    void addThumbnail();
    void toggle(int number);
    void setOwnStrength(bool own);

    PhotoDocument& m_document;
    FaceSelection& m_selection;
    bool m_focusInside = false;
    QLabel* m_title = nullptr;
    QLabel* m_count = nullptr;
    QToolButton* m_add = nullptr;
    QScrollArea* m_scroll = nullptr;
    QHBoxLayout* m_rowLayout = nullptr;
    QVector<FaceThumbnail*> m_thumbnails;
    QLabel* m_empty = nullptr;
    QWidget* m_details = nullptr;
    QCheckBox* m_enabled = nullptr;
    QToolButton* m_zoom = nullptr;
    QToolButton* m_remove = nullptr;
    QCheckBox* m_own = nullptr;
    ValueSlider* m_strength = nullptr;
    QLabel* m_about = nullptr;
    NoteList* m_notes = nullptr;
};

}  // namespace heirloom::ui
