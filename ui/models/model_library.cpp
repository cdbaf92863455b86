#include "ui/models/model_library.h"

#include <algorithm>

#include <QMetaObject>

#include "ui/common/text.h"
#include "ui/models/engine_choice.h"

namespace heirloom::ui {

namespace {

namespace fs = std::filesystem;
using Phase = FileStatus::Phase;

// What an unfinished download left; see core/download/http_download.h.
std::uint64_t partBytesOf(const fs::path& target) {
    fs::path part = target;
    part += ".part";
    std::error_code absent;
    const std::uintmax_t bytes = fs::file_size(part, absent);
    return absent ? 0 : bytes;
}

}  // namespace

ModelLibrary::ModelLibrary(AppContext& context, QObject* parent)
    : QObject(parent),
      m_context(context),
      m_stop(std::make_shared<std::atomic<bool>>(false)),
      m_downloads(context.paths().models, context.settings()),
      m_worker("models") {
    connect(&context, &AppContext::modelsChanged, this, &ModelLibrary::refresh);
    connect(&m_downloads, &DownloadQueue::changed, this, &ModelLibrary::itemChanged);
    connect(&m_downloads, &DownloadQueue::discarded, this, [this](const QString& file) {
        if (ModelItem* item = known(file)) item->partBytes = 0;
        refresh();
    });
    connect(&m_downloads, &DownloadQueue::finished, this, &ModelLibrary::endDownload);
    // A model that is chosen by hand is marked as such.
    connect(&context.settings(), &Settings::engineChanged, this, [this] {
        for (const ModelItem& item : m_items) Q_EMIT itemChanged(item.id());
    });
    refresh();
}

ModelLibrary::~ModelLibrary() {
    *m_stop = true;
    m_worker.dropWaiting();
}

ModelLibrary::Listing ModelLibrary::readListing(const StoreOptions& options) {
    Listing listing;
    auto store = ModelStore::create(options);
    if (!store) {
        listing.error = store.error();
        return listing;
    }
    for (ModelRecord& record : store->list()) {
        ModelItem item;
        item.isTaskKnown = record.entry.kind != ModelKind::FaceRestorer || record.isInCatalogue ||
                           record.state == ModelState::Bundled;
        item.partBytes = partBytesOf(options.userFolder / record.entry.file);
        item.isUsers = record.path.parent_path() == options.userFolder;
        item.record = std::move(record);
        listing.items.push_back(std::move(item));
    }
    return listing;
}

void ModelLibrary::refresh() {
    m_worker.postLatest("list", [this, options = m_context.paths().models] {
        Listing listing = readListing(options);
        QMetaObject::invokeMethod(
            this, [this, listing = std::move(listing)] { takeListing(listing); },
            Qt::QueuedConnection);
    });
}

void ModelLibrary::takeListing(const Listing& listing) {
    if (listing.error) {
        Q_EMIT listFailed(*listing.error);
        return;
    }
    m_items = listing.items;
    m_isListed = true;
    Q_EMIT listed();
}

ModelItem ModelLibrary::completed(ModelItem item) const {
    const QString file = item.id();
    item.download = m_downloads.status(file);
    const bool hasPart = item.partBytes > 0 && !item.record.isUsable();
    if (item.download.phase == DownloadStatus::Phase::None && hasPart && item.isDownloadable()) {
        item.download.phase = DownloadStatus::Phase::Paused;
        item.download.progress.received = item.partBytes;
        item.download.progress.total = item.record.entry.bytes;
    }
    const auto found = m_files.find(file);
    if (found != m_files.end()) item.file = found->second;
    item.isChosen = isChosenByHand(m_context.settings().engine(), item.record.entry);
    return item;
}

std::vector<ModelItem> ModelLibrary::items() const {
    std::vector<ModelItem> items;
    items.reserve(m_items.size());
    for (const ModelItem& item : m_items) items.push_back(completed(item));
    return items;
}

std::optional<ModelItem> ModelLibrary::find(const QString& nameOrFile) const {
    const std::string wanted = nameOrFile.toStdString();
    for (const ModelItem& item : m_items) {
        const CatalogueEntry& entry = item.record.entry;
        const std::string stem = fs::path(entry.file).stem().string();
        if (equalIgnoringCase(entry.file, wanted) || equalIgnoringCase(entry.name, wanted) ||
            equalIgnoringCase(stem, wanted)) {
            return completed(item);
        }
    }
    return std::nullopt;
}

ModelItem* ModelLibrary::known(const QString& file) {
    const auto found = std::find_if(m_items.begin(), m_items.end(),
                                    [&](const ModelItem& item) { return item.id() == file; });
    return found != m_items.end() ? &*found : nullptr;
}

// What is certain shows at once; the list follows.
void ModelLibrary::endDownload(const QString& file, const DownloadedModel& model) {
    m_files.erase(file);
    if (ModelItem* item = known(file)) {
        item->record.state = ModelState::Installed;
        item->record.path = model.path;
        item->record.bytes = model.bytes;
        item->record.note = model.warning;
        item->isUsers = true;
        item->partBytes = 0;
    }
    m_context.noteModelsChanged();
    Q_EMIT downloaded(model);
}

void ModelLibrary::setFile(const QString& file, const FileStatus& status) {
    m_files[file] = status;
    Q_EMIT itemChanged(file);
}

void ModelLibrary::importFiles(const QStringList& paths) {
    for (const QString& path : paths) {
        Q_EMIT importStarted(path);
        m_worker.post([this, path, stop = m_stop, options = m_context.paths().models] {
            RunControl control;
            control.stopRequested = [stop] { return stop->load(); };
            control.progress = [this, path](const Progress& progress) {
                QMetaObject::invokeMethod(
                    this,
                    [this, path, fraction = progress.fraction] {
                        Q_EMIT importProgressed(path, fraction);
                    },
                    Qt::QueuedConnection);
            };
            ImportOutcome outcome;
            outcome.path = path;
            auto store = ModelStore::create(options);
            auto result = store ? store->importFile(toPath(path), control)
                                : Result<ImportedModel>(store.error());
            if (result)
                outcome.model = *result;
            else
                outcome.error = result.error();
            QMetaObject::invokeMethod(
                this, [this, outcome] { endImport(outcome); }, Qt::QueuedConnection);
        });
    }
}

void ModelLibrary::endImport(const ImportOutcome& outcome) {
    if (outcome.model && !outcome.model->wasThere) {
        m_files.erase(outcome.id());
        m_context.noteModelsChanged();
    }
    Q_EMIT imported(outcome);
}

void ModelLibrary::verify(const QString& file) {
    if (m_files[file].isBusy()) return;
    setFile(file, {Phase::Verifying, {}, {}});
    m_worker.post([this, file, options = m_context.paths().models] {
        auto store = ModelStore::create(options);
        auto result =
            store ? store->verify(file.toStdString()) : Result<VerifiedModel>(store.error());
        QMetaObject::invokeMethod(
            this, [this, file, result] { endVerify(file, result); }, Qt::QueuedConnection);
    });
}

void ModelLibrary::endVerify(const QString& file, const Result<VerifiedModel>& result) {
    if (!result) {
        setFile(file, {Phase::Failed, {}, result.error()});
        return;
    }
    const bool isSound = result->outcome != Verification::Changed;
    setFile(file, {isSound ? Phase::Sound : Phase::Changed, result->note, {}});
}

void ModelLibrary::remove(const QString& file) {
    if (m_files[file].isBusy()) return;
    setFile(file, {Phase::Removing, {}, {}});
    m_worker.post([this, file, options = m_context.paths().models] {
        const auto store = ModelStore::create(options);
        auto result =
            store ? removeModel(*store, file.toStdString()) : Result<RemovedModel>(store.error());
        QMetaObject::invokeMethod(
            this, [this, file, result] { endRemove(file, result); }, Qt::QueuedConnection);
    });
}

void ModelLibrary::endRemove(const QString& file, const Result<RemovedModel>& result) {
    if (!result) {
        setFile(file, {Phase::Failed, {}, result.error()});
        return;
    }
    m_files.erase(file);
    if (const auto item = find(file); item && item->isChosen) chooseAutomatically(file);
    if (ModelItem* item = known(file); item != nullptr && item->record.isInCatalogue) {
        item->record.state = ModelState::Available;
        item->record.path.clear();
        item->record.note = {};
    }
    Q_EMIT itemChanged(file);
    m_context.noteModelsChanged();
    Q_EMIT removed(*result);
}

void ModelLibrary::choose(const QString& file) {
    const auto item = find(file);
    if (!item || !item->record.isUsable()) return;
    EngineOptions options = m_context.settings().engine();
    engineModel(options, item->record.entry.kind) = item->record.entry.name;
    m_context.settings().setEngine(options);
}

void ModelLibrary::chooseAutomatically(const QString& file) {
    const auto item = find(file);
    if (!item) return;
    EngineOptions options = m_context.settings().engine();
    engineModel(options, item->record.entry.kind) = kAutomaticModel;
    m_context.settings().setEngine(options);
}

}  // namespace heirloom::ui
