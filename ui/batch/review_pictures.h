// Loads before and after of a result for the compare view, on a thread of its own, and the
// next ones ahead.
//
// Thread rule: GUI thread.
#pragma once

#include <atomic>
#include <optional>

#include <QCache>
#include <QObject>

#include "ui/batch/file_picture.h"
#include "ui/common/serial_worker.h"

namespace heirloom::ui {

struct ReviewPair {
    QString before;
    QString after;        // empty: there is none
    int captionRows = 0;  // of after
    bool operator==(const ReviewPair&) const = default;
};

struct LoadedPair {
    ReviewPair pair;
    Picture before;
    Picture after;
    PictureDetail detail = PictureDetail::Screen;
    std::optional<Error> error;  // of the first that could not be read
};

class ReviewPictures : public QObject {
    Q_OBJECT
public:
    explicit ReviewPictures(QObject* parent = nullptr);
    ~ReviewPictures() override;

    // Answers with loaded(); at once where it was loaded ahead. Only the newest pair counts.
    void load(const ReviewPair& pair, PictureDetail detail, int longSide);
    void loadAhead(const ReviewPair& pair, int longSide);

Q_SIGNALS:
    void loaded(const heirloom::ui::LoadedPair& pair);

private:
    void post(const ReviewPair& pair, PictureDetail detail, int longSide);
    void take(const LoadedPair& loaded);

    static constexpr int kKept = 4;  // pairs of screen size
    QCache<QString, LoadedPair> m_kept{kKept};
    ReviewPair m_wanted;
    std::atomic<int> m_generation = 0;  // of load(); stale tasks end without reading
    SerialWorker m_worker;
};

}  // namespace heirloom::ui
