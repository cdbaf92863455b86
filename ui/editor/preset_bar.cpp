#include "ui/editor/preset_bar.h"

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QSignalBlocker>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/common/notice.h"
#include "ui/common/small_widgets.h"
#include "ui/common/text.h"
#include "ui/common/theme.h"
#include "ui/editor/preset_choices.h"

namespace heirloom::ui {

PresetBar::PresetBar(AppContext& context, PhotoDocument& document, const PresetCatalog& presets,
                     QWidget* parent)
    : QWidget(parent), m_context(context), m_document(document), m_presets(presets) {
    auto* titleRow = new QHBoxLayout;
    m_title = new QLabel(this);
    m_changed = makeHint(this);
    m_changed->setWordWrap(false);
    m_changed->setObjectName(QStringLiteral("presetChanged"));
    m_reset = makeIconButton(QStringLiteral("reset"), this);
    m_reset->setObjectName(QStringLiteral("presetReset"));
    titleRow->addWidget(m_title, 1);
    titleRow->addWidget(m_changed);
    titleRow->addWidget(m_reset);

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGapTiny);
    column->addLayout(titleRow);
    column->addWidget(makeChoiceRow());
    column->addWidget(makeNameRow());
    m_problem = new Notice(Notice::Kind::Error, this);
    m_problem->setDismissable(true);
    column->addWidget(m_problem);

    connect(&document, &PhotoDocument::presetChanged, this, &PresetBar::refresh);
    connect(&document, &PhotoDocument::parametersChanged, this, &PresetBar::refresh);
    connect(&presets, &PresetCatalog::changed, this, &PresetBar::fillChoices);
    retranslate();
}

QWidget* PresetBar::makeChoiceRow() {
    auto* row = new QWidget(this);
    m_choice = new QComboBox(row);
    m_choice->setObjectName(QStringLiteral("preset"));
    m_choice->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_choice->setMaxVisibleItems(24);
    m_title->setBuddy(m_choice);
    m_more = makeIconButton(QStringLiteral("more"), row);
    m_more->setObjectName(QStringLiteral("presetMore"));
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_more->setMenu(makeMenu());
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGapTiny);
    layout->addWidget(m_choice, 1);
    layout->addWidget(m_more);
    connect(m_choice, &QComboBox::activated, this, &PresetBar::choose);
    connect(m_reset, &QToolButton::clicked, &m_document, &PhotoDocument::resetToPreset);
    return row;
}

QWidget* PresetBar::makeNameRow() {
    m_nameRow = new QWidget(this);
    m_name = new QLineEdit(m_nameRow);
    m_name->setObjectName(QStringLiteral("presetName"));
    m_name->setMaxLength(80);
    m_name->installEventFilter(this);
    m_nameDone = makeIconButton(QStringLiteral("check"), m_nameRow);
    m_nameDone->setObjectName(QStringLiteral("presetNameDone"));
    m_nameCancel = makeIconButton(QStringLiteral("close"), m_nameRow);
    auto* layout = new QHBoxLayout(m_nameRow);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGapTiny);
    layout->addWidget(m_name, 1);
    layout->addWidget(m_nameDone);
    layout->addWidget(m_nameCancel);
    m_nameRow->hide();
    connect(m_name, &QLineEdit::returnPressed, this, &PresetBar::finishNaming);
    connect(m_nameDone, &QToolButton::clicked, this, &PresetBar::finishNaming);
    connect(m_nameCancel, &QToolButton::clicked, this, &PresetBar::stopNaming);
    return m_nameRow;
}

void PresetBar::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QWidget::changeEvent(event);
}

bool PresetBar::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_name && event->type() == QEvent::KeyPress &&
        static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
        stopNaming();
        return true;
    }
    return QWidget::eventFilter(watched, event);
}

void PresetBar::retranslate() {
    m_title->setText(tr("Preset"));
    m_choice->setAccessibleName(tr("Preset"));
    m_choice->setPlaceholderText(tr("Own values"));
    setIconButtonText(m_reset, tr("Back to the preset's values"));
    setIconButtonText(m_more, tr("More for presets"));
    m_name->setAccessibleName(tr("Name of the preset"));
    m_name->setPlaceholderText(tr("Name of the preset"));
    setIconButtonText(m_nameDone, tr("Save under this name"));
    setIconButtonText(m_nameCancel, tr("Cancel"));
    m_saveAs->setText(tr("Save as a new preset…"));
    m_saveChanges->setText(tr("Save changes to this preset"));
    m_rename->setText(tr("Rename…"));
    m_remove->setText(tr("Delete…"));
    m_import->setText(tr("Import…"));
    m_export->setText(tr("Export…"));
    m_problem->hide();  // its sentence would keep the former language
    fillChoices();
}

void PresetBar::fillChoices() {
    const QSignalBlocker quiet(m_choice);
    fillPresetChoices(*m_choice, m_presets.own());
    refresh();
}

void PresetBar::refresh() {
    const QString id = m_document.presetId();
    const int index = m_choice->findData(id.isEmpty() ? QStringLiteral("plain") : id);
    {
        const QSignalBlocker quiet(m_choice);
        m_choice->setCurrentIndex(index);
    }
    const bool modified = m_document.isPresetModified();
    m_changed->setText(modified ? tr("changed") : QString());
    m_reset->setEnabled(modified);
    const Preset* preset = m_presets.find(id);
    const QString about =
        preset && !preset->description.isEmpty() ? text(preset->description) : QString();
    m_choice->setToolTip(about);
    m_choice->setAccessibleDescription(modified ? tr("changed") : about);
}

void PresetBar::choose(int index) {
    const Preset* preset = m_presets.find(m_choice->itemData(index).toString());
    if (preset) m_document.choosePreset(Preset(*preset));
}

}  // namespace heirloom::ui
