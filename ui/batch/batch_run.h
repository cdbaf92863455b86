// Runs a batch behind the list: collects inputs, owns the runner, brings its events to the
// list about fifteen times a second, and leaves report and log.
//
// Thread rule: GUI thread. Disks and networks are only touched by workers; the destructor
// cancels and waits, at most for one face.
#pragma once

#include <memory>

#include <QElapsedTimer>
#include <QObject>
#include <QSet>
#include <QTimer>

#include "core/batch/batch_runner.h"
#include "ui/batch/batch_choices.h"
#include "ui/batch/batch_list.h"
#include "ui/batch/run_files.h"
#include "ui/common/app_context.h"
#include "ui/common/serial_worker.h"

namespace heirloom::ui {

class RunMailbox;

struct RunProgress {
    int ended = 0;
    int total = 0;
    double photosPerMinute = 0.0;
    std::optional<double> remainingSeconds;
};

class BatchRun : public QObject {
    Q_OBJECT
public:
    enum class Phase {
        Idle,
        Starting,  // looks at the output folder and loads the detector
        Running,
        Paused,     // by the person
        DiskFull,   // paused by itself
        TrialDone,  // the first ten have ended; goOn() takes the rest
        Cancelling,
    };

    BatchRun(AppContext& context, BatchList& list, QObject* parent = nullptr);
    ~BatchRun() override;

    void addInputs(const QStringList& paths, bool subfolders, const QString& outputFolder);
    void addRefused(const QString& path, const QString& reason);
    bool isCollecting() const { return m_collecting > 0; }

    // rows: those to be done; others wait.
    void start(const BatchChoices& choices, const QList<int>& rows);
    void goOn();
    void pause();
    void resume();
    void cancel();
    // While a run is going on.
    void retry(const QList<int>& rows);

    Phase phase() const { return m_phase; }
    bool isRunning() const;
    RunProgress progress() const;

    // Where report and log of the last run lie; empty before the first.
    QString reportFolder() const { return m_reportFolder; }
    // Writes the report anew, after verdicts; stem: without extension, empty: where it was.
    void saveReport(const QString& stem = {});

Q_SIGNALS:
    void phaseChanged();
    void progressChanged();
    void inputsAdded(int taken, int known);  // known: were in the list before
    void collectingChanged();
    void startFailed(const heirloom::Error& error);
    void diskFull(const heirloom::Error& error);
    void finished();
    void reportSaved(const QString& file);
    void filesFailed(const QString& sentence);

private:
    void setPhase(Phase phase);
    void begin(const QList<int>& rows);
    void submit(const QList<int>& rows);
    void takeItems(std::vector<BatchItem> items);
    void look();  // drains the mailbox
    void settle();
    void closeRunner();
    QList<int> openRows() const;
    QString chooseReportFolder() const;
    ReportContent reportContent() const;

    AppContext& m_context;
    BatchList& m_list;
    Phase m_phase = Phase::Idle;
    BatchChoices m_choices;
    EngineOptions m_engine;
    QString m_reportFolder;
    QString m_reportStem;
    int m_collecting = 0;
    double m_seconds = 0.0;
    QElapsedTimer m_clock;
    QTimer m_ticks;

    // Of the current run.
    int m_listed = 0;          // photos when it was started; later ones join by themselves
    std::vector<int> m_rowOf;  // by ItemId
    QSet<int> m_rows;
    std::size_t m_ended = 0;  // ItemIds
    std::shared_ptr<RunMailbox> m_mailbox;
    RunFiles m_files;
    std::unique_ptr<ModelProvider> m_models;
    std::unique_ptr<BatchRunner> m_runner;
    // Last, so that they stop first.
    SerialWorker m_inputs;
    SerialWorker m_closing;
};

}  // namespace heirloom::ui
