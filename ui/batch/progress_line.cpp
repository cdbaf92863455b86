#include "ui/batch/progress_line.h"

#include <cmath>

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>

#include "ui/common/small_widgets.h"
#include "ui/common/text.h"
#include "ui/common/theme.h"

namespace heirloom::ui {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(BatchProgress)
};

QString paceText(double photosPerMinute) {
    // Below ten a minute the decimal tells something, above it only flickers.
    const int decimals = photosPerMinute < 10.0 ? 1 : 0;
    return Words::tr("%1 photos a minute").arg(QLocale().toString(photosPerMinute, 'f', decimals));
}

QString runText(BatchRun::Phase phase, const RunProgress& progress) {
    using Phase = BatchRun::Phase;
    if (phase == Phase::Starting) return Words::tr("Getting ready…");
    if (phase == Phase::Cancelling) return Words::tr("Stopping after this face…");
    QStringList parts{Words::tr("%1 of %2").arg(progress.ended).arg(progress.total)};
    if (phase == Phase::Paused) parts << Words::tr("paused");
    if (phase == Phase::DiskFull) parts << Words::tr("paused: the disk is full");
    if (progress.photosPerMinute > 0.0) parts << paceText(progress.photosPerMinute);
    if (progress.remainingSeconds && phase == Phase::Running) {
        parts << Words::tr("%1 left").arg(durationText(*progress.remainingSeconds));
    }
    return parts.join(QStringLiteral(" · "));
}

QString summaryText(const BatchList::Counts& counts) {
    QStringList parts;
    const auto add = [&](int count, const QString& sentence) {
        if (count > 0) parts << sentence;
    };
    add(counts.restored, Words::tr("%n restored", nullptr, counts.restored));
    add(counts.review, Words::tr("%n to review", nullptr, counts.review));
    add(counts.noFace, Words::tr("%n without a face", nullptr, counts.noFace));
    add(counts.skipped, Words::tr("%n skipped", nullptr, counts.skipped));
    add(counts.failed, Words::tr("%n failed", nullptr, counts.failed));
    add(counts.cancelled, Words::tr("%n cancelled", nullptr, counts.cancelled));
    if (parts.isEmpty()) parts << Words::tr("%n photo(s)", nullptr, counts.photos);
    add(counts.unusable, Words::tr("%n cannot be used", nullptr, counts.unusable));
    return parts.join(QStringLiteral(" · "));
}

}  // namespace

ProgressLine::ProgressLine(QWidget* parent) : QWidget(parent) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGap);
    m_text = new QLabel(this);
    m_text->setObjectName("batchProgressText");
    m_text->setFont(numberFont());
    m_text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_bar = new QProgressBar(this);
    m_bar->setObjectName("batchProgressBar");
    m_bar->setTextVisible(false);
    m_bar->setFixedWidth(kPanelWidth / 2);
    QSizePolicy keepsPlace = m_bar->sizePolicy();
    keepsPlace.setRetainSizeWhenHidden(true);
    m_bar->setSizePolicy(keepsPlace);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_bar);
    m_retry = addButton("retry", "batchRetryFailed", &ProgressLine::retryFailedRequested);
    m_report = addButton("export", "batchSaveReport", &ProgressLine::saveReportRequested);
    m_folder = addButton("folder", "batchOpenFolder", &ProgressLine::openFolderRequested);
    m_clear = addButton("delete", "batchClear", &ProgressLine::clearRequested);
    setFixedHeight(kControlHeight + kGapTiny);
    retranslate();
    setHasReport(false);
}

QPushButton* ProgressLine::addButton(const char* iconName, const char* name,
                                     void (ProgressLine::*signal)()) {
    QPushButton* button = makeButton(iconName, this);
    button->setObjectName(name);
    connect(button, &QPushButton::clicked, this, signal);
    layout()->addWidget(button);
    return button;
}

void ProgressLine::show(BatchRun::Phase phase, const RunProgress& progress,
                        const BatchList::Counts& counts, bool collecting) {
    m_phase = phase;
    m_progress = progress;
    m_counts = counts;
    m_collecting = collecting;
    refresh();
}

void ProgressLine::setHasReport(bool has) {
    m_report->setEnabled(has);
    m_folder->setEnabled(has);
}

QString ProgressLine::text() const {
    return m_text->text();
}

void ProgressLine::refresh() {
    using Phase = BatchRun::Phase;
    const bool running = m_phase != Phase::Idle && m_phase != Phase::TrialDone;
    m_bar->setVisible(running);
    m_bar->setRange(0, std::max(m_progress.total, 1));
    m_bar->setValue(m_progress.ended);
    if (running) {
        m_text->setText(runText(m_phase, m_progress));
    } else {
        m_text->setText(m_collecting ? tr("Looking for photos…") : summaryText(m_counts));
    }
    m_retry->setVisible(m_counts.failed > 0);
    m_retry->setText(tr("Try %n failed again", nullptr, m_counts.failed));
    m_retry->setEnabled(m_phase != Phase::Starting && m_phase != Phase::Cancelling);
    m_clear->setEnabled(!running);
}

void ProgressLine::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

void ProgressLine::retranslate() {
    m_bar->setAccessibleName(tr("Progress of the batch"));
    m_report->setText(tr("Save report…"));
    m_folder->setText(tr("Open folder"));
    m_clear->setText(tr("Clear list"));
    refresh();
}

}  // namespace heirloom::ui
