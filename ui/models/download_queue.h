// Downloads of models, one after another on a thread of its own; the others wait their turn.
//
// Thread rule: GUI thread.
#pragma once

#include <atomic>
#include <map>
#include <memory>

#include <QObject>
#include <QStringList>

#include "core/download/model_download.h"
#include "ui/common/serial_worker.h"
#include "ui/common/settings.h"
#include "ui/models/model_item.h"

namespace heirloom::ui {

class DownloadQueue : public QObject {
    Q_OBJECT
public:
    DownloadQueue(StoreOptions store, Settings& settings, QObject* parent = nullptr);
    ~DownloadQueue() override;  // pauses what runs

    // The person has accepted the licence. Goes on where an earlier one stopped.
    void start(const QString& file);
    // Keeps what arrived. Where nothing runs, nothing happens.
    void pause(const QString& file);
    // Stops, and removes what arrived.
    void discard(const QString& file);

    DownloadStatus status(const QString& file) const;
    bool isBusy() const;
    // Time limits and attempts; proxy and progress are set by this class.
    void setTransferOptions(const DownloadOptions& options) { m_options = options; }

Q_SIGNALS:
    void changed(const QString& file);
    void finished(const QString& file, const heirloom::DownloadedModel& model);
    void discarded(const QString& file);

private:
    struct Running {
        QString file;
        std::atomic<bool> stop{false};
        std::atomic<bool> discard{false};
    };

    void startNext();
    void setPhase(const QString& file, DownloadStatus::Phase phase);
    void follow(const std::shared_ptr<Running>& run, const DownloadProgress& progress);
    void end(const std::shared_ptr<Running>& run, const Result<DownloadedModel>& result);

    StoreOptions m_store;
    Settings& m_settings;
    DownloadOptions m_options;
    std::map<QString, DownloadStatus> m_statuses;
    QStringList m_waiting;
    std::shared_ptr<Running> m_running;  // null when nothing runs
    // Last, so that they have ended before anything else goes.
    SerialWorker m_cleaner;
    SerialWorker m_worker;
};

}  // namespace heirloom::ui
