#include "ui/batch/run_files.h"

#include <future>

#include <QDateTime>

#include "core/batch/batch_log.h"
#include "core/batch/report.h"
#include "core/batch/report_csv.h"
#include "ui/common/text.h"

namespace heirloom::ui {

namespace {

Result<void> writeBoth(const QString& stem, const ReportContent& content) {
    std::vector<PhotoReport> photos;
    photos.reserve(content.photos.size());
    for (const auto& photo : content.photos) photos.push_back(*photo);
    nlohmann::json json = reportJson(content.options, content.models, photos, content.seconds);
    addVerdicts(json, content.verdicts);
    if (auto written = writeJson(json, toPath(stem + ".json")); !written) return written;
    return writeCsv(reportCsv(photos, content.verdicts, {content.preset, content.automatic}),
                    toPath(stem + ".csv"));
}

}  // namespace

RunFiles::RunFiles(QObject* parent) : QObject(parent), m_worker("batch-files") {}

RunFiles::~RunFiles() {
    flush();
}

void RunFiles::tell(const Error& error) {
    QMetaObject::invokeMethod(
        this, [this, error] { Q_EMIT failed(text(error)); }, Qt::QueuedConnection);
}

void RunFiles::log(const QString& folder, std::shared_ptr<const PhotoReport> photo) {
    const auto now = std::chrono::system_clock::now();
    m_worker.post([this, folder, photo = std::move(photo), now] {
        const auto done = BatchLog(toPath(folder)).append(*photo, now);
        if (done || m_logFailed) return;
        m_logFailed = true;
        tell(done.error());
    });
}

void RunFiles::writeReport(const QString& stem, ReportContent content) {
    auto shared = std::make_shared<const ReportContent>(std::move(content));
    m_worker.post([this, stem, shared] {
        const auto done = writeBoth(stem, *shared);
        if (!done) return tell(done.error());
        QMetaObject::invokeMethod(
            this, [this, stem] { Q_EMIT reportWritten(stem + ".json"); }, Qt::QueuedConnection);
    });
}

void RunFiles::flush() {
    auto done = std::make_shared<std::promise<void>>();
    m_worker.post([done] { done->set_value(); });
    done->get_future().wait();
}

QString newReportName() {
    return "heirloom_report_" + QDateTime::currentDateTime().toString("yyyyMMdd_HHmmss");
}

}  // namespace heirloom::ui
