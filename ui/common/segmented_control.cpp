#include <QHBoxLayout>
#include <QKeyEvent>

#include "ui/common/icons.h"
#include "ui/common/small_widgets.h"
#include "ui/common/theme.h"

namespace heirloom::ui {

namespace {

// Only the chosen button can be reached by Tab, and arrows go from one to the next, as in a
// group of radio buttons.
class Segment : public QToolButton {
public:
    explicit Segment(QWidget* parent) : QToolButton(parent) {
        setCheckable(true);
        setFocusPolicy(Qt::NoFocus);
        setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    }

    void setNeighbours(QToolButton* before, QToolButton* after) {
        m_before = before;
        m_after = after;
    }

protected:
    void keyPressEvent(QKeyEvent* event) override {
        QToolButton* target = nullptr;
        if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Up) target = m_before;
        if (event->key() == Qt::Key_Right || event->key() == Qt::Key_Down) target = m_after;
        if (!target) {
            QToolButton::keyPressEvent(event);
        } else if (target->isEnabled()) {
            target->click();
            target->setFocus(Qt::TabFocusReason);
        }
    }

private:
    QToolButton* m_before = nullptr;
    QToolButton* m_after = nullptr;
};

}  // namespace

SegmentedControl::SegmentedControl(int count, QWidget* parent) : QWidget(parent) {
    setAttribute(Qt::WA_StyledBackground);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(2, 2, 2, 2);
    layout->setSpacing(2);
    for (int i = 0; i < count; ++i) {
        auto* button = new Segment(this);
        m_buttons.append(button);
        layout->addWidget(button);
        connect(button, &QToolButton::clicked, this, [this, i] {
            setCurrent(i);
            Q_EMIT chosen(i);
        });
    }
    for (int i = 0; i < count; ++i) {
        auto* before = m_buttons[(i + count - 1) % count];
        static_cast<Segment*>(m_buttons[i])->setNeighbours(before, m_buttons[(i + 1) % count]);
    }
    if (count > 0) setCurrent(0);
}

void SegmentedControl::setTexts(const QStringList& texts) {
    for (int i = 0; i < m_buttons.size() && i < texts.size(); ++i) {
        m_buttons[i]->setAccessibleName(texts[i]);
        if (m_buttons[i]->icon().isNull()) {
            m_buttons[i]->setText(texts[i]);
        } else if (!m_buttons[i]->property("tip").toBool()) {
            m_buttons[i]->setToolTip(texts[i]);
        }
    }
}

void SegmentedControl::setToolTips(const QStringList& texts) {
    for (int i = 0; i < m_buttons.size() && i < texts.size(); ++i) {
        m_buttons[i]->setToolTip(texts[i]);
        m_buttons[i]->setProperty("tip", true);
    }
}

void SegmentedControl::setIcons(const QStringList& iconNames) {
    for (int i = 0; i < m_buttons.size() && i < iconNames.size(); ++i) {
        m_buttons[i]->setIcon(icon(iconNames[i]));
        m_buttons[i]->setIconSize({kIconSize, kIconSize});
        m_buttons[i]->setToolButtonStyle(Qt::ToolButtonIconOnly);
    }
}

void SegmentedControl::setAccessibleGroupName(const QString& name) {
    setAccessibleName(name);
    for (QToolButton* button : m_buttons) button->setAccessibleDescription(name);
}

int SegmentedControl::current() const {
    for (int i = 0; i < m_buttons.size(); ++i) {
        if (m_buttons[i]->isChecked()) return i;
    }
    return -1;
}

void SegmentedControl::setCurrent(int index) {
    for (int i = 0; i < m_buttons.size(); ++i) {
        m_buttons[i]->setChecked(i == index);
        m_buttons[i]->setFocusPolicy(i == index ? Qt::StrongFocus : Qt::NoFocus);
    }
}

QAbstractButton* SegmentedControl::button(int index) const {
    return m_buttons.value(index);
}

}  // namespace heirloom::ui
