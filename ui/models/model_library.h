// The models on this machine as the window knows them, and what can be done with them. All
// work on files happens on threads of its own, whose results come back as signals.
//
// Thread rule: GUI thread.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include <QObject>
#include <QStringList>

#include "core/models/model_removal.h"
#include "ui/common/app_context.h"
#include "ui/common/serial_worker.h"
#include "ui/models/download_queue.h"
#include "ui/models/model_item.h"

namespace heirloom::ui {

class ModelLibrary : public QObject {
    Q_OBJECT
public:
    explicit ModelLibrary(AppContext& context, QObject* parent = nullptr);
    ~ModelLibrary() override;  // stops an import, pauses a download

    void refresh();
    // False until the first list has arrived.
    bool isListed() const { return m_isListed; }
    std::vector<ModelItem> items() const;
    // By file, name, or file without its extension, whatever the case.
    std::optional<ModelItem> find(const QString& nameOrFile) const;

    // One after another; imported() tells of each.
    void importFiles(const QStringList& paths);
    // The names of files, as ModelItem::id() gives them, from here on.
    void verify(const QString& file);
    // The person has confirmed it. A model that was chosen by hand is no longer so.
    void remove(const QString& file);
    // For every photo from now on; the automatic choice for all models of its kind.
    void choose(const QString& file);
    void chooseAutomatically(const QString& file);

    DownloadQueue& downloads() { return m_downloads; }
    const DownloadQueue& downloads() const { return m_downloads; }

Q_SIGNALS:
    void listed();
    void listFailed(const heirloom::Error& error);
    void itemChanged(const QString& file);
    void importStarted(const QString& path);
    void importProgressed(const QString& path, double fraction);
    void imported(const heirloom::ui::ImportOutcome& outcome);
    void downloaded(const heirloom::DownloadedModel& model);
    void removed(const heirloom::RemovedModel& model);

private:
    struct Listing {
        std::vector<ModelItem> items;
        std::optional<Error> error;
    };
    static Listing readListing(const StoreOptions& options);
    void takeListing(const Listing& listing);
    ModelItem completed(ModelItem item) const;
    ModelItem* known(const QString& file);
    void endDownload(const QString& file, const DownloadedModel& model);
    void setFile(const QString& file, const FileStatus& status);
    void endImport(const ImportOutcome& outcome);
    void endVerify(const QString& file, const Result<VerifiedModel>& result);
    void endRemove(const QString& file, const Result<RemovedModel>& result);

    AppContext& m_context;
    bool m_isListed = false;
    std::vector<ModelItem> m_items;
    std::map<QString, FileStatus> m_files;
    std::shared_ptr<std::atomic<bool>> m_stop;  // of imports
    DownloadQueue m_downloads;
    SerialWorker m_worker;  // last, so that it has ended before anything else goes
};

}  // namespace heirloom::ui
