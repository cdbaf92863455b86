#include <QGridLayout>
#include <QMouseEvent>
#include <QPainter>
#include <QStyle>
#include <QVariantAnimation>

#include "ui/common/small_widgets.h"
#include "ui/common/theme.h"

namespace heirloom::ui {

namespace {

constexpr int kTrackWidth = 34;
constexpr int kTrackHeight = 18;
constexpr int kRing = 3;  // room for the focus ring

class Switch : public QAbstractButton {
public:
    explicit Switch(QWidget* parent) : QAbstractButton(parent) {
        setObjectName("switch");
        setCheckable(true);
        setFocusPolicy(Qt::StrongFocus);
        setFixedSize(kTrackWidth + 2 * kRing, kTrackHeight + 2 * kRing);
        m_slide.setDuration(kFadeMilliseconds);
        connect(&m_slide, &QVariantAnimation::valueChanged, this, [this] { update(); });
        connect(this, &QAbstractButton::toggled, this, [this](bool on) { slideTo(on); });
    }

protected:
    void paintEvent(QPaintEvent*) override {
        const ThemeColours& colours = themeColours();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QRectF ground(kRing, kRing, kTrackWidth, kTrackHeight);
        if (showsFocusRing(this)) paintFocusRing(painter, rect(), kTrackHeight / 2.0 + 2);
        if (!isEnabled()) painter.setOpacity(0.45);
        const bool on = isChecked();
        painter.setPen(QPen(on ? colours.accent : colours.weakText, 1.0));
        painter.setBrush(on ? colours.accent : underMouse() ? colours.hovered : colours.window);
        painter.drawRoundedRect(ground.adjusted(0.5, 0.5, -0.5, -0.5), kTrackHeight / 2.0,
                                kTrackHeight / 2.0);
        const double place = m_slide.state() == QAbstractAnimation::Running
                                 ? m_slide.currentValue().toDouble()
                                 : (on ? 1.0 : 0.0);
        const double radius = kTrackHeight / 2.0 - 4.0;
        const double middle = ground.left() + kTrackHeight / 2.0 +
                              (layoutDirection() == Qt::RightToLeft ? 1.0 - place : place) *
                                  (kTrackWidth - kTrackHeight);
        painter.setPen(Qt::NoPen);
        painter.setBrush(on ? colours.onAccent : colours.weakText);
        painter.drawEllipse(QPointF(middle, ground.center().y()), radius, radius);
    }

    void enterEvent(QEnterEvent* event) override {
        QAbstractButton::enterEvent(event);
        update();
    }

    void leaveEvent(QEvent* event) override {
        QAbstractButton::leaveEvent(event);
        update();
    }

private:
    void slideTo(bool on) {
        m_slide.stop();
        if (animationsEnabled() && isVisible()) {
            m_slide.setStartValue(on ? 0.0 : 1.0);
            m_slide.setEndValue(on ? 1.0 : 0.0);
            m_slide.start();
        }
        update();
    }

    QVariantAnimation m_slide;
};

// The words belong to the switch: a click on them works, too.
class SwitchLabel : public QLabel {
public:
    SwitchLabel(QAbstractButton* target, QWidget* parent) : QLabel(parent), m_target(target) {
        setWordWrap(true);
    }

protected:
    void mousePressEvent(QMouseEvent* event) override { event->accept(); }
    void mouseReleaseEvent(QMouseEvent* event) override {
        if (event->button() == Qt::LeftButton && rect().contains(event->pos())) m_target->click();
    }

private:
    QAbstractButton* m_target;
};

}  // namespace

SwitchRow::SwitchRow(QWidget* parent) : QWidget(parent) {
    m_switch = new Switch(this);
    m_name = new SwitchLabel(m_switch, this);
    m_hint = makeHint(this);
    m_hint->hide();
    auto* layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setHorizontalSpacing(kGap);
    layout->setVerticalSpacing(kGapTiny / 2);
    layout->setColumnStretch(0, 1);
    layout->addWidget(m_name, 0, 0, Qt::AlignVCenter);
    layout->addWidget(m_switch, 0, 1, Qt::AlignVCenter);
    layout->addWidget(m_hint, 1, 0, 1, 2);
    setFocusProxy(m_switch);
    connect(m_switch, &QAbstractButton::clicked, this, [this](bool on) { Q_EMIT toggled(on); });
}

void SwitchRow::setTexts(const QString& name, const QString& hint) {
    m_name->setText(name);
    m_switch->setAccessibleName(name);
    m_switch->setAccessibleDescription(hint);
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
}

bool SwitchRow::isOn() const {
    return m_switch->isChecked();
}

void SwitchRow::setOn(bool on) {
    m_switch->setChecked(on);
}

void SwitchRow::setMarked(bool changed) {
    if (m_name->property("changed").toBool() == changed) return;
    m_name->setProperty("changed", changed);
    m_name->style()->unpolish(m_name);
    m_name->style()->polish(m_name);
}

}  // namespace heirloom::ui
