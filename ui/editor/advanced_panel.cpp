#include "ui/editor/advanced_panel.h"

#include <QEvent>
#include <QPushButton>
#include <QUndoStack>
#include <QVBoxLayout>

#include "ui/common/small_widgets.h"
#include "ui/common/theme.h"
#include "ui/editor/engine_section.h"
#include "ui/editor/output_size_control.h"
#include "ui/editor/parameter_controls.h"
#include "ui/editor/preset_bar.h"

namespace heirloom::ui {

AdvancedPanel::AdvancedPanel(AppContext& context, PhotoDocument& document,
                             const PresetCatalog& presets, FaceSelection& selection,
                             QWidget* parent)
    : QWidget(parent), m_document(document), m_presets(presets) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kGapGroup, kGapGroup, kGapGroup, kGapGroup);
    column->setSpacing(kGapGroup);
    column->addWidget(new PresetBar(context, document, presets, this));

    const auto slider = [&](NumberParameter parameter) {
        return new ParameterSlider(parameter, document, presets, this);
    };
    const auto toggle = [&](SwitchParameter parameter) {
        return new ParameterSwitch(parameter, document, this);
    };
    QVBoxLayout* face = addGroup();
    face->addWidget(slider(NumberParameter::Strength));
    face->addWidget(new ModeControl(document, this));
    face->addWidget(toggle(SwitchParameter::SkinProtection));
    face->addWidget(toggle(SwitchParameter::DetailEnhancement));
    face->addWidget(toggle(SwitchParameter::Faithful));
    face->addWidget(slider(NumberParameter::Rosy));
    face->addWidget(slider(NumberParameter::MinFaceShare));

    QVBoxLayout* photo = addGroup();
    photo->addWidget(slider(NumberParameter::Denoise));
    photo->addWidget(slider(NumberParameter::Sharpen));
    photo->addWidget(new ScopeControl(document, this));

    QVBoxLayout* tone = addGroup();
    tone->addWidget(slider(NumberParameter::Contrast));
    tone->addWidget(slider(NumberParameter::Brightness));

    addGroup()->addWidget(new OutputSizeControl(document, this));

    auto* engine = new EngineSection(context, document, selection, this);
    addGroup()->addWidget(engine);
    connect(engine, &EngineSection::modelsPageRequested, this, &AdvancedPanel::modelsPageRequested);

    m_reset = makeButton(QStringLiteral("reset"), this);
    m_reset->setObjectName(QStringLiteral("resetAll"));
    connect(m_reset, &QPushButton::clicked, this, &AdvancedPanel::resetAll);
    column->addWidget(m_reset);
    column->addStretch(1);
    retranslate();
}

QVBoxLayout* AdvancedPanel::addGroup() {
    auto* group = new FoldingSection(this);
    group->setUnfolded(true);
    group->content()->setSpacing(kGapGroup);
    layout()->addWidget(group);
    m_groups.append(group);
    return group->content();
}

void AdvancedPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QWidget::changeEvent(event);
}

void AdvancedPanel::retranslate() {
    const QStringList titles{tr("Face"), tr("Photo"), tr("Colour and tone"), tr("Output"),
                             tr("Engine")};
    for (qsizetype i = 0; i < m_groups.size(); ++i) m_groups[i]->setTitle(titles[i]);
    m_reset->setText(tr("Reset all"));
    m_reset->setToolTip(tr("All parameters of this photo back to the plain values"));
}

void AdvancedPanel::resetAll() {
    // One step for undo, although preset and parameters both change.
    m_document.history()->beginMacro(tr("Reset all"));
    const Preset* plain = m_presets.find({});
    if (plain && !m_document.presetId().isEmpty()) m_document.choosePreset(Preset(*plain));
    m_document.edit(RestoreParameters{}, tr("Reset all"));
    m_document.history()->endMacro();
}

}  // namespace heirloom::ui
