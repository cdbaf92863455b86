// One quiet line in place of a dialog: an icon, a sentence, "Why?" that unfolds the detail,
// at most one action, and a cross where it may be put away.
#pragma once

#include <QFrame>

class QLabel;
class QPushButton;
class QToolButton;

namespace heirloom::ui {

class Notice : public QFrame {
    Q_OBJECT
public:
    enum class Kind { Hint, Warning, Error, Success };

    explicit Notice(Kind kind = Kind::Warning, QWidget* parent = nullptr);

    // detail: behind "Why?" (warnings and hints) or "Show details" (errors); empty: nothing.
    void show(Kind kind, const QString& sentence, const QString& detail = {});
    QString sentence() const;
    void setAction(const QString& label);  // empty: none
    void setDismissable(bool dismissable);

Q_SIGNALS:
    void actionTriggered();
    void dismissed();

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void refresh();

    Kind m_kind;
    bool m_unfolded = false;
    QLabel* m_icon = nullptr;
    QLabel* m_sentence = nullptr;
    QLabel* m_detail = nullptr;
    QToolButton* m_why = nullptr;
    QPushButton* m_action = nullptr;
    QToolButton* m_close = nullptr;
};

}  // namespace heirloom::ui
