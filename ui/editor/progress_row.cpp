#include "ui/editor/progress_row.h"

#include <QEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QStackedLayout>
#include <QToolButton>

#include "ui/common/small_widgets.h"
#include "ui/common/text.h"
#include "ui/common/theme.h"

namespace heirloom::ui {

namespace {

constexpr int kRowHeight = 36;
constexpr int kBarSteps = 1000;
constexpr int kStageWidth = 180;
constexpr int kRemainingWidth = 150;

}  // namespace

ProgressRow::ProgressRow(PhotoDocument& document, QWidget* parent)
    : QWidget(parent), m_document(document) {
    setFixedHeight(kRowHeight);
    m_pages = new QStackedLayout(this);
    m_pages->addWidget(makeIdle());
    m_pages->addWidget(makeBusy());
    connect(&document, &PhotoDocument::stateChanged, this, &ProgressRow::refresh);
    connect(&document, &PhotoDocument::progressChanged, this, &ProgressRow::showProgress);
    connect(&document, &PhotoDocument::enhanceFinished, this, &ProgressRow::startOver);
    connect(&document, &PhotoDocument::parametersChanged, this, &ProgressRow::startOver);
    connect(&document, &PhotoDocument::opened, this, &ProgressRow::startOver);
    connect(&document, &PhotoDocument::facesChanged, this, &ProgressRow::refresh);
    retranslate();
}

QWidget* ProgressRow::makeIdle() {
    auto* page = new QWidget(this);
    m_sentence = new ElidedLabel(page);
    m_sentence->setObjectName(QStringLiteral("outcome"));
    auto* layout = new QHBoxLayout(page);
    layout->setContentsMargins(kGapWide, 0, kGapWide, 0);
    layout->addWidget(m_sentence, 1);
    return page;
}

QWidget* ProgressRow::makeBusy() {
    auto* page = new QWidget(this);
    m_stage = new ElidedLabel(page);
    m_stage->setObjectName(QStringLiteral("stage"));
    m_stage->setFixedWidth(kStageWidth);
    m_stage->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_bar = new QProgressBar(page);
    m_bar->setRange(0, kBarSteps);
    m_bar->setTextVisible(false);
    m_remaining = new QLabel(page);
    m_remaining->setFont(numberFont());
    m_remaining->setFixedWidth(kRemainingWidth);
    m_cancel = makeIconButton(QStringLiteral("cancel"), page);
    m_cancel->setObjectName(QStringLiteral("progressCancel"));
    auto* layout = new QHBoxLayout(page);
    layout->setContentsMargins(kGapWide, 0, kGapWide, 0);
    layout->setSpacing(kGapWide);
    layout->addWidget(m_stage);
    layout->addWidget(m_bar, 1);
    layout->addWidget(m_remaining);
    layout->addWidget(m_cancel);
    connect(m_cancel, &QToolButton::clicked, &m_document, &PhotoDocument::cancel);
    return page;
}

void ProgressRow::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        m_outcome.clear();  // it would keep the former language
        retranslate();
    }
    QWidget::changeEvent(event);
}

void ProgressRow::retranslate() {
    m_bar->setAccessibleName(tr("Progress"));
    setIconButtonText(m_cancel, tr("Cancel"), QStringLiteral("Esc"));
    m_stage->setFullText(tr("Starting…"));
    m_remaining->clear();
    refresh();
}

void ProgressRow::setOutcome(const QString& sentence) {
    m_outcome = sentence;
    refresh();
}

QString ProgressRow::sentence() const {
    return m_sentence->fullText();
}

void ProgressRow::startOver() {
    m_outcome.clear();
    refresh();
}

QString ProgressRow::idleSentence() const {
    switch (m_document.state()) {
        case PhotoDocument::State::Empty: return {};
        case PhotoDocument::State::Opening:
            return tr("Opening %1…").arg(QFileInfo(m_document.path()).fileName());
        case PhotoDocument::State::Saving: return tr("Saving…");
        case PhotoDocument::State::Enhancing: return {};
        case PhotoDocument::State::Ready: break;
    }
    if (!m_outcome.isEmpty()) return m_outcome;
    const QString result = m_document.outcomeSentence();
    if (!result.isEmpty()) return result;
    return m_document.faces().isEmpty() ? QString() : tr("Press Enhance to restore the faces.");
}

void ProgressRow::refresh() {
    const bool busy = m_document.state() == PhotoDocument::State::Enhancing;
    if (busy && m_pages->currentIndex() == 0) {
        m_bar->setValue(0);
        m_stage->setFullText(tr("Starting…"));
        m_remaining->clear();
    }
    m_pages->setCurrentIndex(busy ? 1 : 0);
    if (!busy) m_sentence->setFullText(idleSentence());
}

void ProgressRow::showProgress(const QString& stage, double fraction, double secondsLeft) {
    m_stage->setFullText(stage);
    m_bar->setValue(qRound(fraction * kBarSteps));
    m_remaining->setText(secondsLeft < 0.0 ? QString()
                                           : tr("%1 left").arg(durationText(secondsLeft)));
}

}  // namespace heirloom::ui
