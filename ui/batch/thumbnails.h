// Small pictures for lists, made on a thread of its own; what was asked for last comes
// first, since that is what is on the screen now.
//
// Thread rule: GUI thread.
#pragma once

#include <memory>

#include <QCache>
#include <QImage>
#include <QObject>
#include <QString>

namespace heirloom::ui {

class Thumbnails : public QObject {
    Q_OBJECT
public:
    static constexpr int kSide = 128;             // longer side, device pixels
    static constexpr int kMostKilobytes = 32768;  // of pictures kept
    static constexpr int kMostWaiting = 96;       // older requests are dropped

    explicit Thumbnails(QObject* parent = nullptr);
    ~Thumbnails() override;  // waits for the picture in work

    // Null while it is not there; asks for it then, once. Also null for what cannot be shown.
    QImage find(const QString& path);

Q_SIGNALS:
    void ready(const QString& path);

private:
    struct Worker;
    void take(const QString& path, const QImage& picture);

    QCache<QString, QImage> m_pictures;
    std::unique_ptr<Worker> m_worker;
};

}  // namespace heirloom::ui
