#include "ui/batch/run_mailbox.h"

#include <algorithm>
#include <cmath>

namespace heirloom::ui {

namespace {

ItemStage stageOf(ItemState state) {
    switch (state) {
        case ItemState::Waiting: return ItemStage::Waiting;
        case ItemState::Reading:
        case ItemState::Decoded: return ItemStage::Reading;
        case ItemState::Restoring: return ItemStage::Restoring;
        case ItemState::Restored:
        case ItemState::Writing: return ItemStage::Writing;
    }
    return ItemStage::Waiting;
}

}  // namespace

BatchEvents RunMailbox::events() {
    const auto self = shared_from_this();
    BatchEvents events;
    events.stateChanged = [self](ItemId id, ItemState state) { self->setState(id, state); };
    events.progress = [self](ItemId id, const Progress& progress) {
        self->setProgress(id, progress);
    };
    events.ended = [self](ItemId id, const PhotoReport& report) { self->setEnded(id, report); };
    events.pausedByFullDisk = [self](const Error& error) { self->setDiskFull(error); };
    return events;
}

void RunMailbox::setState(ItemId id, ItemState state) {
    const std::lock_guard lock(m_mutex);
    if (state == ItemState::Waiting) ++m_retries[id];
    ItemChange& change = m_pending[id];
    change.stage = stageOf(state);
    change.percent = 0;
}

void RunMailbox::setProgress(ItemId id, const Progress& progress) {
    const int percent =
        std::clamp(static_cast<int>(std::lround(progress.fraction * 100.0)), 0, 100);
    const std::lock_guard lock(m_mutex);
    ItemChange& change = m_pending[id];
    // The encoder reports, too, but a photo is restored by then.
    if (progress.stage == "encode") {
        change.stage = ItemStage::Writing;
        return;
    }
    change.stage = ItemStage::Restoring;
    change.percent = percent;
}

void RunMailbox::setEnded(ItemId id, const PhotoReport& report) {
    auto copy = std::make_shared<const PhotoReport>(report);
    if (m_onEnd) m_onEnd(copy);
    const std::lock_guard lock(m_mutex);
    ItemChange& change = m_pending[id];
    change.stage = ui::stageOf(report.outcome);
    change.percent = 0;
    change.report = std::move(copy);
    m_retries.erase(id);
}

void RunMailbox::setDiskFull(const Error& error) {
    const std::lock_guard lock(m_mutex);
    m_diskFull = error;
}

RunMailbox::News RunMailbox::drain() {
    const std::lock_guard lock(m_mutex);
    News news;
    news.changes.reserve(m_pending.size());
    for (auto& [id, change] : m_pending) {
        if (change.report) ++news.ended;
        const auto retries = m_retries.find(id);
        change.retry = retries == m_retries.end() ? 0 : retries->second;
        news.changes.emplace_back(id, std::move(change));
    }
    m_pending.clear();
    news.diskFull = std::exchange(m_diskFull, std::nullopt);
    return news;
}

}  // namespace heirloom::ui
