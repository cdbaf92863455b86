#include "ui/models/model_card.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/common/icons.h"
#include "ui/common/notice.h"
#include "ui/common/small_widgets.h"
#include "ui/common/text.h"
#include "ui/common/theme.h"
#include "ui/models/model_texts.h"
#include "ui/models/state_chip.h"

namespace heirloom::ui {

namespace {

using Download = DownloadStatus::Phase;
constexpr int kBarSteps = 1000;

QLabel* makeWrapping(QWidget* parent) {
    auto* label = new QLabel(parent);
    label->setWordWrap(true);
    return label;
}

}  // namespace

ModelCard::ModelCard(QWidget* parent) : CardFrame(parent) {
    m_icon = new QLabel(this);
    m_name = makeTitle(this);
    m_name->setObjectName("modelName");
    m_state = new StateChip(this);
    m_purpose = makeWrapping(this);
    m_facts = makeHint(this);
    m_facts->setObjectName("modelFacts");
    m_licenceToggle = new QToolButton(this);
    m_licenceToggle->setObjectName("licenceToggle");
    m_licenceToggle->setAutoRaise(true);
    m_licenceToggle->setCheckable(true);
    m_licence = makeHint(this);
    m_licence->setObjectName("licenceText");
    m_bar = new QProgressBar(this);
    m_bar->setTextVisible(false);
    m_progress = makeHint(this);
    m_progress->setObjectName("progressText");
    m_progress->setFont(numberFont());
    m_notice = new Notice(Notice::Kind::Warning, this);

    auto* head = new QHBoxLayout;
    head->setSpacing(kGap);
    head->addWidget(m_icon);
    head->addWidget(m_name);
    head->addStretch();
    head->addWidget(m_state);
    auto* facts = new QHBoxLayout;
    facts->setSpacing(kGap);
    facts->addWidget(m_facts, 1);
    facts->addWidget(m_licenceToggle);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(kGap);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kGapGroup, kGapWide, kGapGroup, kGapWide);
    column->setSpacing(kGap);
    column->addLayout(head);
    column->addWidget(m_purpose);
    column->addLayout(facts);
    column->addWidget(m_licence);
    column->addWidget(m_bar);
    column->addWidget(m_progress);
    column->addWidget(m_notice);
    column->addLayout(buttons);
    addButton(Action::Download, "download");
    addButton(Action::Pause, "pause");
    addButton(Action::Resume, "play");
    addButton(Action::Discard, "cancel");
    addButton(Action::Choose, "check");
    addButton(Action::ChooseAutomatically, "reset");
    addButton(Action::Verify, "verify");
    addButton(Action::Remove, "delete");
    for (const auto& [action, button] : m_buttons) buttons->addWidget(button);
    buttons->addStretch();

    m_licence->hide();
    connect(m_licenceToggle, &QToolButton::toggled, m_licence, &QLabel::setVisible);
    connect(m_notice, &Notice::actionTriggered, this,
            [this] { Q_EMIT requested(Action::Retry, m_item.id()); });
    retranslate();
}

void ModelCard::addButton(Action action, const QString& iconName) {
    QPushButton* button = makeButton(iconName, this);
    m_buttons.append({action, button});
    connect(button, &QPushButton::clicked, this,
            [this, action] { Q_EMIT requested(action, m_item.id()); });
}

QPushButton* ModelCard::button(Action action) const {
    for (const auto& [known, button] : m_buttons) {
        if (known == action && !button->isHidden()) return button;
    }
    return nullptr;
}

void ModelCard::setItem(const ModelItem& item) {
    const bool isOther = item.id() != m_item.id();
    m_item = item;
    if (isOther) refreshIcon();
    refresh();
}

void ModelCard::refresh() {
    m_name->setText(m_item.name());
    m_state->setState(stateText(m_item));
    m_purpose->setText(purposeText(m_item));
    refreshFacts();
    refreshProgress();
    refreshNotice();
    refreshButtons();
}

void ModelCard::refreshIcon() {
    m_icon->setPixmap(iconPixmap(groupIcon(groupOf(m_item.record)), themeColours().weakText,
                                 kIconSize, devicePixelRatioF()));
}

void ModelCard::refreshFacts() {
    const ModelRecord& record = m_item.record;
    QStringList facts;
    const QString size = sizeText(record);
    facts.append(size.isEmpty() ? tr("Size not published") : size);
    if (record.state != ModelState::Unusable) {
        facts.append(tr("Licence: %1").arg(shortLicence(record.entry.licence)));
    }
    if (m_item.isChosen) facts.append(tr("Chosen by hand, used for every photo"));
    m_facts->setText(facts.join(QStringLiteral(" · ")));
    const QString whole = record.entry.licence.empty() ? QString() : text(record.entry.licence);
    m_licence->setText(
        QStringList{whole, plainLicence(record.entry.licence)}.join(QLatin1Char('\n')).trimmed());
    m_licenceToggle->setVisible(record.state != ModelState::Unusable);
    m_licenceToggle->setAccessibleName(tr("Licence of %1").arg(m_item.name()));
}

