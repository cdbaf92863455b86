#include "ui/batch/options_bar.h"

#include <QComboBox>
#include <QEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStackedWidget>

#include "ui/batch/more_options.h"
#include "ui/common/small_widgets.h"
#include "ui/common/text.h"
#include "ui/common/theme.h"

namespace heirloom::ui {

namespace {

constexpr const char* kPresetKey = "batch/preset";
constexpr const char* kFolderKey = "batch/outputFolder";
constexpr const char* kNameKey = "batch/namePattern";
constexpr const char* kAutomatic = "auto";

enum OutputIndex { Beside = 0 };

}  // namespace

OptionsBar::OptionsBar(AppContext& context, QWidget* parent)
    : QWidget(parent), m_context(context), m_worker("presets") {
    Settings& settings = context.settings();
    m_presetKey = settings.value(kPresetKey, kAutomatic).toString();
    m_folder = settings.value(kFolderKey).toString();
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGapWide);
    m_preset = new QComboBox(this);
    m_preset->setObjectName("batchPreset");
    m_output = new QComboBox(this);
    m_output->setObjectName("batchOutput");
    m_name = new QLineEdit(this);
    m_name->setObjectName("batchNamePattern");
    m_name->setText(
        settings.value(kNameKey, QString::fromStdString(OutputOptions{}.namePattern)).toString());
    for (QComboBox* box : {m_preset, m_output}) {
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setMinimumContentsLength(12);
    }
    layout->addWidget(makeField(m_presetLabel = makeHint(this), m_preset), 5);
    layout->addWidget(makeField(m_outputLabel = makeHint(this), m_output), 4);
    m_nameLabel = new ElidedLabel(this);
    m_nameLabel->setObjectName("hint");
    m_nameLabel->setFont(hintFont());
    layout->addWidget(makeField(m_nameLabel, m_name), 4);
    m_moreButton = makeButton("advanced", this);
    m_moreButton->setObjectName("batchMore");
    m_more = new MoreOptions(settings, this);
    layout->addWidget(m_moreButton, 0, Qt::AlignBottom);
    layout->addStretch();
    makeButtons();
    layout->addWidget(m_buttons, 0, Qt::AlignBottom);
    connectAll();
    retranslate();
    readPresets();
}

QWidget* OptionsBar::makeField(QLabel* caption, QWidget* control) {
    auto* field = new QWidget(this);
    auto* layout = new QVBoxLayout(field);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGapTiny);
    caption->setWordWrap(false);
    // A long preview of a name must not push the line apart.
    caption->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    caption->setBuddy(control);
    control->setMinimumHeight(kControlHeight);
    layout->addWidget(caption);
    layout->addWidget(control);
    return field;
}

void OptionsBar::makeButtons() {
    m_buttons = new QStackedWidget(this);
    m_buttons->setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    m_start = makePrimaryButton(m_buttons);
    m_start->setObjectName("batchStart");
    m_start->setMinimumWidth(190);  // also holds "Restore 10 000 photos", so nothing jumps
    auto* running = new QWidget(m_buttons);
    auto* layout = new QHBoxLayout(running);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGap);
    m_pause = makePrimaryButton(running);
    m_pause->setObjectName("batchPause");
    m_cancel = makeButton("cancel", running);
    m_cancel->setObjectName("batchCancel");
    layout->addWidget(m_pause, 1);
    layout->addWidget(m_cancel, 1);
    m_buttons->addWidget(m_start);
    m_buttons->addWidget(running);
}

void OptionsBar::connectAll() {
    connect(m_preset, &QComboBox::activated, this, [this](int index) {
        m_presetKey = m_preset->itemData(index).toString();
        m_context.settings().setValue(kPresetKey, m_presetKey);
    });
    connect(m_output, &QComboBox::activated, this, &OptionsBar::chooseOutput);
    connect(m_name, &QLineEdit::textChanged, this, [this] { showName(); });
    connect(m_name, &QLineEdit::editingFinished, this,
            [this] { m_context.settings().setValue(kNameKey, m_name->text()); });
    connect(m_moreButton, &QPushButton::clicked, this, [this] { m_more->openUnder(m_moreButton); });
    connect(m_more, &MoreOptions::changed, this, [this] { showName(); });
    connect(m_more, &MoreOptions::subfoldersChanged, this, &OptionsBar::subfoldersChanged);
    connect(m_start, &QPushButton::clicked, this, &OptionsBar::startRequested);
    connect(m_cancel, &QPushButton::clicked, this, &OptionsBar::cancelRequested);
    connect(m_pause, &QPushButton::clicked, this, [this] {
        if (m_phase == BatchRun::Phase::Running) {
            Q_EMIT pauseRequested();
        } else {
            Q_EMIT resumeRequested();
        }
    });
    connect(&m_context, &AppContext::presetsChanged, this, &OptionsBar::readPresets);
}

void OptionsBar::readPresets() {
    m_worker.postLatest("presets", [this, store = m_context.presets()] {
        const PresetList list = store.list();
        QList<Preset> own(list.presets.begin(), list.presets.end());
        QMetaObject::invokeMethod(
            this,
            [this, own] {
                m_own = own;
                showPresets();
            },
            Qt::QueuedConnection);
    });
}

