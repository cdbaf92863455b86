#include "ui/common/drop_rules.h"

#include <algorithm>
#include <array>

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>

#include "core/base/file_format.h"
#include "core/base/system_files.h"
#include "core/image/foreign_formats.h"
#include "ui/common/text.h"

namespace heirloom::ui {

namespace {

constexpr qint64 kFirstBytes = 4096;

// Not a Q_OBJECT: only for its translation context.
struct DropRules {
    Q_DECLARE_TR_FUNCTIONS(DropRules)
};

bool hasExtension(const QString& name, std::initializer_list<const char*> extensions) {
    return std::any_of(extensions.begin(), extensions.end(), [&](const char* extension) {
        return name.endsWith(QLatin1String(extension), Qt::CaseInsensitive);
    });
}

// Empty where the file is a picture that can be read, as far as its first bytes tell.
QString problemWithPhoto(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) {
        return DropRules::tr("It cannot be read: %1").arg(file.errorString());
    }
    const QByteArray start = file.read(kFirstBytes);
    if (start.isEmpty()) return DropRules::tr("The file is empty.");
    const ByteView bytes(reinterpret_cast<const std::uint8_t*>(start.constData()),
                         static_cast<std::size_t>(start.size()));
    if (detectFormat(bytes)) return {};
    return text(foreignFormatError(bytes, toPath(path)));
}

class Planner {
public:
    DropPlan run(const QStringList& paths) {
        for (const QString& path : paths) add(path);
        m_plan.inputs.removeDuplicates();
        m_plan.models.removeDuplicates();
        if (m_plan.inputs.size() == 1 && !m_anyFolder) {
            m_plan.target = DropPlan::Target::Single;
            m_plan.photo = m_plan.inputs.takeFirst();
        } else if (!m_plan.inputs.isEmpty()) {
            m_plan.target = DropPlan::Target::Batch;
        } else if (!m_plan.models.isEmpty()) {
            m_plan.target = DropPlan::Target::Models;
        }
        return std::move(m_plan);
    }

private:
    void add(const QString& path) {
        const QFileInfo info(path);
        const QString name = info.fileName();
        if (isHiddenOrSystemName(name.toStdString())) return;
        if (!info.exists()) {
            refuse(path, DropRules::tr("It is not there any more."));
        } else if (info.isDir()) {
            m_anyFolder = true;
            m_plan.inputs.append(path);
        } else if (!info.isFile()) {
            refuse(path, DropRules::tr("It is neither a file nor a folder."));
        } else if (hasExtension(name, {".pth", ".pt"})) {
            m_plan.models.append(path);
        } else if (hasExtension(name, {".zip"})) {
            refuse(path, DropRules::tr("ZIP archives cannot be opened yet. Unpack it and drop the "
                                       "folder."));
        } else if (const QString problem = problemWithPhoto(path); !problem.isEmpty()) {
            refuse(path, problem);
        } else {
            m_plan.inputs.append(path);
        }
    }

    void refuse(const QString& path, const QString& reason) {
        m_plan.refused.append({path, reason});
    }

    DropPlan m_plan;
    bool m_anyFolder = false;
};

}  // namespace

DropPlan planDrop(const QStringList& paths) {
    return Planner().run(paths);
}

QStringList droppedPaths(const QMimeData* data) {
    QStringList paths;
    if (!data || !data->hasUrls()) return paths;
    for (const QUrl& url : data->urls()) {
        if (url.isLocalFile()) paths.append(url.toLocalFile());
    }
    return paths;
}

}  // namespace heirloom::ui
