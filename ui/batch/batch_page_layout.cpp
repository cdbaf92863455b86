// How the batch page is put together, and what its parts tell each other.
#include <utility>

#include <QHeaderView>
#include <QShortcut>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/batch/batch_page_parts.h"
#include "ui/batch/empty_batch.h"
#include "ui/batch/item_delegate.h"
#include "ui/batch/options_bar.h"
#include "ui/batch/progress_line.h"
#include "ui/batch/review_pane.h"
#include "ui/common/notice.h"
#include "ui/common/text.h"
#include "ui/common/theme.h"

namespace heirloom::ui {

namespace {

constexpr int kNameWidth = 200;
constexpr int kNarrowNameWidth = 144;
constexpr int kVerdictsToDisk = 1500;  // milliseconds after the last verdict

}  // namespace

BatchPage::Parts::Parts(BatchPage& owner, AppContext& shared)
    : page(owner), context(shared), list(thumbnails), run(shared, list) {
    verdictTimer.setSingleShot(true);
    verdictTimer.setInterval(kVerdictsToDisk);
}

void BatchPage::Parts::lay() {
    options = new OptionsBar(context, &page);
    notice = new Notice(Notice::Kind::Hint, &page);
    notice->setObjectName("batchNotice");
    notice->hide();
    pages = new QStackedWidget(&page);
    empty = new EmptyBatch(pages);
    splitter = new QSplitter(Qt::Horizontal, pages);
    splitter->setObjectName("batchSplitter");
    splitter->setChildrenCollapsible(false);
    makeTable();
    review = new ReviewPane(list, thumbnails, splitter);
    review->hide();
    splitter->addWidget(table);
    splitter->addWidget(review);
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 1);
    pages->addWidget(empty);
    pages->addWidget(splitter);
    progress = new ProgressLine(&page);
    auto* layout = new QVBoxLayout(&page);
    layout->setContentsMargins(kGapGroup, kGapWide, kGapGroup, kGapWide);
    layout->setSpacing(kGapWide);
    layout->addWidget(options);
    layout->addWidget(notice);
    layout->addWidget(pages, 1);
    layout->addWidget(progress);
}

void BatchPage::Parts::makeTable() {
    table = new QTableView(splitter);
    table->setObjectName("batchTable");
    table->setModel(&list);
    table->setItemDelegate(new ItemDelegate(table));
    table->setSelectionBehavior(QAbstractItemView::SelectRows);
    table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    table->setShowGrid(false);
    table->setWordWrap(false);
    table->setTabKeyNavigation(false);
    table->setContextMenuPolicy(Qt::CustomContextMenu);
    table->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    table->setMinimumWidth(kPanelWidth);
    table->verticalHeader()->hide();
    // Sizes that are the same for all rows keep ten thousand of them free of cost.
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table->verticalHeader()->setDefaultSectionSize(ItemDelegate::kRowHeight);
    QHeaderView* header = table->horizontalHeader();
    header->setHighlightSections(false);
    header->setStretchLastSection(true);
    header->setSectionResizeMode(BatchList::Thumbnail, QHeaderView::Fixed);
    const std::pair<int, int> widths[] = {{BatchList::Thumbnail, 64}, {BatchList::Name, kNameWidth},
                                          {BatchList::State, 140},    {BatchList::Faces, 64},
                                          {BatchList::Grade, 80},     {BatchList::Seconds, 92}};
    for (const auto& [column, width] : widths) table->setColumnWidth(column, width);
}

// Beside the review there is no room for the figures; name, state and reason stay.
void BatchPage::Parts::fitColumns() {
    constexpr int kNarrow = 640;
    const bool narrow = review->isVisibleTo(splitter) && splitter->sizes().value(0) < kNarrow;
    for (const int column : {BatchList::Faces, BatchList::Grade, BatchList::Seconds}) {
        table->setColumnHidden(column, narrow);
    }
    if (narrow == isNarrow) return;
    isNarrow = narrow;
    table->setColumnWidth(BatchList::Name, narrow ? kNarrowNameWidth : kNameWidth);
}

