// The track of a ValueSlider: line, filled part, dot of the default, handle.
//
// A QAbstractSlider, whose integer positions count steps, so that assistive technology gets
// the value, its range and its actions. Internal to ui/common.
#pragma once

#include <QAbstractSlider>
#include <QTimer>

namespace heirloom::ui {

class SliderTrack : public QAbstractSlider {
    Q_OBJECT
public:
    explicit SliderTrack(QWidget* parent = nullptr);

    void setDefaultPosition(int position);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;
    // Middle of the handle at this position, in pixels.
    double xOf(int position) const;

Q_SIGNALS:
    // By the person. continues: of the drag or run of keys that the last one belonged to.
    void moved(int position, bool continues);
    void settled();  // the drag, or the run of keys, is over
    // continues: its first click moved the handle, and that step is not wanted.
    void resetAsked(bool continues);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    int positionAt(double x) const;
    void moveTo(int position);
    void beginRun();
    void endRun();

    int m_default = 0;
    bool m_running = false;   // a drag or a run of keys
    bool m_hasMoved = false;  // within it
    bool m_byHand = false;    // setValue() is called by moveTo()
    QTimer m_rest;            // after which a run of keys is over
    int m_wheel = 0;          // eighths of a degree that were no whole step yet
};

}  // namespace heirloom::ui
