#include "ui/models/import_notices.h"

#include <QEvent>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/common/notice.h"
#include "ui/common/small_widgets.h"
#include "ui/common/text.h"
#include "ui/common/theme.h"
#include "ui/models/card_frame.h"

namespace heirloom::ui {

ImportNotice::ImportNotice(const QString& path, QWidget* parent) : QWidget(parent), m_path(path) {
    m_notice = new Notice(Notice::Kind::Hint, this);
    m_question = new CardFrame(this);
    m_question->setObjectName("taskQuestion");
    m_sentence = makeTitle(m_question);
    m_consequence = makeHint(m_question);
    m_yes = makeButton("check", m_question);
    m_yes->setObjectName("taskYes");
    m_leave = makeButton("skip", m_question);
    m_leave->setObjectName("taskUnknown");
    m_remove = makeButton("delete", m_question);
    m_remove->setObjectName("taskRemove");

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(kGap);
    for (QPushButton* button : {m_yes, m_leave, m_remove}) buttons->addWidget(button);
    buttons->addStretch();
    auto* question = new QVBoxLayout(m_question);
    question->setContentsMargins(kGapGroup, kGapWide, kGapGroup, kGapWide);
    question->setSpacing(kGap);
    question->addWidget(m_sentence);
    question->addWidget(m_consequence);
    question->addLayout(buttons);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGap);
    column->addWidget(m_notice);
    column->addWidget(m_question);
    m_question->hide();

    connect(m_notice, &Notice::dismissed, this, &ImportNotice::dismissed);
    connect(m_leave, &QPushButton::clicked, this, [this] { setAsking(false); });
    connect(m_yes, &QPushButton::clicked, this, [this] {
        setAsking(false);
        Q_EMIT chooseRequested(m_outcome->id());
    });
    connect(m_remove, &QPushButton::clicked, this, [this] {
        setAsking(false);
        Q_EMIT removeRequested(m_outcome->id());
    });
    retranslate();
}

void ImportNotice::setFraction(double fraction) {
    m_fraction = fraction;
    retranslate();
}

void ImportNotice::setOutcome(const ImportOutcome& outcome) {
    m_outcome = outcome;
    m_notice->setDismissable(true);
    setAsking(outcome.model && !outcome.model->model.isTaskKnown);
    retranslate();
}

void ImportNotice::setAsking(bool asking) {
    m_question->setVisible(asking);
}

void ImportNotice::retranslate() {
    const QString name = QFileInfo(m_path).fileName();
    if (!m_outcome) {
        const int percent = static_cast<int>(100 * m_fraction);
        m_notice->show(Notice::Kind::Hint, percent == 0
                                               ? tr("Looking at %1…").arg(name)
                                               : tr("Importing %1: %2 %").arg(name).arg(percent));
    } else if (!m_outcome->model) {
        m_notice->show(Notice::Kind::Error, text(m_outcome->error),
                       QString::fromStdString(m_outcome->error.detail));
    } else {
        const QString note = text(m_outcome->model->note);
        m_notice->show(
            Notice::Kind::Success,
            m_outcome->model->wasThere ? tr("%1 was installed already. %2").arg(name, note) : note);
    }
    m_sentence->setText(tr("Does %1 restore faces?").arg(name));
    m_consequence->setText(
        tr("Models that colour photos or fill in missing parts look just like it. It is never used "
           "by itself; if you say yes, it restores every photo until you choose another model."));
    m_yes->setText(tr("Yes, use it"));
    m_leave->setText(tr("I do not know; leave it unused"));
    m_remove->setText(tr("No, remove it…"));
}

void ImportNotice::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

ImportNotices::ImportNotices(QWidget* parent) : QWidget(parent) {
    m_column = new QVBoxLayout(this);
    m_column->setContentsMargins(0, 0, 0, 0);
    m_column->setSpacing(kGap);
    hide();
}

void ImportNotices::begin(const QString& path) {
    auto* notice = new ImportNotice(path, this);
    connect(notice, &ImportNotice::chooseRequested, this, &ImportNotices::chooseRequested);
    connect(notice, &ImportNotice::removeRequested, this, &ImportNotices::removeRequested);
    connect(notice, &ImportNotice::dismissed, this, [this, notice] {
        m_notices.removeAll(notice);
        notice->hide();
        notice->deleteLater();
        setVisible(!m_notices.isEmpty());
    });
    m_column->insertWidget(0, notice);
    m_notices.append(notice);
    show();
}

ImportNotice* ImportNotices::unfinished(const QString& path) const {
    for (ImportNotice* notice : m_notices) {
        if (!notice->isDone() && notice->path() == path) return notice;
    }
    return nullptr;
}

void ImportNotices::setFraction(const QString& path, double fraction) {
    if (ImportNotice* notice = unfinished(path)) notice->setFraction(fraction);
}

void ImportNotices::end(const ImportOutcome& outcome) {
    if (ImportNotice* notice = unfinished(outcome.path)) notice->setOutcome(outcome);
}

}  // namespace heirloom::ui
