#include "ui/batch/more_options.h"

#include <array>

#include <QComboBox>
#include <QEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QScreen>
#include <QVBoxLayout>

#include "core/export/visible_caption.h"
#include "ui/common/settings.h"
#include "ui/common/small_widgets.h"
#include "ui/common/text.h"
#include "ui/common/theme.h"
#include "ui/common/value_slider.h"

namespace heirloom::ui {

namespace {

constexpr const char* kSubfolders = "batch/subfolders";
constexpr const char* kTrial = "batch/trial";
constexpr const char* kCaption = "batch/caption";
constexpr const char* kOrder = "batch/order";
constexpr const char* kFormat = "batch/format";
constexpr const char* kMetadata = "batch/metadata";
constexpr const char* kShare = "batch/minFaceShare";

// In the order of the combo box, after "same as each photo".
constexpr std::array kFormats{FileFormat::Jpeg, FileFormat::Png, FileFormat::Tiff,
                              FileFormat::WebP};

void setTexts(QComboBox* box, const QStringList& texts) {
    const QSignalBlocker blocker(box);
    const int current = box->currentIndex();
    box->clear();
    box->addItems(texts);
    box->setCurrentIndex(std::max(current, 0));
}

}  // namespace

MoreOptions::MoreOptions(Settings& settings, QWidget* parent)
    : QFrame(parent, Qt::Popup), m_settings(settings) {
    setObjectName("batchMoreOptions");
    setFrameShape(QFrame::StyledPanel);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(kGapGroup, kGapGroup, kGapGroup, kGapGroup);
    layout->setSpacing(kGapWide);
    m_subfolders = new SwitchRow(this);
    m_subfolders->setObjectName("batchSubfolders");
    m_trial = new SwitchRow(this);
    m_trial->setObjectName("batchTrial");
    m_caption = new SwitchRow(this);
    m_caption->setObjectName("batchCaption");
    layout->addWidget(m_subfolders);
    layout->addWidget(m_trial);
    layout->addWidget(m_caption);
    m_order = addCombo("batchOrder");
    m_format = addCombo("batchFormat");
    m_metadata = addCombo("batchMetadata");
    m_share = new ValueSlider({0.0, 20.0, 0.0, 0.1, 1, " %"}, this);
    m_share->setObjectName("batchMinFaceShare");
    layout->addWidget(m_share);
    setFixedWidth(kPanelWidth + kGapSection);
    retranslate();
    load();
    connect(m_subfolders, &SwitchRow::toggled, this, [this](bool on) {
        remember(kSubfolders, on);
        Q_EMIT subfoldersChanged(on);
    });
    connect(m_trial, &SwitchRow::toggled, this, [this](bool on) { remember(kTrial, on); });
    connect(m_caption, &SwitchRow::toggled, this, [this](bool on) { remember(kCaption, on); });
    connect(m_order.box, &QComboBox::activated, this, [this](int i) { remember(kOrder, i); });
    connect(m_format.box, &QComboBox::activated, this, [this](int i) { remember(kFormat, i); });
    connect(m_metadata.box, &QComboBox::activated, this, [this](int i) { remember(kMetadata, i); });
    connect(m_share, &ValueSlider::valueEdited, this,
            [this](double value) { remember(kShare, value); });
}

MoreOptions::Labelled MoreOptions::addCombo(const char* name) {
    Labelled made{new QLabel(this), new QComboBox(this)};
    made.box->setObjectName(name);
    made.label->setBuddy(made.box);
    auto* row = new QHBoxLayout;
    row->addWidget(made.label);
    row->addStretch();
    row->addWidget(made.box);
    static_cast<QVBoxLayout*>(layout())->addLayout(row);
    return made;
}

void MoreOptions::load() {
    const auto index = [this](const char* key, int count) {
        return std::clamp(m_settings.value(key, 0).toInt(), 0, count - 1);
    };
    m_subfolders->setOn(m_settings.value(kSubfolders, true).toBool());
    m_trial->setOn(m_settings.value(kTrial, false).toBool());
    m_caption->setOn(m_settings.value(kCaption, false).toBool());
    m_order.box->setCurrentIndex(index(kOrder, m_order.box->count()));
    m_format.box->setCurrentIndex(index(kFormat, m_format.box->count()));
    m_metadata.box->setCurrentIndex(index(kMetadata, m_metadata.box->count()));
    m_share->setValue(std::clamp(m_settings.value(kShare, 0.0).toDouble(), 0.0, 20.0));
}

void MoreOptions::remember(const char* key, const QVariant& value) {
    m_settings.setValue(key, value);
    Q_EMIT changed();
}

void MoreOptions::addTo(BatchChoices& choices) const {
    choices.subfolders = m_subfolders->isOn();
    choices.trial = m_trial->isOn();
    choices.caption = m_caption->isOn();
    choices.order = m_order.box->currentIndex() == 1 ? BatchOrder::AsGiven : BatchOrder::WorstFirst;
    const int format = m_format.box->currentIndex();
    choices.format.reset();
    if (format > 0) choices.format = kFormats[static_cast<std::size_t>(format - 1)];
    choices.metadata =
        static_cast<MetadataPolicy>(std::clamp(m_metadata.box->currentIndex(), 0, 2));
    choices.minFaceShare = m_share->value();
}

void MoreOptions::openUnder(QWidget* button) {
    adjustSize();
    QPoint place = button->mapToGlobal(QPoint(0, button->height() + kGapTiny));
    const QRect screen = button->screen()->availableGeometry();
    place.setX(
        std::clamp(place.x(), screen.left(), std::max(screen.left(), screen.right() - width())));
    move(place);
    show();
    m_subfolders->setFocus(Qt::PopupFocusReason);
}

void MoreOptions::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        close();
        return;
    }
    QFrame::keyPressEvent(event);
}

void MoreOptions::changeEvent(QEvent* event) {
    QFrame::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

void MoreOptions::retranslate() {
    setAccessibleName(tr("More options"));
    m_subfolders->setTexts(tr("Photos in subfolders, too"),
                           tr("The output folder gets the same subfolders."));
    m_trial->setTexts(tr("Trial run on the first ten"),
                      tr("Restores ten photos and asks before the others."));
    m_caption->setTexts(tr("Caption under each picture"),
                        tr("A band below it says \"%1\"; nothing of the photo is covered.")
                            .arg(text(restoredCaption())));
    m_order.label->setText(tr("Order"));
    setTexts(m_order.box, {tr("Worst quality first"), tr("As in the list")});
    m_format.label->setText(tr("Format"));
    setTexts(m_format.box, {tr("Same as each photo"), "JPEG", "PNG", "TIFF", "WebP"});
    m_metadata.label->setText(tr("Metadata"));
    setTexts(m_metadata.box, {tr("Keep all"), tr("Keep, without GPS"), tr("Remove")});
    m_share->setName(tr("Skip small faces"));
    m_share->setHint(tr("Leaves faces alone that cover less than this share of the photo."));
}

}  // namespace heirloom::ui
