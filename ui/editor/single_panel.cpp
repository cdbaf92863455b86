#include "ui/editor/single_panel.h"

#include <QVBoxLayout>

#include "ui/common/small_widgets.h"
#include "ui/common/theme.h"
#include "ui/editor/face_strip.h"
#include "ui/editor/facts_panel.h"
#include "ui/editor/parameter_controls.h"
#include "ui/editor/preset_bar.h"
#include "ui/editor/recommendation_hint.h"

namespace heirloom::ui {

SinglePanel::SinglePanel(AppContext& context, PhotoDocument& document, const PresetCatalog& presets,
                         FaceSelection& selection, QWidget* parent)
    : QWidget(parent) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kGapGroup, kGapGroup, kGapGroup, kGapGroup);
    column->setSpacing(kGapGroup);
    column->addWidget(new PresetBar(context, document, presets, this));
    column->addWidget(new RecommendationHint(document, presets, this));
    for (const NumberParameter parameter :
         {NumberParameter::Strength, NumberParameter::Denoise, NumberParameter::Sharpen}) {
        column->addWidget(new ParameterSlider(parameter, document, presets, this));
    }
    column->addWidget(new ModeControl(document, this));
    column->addWidget(makeSeparator(this));
    m_faces = new FaceStrip(document, selection, this);
    column->addWidget(m_faces);
    column->addWidget(makeSeparator(this));
    column->addWidget(new FactsPanel(document, this));
    column->addStretch(1);
}

}  // namespace heirloom::ui
