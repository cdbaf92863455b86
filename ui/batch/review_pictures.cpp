#include "ui/batch/review_pictures.h"

#include "ui/common/text.h"

namespace heirloom::ui {

namespace {

QString keyOf(const ReviewPair& pair) {
    return pair.before + QChar('\n') + pair.after;
}

LoadedPair read(const ReviewPair& pair, PictureDetail detail, int longSide) {
    LoadedPair loaded{pair, {}, {}, detail, {}};
    const auto take = [&](const QString& path, int captionRows, Picture& picture) {
        if (path.isEmpty()) return;
        auto read = pictureOf(toPath(path), detail, longSide, captionRows);
        if (read) {
            picture = std::move(*read);
        } else if (!loaded.error) {
            loaded.error = read.error();
        }
    };
    take(pair.before, 0, loaded.before);
    take(pair.after, pair.captionRows, loaded.after);
    return loaded;
}

}  // namespace

ReviewPictures::ReviewPictures(QObject* parent) : QObject(parent), m_worker("review") {}

ReviewPictures::~ReviewPictures() {
    ++m_generation;
}

void ReviewPictures::load(const ReviewPair& pair, PictureDetail detail, int longSide) {
    m_wanted = pair;
    ++m_generation;
    m_worker.dropWaiting();
    const LoadedPair* kept = m_kept.object(keyOf(pair));
    if (kept && detail == PictureDetail::Screen) {
        Q_EMIT loaded(*kept);
        return;
    }
    post(pair, detail, longSide);
}

void ReviewPictures::loadAhead(const ReviewPair& pair, int longSide) {
    if (!m_kept.contains(keyOf(pair))) post(pair, PictureDetail::Screen, longSide);
}

void ReviewPictures::post(const ReviewPair& pair, PictureDetail detail, int longSide) {
    m_worker.post([this, pair, detail, longSide, generation = m_generation.load()] {
        if (generation != m_generation) return;
        auto loaded = std::make_shared<const LoadedPair>(read(pair, detail, longSide));
        QMetaObject::invokeMethod(
            this, [this, loaded] { take(*loaded); }, Qt::QueuedConnection);
    });
}

void ReviewPictures::take(const LoadedPair& pair) {
    if (pair.detail == PictureDetail::Screen && !pair.error) {
        m_kept.insert(keyOf(pair.pair), new LoadedPair(pair));
    }
    if (pair.pair == m_wanted) Q_EMIT loaded(pair);
}

}  // namespace heirloom::ui
