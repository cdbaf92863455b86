#include "ui/editor/parameter_controls.h"

#include <array>

#include <QEvent>
#include <QVBoxLayout>

#include "ui/common/theme.h"

namespace heirloom::ui {

namespace {

constexpr std::array kModes{RestoreMode::Natural, RestoreMode::Detail, RestoreMode::Strong};

QVBoxLayout* tightColumn(QWidget* parent) {
    auto* column = new QVBoxLayout(parent);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGapTiny);
    return column;
}

}  // namespace

ParameterSlider::ParameterSlider(NumberParameter parameter, PhotoDocument& document,
                                 const PresetCatalog& presets, QWidget* parent)
    : ValueSlider(rangeOf(parameter), parent),
      m_parameter(parameter),
      m_document(document),
      m_presets(presets) {
    setObjectName(parameterId(parameter));
    connect(this, &ValueSlider::valueEdited, this, [this](double value, bool continues) {
        RestoreParameters changed = m_document.parameters();
        changed.*fieldOf(m_parameter) = value;
        m_document.edit(changed, parameterName(m_parameter), continues);
    });
    connect(&document, &PhotoDocument::parametersChanged, this, &ParameterSlider::refreshValue);
    connect(&document, &PhotoDocument::presetChanged, this, &ParameterSlider::refreshDefault);
    connect(&presets, &PresetCatalog::changed, this, &ParameterSlider::refreshDefault);
    connect(&document, &PhotoDocument::warningsChanged, this, &ParameterSlider::refreshWarning);
    refreshDefault();
    refreshValue();
    retranslate();
}

void ParameterSlider::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    ValueSlider::changeEvent(event);
}

void ParameterSlider::retranslate() {
    setName(parameterName(m_parameter));
    setHint(parameterHint(m_parameter));
    refreshWarning();
}

void ParameterSlider::refreshValue() {
    setValue(m_document.parameters().*fieldOf(m_parameter));
}

void ParameterSlider::refreshDefault() {
    // No preset decides this one, so its dot stays where it is.
    if (m_parameter == NumberParameter::MinFaceShare) return;
    const Preset* preset = m_presets.find(m_document.presetId());
    if (!preset) return;
    RestoreParameters wanted;
    applyPreset(*preset, wanted);
    setDefaultValue(wanted.*fieldOf(m_parameter));
}

void ParameterSlider::refreshWarning() {
    if (m_parameter != NumberParameter::Strength) return;
    for (const PhotoNote& note : m_document.facts().notes) {
        if (note.about != PhotoNote::About::Strength) continue;
        setWarning(note.sentence, note.why);
        return;
    }
    setWarning({});
}

ParameterSwitch::ParameterSwitch(SwitchParameter parameter, PhotoDocument& document,
                                 QWidget* parent)
    : SwitchRow(parent), m_parameter(parameter), m_document(document) {
    setObjectName(parameterId(parameter));
    connect(this, &SwitchRow::toggled, this, [this](bool on) {
        RestoreParameters changed = m_document.parameters();
        changed.*fieldOf(m_parameter) = on;
        m_document.edit(changed, parameterName(m_parameter));
    });
    connect(&document, &PhotoDocument::parametersChanged, this, &ParameterSwitch::refresh);
    refresh();
    retranslate();
}

void ParameterSwitch::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    SwitchRow::changeEvent(event);
}

void ParameterSwitch::retranslate() {
    setTexts(parameterName(m_parameter), parameterHint(m_parameter));
}

void ParameterSwitch::refresh() {
    const bool on = m_document.parameters().*fieldOf(m_parameter);
    setOn(on);
    setMarked(on != RestoreParameters{}.*fieldOf(m_parameter));
}

ModeControl::ModeControl(PhotoDocument& document, QWidget* parent)
    : QWidget(parent), m_document(document) {
    setObjectName(QStringLiteral("mode"));
    m_name = new QLabel(this);
    m_choice = new SegmentedControl(int(kModes.size()), this);
    m_meaning = makeHint(this);
    QVBoxLayout* column = tightColumn(this);
    column->addWidget(m_name);
    column->addWidget(m_choice);
    column->addWidget(m_meaning);
    connect(m_choice, &SegmentedControl::chosen, this, [this](int index) {
        RestoreParameters changed = m_document.parameters();
        changed.mode = kModes[std::size_t(index)];
        m_document.edit(changed, tr("Mode"));
    });
    connect(&document, &PhotoDocument::parametersChanged, this, &ModeControl::refresh);
    retranslate();
}

void ModeControl::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QWidget::changeEvent(event);
}

void ModeControl::retranslate() {
    QStringList labels;
    QStringList meanings;
    for (const RestoreMode mode : kModes) {
        labels << modeLabel(mode);
        meanings << modeMeaning(mode);
    }
    m_name->setText(tr("Mode"));
    m_choice->setAccessibleGroupName(tr("Mode"));
    m_choice->setTexts(labels);
    m_choice->setToolTips(meanings);
    refresh();
}

void ModeControl::refresh() {
    const RestoreMode mode = m_document.parameters().mode;
    m_choice->setCurrent(int(std::find(kModes.begin(), kModes.end(), mode) - kModes.begin()));
    m_meaning->setText(modeMeaning(mode));
}

ScopeControl::ScopeControl(PhotoDocument& document, QWidget* parent)
    : QWidget(parent), m_document(document) {
    setObjectName(QStringLiteral("scope"));
    m_name = new QLabel(this);
    m_choice = new SegmentedControl(2, this);
    m_hint = makeHint(this);
    QVBoxLayout* column = tightColumn(this);
    column->addWidget(m_name);
    column->addWidget(m_choice);
    column->addWidget(m_hint);
    connect(m_choice, &SegmentedControl::chosen, this, [this](int index) {
        RestoreParameters changed = m_document.parameters();
        changed.scope = index == 0 ? Scope::WholePhoto : Scope::FacesOnly;
        m_document.edit(changed, tr("Scope"));
    });
    connect(&document, &PhotoDocument::parametersChanged, this, &ScopeControl::refresh);
    retranslate();
}

void ScopeControl::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QWidget::changeEvent(event);
}

void ScopeControl::retranslate() {
    m_name->setText(tr("Scope"));
    m_choice->setAccessibleGroupName(tr("Scope"));
    m_choice->setTexts({tr("Whole photo"), tr("Faces only")});
    m_hint->setText(tr("Where denoise and sharpen work."));
    refresh();
}

void ScopeControl::refresh() {
    m_choice->setCurrent(m_document.parameters().scope == Scope::WholePhoto ? 0 : 1);
}

}  // namespace heirloom::ui
