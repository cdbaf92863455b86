#include "core/batch/batch_queue.h"

namespace heirloom {

ItemId BatchQueue::add(const InputPhoto& input) {
    m_items.push_back({input, 0, std::nullopt});
    const ItemId id = m_items.size() - 1;
    m_waiting.insert(id);
    return id;
}

std::optional<ItemId> BatchQueue::take() {
    std::optional<ItemId> id;
    if (m_order == BatchOrder::WorstFirst && !m_worst.empty()) {
        id = m_worst.begin()->second;
        m_worst.erase(m_worst.begin());
        m_waiting.erase(*id);
    } else if (!m_waiting.empty()) {
        id = *m_waiting.begin();
        m_waiting.erase(m_waiting.begin());
    } else if (!m_again.empty()) {
        id = m_again.front();
        m_again.pop_front();
    }
    if (id) ++m_items[*id].attempts;
    return id;
}

void BatchQueue::tryAgain(ItemId id) {
    m_again.push_back(id);
}

std::optional<ItemId> BatchQueue::nextToJudge() {
    while (hasMoreToJudge()) {
        const ItemId id = m_nextToJudge++;
        if (m_waiting.contains(id)) return id;
    }
    return std::nullopt;
}

void BatchQueue::setBadness(ItemId id, double badness) {
    if (m_items[id].badness || !m_waiting.contains(id)) return;
    m_items[id].badness = badness;
    m_worst.emplace(badness, id);
}

}  // namespace heirloom
