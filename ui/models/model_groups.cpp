#include "ui/models/model_groups.h"

#include <algorithm>

#include <QEvent>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/common/small_widgets.h"
#include "ui/common/theme.h"

namespace heirloom::ui {

ModelGroups::ModelGroups(QWidget* parent) : QWidget(parent) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGapSection);
    for (Group& group : m_groups) {
        group.whole = new QWidget(this);
        group.title = makeTitle(group.whole);
        auto* inside = new QVBoxLayout(group.whole);
        inside->setContentsMargins(0, 0, 0, 0);
        inside->setSpacing(kGap);
        inside->addWidget(group.title);
        group.cards = new QVBoxLayout;
        group.cards->setSpacing(kGap);
        inside->addLayout(group.cards);
        column->addWidget(group.whole);
        group.whole->hide();
    }
    retranslate();
}

void ModelGroups::removeCardsWithout(const std::vector<ModelItem>& items) {
    for (auto card = m_cards.begin(); card != m_cards.end();) {
        const bool isThere = std::any_of(items.begin(), items.end(), [&](const ModelItem& item) {
            return item.id() == card->first;
        });
        if (isThere) {
            ++card;
            continue;
        }
        card->second->hide();
        card->second->deleteLater();
        card = m_cards.erase(card);
    }
}

void ModelGroups::setItems(const std::vector<ModelItem>& items) {
    removeCardsWithout(items);
    std::array<int, kModelGroups> counts{};
    for (const ModelItem& item : items) {
        ModelCard*& card = m_cards[item.id()];
        if (card == nullptr) {
            card = new ModelCard(this);
            connect(card, &ModelCard::requested, this, &ModelGroups::requested);
        }
        card->setItem(item);
        const auto index = static_cast<std::size_t>(groupOf(item.record));
        Group& group = m_groups[index];
        const int place = counts[index]++;
        if (group.cards->indexOf(card) == place) continue;
        for (Group& other : m_groups) other.cards->removeWidget(card);
        group.cards->insertWidget(place, card);
    }
    for (std::size_t i = 0; i < m_groups.size(); ++i) m_groups[i].whole->setVisible(counts[i] > 0);
}

void ModelGroups::update(const ModelItem& item) {
    if (ModelCard* found = card(item.id())) found->setItem(item);
}

ModelCard* ModelGroups::card(const QString& file) const {
    const auto found = m_cards.find(file);
    return found != m_cards.end() ? found->second : nullptr;
}

void ModelGroups::retranslate() {
    for (std::size_t i = 0; i < m_groups.size(); ++i) {
        m_groups[i].title->setText(groupTitle(static_cast<ModelGroup>(i)));
    }
}

void ModelGroups::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

}  // namespace heirloom::ui
