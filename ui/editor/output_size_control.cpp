#include "ui/editor/output_size_control.h"

#include <algorithm>
#include <array>

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

#include "core/background/enlarge.h"
#include "ui/common/small_widgets.h"
#include "ui/common/text.h"
#include "ui/common/theme.h"

namespace heirloom::ui {

namespace {

constexpr std::array kScales{1.0, 1.5, 2.0, 4.0};
constexpr int kLongSideChoice = int(kScales.size());
constexpr int kShortest = 16;  // as validate() has them
constexpr int kLongest = 100000;
constexpr int kUsualLongSide = 3000;

}  // namespace

OutputSizeControl::OutputSizeControl(PhotoDocument& document, QWidget* parent)
    : QWidget(parent), m_document(document) {
    setObjectName(QStringLiteral("outputSize"));
    m_name = new QLabel(this);
    m_choice = new SegmentedControl(kLongSideChoice + 1, this);
    m_longSideName = new QLabel(this);
    m_longSide = new QSpinBox(this);
    m_longSide->setObjectName(QStringLiteral("longSide"));
    m_longSide->setRange(kShortest, kLongest);
    m_longSide->setSingleStep(100);
    m_longSide->setKeyboardTracking(false);
    m_longSide->setValue(kUsualLongSide);
    m_longSideName->setBuddy(m_longSide);
    m_hint = makeHint(this);
    m_result = makeHint(this);
    m_result->setObjectName(QStringLiteral("outputSizeResult"));
    auto* longSideRow = new QHBoxLayout;
    longSideRow->addWidget(m_longSideName, 1);
    longSideRow->addWidget(m_longSide);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGapTiny);
    column->addWidget(m_name);
    column->addWidget(m_choice);
    column->addLayout(longSideRow);
    column->addWidget(m_hint);
    column->addWidget(m_result);
    connect(m_choice, &SegmentedControl::chosen, this, &OutputSizeControl::choose);
    connect(m_longSide, &QSpinBox::valueChanged, this, &OutputSizeControl::chooseLongSide);
    connect(&document, &PhotoDocument::parametersChanged, this, &OutputSizeControl::refresh);
    connect(&document, &PhotoDocument::factsChanged, this, &OutputSizeControl::refresh);
    retranslate();
}

void OutputSizeControl::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QWidget::changeEvent(event);
}

void OutputSizeControl::retranslate() {
    m_name->setText(tr("Output size"));
    m_choice->setAccessibleGroupName(tr("Output size"));
    m_choice->setTexts({QStringLiteral("1×"), QStringLiteral("1.5×"), QStringLiteral("2×"),
                        QStringLiteral("4×"), tr("px")});
    m_choice->setToolTips({tr("The size of the photo"), tr("For printing"), tr("Twice the size"),
                           tr("Four times the size"), tr("A long side in pixels")});
    m_longSideName->setText(tr("Long side"));
    m_longSide->setAccessibleName(tr("Long side"));
    m_longSide->setSuffix(tr(" px"));
    m_hint->setText(tr("Restored faces keep their full detail at a larger size."));
    refresh();
}

QString OutputSizeControl::sentence(const PhotoDocument& document) {
    const QSize photo = document.facts().size;
    if (photo.isEmpty()) return {};
    const RestoreParameters& parameters = document.parameters();
    const Result<cv::Size> size =
        outputSizeFor({photo.width(), photo.height()}, parameters.scale, parameters.longSide);
    if (!size) return text(size.error());
    return tr("Result: %1 × %2 pixels").arg(size->width).arg(size->height);
}

void OutputSizeControl::refresh() {
    const RestoreParameters& parameters = m_document.parameters();
    const auto scale = std::find(kScales.begin(), kScales.end(), parameters.scale);
    const bool byLongSide = parameters.longSide > 0;
    m_choice->setCurrent(byLongSide ? kLongSideChoice : int(scale - kScales.begin()));
    m_longSide->setEnabled(byLongSide);
    m_longSideName->setEnabled(byLongSide);
    const QSignalBlocker quiet(m_longSide);
    m_longSide->setValue(byLongSide ? parameters.longSide : proposedLongSide());
    m_result->setText(sentence(m_document));
}

int OutputSizeControl::proposedLongSide() const {
    const QSize photo = m_document.facts().size;
    return photo.isEmpty() ? kUsualLongSide : std::max(photo.width(), photo.height());
}

void OutputSizeControl::choose(int index) {
    RestoreParameters changed = m_document.parameters();
    changed.longSide = index == kLongSideChoice ? m_longSide->value() : 0;
    changed.scale = index < kLongSideChoice ? kScales[std::size_t(index)] : 1.0;
    m_document.edit(changed, tr("Output size"));
}

void OutputSizeControl::chooseLongSide(int pixels) {
    RestoreParameters changed = m_document.parameters();
    if (changed.longSide == 0 || changed.longSide == pixels) return;
    changed.longSide = pixels;
    m_document.edit(changed, tr("Output size"), true);
}

}  // namespace heirloom::ui