void ModelCard::refreshProgress() {
    const DownloadStatus& download = m_item.download;
    const bool isTransfer = download.phase == Download::Running ||
                            download.phase == Download::Paused ||
                            download.phase == Download::Waiting;
    const bool isBusy = m_item.file.isBusy();
    m_bar->setVisible(isTransfer || isBusy);
    m_progress->setVisible(isTransfer || isBusy);
    if (isBusy) {
        const bool isCheck = m_item.file.phase == FileStatus::Phase::Verifying;
        m_bar->setRange(0, 0);
        m_progress->setText(isCheck ? tr("Comparing the checksum…") : tr("Removing the file…"));
        return;
    }
    if (!isTransfer) return;
    const DownloadProgress& progress = download.progress;
    const bool hasTotal = progress.total && *progress.total > 0;
    // Without a size on the way there is nothing that a bar could tell.
    m_bar->setRange(0, hasTotal || download.phase != Download::Running ? kBarSteps : 0);
    m_bar->setValue(hasTotal
                        ? static_cast<int>(kBarSteps * (static_cast<double>(progress.received) /
                                                        static_cast<double>(*progress.total)))
                        : 0);
    DownloadProgress told = progress;
    if (download.phase != Download::Running) {
        told.bytesPerSecond = 0.0;
        told.secondsLeft.reset();
    }
    const bool isWaiting = download.phase == Download::Waiting;
    m_progress->setText(isWaiting ? tr("Starts when the other download has ended.")
                                  : progressText(told));
}

void ModelCard::refreshNotice() {
    const FileStatus& file = m_item.file;
    m_notice->setAction({});
    m_notice->setVisible(true);
    if (m_item.download.phase == Download::Failed) {
        const Error& error = m_item.download.error;
        m_notice->show(Notice::Kind::Error, text(error), QString::fromStdString(error.detail));
        m_notice->setAction(tr("Try again"));
    } else if (file.phase == FileStatus::Phase::Failed) {
        m_notice->show(Notice::Kind::Error, text(file.error),
                       QString::fromStdString(file.error.detail));
    } else if (file.phase == FileStatus::Phase::Changed) {
        m_notice->show(Notice::Kind::Warning, text(file.note));
    } else if (file.phase == FileStatus::Phase::Sound) {
        m_notice->show(Notice::Kind::Success, text(file.note));
    } else if (!m_item.record.note.isEmpty()) {
        m_notice->show(Notice::Kind::Warning, text(m_item.record.note));
    } else {
        m_notice->setVisible(false);
    }
}

bool ModelCard::offersDownload(Action action) const {
    const Download phase = m_item.download.phase;
    const ModelState state = m_item.record.state;
    // Without a published checksum the core takes a changed file for a sound one.
    const bool isChanged =
        m_item.file.phase == FileStatus::Phase::Changed && m_item.record.entry.sha256.has_value();
    const bool isMissing =
        state == ModelState::Available || state == ModelState::Damaged || isChanged;
    if (!m_item.isDownloadable() || m_item.file.isBusy()) return false;
    switch (action) {
        case Action::Download: return phase == Download::None && isMissing;
        case Action::Pause: return phase == Download::Running || phase == Download::Waiting;
        case Action::Resume: return phase == Download::Paused;
        case Action::Discard:
            return phase == Download::Running || phase == Download::Paused ||
                   (phase == Download::Failed && m_item.download.progress.received > 0);
        default: return false;
    }
}

bool ModelCard::offers(Action action) const {
    const ModelRecord& record = m_item.record;
    const bool isFree = !m_item.file.isBusy() && !m_item.download.isOpen();
    const bool isThere = !record.path.empty() && isFree;
    switch (action) {
        case Action::Verify: return isThere && record.state != ModelState::Unusable;
        // What ships with Heirloom stays.
        case Action::Remove: return isThere && m_item.isUsers;
        case Action::Choose: return isFree && record.isUsable() && !m_item.isChosen;
        case Action::ChooseAutomatically: return isFree && m_item.isChosen;
        default: return offersDownload(action);
    }
}

void ModelCard::refreshButtons() {
    for (const auto& [action, button] : m_buttons) button->setVisible(offers(action));
}

void ModelCard::retranslate() {
    const auto name = [](Action action) {
        switch (action) {
            case Action::Download: return tr("Download…");
            case Action::Pause: return tr("Pause");
            case Action::Resume: return tr("Resume");
            case Action::Retry: return tr("Try again");
            case Action::Discard: return tr("Stop and discard");
            case Action::Verify: return tr("Verify");
            case Action::Remove: return tr("Remove…");
            case Action::Choose: return tr("Use this");
            case Action::ChooseAutomatically: break;
        }
        return tr("Choose automatically");
    };
    for (const auto& [action, button] : m_buttons) button->setText(name(action));
    m_licenceToggle->setText(tr("Full text"));
    m_bar->setAccessibleName(tr("Progress"));
    refresh();
}

void ModelCard::changeEvent(QEvent* event) {
    CardFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) {
        refreshIcon();
    }
}

}  // namespace heirloom::ui