void BatchPage::Parts::connectRun() {
    QObject::connect(&run, &BatchRun::phaseChanged, &page, [this] { refresh(); });
    QObject::connect(&run, &BatchRun::collectingChanged, &page, [this] { refresh(); });
    QObject::connect(&run, &BatchRun::progressChanged, &page, [this] { refreshProgress(); });
    QObject::connect(&list, &BatchList::countsChanged, &page, [this] {
        options->setOpenCount(list.counts().open);
        refreshProgress();
    });
    QObject::connect(&list, &BatchList::resultsChanged, &page,
                     [this](const QList<int>& rows) { openReviewWithFirstResult(rows); });
    QObject::connect(&run, &BatchRun::inputsAdded, &page,
                     [this](int taken, int known) { tellInputs(taken, known); });
    QObject::connect(&run, &BatchRun::startFailed, &page,
                     [this](const Error& error) { showStartFailed(error); });
    QObject::connect(&run, &BatchRun::diskFull, &page, [this](const Error& error) {
        told = Told::DiskFull;
        toldSentence = text(error);
        toldDetail = fromUtf8(error.detail);
        refresh();
    });
    QObject::connect(&run, &BatchRun::finished, &page, [this] {
        if (run.phase() == BatchRun::Phase::TrialDone) told = Told::TrialDone;
        tellsReport = true;
        refresh();
    });
    QObject::connect(&run, &BatchRun::filesFailed, &page, [this](const QString& sentence) {
        told = Told::FilesFailed;
        toldSentence = sentence;
        toldDetail.clear();
        refresh();
    });
    QObject::connect(&run, &BatchRun::reportSaved, &page, [this](const QString& file) {
        if (!std::exchange(tellsReport, false)) return;
        Q_EMIT page.message(BatchPage::tr("Report saved: %1").arg(file));
    });
    QObject::connect(&thumbnails, &Thumbnails::ready, &page,
                     [this](const QString& path) { updateThumbnail(path); });
}

void BatchPage::Parts::connectWidgets() {
    QObject::connect(empty, &EmptyBatch::openRequested, &page, &BatchPage::openRequested);
    QObject::connect(empty, &EmptyBatch::openFolderRequested, &page,
                     &BatchPage::openFolderRequested);
    QObject::connect(options, &OptionsBar::startRequested, &page, [this] { start(); });
    QObject::connect(options, &OptionsBar::pauseRequested, &run, &BatchRun::pause);
    QObject::connect(options, &OptionsBar::resumeRequested, &run, &BatchRun::resume);
    QObject::connect(options, &OptionsBar::cancelRequested, &run, &BatchRun::cancel);
    QObject::connect(options, &OptionsBar::subfoldersChanged, &page,
                     [this](bool on) { collectAgain(on); });
    QObject::connect(notice, &Notice::actionTriggered, &page, [this] {
        if (told == Told::DiskFull) run.resume();
        if (told == Told::TrialDone) run.goOn();
    });
    QObject::connect(notice, &Notice::dismissed, &page, [this] {
        told = Told::Nothing;
        refreshNotice();
    });
    QObject::connect(progress, &ProgressLine::retryFailedRequested, &page,
                     [this] { retry(failedRows()); });
    QObject::connect(progress, &ProgressLine::saveReportRequested, &page,
                     [this] { saveReportAs(); });
    QObject::connect(progress, &ProgressLine::openFolderRequested, &page,
                     [this] { openReportFolder(); });
    QObject::connect(progress, &ProgressLine::clearRequested, &page, [this] { clear(); });
    QObject::connect(table, &QWidget::customContextMenuRequested, &page,
                     [this](const QPoint& place) { showMenu(place); });
    QObject::connect(table, &QTableView::activated, &page,
                     [this](const QModelIndex& index) { showReview(index.row()); });
    QObject::connect(table->selectionModel(), &QItemSelectionModel::currentRowChanged, &page,
                     [this](const QModelIndex& index) {
                         if (index.isValid() && review->isVisible()) review->showRow(index.row());
                     });
    QObject::connect(splitter, &QSplitter::splitterMoved, &page, [this] { fitColumns(); });
    QObject::connect(review, &ReviewPane::rowShown, &page, [this](int row) {
        if (table->currentIndex().row() != row) table->selectRow(row);
    });
    QObject::connect(review, &ReviewPane::judged, &page, [this] {
        if (!run.isRunning()) verdictTimer.start();
    });
    QObject::connect(&verdictTimer, &QTimer::timeout, &page, [this] {
        if (!run.isRunning()) run.saveReport();
    });
    QObject::connect(review, &ReviewPane::editRequested, &page, &BatchPage::editRequested);
    QObject::connect(review, &ReviewPane::retryRequested, &page, [this](int row) { retry({row}); });
}

void BatchPage::Parts::addShortcuts() {
    const auto judges = [this](Qt::Key key, Verdict verdict) {
        auto* shortcut = new QShortcut(key, &page);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        QObject::connect(shortcut, &QShortcut::activated, &page, [this, verdict] {
            if (review->isVisible()) review->judge(verdict);
        });
    };
    judges(Qt::Key_A, Verdict::Accepted);
    judges(Qt::Key_R, Verdict::Review);
    judges(Qt::Key_X, Verdict::Rejected);
    auto* remove = new QShortcut(Qt::Key_Delete, table);
    remove->setContext(Qt::WidgetShortcut);
    QObject::connect(remove, &QShortcut::activated, &page, [this] { removeRows(selectedRows()); });
}

void BatchPage::Parts::retranslate() {
    table->setAccessibleName(BatchPage::tr("Photos of the batch"));
    list.retranslate();
    refreshNotice();
    refreshProgress();
}

}  // namespace heirloom::ui
