// The list of cards, grouped by what the models are for.
#pragma once

#include <array>
#include <map>
#include <vector>

#include <QWidget>

#include "ui/models/model_card.h"
#include "ui/models/model_texts.h"

class QLabel;
class QVBoxLayout;

namespace heirloom::ui {

class ModelGroups : public QWidget {
    Q_OBJECT
public:
    explicit ModelGroups(QWidget* parent = nullptr);

    // Cards of the same file stay, so that focus and unfolded texts do.
    void setItems(const std::vector<ModelItem>& items);
    void update(const ModelItem& item);
    ModelCard* card(const QString& file) const;  // nullptr when there is none

Q_SIGNALS:
    void requested(heirloom::ui::ModelCard::Action action, const QString& file);

protected:
    void changeEvent(QEvent* event) override;

private:
    struct Group {
        QWidget* whole = nullptr;
        QLabel* title = nullptr;
        QVBoxLayout* cards = nullptr;
    };
    void retranslate();
    void removeCardsWithout(const std::vector<ModelItem>& items);

    std::array<Group, kModelGroups> m_groups;
    std::map<QString, ModelCard*> m_cards;  // by file
};

}  // namespace heirloom::ui
