// The foot of the batch page: how far it is while it runs, what came of it afterwards, and
// what can be done with that. Its height never changes.
#pragma once

#include <QWidget>

#include "ui/batch/batch_list.h"
#include "ui/batch/batch_run.h"

class QLabel;
class QProgressBar;
class QPushButton;

namespace heirloom::ui {

class ProgressLine : public QWidget {
    Q_OBJECT
public:
    explicit ProgressLine(QWidget* parent = nullptr);

    void show(BatchRun::Phase phase, const RunProgress& progress, const BatchList::Counts& counts,
              bool collecting);
    void setHasReport(bool has);
    QString text() const;

Q_SIGNALS:
    void retryFailedRequested();
    void saveReportRequested();
    void openFolderRequested();
    void clearRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    QPushButton* addButton(const char* iconName, const char* name, void (ProgressLine::*signal)());
    void refresh();
    void retranslate();

    BatchRun::Phase m_phase = BatchRun::Phase::Idle;
    RunProgress m_progress;
    BatchList::Counts m_counts;
    bool m_collecting = false;
    QLabel* m_text = nullptr;
    QProgressBar* m_bar = nullptr;
    QPushButton* m_retry = nullptr;
    QPushButton* m_report = nullptr;
    QPushButton* m_folder = nullptr;
    QPushButton* m_clear = nullptr;
};

}  // namespace heirloom::ui
