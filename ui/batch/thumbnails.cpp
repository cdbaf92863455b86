#include "ui/batch/thumbnails.h"

#include <algorithm>
#include <deque>
#include <mutex>
#include <optional>

#include "ui/batch/file_picture.h"
#include "ui/common/serial_worker.h"
#include "ui/common/text.h"

namespace heirloom::ui {

struct Thumbnails::Worker {
    std::mutex mutex;
    std::deque<QString> wanted;  // newest last; under mutex, as is the next
    QString working;
    SerialWorker thread{"thumbnails"};

    // False when it is wanted already.
    bool want(const QString& path) {
        const std::lock_guard lock(mutex);
        if (path == working) return false;
        const auto found = std::find(wanted.begin(), wanted.end(), path);
        const bool known = found != wanted.end();
        if (known) wanted.erase(found);
        wanted.push_back(path);
        if (wanted.size() > kMostWaiting) wanted.pop_front();
        return !known;
    }

    std::optional<QString> next() {
        const std::lock_guard lock(mutex);
        if (wanted.empty()) return std::nullopt;
        working = wanted.back();
        wanted.pop_back();
        return working;
    }

    // The GUI has the picture; until then nobody asks for it again.
    void doneWith(const QString& path) {
        const std::lock_guard lock(mutex);
        if (working == path) working.clear();
    }
};

Thumbnails::Thumbnails(QObject* parent)
    : QObject(parent), m_pictures(kMostKilobytes), m_worker(std::make_unique<Worker>()) {}

Thumbnails::~Thumbnails() {
    const std::lock_guard lock(m_worker->mutex);
    m_worker->wanted.clear();
}

QImage Thumbnails::find(const QString& path) {
    if (const QImage* picture = m_pictures.object(path)) return *picture;
    if (!m_worker->want(path)) return {};
    m_worker->thread.post([this, worker = m_worker.get()] {
        const auto next = worker->next();
        if (!next) return;
        const QImage picture = thumbnailOf(toPath(*next), kSide);
        QMetaObject::invokeMethod(
            this, [this, path = *next, picture] { take(path, picture); }, Qt::QueuedConnection);
    });
    return {};
}

void Thumbnails::take(const QString& path, const QImage& picture) {
    m_worker->doneWith(path);
    // Null ones are kept, too, so that a broken file is not read again and again.
    const auto kilobytes = std::max<qsizetype>(1, picture.sizeInBytes() / 1024);
    m_pictures.insert(path, new QImage(picture), static_cast<int>(kilobytes));
    if (!picture.isNull()) Q_EMIT ready(path);
}

}  // namespace heirloom::ui
