// What the batch page does on request: menus, files and folders, the review pane.
#include <algorithm>

#include <QDesktopServices>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QSplitter>
#include <QTableView>
#include <QUrl>

#include "ui/batch/batch_page_parts.h"
#include "ui/batch/review_pane.h"
#include "ui/common/icons.h"
#include "ui/common/text.h"

namespace heirloom::ui {

void BatchPage::Parts::showReview(int row) {
    if (reviewClosed) {
        reviewClosed = false;
        review->show();
        const int width = splitter->width();
        splitter->setSizes({width * 9 / 20, width * 11 / 20});
        fitColumns();
    }
    review->showRow(row);
}

void BatchPage::Parts::openReviewWithFirstResult(const QList<int>& rows) {
    if (!reviewClosed) return;
    const auto isResult = [this](int row) {
        const BatchItem& item = list.item(row);
        return !item.unusable &&
               (item.stage == ItemStage::Restored || item.stage == ItemStage::Failed);
    };
    const auto first = std::find_if(rows.begin(), rows.end(), isResult);
    if (first != rows.end()) showReview(*first);
}

// Only what is on the screen asks for thumbnails, so few rows are looked at.
void BatchPage::Parts::updateThumbnail(const QString& path) {
    const int first = std::max(0, table->rowAt(0));
    const int bottom = table->rowAt(table->viewport()->height() - 1);
    const int last = bottom < 0 ? list.size() - 1 : bottom;
    for (int row = first; row <= last && row < list.size(); ++row) {
        if (list.item(row).path == path) table->update(list.index(row, BatchList::Thumbnail));
    }
    if (review->isVisible()) review->updateStrip();
}

void BatchPage::Parts::saveReportAs() {
    const QString suggestion = run.reportFolder() + "/" + newReportName() + ".json";
    auto* dialog = new QFileDialog(&page, BatchPage::tr("Save report"), suggestion,
                                   BatchPage::tr("Report (*.json)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    QObject::connect(dialog, &QFileDialog::fileSelected, &page, [this](const QString& file) {
        const QString stem = file.endsWith(".json", Qt::CaseInsensitive) ? file.chopped(5) : file;
        tellsReport = true;
        run.saveReport(stem);
    });
    dialog->open();
}

void BatchPage::Parts::openReportFolder() {
    QDesktopServices::openUrl(QUrl::fromLocalFile(run.reportFolder()));
}

void BatchPage::Parts::showInFolder(int row) {
    const BatchItem& item = list.item(row);
    const bool written = item.report && !item.report->output.empty();
    const QString folder = written ? fromPath(item.report->output.parent_path()) : item.folder;
    QDesktopServices::openUrl(QUrl::fromLocalFile(folder));
}

void BatchPage::Parts::showMenu(const QPoint& place) {
    const QModelIndex at = table->indexAt(place);
    const QList<int> rows = selectedRows();
    if (!at.isValid() || rows.isEmpty()) return;
    QList<int> failed;
    for (const int row : rows) {
        if (list.item(row).canRetry()) failed.append(row);
    }
    auto* menu = new QMenu(&page);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](const char* name, const QString& words, bool enabled, auto action) {
        QAction* made = menu->addAction(icon(name), words);
        made->setEnabled(enabled);
        QObject::connect(made, &QAction::triggered, &page, action);
    };
    const int row = at.row();
    add("retry", BatchPage::tr("Try again"), !failed.isEmpty(), [this, failed] { retry(failed); });
    add("info", BatchPage::tr("Show details"), true, [this, row] { showReview(row); });
    add("single", BatchPage::tr("Open in Single"), !list.item(row).unusable,
        [this, row] { Q_EMIT page.editRequested(list.item(row).path); });
    add("folder", BatchPage::tr("Show in folder"), true, [this, row] { showInFolder(row); });
    menu->addSeparator();
    add("delete", BatchPage::tr("Remove from the list"), !run.isRunning(),
        [this, rows] { removeRows(rows); });
    menu->popup(table->viewport()->mapToGlobal(place));
}

}  // namespace heirloom::ui
