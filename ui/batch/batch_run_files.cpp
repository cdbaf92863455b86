// What goes into a batch run (files and folders) and what it leaves (report, log).
#include <algorithm>

#include "ui/batch/batch_run.h"
#include "ui/common/text.h"

namespace heirloom::ui {

namespace {

// The list's texts are made here, so that the window only has to take them.
std::vector<BatchItem> itemsOf(const InputList& inputs, bool subfolders) {
    std::vector<BatchItem> items;
    items.reserve(inputs.photos.size() + inputs.problems.size());
    for (InputProblem problem : inputs.problems) {
        // The core's sentence names an option of the command line.
        if (problem.error.code == ErrorCode::NotFound && !subfolders) {
            problem.error =
                makeError(ErrorCode::NotFound, "The folder %1 holds no pictures.", problem.path);
        }
        items.push_back(itemOf(problem));
    }
    for (const InputPhoto& photo : inputs.photos) items.push_back(itemOf(photo));
    return items;
}

}  // namespace

void BatchRun::addInputs(const QStringList& paths, bool subfolders, const QString& outputFolder) {
    if (paths.isEmpty()) return;
    std::vector<std::filesystem::path> named;
    for (const QString& path : paths) named.push_back(toPath(path));
    ++m_collecting;
    Q_EMIT collectingChanged();
    m_inputs.post([this, named, options = InputOptions{subfolders, toPath(outputFolder)}] {
        auto items = std::make_shared<std::vector<BatchItem>>(
            itemsOf(collectInputs(named, options), options.recursive));
        QMetaObject::invokeMethod(
            this,
            [this, items] {
                --m_collecting;
                takeItems(std::move(*items));
                Q_EMIT collectingChanged();
            },
            Qt::QueuedConnection);
    });
}

void BatchRun::addRefused(const QString& path, const QString& reason) {
    std::vector<BatchItem> items;
    items.push_back(itemOf(
        InputProblem{toPath(path), makeError(ErrorCode::Unsupported, "%1", reason.toStdString())}));
    m_list.append(std::move(items));
}

void BatchRun::takeItems(std::vector<BatchItem> items) {
    const int before = m_list.size();
    const int given = static_cast<int>(items.size());
    const int taken = m_list.append(std::move(items));
    Q_EMIT inputsAdded(taken, given - taken);
    const bool joins = m_runner && (m_phase == Phase::Running || m_phase == Phase::Paused ||
                                    m_phase == Phase::DiskFull);
    if (!joins || m_choices.trial) return;
    QList<int> rows;
    for (int row = before; row < m_list.size(); ++row) {
        if (m_list.item(row).isOpen()) rows.append(row);
    }
    submit(rows);
}

// The output folder; where results lie beside their originals, the folder that was added
// first, or that of the first photo.
QString BatchRun::chooseReportFolder() const {
    if (!m_choices.outputFolder.isEmpty()) return m_choices.outputFolder;
    const auto found = std::find_if(m_list.items().begin(), m_list.items().end(),
                                    [](const BatchItem& item) { return !item.unusable; });
    if (found == m_list.items().end()) return {};
    const BatchItem& first = *found;
    if (!first.input.fromFolder) return first.folder;
    std::filesystem::path folder = first.input.path.parent_path();
    for (const auto& part : first.input.relativeFolder) {
        if (!part.empty()) folder = folder.parent_path();
    }
    return fromPath(folder);
}

ReportContent BatchRun::reportContent() const {
    ReportContent content;
    content.options = optionsJson(m_choices, m_engine);
    content.models = m_context.models().usedModels();
    content.preset = presetLabel(m_choices);
    content.automatic = m_choices.automatic;
    content.seconds = m_seconds;
    for (const BatchItem& item : m_list.items()) {
        if (!item.report) continue;
        content.photos.push_back(item.report);
        content.verdicts.push_back(item.verdict);
    }
    return content;
}

void BatchRun::saveReport(const QString& stem) {
    const QString target = stem.isEmpty() ? m_reportStem : stem;
    if (!target.isEmpty()) m_files.writeReport(target, reportContent());
}

}  // namespace heirloom::ui
