// Ties the canvas to the open photo: pictures and faces to the one, what is visible and what
// the person does on the picture to the other.
#pragma once

#include <QObject>

#include "ui/compare/compare_view.h"
#include "ui/editor/face_selection.h"
#include "ui/photo/photo_document.h"

namespace heirloom::ui {

class CanvasLink : public QObject {
    Q_OBJECT
public:
    CanvasLink(PhotoDocument& document, CompareView& view, FaceSelection& selection,
               QObject* parent = nullptr);

    void retranslate();
    void zoomToFace(int number);

Q_SIGNALS:
    void refused(const QString& sentence);  // why a drawn box is no face

private:
    void connectPictures();
    void connectFaces();
    void followState();
    void showFaces();
    void showHint();
    const FaceItem* face(int number) const;

    PhotoDocument& m_document;
    CompareView& m_view;
    FaceSelection& m_selection;
    QString m_shownPath;
};

}  // namespace heirloom::ui
