#include "ui/batch/batch_page.h"

#include <QDragEnterEvent>
#include <QMimeData>
#include <QStackedWidget>
#include <QTableView>

#include "ui/batch/batch_page_parts.h"
#include "ui/batch/empty_batch.h"
#include "ui/batch/options_bar.h"
#include "ui/batch/progress_line.h"
#include "ui/batch/review_pane.h"
#include "ui/common/drop_rules.h"
#include "ui/common/notice.h"
#include "ui/common/text.h"

namespace heirloom::ui {

BatchPage::BatchPage(AppContext& context, QWidget* parent)
    : QWidget(parent), m(std::make_unique<Parts>(*this, context)) {
    setAcceptDrops(true);
    m->lay();
    m->connectRun();
    m->connectWidgets();
    m->addShortcuts();
    m->retranslate();
    m->refresh();
}

BatchPage::~BatchPage() {
    m->review->commitNote();
    if (m->verdictTimer.isActive()) m->run.saveReport();
    // Widgets look at the list and call the parts, so they go first.
    qDeleteAll(findChildren<QWidget*>(Qt::FindDirectChildrenOnly));
}

void BatchPage::addInputs(const QStringList& paths) {
    m->named += paths;
    const BatchChoices choices = m->options->choices();
    m->run.addInputs(paths, choices.subfolders, choices.outputFolder);
}

void BatchPage::addRefused(const QString& path, const QString& reason) {
    m->refused.append({path, reason});
    m->run.addRefused(path, reason);
    m->refresh();
}

bool BatchPage::isRunning() const {
    return m->run.isRunning();
}

void BatchPage::start() {
    m->start();
}

void BatchPage::cancel() {
    m->run.cancel();
}

void BatchPage::dragEnterEvent(QDragEnterEvent* event) {
    if (droppedPaths(event->mimeData()).isEmpty()) return;
    m->empty->setDropHighlighted(true);
    event->acceptProposedAction();
}

void BatchPage::dragLeaveEvent(QDragLeaveEvent*) {
    m->empty->setDropHighlighted(false);
}

void BatchPage::dropEvent(QDropEvent* event) {
    m->empty->setDropHighlighted(false);
    const QStringList paths = droppedPaths(event->mimeData());
    if (paths.isEmpty()) return;
    event->acceptProposedAction();
    Q_EMIT pathsDropped(paths);
}

void BatchPage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    m->fitColumns();
}

void BatchPage::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) m->retranslate();
}

// Parts: what happens on the page.

BatchPage::Parts::~Parts() = default;

void BatchPage::Parts::start() {
    if (run.phase() == BatchRun::Phase::TrialDone) return run.goOn();
    startRows(openRows());
}

void BatchPage::Parts::startRows(const QList<int>& rows) {
    told = Told::Nothing;
    run.start(options->choices(), rows);
    refresh();
}

void BatchPage::Parts::retry(const QList<int>& rows) {
    if (rows.isEmpty()) return;
    if (run.isRunning()) return run.retry(rows);
    startRows(rows);
}

void BatchPage::Parts::removeRows(const QList<int>& rows) {
    if (run.isRunning()) return;
    run.cancel();  // a trial that waits for an answer
    for (const int row : rows) named.removeAll(list.item(row).path);
    list.removeItems(rows);
    refresh();
}

void BatchPage::Parts::clear() {
    if (run.isRunning()) return;
    run.cancel();
    named.clear();
    refused.clear();
    told = Told::Nothing;
    list.removeAll();
    review->hide();
    reviewClosed = true;
    refresh();
}

// Whether subfolders count is asked when folders are searched; as long as nothing has been
// done with the list, the answer may still change.
void BatchPage::Parts::collectAgain(bool subfolders) {
    const BatchList::Counts& counts = list.counts();
    if (run.isRunning() || counts.open != counts.photos || named.isEmpty()) return;
    list.removeAll();
    for (const auto& [path, reason] : refused) run.addRefused(path, reason);
    run.addInputs(named, subfolders, options->choices().outputFolder);
}

void BatchPage::Parts::refresh() {
    const bool running = run.isRunning();
    const bool empty = list.size() == 0 && !run.isCollecting();
    pages->setCurrentIndex(empty ? 0 : 1);
    progress->setVisible(!empty);
    options->setPhase(run.phase());
    options->setOpenCount(list.counts().open);
    progress->setHasReport(!run.reportFolder().isEmpty());
    refreshProgress();
    refreshNotice();
    if (running == wasRunning) return;
    wasRunning = running;
    Q_EMIT page.runningChanged(running);
}

void BatchPage::Parts::refreshProgress() {
    progress->show(run.phase(), run.progress(), list.counts(), run.isCollecting());
}

void BatchPage::Parts::refreshNotice() {
    if (run.phase() != BatchRun::Phase::TrialDone && told == Told::TrialDone) told = Told::Nothing;
    if (run.phase() != BatchRun::Phase::DiskFull && told == Told::DiskFull) told = Told::Nothing;
    notice->setVisible(told != Told::Nothing);
    switch (told) {
        case Told::Nothing: return;
        case Told::TrialDone:
            notice->show(Notice::Kind::Hint,
                         BatchPage::tr("The trial run is done. Look at the results, then go on."));
            notice->setAction(
                BatchPage::tr("Go on with the other %n", nullptr, list.counts().open));
            break;
        case Told::DiskFull:
            notice->show(Notice::Kind::Error, toldSentence, toldDetail);
            notice->setAction(BatchPage::tr("Resume"));
            break;
        case Told::StartFailed:
        case Told::FilesFailed:
            notice->show(Notice::Kind::Error, toldSentence, toldDetail);
            notice->setAction({});
            break;
    }
    notice->setDismissable(told == Told::StartFailed || told == Told::FilesFailed);
}

void BatchPage::Parts::tellInputs(int taken, int known) {
    options->setExample(list.size() > 0 ? &list.items().front() : nullptr);
    if (known > 0) {
        Q_EMIT page.message(BatchPage::tr("%n photo(s) were in the list already.", nullptr, known));
    } else if (taken == 0) {
        Q_EMIT page.message(BatchPage::tr("No photos were found there."));
    }
    refresh();
}

void BatchPage::Parts::showStartFailed(const Error& error) {
    told = Told::StartFailed;
    toldSentence = text(error);
    toldDetail = fromUtf8(error.detail);
    // The core's sentence names an option of the command line.
    if (error.code == ErrorCode::NotWritable) {
        toldDetail = toldSentence;
        toldSentence = BatchPage::tr(
            "Nothing can be written to the chosen folder. Choose "
            "another one under “Save results”.");
    }
    refresh();
}

QList<int> BatchPage::Parts::selectedRows() const {
    QList<int> rows;
    for (const QModelIndex& index : table->selectionModel()->selectedRows()) {
        rows.append(index.row());
    }
    std::sort(rows.begin(), rows.end());
    return rows;
}

QList<int> BatchPage::Parts::failedRows() const {
    QList<int> rows;
    for (int row = 0; row < list.size(); ++row) {
        if (list.item(row).canRetry()) rows.append(row);
    }
    return rows;
}

QList<int> BatchPage::Parts::openRows() const {
    QList<int> rows;
    for (int row = 0; row < list.size(); ++row) {
        if (list.item(row).isOpen()) rows.append(row);
    }
    return rows;
}

}  // namespace heirloom::ui
