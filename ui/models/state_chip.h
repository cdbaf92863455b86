// An icon and a word side by side: the state of a model.
#pragma once

#include <QWidget>

#include "ui/models/model_texts.h"

class QLabel;

namespace heirloom::ui {

class StateChip : public QWidget {
    Q_OBJECT
public:
    explicit StateChip(QWidget* parent = nullptr);
    void setState(const StateText& state);
    QString word() const { return m_state.word; }

protected:
    void changeEvent(QEvent* event) override;

private:
    void refresh();

    StateText m_state;
    QLabel* m_icon = nullptr;
    QLabel* m_word = nullptr;
};

}  // namespace heirloom::ui
