#include "ui/common/value_slider.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include <QDoubleSpinBox>
#include <QGridLayout>
#include <QLabel>
#include <QMouseEvent>
#include <QStyle>
#include <QWheelEvent>

#include "ui/common/notice.h"
#include "ui/common/slider_track.h"
#include "ui/common/small_widgets.h"
#include "ui/common/theme.h"

namespace heirloom::ui {

namespace {

constexpr int kPages = 10;  // that the range has

// Double-click resets.
class NameLabel : public QLabel {
public:
    NameLabel(std::function<void()> reset, QWidget* parent)
        : QLabel(parent), m_reset(std::move(reset)) {}

protected:
    void mouseDoubleClickEvent(QMouseEvent*) override { m_reset(); }

private:
    std::function<void()> m_reset;
};

// Takes the wheel only with the focus, so that the panel can scroll.
class NumberBox : public QDoubleSpinBox {
public:
    explicit NumberBox(QWidget* parent) : QDoubleSpinBox(parent) {
        setObjectName("number");
        setButtonSymbols(QAbstractSpinBox::NoButtons);
        setFocusPolicy(Qt::StrongFocus);
        setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        setFont(numberFont());
        setKeyboardTracking(false);  // a value counts when it is typed to its end
    }

protected:
    void wheelEvent(QWheelEvent* event) override {
        if (hasFocus()) {
            QDoubleSpinBox::wheelEvent(event);
        } else {
            event->ignore();
        }
    }
};

bool differs(double a, double b, int decimals) {
    return std::abs(a - b) >= 0.5 * std::pow(10.0, -decimals);
}

void setBold(QWidget* widget, bool bold) {
    if (widget->property("changed").toBool() == bold) return;
    widget->setProperty("changed", bold);
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
}

}  // namespace

ValueSlider::ValueSlider(const Range& range, QWidget* parent)
    : QWidget(parent), m_range(range), m_value(range.otherwise) {
    const auto reset = [this](bool continues) {
        edit(m_range.otherwise, continues);
        Q_EMIT editingFinished();
    };
    m_name = new NameLabel([reset] { reset(false); }, this);
    m_number = new NumberBox(this);
    m_number->setDecimals(range.decimals);
    m_number->setRange(range.minimum, range.maximum);
    m_number->setSingleStep(range.step);
    m_number->setSuffix(range.suffix);
    m_track = new SliderTrack(this);
    m_track->setRange(qRound(range.minimum / range.step), qRound(range.maximum / range.step));
    m_track->setSingleStep(1);
    m_track->setPageStep(std::max(1, (m_track->maximum() - m_track->minimum()) / kPages));
    m_hint = makeHint(this);
    m_hint->hide();
    m_warning = new Notice(Notice::Kind::Warning, this);
    m_name->setBuddy(m_number);

    auto* layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setHorizontalSpacing(kGap);
    layout->setVerticalSpacing(0);
    layout->setColumnStretch(0, 1);
    layout->addWidget(m_name, 0, 0);
    layout->addWidget(m_number, 0, 1, Qt::AlignRight);
    layout->addWidget(m_track, 1, 0, 1, 2);
    layout->addWidget(m_hint, 2, 0, 1, 2);
    layout->addWidget(m_warning, 3, 0, 1, 2);
    setFocusProxy(m_track);
    QWidget::setTabOrder(m_track, m_number);

    connect(m_track, &SliderTrack::moved, this,
            [this](int position, bool continues) { edit(position * m_range.step, continues); });
    connect(m_track, &SliderTrack::settled, this, &ValueSlider::editingFinished);
    connect(m_track, &SliderTrack::resetAsked, this, reset);
    connect(m_number, &QDoubleSpinBox::valueChanged, this, [this](double value) {
        edit(value, false);
        Q_EMIT editingFinished();
    });
    refresh();
}

void ValueSlider::setName(const QString& name) {
    m_name->setText(name);
    m_track->setAccessibleName(name);
    m_number->setAccessibleName(name);
}

void ValueSlider::setHint(const QString& hint) {
    m_hint->setText(hint);
    m_hint->setVisible(!hint.isEmpty());
    m_track->setAccessibleDescription(hint);
}

void ValueSlider::setWarning(const QString& sentence, const QString& why) {
    if (sentence.isEmpty()) {
        m_warning->hide();
    } else {
        m_warning->show(Notice::Kind::Warning, sentence, why);
    }
}

void ValueSlider::setValue(double value) {
    m_value = std::clamp(value, m_range.minimum, m_range.maximum);
    refresh();
}

void ValueSlider::setDefaultValue(double value) {
    m_range.otherwise = std::clamp(value, m_range.minimum, m_range.maximum);
    refresh();
}

void ValueSlider::edit(double value, bool continues) {
    const double before = m_value;
    setValue(value);
    if (differs(before, m_value, m_range.decimals)) Q_EMIT valueEdited(m_value, continues);
}

void ValueSlider::refresh() {
    const QSignalBlocker quietTrack(m_track);
    const QSignalBlocker quietNumber(m_number);
    m_track->setValue(qRound(m_value / m_range.step));
    m_track->setDefaultPosition(qRound(m_range.otherwise / m_range.step));
    m_number->setValue(m_value);
    const bool changed = differs(m_value, m_range.otherwise, m_range.decimals);
    setBold(m_name, changed);
}

}  // namespace heirloom::ui
