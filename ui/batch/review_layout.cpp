// How the review pane is put together.
#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/batch/review_pane.h"
#include "ui/batch/strip_delegate.h"
#include "ui/common/notice.h"
#include "ui/common/small_widgets.h"
#include "ui/common/theme.h"
#include "ui/compare/compare_view.h"

namespace heirloom::ui {

ReviewPane::ReviewPane(BatchList& list, Thumbnails& thumbnails, QWidget* parent)
    : QWidget(parent), m_list(list) {
    m_order = new ReviewOrder(list, thumbnails, this);
    m_pictures = new ReviewPictures(this);
    m_compare = new CompareView(this);
    m_compare->setObjectName("batchCompare");
    m_notice = new Notice(Notice::Kind::Hint, this);
    m_notice->setObjectName("batchReviewNotice");
    m_notice->hide();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kGap, 0, 0, 0);
    layout->setSpacing(kGap);
    layout->addWidget(makeHeader());
    layout->addWidget(m_compare, 1);
    layout->addWidget(m_notice);
    layout->addWidget(makeVerdicts());
    makeStrip();
    layout->addWidget(m_strip);
    setMinimumWidth(kPanelWidth + kGapSection);
    connectAll();
    retranslate();
}

QWidget* ReviewPane::makeHeader() {
    auto* header = new QWidget(this);
    m_name = new ElidedLabel(header);
    m_name->setFont(titleFont());
    m_state = makeHint(header);
    m_state->setWordWrap(false);
    m_filter = new SegmentedControl(3, header);
    m_filter->setObjectName("batchReviewFilter");
    auto* layout = new QHBoxLayout(header);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGapWide);
    layout->addWidget(m_name, 1);
    layout->addWidget(m_state);
    layout->addWidget(m_filter);
    return header;
}

QWidget* ReviewPane::makeVerdicts() {
    auto* verdicts = new QWidget(this);
    auto* layout = new QHBoxLayout(verdicts);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGap);
    const auto add = [&](const char* iconName, const char* name) {
        QPushButton* button = makeButton(iconName, verdicts);
        button->setObjectName(name);
        layout->addWidget(button);
        return button;
    };
    m_accept = add("check", "batchAccept");
    m_review = add("review", "batchReview");
    m_reject = add("close", "batchReject");
    for (QPushButton* button : {m_accept, m_review, m_reject}) button->setCheckable(true);
    m_note = new QLineEdit(verdicts);
    m_note->setObjectName("batchNote");
    m_note->setMinimumHeight(kControlHeight);
    layout->addWidget(m_note, 1);
    m_edit = add("single", "batchEdit");
    return verdicts;
}

void ReviewPane::makeStrip() {
    m_strip = new QListView(this);
    m_strip->setObjectName("batchStrip");
    m_strip->setModel(m_order);
    m_strip->setItemDelegate(new StripDelegate(m_strip));
    m_strip->setFlow(QListView::LeftToRight);
    m_strip->setWrapping(false);
    m_strip->setUniformItemSizes(true);
    m_strip->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_strip->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_strip->setFixedHeight(StripDelegate::kSide + kGapSection + kGapTiny);
}

void ReviewPane::connectAll() {
    connect(m_pictures, &ReviewPictures::loaded, this, &ReviewPane::take);
    connect(m_compare, &CompareView::viewChanged, this, &ReviewPane::loadFinerWhereNeeded,
            Qt::QueuedConnection);
    connect(&m_list, &BatchList::resultsChanged, this, &ReviewPane::updateRow);
    connect(&m_list, &BatchList::itemsRemoved, this, [this] {
        m_row = -1;
        m_shown = {};
        m_compare->clear();
        m_note->clear();
        showFacts();
        showCounts();
    });
    connect(m_filter, &SegmentedControl::chosen, this, [this](int index) {
        m_order->setFilter(static_cast<ReviewOrder::Filter>(index));
        if (m_order->positionOf(m_row) < 0 && m_order->rowAt(0) >= 0) showRow(m_order->rowAt(0));
        chooseInStrip();
    });
    connect(m_strip->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex& index) {
                if (index.isValid() && !m_stripChanges) showRow(m_order->rowAt(index.row()));
            });
    // When the photo that is shown leaves the strip, the view would go on to another one by
    // itself; only people and judge() do.
    connect(m_order, &ReviewOrder::rowsAboutToBeRemoved, this, [this] { m_stripChanges = true; });
    connect(m_order, &ReviewOrder::modelAboutToBeReset, this, [this] { m_stripChanges = true; });
    connect(m_order, &ReviewOrder::rowsRemoved, this, &ReviewPane::chooseInStrip);
    connect(m_order, &ReviewOrder::rowsInserted, this, &ReviewPane::chooseInStrip);
    connect(m_order, &ReviewOrder::modelReset, this, &ReviewPane::chooseInStrip);
    connect(m_accept, &QPushButton::clicked, this, [this] { judge(Verdict::Accepted); });
    connect(m_review, &QPushButton::clicked, this, [this] { judge(Verdict::Review); });
    connect(m_reject, &QPushButton::clicked, this, [this] { judge(Verdict::Rejected); });
    connect(m_note, &QLineEdit::editingFinished, this, &ReviewPane::commitNote);
    connect(m_notice, &Notice::actionTriggered, this, [this] {
        if (m_row >= 0) Q_EMIT retryRequested(m_row);
    });
    connect(m_edit, &QPushButton::clicked, this, [this] {
        if (m_row >= 0) Q_EMIT editRequested(m_list.item(m_row).path);
    });
}

void ReviewPane::showCounts() {
    const BatchList::Counts& counts = m_list.counts();
    m_filter->setTexts(
        {tr("All"), tr("To review (%1)").arg(counts.review), tr("Failed (%1)").arg(counts.failed)});
}

}  // namespace heirloom::ui
