// What a drop of files means: product.md 6.2.
#pragma once

#include <vector>

#include <QList>
#include <QMimeData>
#include <QString>
#include <QUrl>

namespace heirloom::ui {

struct DropPlan {
    enum class Target { Nothing, Single, Batch, Models };
    struct Refused {
        QString path;
        QString reason;
    };
    Target target = Target::Nothing;
    QString photo;           // Single
    QStringList inputs;      // Batch: photos and folders, ZIPs too
    QStringList models;      // Models; may come together with photos
    QList<Refused> refused;  // what cannot be read, with the reason; hidden and system files
                             // are left out without a word
};

// Looks at each path once (kind, extension, first bytes): run it on a worker for long lists.
// Thread rule: callable from any thread; reasons are in the language of the window.
DropPlan planDrop(const QStringList& paths);

// Local files of a drag; empty when there are none, so that the drag is refused.
QStringList droppedPaths(const QMimeData* data);

}  // namespace heirloom::ui