void OptionsBar::showPresets() {
    const QSignalBlocker blocker(m_preset);
    m_preset->clear();
    m_preset->addItem(tr("Recommended for each photo"), kAutomatic);
    for (const Preset& preset : builtInPresets()) {
        m_preset->addItem(presetName(preset), fromUtf8(preset.id));
        const QString tip = text(preset.description);
        m_preset->setItemData(m_preset->count() - 1, tip, Qt::ToolTipRole);
    }
    if (!m_own.isEmpty()) m_preset->insertSeparator(m_preset->count());
    for (const Preset& preset : m_own) m_preset->addItem(presetName(preset), fromUtf8(preset.id));
    m_preset->setCurrentIndex(std::max(0, m_preset->findData(m_presetKey)));
}

void OptionsBar::showOutput() {
    const QSignalBlocker blocker(m_output);
    m_output->clear();
    m_output->addItem(tr("Beside the originals"));
    if (!m_folder.isEmpty()) {
        m_output->addItem(fromPath(toPath(m_folder).filename()));
        m_output->setItemData(1, m_folder, Qt::ToolTipRole);
    }
    m_output->addItem(tr("Choose a folder…"));
    m_output->setCurrentIndex(m_folder.isEmpty() ? Beside : 1);
    m_output->setToolTip(m_folder);
}

void OptionsBar::chooseOutput(int index) {
    if (index == m_output->count() - 1) return askForFolder();
    if (index == Beside) setOutputFolder({});
}

void OptionsBar::askForFolder() {
    auto* dialog = new QFileDialog(this, tr("Folder for the restored photos"), m_folder);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, &OptionsBar::setOutputFolder);
    connect(dialog, &QFileDialog::rejected, this, &OptionsBar::showOutput);
    dialog->open();
}

void OptionsBar::setOutputFolder(const QString& folder) {
    m_folder = folder;
    m_context.settings().setValue(kFolderKey, folder);
    showOutput();
}

void OptionsBar::setExample(const BatchItem* item) {
    m_example = item ? item->name : QString();
    showName();
}

BatchChoices OptionsBar::choices() const {
    BatchChoices choices;
    choices.automatic = true;
    const auto use = [&](const Preset& preset) {
        if (m_presetKey == kAutomatic || fromUtf8(preset.id) != m_presetKey) return;
        choices.preset = preset;
        choices.automatic = false;
    };
    for (const Preset& preset : builtInPresets()) use(preset);
    for (const Preset& preset : m_own) use(preset);
    choices.outputFolder = m_folder;
    choices.namePattern = m_name->text().trimmed();
    m_more->addTo(choices);
    return choices;
}

void OptionsBar::showName() {
    const BatchChoices now = choices();
    const auto example =
        exampleOutputName(now.namePattern.toStdString(),
                          m_example.isEmpty() ? "anna.jpg" : toPath(m_example), now.format);
    const QString caption =
        example ? tr("File name: %1").arg(fromUtf8(*example)) : tr("This file name cannot be used");
    m_nameLabel->setFullText(caption);
    m_nameLabel->setToolTip(example ? caption : text(example.error()));
    m_name->setToolTip(example ? tr("{name} stands for the photo's name, {ext} for its format, "
                                    "{date} for today.")
                               : text(example.error()));
}

void OptionsBar::setPhase(BatchRun::Phase phase) {
    m_phase = phase;
    showButtons();
}

void OptionsBar::setOpenCount(int photos) {
    if (m_open == photos && !m_start->text().isEmpty()) return;
    m_open = photos;
    showButtons();
}

void OptionsBar::showButtons() {
    using Phase = BatchRun::Phase;
    const bool running = m_phase != Phase::Idle && m_phase != Phase::TrialDone;
    for (QWidget* option : {static_cast<QWidget*>(m_preset), static_cast<QWidget*>(m_output),
                            static_cast<QWidget*>(m_name), static_cast<QWidget*>(m_moreButton)}) {
        option->setEnabled(!running);
    }
    const bool hadFocus = m_buttons->isAncestorOf(focusWidget() ? focusWidget() : this);
    m_start->setText(m_open > 0 ? tr("Restore %n photo(s)", nullptr, m_open) : tr("Restore"));
    m_start->setEnabled(m_open > 0);
    const bool paused = m_phase == Phase::Paused || m_phase == Phase::DiskFull;
    m_pause->setText(paused ? tr("Resume") : tr("Pause"));
    m_pause->setEnabled(paused || m_phase == Phase::Running);
    m_cancel->setText(tr("Cancel"));
    m_cancel->setEnabled(m_phase != Phase::Cancelling);
    m_buttons->setCurrentIndex(running ? 1 : 0);
    if (hadFocus) (running ? m_pause : m_start)->setFocus();
}

void OptionsBar::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

void OptionsBar::retranslate() {
    m_presetLabel->setText(tr("Preset"));
    m_preset->setAccessibleName(tr("Preset"));
    m_outputLabel->setText(tr("Save results"));
    m_output->setAccessibleName(tr("Where results are saved"));
    m_name->setAccessibleName(tr("Pattern of file names"));
    m_moreButton->setText(tr("More options"));
    showPresets();
    showOutput();
    showName();
    showButtons();
}

}  // namespace heirloom::ui
