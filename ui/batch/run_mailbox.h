// Takes what the threads of a batch runner tell, and keeps the newest of each photo until
// the window looks: thousands of events become one update of the list.
//
// Thread-safe: the events come on the runner's threads, drain() is called on the window's.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

#include "core/batch/batch_runner.h"
#include "ui/batch/batch_item.h"

namespace heirloom::ui {

class RunMailbox : public std::enable_shared_from_this<RunMailbox> {
public:
    struct News {
        std::vector<std::pair<ItemId, ItemChange>> changes;  // row is not set
        std::optional<Error> diskFull;
        std::size_t ended = 0;  // of changes, those that ended
    };
    using EndListener = std::function<void(std::shared_ptr<const PhotoReport>)>;

    // onEnd: called on the runner's writing thread, for the log.
    explicit RunMailbox(EndListener onEnd) : m_onEnd(std::move(onEnd)) {}

    // They keep this object alive.
    BatchEvents events();
    News drain();

private:
    void setState(ItemId id, ItemState state);
    void setProgress(ItemId id, const Progress& progress);
    void setEnded(ItemId id, const PhotoReport& report);
    void setDiskFull(const Error& error);

    const EndListener m_onEnd;
    std::mutex m_mutex;
    // Under m_mutex.
    std::unordered_map<ItemId, ItemChange> m_pending;
    std::unordered_map<ItemId, int> m_retries;
    std::optional<Error> m_diskFull;
};

}  // namespace heirloom::ui
