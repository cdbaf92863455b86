// A sentence at the foot of the window for a few seconds; takes no clicks and no focus.
#pragma once

#include <QLabel>
#include <QTimer>

namespace heirloom::ui {

class Toast : public QLabel {
    Q_OBJECT
public:
    explicit Toast(QWidget* window);
    void showSentence(const QString& sentence);
    void place();

protected:
    void changeEvent(QEvent* event) override;

private:
    QTimer m_timer;
};

}  // namespace heirloom::ui
