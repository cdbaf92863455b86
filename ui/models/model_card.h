// One model: what it is, how it is, and what can be done with it now.
#pragma once

#include "ui/models/card_frame.h"
#include "ui/models/model_item.h"

class QLabel;
class QProgressBar;
class QPushButton;
class QToolButton;

namespace heirloom::ui {

class Notice;
class StateChip;

class ModelCard : public CardFrame {
    Q_OBJECT
public:
    enum class Action {
        Download,
        Pause,
        Resume,
        Retry,
        Discard,
        Verify,
        Remove,
        Choose,
        ChooseAutomatically
    };

    explicit ModelCard(QWidget* parent = nullptr);

    void setItem(const ModelItem& item);
    const ModelItem& item() const { return m_item; }
    // Null where the card has no such button now.
    QPushButton* button(Action action) const;

Q_SIGNALS:
    void requested(heirloom::ui::ModelCard::Action action, const QString& file);

protected:
    void changeEvent(QEvent* event) override;

private:
    void retranslate();
    void refresh();
    void refreshIcon();
    void refreshFacts();
    void refreshProgress();
    void refreshNotice();
    void refreshButtons();
    void addButton(Action action, const QString& iconName);
    bool offers(Action action) const;
    bool offersDownload(Action action) const;

    ModelItem m_item;
    QLabel* m_icon = nullptr;
    QLabel* m_name = nullptr;
    StateChip* m_state = nullptr;
    QLabel* m_purpose = nullptr;
    QLabel* m_facts = nullptr;
    QToolButton* m_licenceToggle = nullptr;
    QLabel* m_licence = nullptr;
    QProgressBar* m_bar = nullptr;
    QLabel* m_progress = nullptr;
    Notice* m_notice = nullptr;
    QList<QPair<Action, QPushButton*>> m_buttons;
};

}  // namespace heirloom::ui
