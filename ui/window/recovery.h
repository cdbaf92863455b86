// Work that no file holds yet outlives a crash, a power cut and closing the window: path,
// parameters and faces of the open photo, and of earlier ones, in one small file.
//
// Thread rule: GUI thread; the file is written on a thread of its own.
#pragma once

#include <QJsonObject>
#include <QLockFile>
#include <QString>

#include "ui/common/serial_worker.h"

namespace heirloom::ui {

class Recovery {
public:
    // folder: made when something is kept. A second Heirloom at the same time keeps nothing.
    explicit Recovery(const QString& folder);
    ~Recovery();

    // The photo that was open, with work that was not saved; empty when there is none.
    QJsonObject unfinished() const;
    // What was left undone with this photo; empty when nothing was.
    QJsonObject stateOf(const QString& path) const;

    // state: as PhotoDocument::workingState(), with "path".
    void keep(const QJsonObject& state);
    // Saved, or given up.
    void forget(const QString& path);
    // Nothing is open any more; what was left undone stays for when it is opened again.
    void noteClosed();

private:
    void write();

    QString m_file;
    QLockFile m_lock;
    bool m_active = false;
    QString m_open;               // path of the photo at hand
    QList<QJsonObject> m_states;  // newest first
    SerialWorker m_writer{"recovery"};
};

}  // namespace heirloom::ui
