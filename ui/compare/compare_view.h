// Before and after, with zoom and pan locked together: the heart of the application,
// product.md 6.3 and 6.5.
//
// Both pictures are addressed in normalised coordinates (0...1 over width and height), so
// they may differ in size. Zoom counts device pixels for one pixel of the after picture
// (of the before picture while there is no after).
#pragma once

#include <memory>
#include <optional>

#include <QRectF>
#include <QVector>
#include <QWidget>

#include "ui/compare/face_overlay.h"
#include "ui/compare/picture.h"

namespace heirloom::ui {

enum class CompareMode { SideBySide, Split, Before, After };

// What is visible of the after picture, for whoever renders it.
struct ViewRequest {
    QRectF visible;     // normalised
    double zoom = 0.0;  // device pixels for one pixel of the full picture; 0: nothing visible
                        // (no photo, or only the picture before is shown)
    bool operator==(const ViewRequest&) const = default;
};

class CompareView : public QWidget {
    Q_OBJECT
public:
    explicit CompareView(QWidget* parent = nullptr);
    ~CompareView() override;

    void clear();
    // A new photo: fits it. Everything of the photo before goes, faces and hint included;
    // after stays empty until setAfter(): its side shows this picture, veiled.
    void setBefore(const Picture& before);
    // The whole result; keeps zoom and place. Drops a patch. fades: new faces appear in
    // kFadeMilliseconds where animations are on.
    void setAfter(const Picture& after, bool fades = false);
    // Newer pixels for a part, drawn over the after picture.
    void setAfterPatch(const QImage& patch, const QRectF& area);
    // Drawn in place of the after picture while changesShown(); of any size.
    void setChangePicture(const QImage& heat);
    void setFaces(const QVector<FaceMark>& faces);
    void setCurrentFace(int number);  // highlighted; 0: none
    // Sentence over the after side while nothing is restored yet; empty: none.
    void setAfterHint(const QString& sentence);

    CompareMode mode() const;
    void setMode(CompareMode mode);
    bool holdsOriginal() const;
    void setHoldsOriginal(bool holds);  // while a key or button is down
    bool changesShown() const;
    void setChangesShown(bool shown);  // asks for them by changesWanted()
    bool facesShown() const;
    void setFacesShown(bool shown);  // always, and not only on hover
    bool isDrawingFace() const;
    void setDrawingFace(bool drawing);  // the next drag draws a box; Escape leaves
    double splitPosition() const;       // 0...1 of the view
    void setSplitPosition(double position);

    double zoom() const;
    bool isFitted() const;  // stays fitted when the view changes its size
    void zoomToFit();
    void zoomTo(double zoom);  // round the middle of the view
    void zoomBy(double factor);
    void zoomToArea(const QRectF& area);  // normalised, with some surroundings
    void panBy(QPointF devicePixels);     // moves the picture with the hand
    // Of the whole view in split mode, so that moving the line asks for nothing; holding the
    // original does not change it.
    ViewRequest request() const;
    QString stateText() const;  // mode and zoom in words, for screen readers

Q_SIGNALS:
    void viewChanged();  // zoom, place or size: request() differs
    void modeChanged();
    void zoomChanged(double zoom);
    void changesWanted(bool shown);
    void holdChanged(bool holds);
    void faceDrawn(const QRectF& box);     // normalised
    void faceClicked(int number);          // on its frame or number
    void faceToggleRequested(int number);  // its number was double-clicked
    void drawingFaceChanged(bool drawing);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void retranslate();

    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace heirloom::ui
