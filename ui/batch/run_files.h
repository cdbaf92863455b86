// What a run leaves beside its photos: the report as JSON and CSV, and the day's log. All
// writing happens on a thread of its own.
//
// Thread rule: log() from any thread, everything else from the GUI thread.
#pragma once

#include <memory>
#include <vector>

#include <QObject>
#include <QString>

#include <nlohmann/json.hpp>

#include "core/batch/photo_job.h"
#include "core/batch/verdict.h"
#include "ui/common/serial_worker.h"

namespace heirloom::ui {

struct ReportContent {
    nlohmann::json options;
    std::vector<UsedModel> models;
    std::vector<std::shared_ptr<const PhotoReport>> photos;
    std::vector<PhotoVerdict> verdicts;  // of photos
    std::string preset;                  // as reports name it
    bool automatic = false;
    double seconds = 0.0;
};

class RunFiles : public QObject {
    Q_OBJECT
public:
    explicit RunFiles(QObject* parent = nullptr);
    ~RunFiles() override;  // what was asked for is written

    // Appends a line to folder/logs/batch_YYYYMMDD.log; the first failure is told once.
    void log(const QString& folder, std::shared_ptr<const PhotoReport> photo);
    // stem: without extension; both files are replaced together.
    void writeReport(const QString& stem, ReportContent content);
    // Waits until all is written.
    void flush();

Q_SIGNALS:
    void reportWritten(const QString& jsonFile);
    void failed(const QString& sentence);

private:
    void tell(const Error& error);

    bool m_logFailed = false;  // on the worker's thread
    SerialWorker m_worker;     // last: stops before the rest goes
};

// "heirloom_report_20261121_134500", for a run that started now.
QString newReportName();

}  // namespace heirloom::ui
