// A raised panel with round corners that cards stand on.
#pragma once

#include <QFrame>

class QPaintEvent;

namespace heirloom::ui {

class CardFrame : public QFrame {
    Q_OBJECT
public:
    explicit CardFrame(QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;
};

}  // namespace heirloom::ui
