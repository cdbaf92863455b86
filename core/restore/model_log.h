// What an engine tells about its networks: which were loaded, and what happened to them.
//
// Thread-safe: networks write to it wherever they work.
#pragma once

#include <mutex>
#include <utility>
#include <vector>

#include "core/base/message.h"
#include "core/restore/model_provider.h"

namespace heirloom {

class ModelLog {
public:
    void addUse(UsedModel model) {
        const std::lock_guard lock(m_mutex);
        m_used.push_back(std::move(model));
    }
    void addNote(Message note) {
        const std::lock_guard lock(m_mutex);
        m_notes.push_back(std::move(note));
    }
    std::vector<UsedModel> used() const {
        const std::lock_guard lock(m_mutex);
        return m_used;
    }
    // Those since the last call.
    std::vector<Message> takeNotes() {
        const std::lock_guard lock(m_mutex);
        return std::exchange(m_notes, {});
    }

private:
    mutable std::mutex m_mutex;
    std::vector<UsedModel> m_used;
    std::vector<Message> m_notes;
};

}  // namespace heirloom
