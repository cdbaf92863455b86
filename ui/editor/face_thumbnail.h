// One face in the strip: its picture with number, tick, and a flag where a person should look.
// A click chooses it, the tick or Space switches it on and off, Return zooms to it.
#pragma once

#include <QAbstractButton>

#include "ui/photo/photo_facts.h"

namespace heirloom::ui {

class FaceThumbnail : public QAbstractButton {
    Q_OBJECT
public:
    static constexpr int kPictureSize = 56;

    explicit FaceThumbnail(QWidget* parent = nullptr);
    void setFace(const FaceItem& face, bool isCurrent);
    int number() const { return m_face.number; }
    QSize sizeHint() const override;

Q_SIGNALS:
    void toggleRequested(int number);
    void zoomRequested(int number);
    void stepRequested(int by);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    QRectF pictureArea() const;
    QRectF tickArea() const;
    void paintPicture(QPainter& painter) const;
    void paintBadges(QPainter& painter) const;

    FaceItem m_face;
    bool m_isCurrent = false;
};

}  // namespace heirloom::ui
