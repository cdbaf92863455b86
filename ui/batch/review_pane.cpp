#include "ui/batch/review_pane.h"

#include <cmath>

#include <QEvent>
#include <QItemSelectionModel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>

#include "ui/batch/item_text.h"
#include "ui/common/notice.h"
#include "ui/common/small_widgets.h"
#include "ui/common/text.h"
#include "ui/common/theme.h"
#include "ui/compare/compare_view.h"

namespace heirloom::ui {

ReviewPane::~ReviewPane() = default;

void ReviewPane::showRow(int row) {
    if (row >= m_list.size()) row = -1;
    if (row == m_row) return;
    commitNote();
    m_row = row;
    m_note->setText(row < 0 ? QString() : fromUtf8(m_list.item(row).verdict.note));
    m_shown = {};
    m_fresh = true;
    m_compare->clear();
    showFacts();
    chooseInStrip();
    if (row < 0) return;
    loadPictures(PictureDetail::Screen);
    Q_EMIT rowShown(row);
}

ReviewPair ReviewPane::pairOf(int row) const {
    const BatchItem& item = m_list.item(row);
    if (item.unusable) return {};
    if (!item.report) return {item.path, {}, 0};
    return {item.path, fromPath(item.report->output), item.report->captionRows};
}

// What a fitted picture can take of the screen; half of it side by side, which is a margin.
int ReviewPane::longSide() const {
    const double pixels = std::max(m_compare->width(), m_compare->height()) * devicePixelRatioF();
    return std::clamp(static_cast<int>(pixels), 512, 4096);
}

void ReviewPane::loadPictures(PictureDetail detail) {
    m_shown = pairOf(m_row);
    m_detail = detail;
    if (m_shown.before.isEmpty()) return;
    m_pictures->load(m_shown, detail, longSide());
    if (detail == PictureDetail::Full) return;
    const int next = m_order->rowAfter(m_row);
    if (next >= 0 && next != m_row) m_pictures->loadAhead(pairOf(next), longSide());
}

void ReviewPane::take(const LoadedPair& pair) {
    if (m_row < 0 || !(pair.pair == m_shown)) return;
    if (pair.error && pair.before.isNull()) {
        m_compare->setAfterHint(text(*pair.error));
        return;
    }
    const bool fits = m_fresh || m_compare->isFitted();
    const ViewRequest place = m_compare->request();
    m_compare->setBefore(pair.before);
    m_compare->setAfterHint({});
    if (!pair.after.isNull()) m_compare->setAfter(pair.after);
    if (pair.after.isNull()) {
        m_compare->setAfterHint(pair.error                           ? text(*pair.error)
                                : hasEnded(m_list.item(m_row).stage) ? tr("Nothing was saved")
                                                                     : tr("Not restored yet"));
    }
    m_firstLevel = std::max(pair.before.firstLevel(), pair.after.firstLevel());
    m_fresh = false;
    if (fits) return;
    // Setting the picture fits it; a finer copy of the same one keeps its place.
    m_compare->zoomToArea(place.visible);
    m_compare->zoomTo(place.zoom);
}

void ReviewPane::loadFinerWhereNeeded() {
    if (m_row < 0 || m_fresh || m_detail == PictureDetail::Full || m_firstLevel == 0) return;
    if (m_compare->zoom() * std::pow(2.0, m_firstLevel) <= 1.0) return;
    loadPictures(PictureDetail::Full);
}

void ReviewPane::updateRow(const QList<int>& rows) {
    showCounts();
    if (m_row < 0 || !rows.contains(m_row)) return;
    showFacts();
    if (!(pairOf(m_row) == m_shown)) {
        m_fresh = true;
        loadPictures(PictureDetail::Screen);
    }
}

void ReviewPane::showFacts() {
    const bool any = m_row >= 0;
    const BatchItem none;
    const BatchItem& item = any ? m_list.item(m_row) : none;
    m_name->setFullText(item.name);
    m_state->setText(any ? stateChip(item).word : QString());
    const bool restored = any && item.stage == ItemStage::Restored;
    const QString reason = any ? reasonText(item) : QString();
    m_notice->setVisible(!reason.isEmpty());
    if (!reason.isEmpty()) {
        const bool failed = item.stage == ItemStage::Failed;
        m_notice->show(failed     ? Notice::Kind::Error
                       : restored ? Notice::Kind::Warning
                                  : Notice::Kind::Hint,
                       reason, detailText(item));
        m_notice->setAction(item.canRetry() ? tr("Try again") : QString());
    }
    for (QWidget* part : {static_cast<QWidget*>(m_accept), static_cast<QWidget*>(m_review),
                          static_cast<QWidget*>(m_reject), static_cast<QWidget*>(m_note)}) {
        part->setEnabled(restored);
    }
    m_edit->setEnabled(any && !item.unusable);
    showVerdict();
}

void ReviewPane::showVerdict() {
    const Verdict verdict = m_row < 0 ? Verdict::None : m_list.item(m_row).verdict.verdict;
    m_accept->setChecked(verdict == Verdict::Accepted);
    m_review->setChecked(verdict == Verdict::Review);
    m_reject->setChecked(verdict == Verdict::Rejected);
}

void ReviewPane::judge(Verdict verdict) {
    if (m_row < 0 || m_list.item(m_row).stage != ItemStage::Restored) return showVerdict();
    const int judgedRow = m_row;
    // Asked before the verdict, which may take the photo out of the filter.
    const int next = m_order->rowAfter(m_row);
    m_list.setVerdict(judgedRow, {verdict, m_note->text().trimmed().toStdString()});
    showVerdict();
    if (next >= 0) showRow(next);
    Q_EMIT judged();
}

void ReviewPane::commitNote() {
    if (m_row < 0 || m_row >= m_list.size()) return;
    const BatchItem& item = m_list.item(m_row);
    const std::string note = m_note->text().trimmed().toStdString();
    if (item.stage != ItemStage::Restored || note == item.verdict.note) return;
    m_list.setVerdict(m_row, {item.verdict.verdict, note});
    Q_EMIT judged();
}

void ReviewPane::chooseInStrip() {
    m_stripChanges = false;
    const int position = m_order->positionOf(m_row);
    const QSignalBlocker blocker(m_strip->selectionModel());
    if (position < 0) {
        m_strip->clearSelection();
    } else {
        const QModelIndex index = m_order->index(position);
        m_strip->selectionModel()->setCurrentIndex(index, QItemSelectionModel::ClearAndSelect);
        m_strip->scrollTo(index);
    }
    m_strip->viewport()->update();
}

void ReviewPane::updateStrip() {
    m_strip->viewport()->update();
}

void ReviewPane::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

void ReviewPane::retranslate() {
    m_filter->setAccessibleGroupName(tr("Which results are shown"));
    m_accept->setText(tr("Accept"));
    m_accept->setToolTip(tr("Keep this result, and show the next (A)"));
    m_review->setText(tr("Review"));
    m_review->setToolTip(tr("Look at it again later, and show the next (R)"));
    m_reject->setText(tr("Reject"));
    m_reject->setToolTip(tr("Do not use this result, and show the next (X)"));
    m_edit->setText(tr("Open in Single"));
    m_note->setPlaceholderText(tr("Note for the report"));
    m_note->setAccessibleName(tr("Note for the report"));
    m_strip->setAccessibleName(tr("Results, worst first"));
    showCounts();
    showFacts();
}

}  // namespace heirloom::ui
