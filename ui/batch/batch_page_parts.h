// What the batch page is put together from. Internal to ui/batch.
#pragma once

#include <QList>
#include <QPair>
#include <QStringList>
#include <QTimer>

#include "ui/batch/batch_list.h"
#include "ui/batch/batch_page.h"
#include "ui/batch/batch_run.h"
#include "ui/batch/thumbnails.h"

class QSplitter;
class QStackedWidget;
class QTableView;

namespace heirloom::ui {

class EmptyBatch;
class Notice;
class OptionsBar;
class ProgressLine;
class ReviewPane;

struct BatchPage::Parts {
    Parts(BatchPage& page, AppContext& context);
    ~Parts();

    void lay();
    void makeTable();
    void fitColumns();
    void connectRun();
    void connectWidgets();
    void addShortcuts();

    void start();
    void startRows(const QList<int>& rows);
    void retry(const QList<int>& rows);
    void removeRows(const QList<int>& rows);
    void clear();
    void collectAgain(bool subfolders);
    void refresh();
    void refreshProgress();
    void refreshNotice();
    void tellInputs(int taken, int known);
    void showStartFailed(const Error& error);
    void showReview(int row);
    void openReviewWithFirstResult(const QList<int>& rows);
    void saveReportAs();
    void openReportFolder();
    void showInFolder(int row);
    void showMenu(const QPoint& place);
    void updateThumbnail(const QString& path);
    QList<int> selectedRows() const;
    QList<int> failedRows() const;
    QList<int> openRows() const;
    void retranslate();

    // What the line above the table says.
    enum class Told { Nothing, DiskFull, TrialDone, StartFailed, FilesFailed };

    BatchPage& page;
    AppContext& context;
    QStringList named;                       // as added, to search folders again
    QList<QPair<QString, QString>> refused;  // path and reason
    bool wasRunning = false;
    bool reviewClosed = true;
    bool isNarrow = false;
    bool tellsReport = false;  // the next report that is saved was asked for or ends a run
    Told told = Told::Nothing;
    QString toldSentence;
    QString toldDetail;
    QTimer verdictTimer;  // one report after many verdicts

    Thumbnails thumbnails;
    BatchList list;
    BatchRun run;  // after the list that it fills, so that it goes first

    // Children of the page.
    OptionsBar* options = nullptr;
    Notice* notice = nullptr;
    QStackedWidget* pages = nullptr;
    EmptyBatch* empty = nullptr;
    QSplitter* splitter = nullptr;
    QTableView* table = nullptr;
    ReviewPane* review = nullptr;
    ProgressLine* progress = nullptr;
};

}  // namespace heirloom::ui
