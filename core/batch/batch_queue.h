// Which photo of a batch is taken next.
//
// Not thread-safe: the batch runner guards it.
#pragma once

#include <cstddef>
#include <deque>
#include <map>
#include <optional>
#include <set>

#include "core/batch/inputs.h"

namespace heirloom {

// Counts up from 0 in the order in which photos were added.
using ItemId = std::size_t;

enum class BatchOrder {
    AsGiven,
    WorstFirst,  // by the badness told so far; before anything is told, as given
};

class BatchQueue {
public:
    explicit BatchQueue(BatchOrder order) : m_order(order) {}

    ItemId add(const InputPhoto& input);
    std::size_t size() const { return m_items.size(); }  // ended ones too
    bool hasWaiting() const { return !m_waiting.empty() || !m_again.empty(); }

    // Photos to be tried again come after all that were not tried yet.
    std::optional<ItemId> take();
    void tryAgain(ItemId id);

    const InputPhoto& input(ItemId id) const { return m_items[id].input; }
    int attempts(ItemId id) const { return m_items[id].attempts; }  // how often it was taken

    // For the pre-screen: the next photo, as given, that waits and was not asked for yet.
    std::optional<ItemId> nextToJudge();
    bool hasMoreToJudge() const { return m_nextToJudge < m_items.size(); }
    // Higher is worse. Changes only the place of a photo that waits for its first try.
    void setBadness(ItemId id, double badness);

private:
    struct Item {
        InputPhoto input;
        int attempts = 0;
        std::optional<double> badness;
    };

    BatchOrder m_order;
    std::deque<Item> m_items;
    std::set<ItemId> m_waiting;  // for their first try
    // Those of m_waiting that were judged, by falling badness; equals stay as given.
    std::multimap<double, ItemId, std::greater<>> m_worst;
    std::deque<ItemId> m_again;
    ItemId m_nextToJudge = 0;
};

}  // namespace heirloom
