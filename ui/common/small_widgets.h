// Small pieces that every page is put together from.
#pragma once

#include <QAbstractButton>
#include <QFrame>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>

class QVBoxLayout;

namespace heirloom::ui {

// One line that is cut in the middle where there is no room; the whole text as tool tip.
class ElidedLabel : public QLabel {
    Q_OBJECT
public:
    explicit ElidedLabel(QWidget* parent = nullptr);
    void setFullText(const QString& text);
    QString fullText() const { return m_text; }
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString m_text;
};

QLabel* makeTitle(QWidget* parent);  // 15 px semibold
QLabel* makeHint(QWidget* parent);   // 12 px, weak, wraps
QFrame* makeSeparator(QWidget* parent);

// The dashed frame of a place to drop files on; for paintEvent().
void paintDropFrame(QWidget& widget, const QRectF& frame, bool highlighted);

// The one primary action of a page: filled with the accent.
QPushButton* makePrimaryButton(QWidget* parent);
QPushButton* makeButton(const QString& iconName, QWidget* parent);
// Flat, with an icon only: needs a tool tip, which also becomes its accessible name through
// setIconButtonText().
QToolButton* makeIconButton(const QString& iconName, QWidget* parent);
void setIconButtonText(QToolButton* button, const QString& text, const QString& shortcut = {});

// A group of exclusive buttons side by side (natural | detail | strong).
class SegmentedControl : public QWidget {
    Q_OBJECT
public:
    explicit SegmentedControl(int count, QWidget* parent = nullptr);
    void setTexts(const QStringList& texts);
    void setToolTips(const QStringList& texts);
    void setIcons(const QStringList& iconNames);  // icons only: texts become names and tips
    void setAccessibleGroupName(const QString& name);
    int current() const;
    void setCurrent(int index);  // emits nothing
    QAbstractButton* button(int index) const;

Q_SIGNALS:
    void chosen(int index);  // by the person

private:
    QList<QToolButton*> m_buttons;
};

// A switch with its text to the left and an optional hint below.
class SwitchRow : public QWidget {
    Q_OBJECT
public:
    explicit SwitchRow(QWidget* parent = nullptr);
    void setTexts(const QString& name, const QString& hint = {});
    bool isOn() const;
    void setOn(bool on);           // emits nothing
    void setMarked(bool changed);  // bold: differs from the default

Q_SIGNALS:
    void toggled(bool on);  // by the person

private:
    QLabel* m_name = nullptr;
    QLabel* m_hint = nullptr;
    QAbstractButton* m_switch = nullptr;
};

// A section that folds: a title row with an arrow, and content.
class FoldingSection : public QWidget {
    Q_OBJECT
public:
    explicit FoldingSection(QWidget* parent = nullptr);
    void setTitle(const QString& title);
    QVBoxLayout* content() const { return m_content; }
    bool isUnfolded() const;
    void setUnfolded(bool unfolded);

private:
    QToolButton* m_title = nullptr;
    QWidget* m_body = nullptr;
    QVBoxLayout* m_content = nullptr;
};

}  // namespace heirloom::ui
