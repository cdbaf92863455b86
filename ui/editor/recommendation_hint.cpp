#include "ui/editor/recommendation_hint.h"

#include <QEvent>
#include <QLabel>
#include <QVBoxLayout>

#include "ui/common/notice.h"
#include "ui/common/small_widgets.h"
#include "ui/common/text.h"

namespace heirloom::ui {

RecommendationHint::RecommendationHint(PhotoDocument& document, const PresetCatalog& presets,
                                       QWidget* parent)
    : QWidget(parent), m_document(document), m_presets(presets) {
    setObjectName(QStringLiteral("recommendation"));
    m_notice = new Notice(Notice::Kind::Hint, this);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_notice);
    m_reason = makeHint(this);
    m_reason->setObjectName(QStringLiteral("recommendationReason"));
    column->addWidget(m_reason);
    connect(m_notice, &Notice::actionTriggered, this, &RecommendationHint::apply);
    connect(&document, &PhotoDocument::recommendationChanged, this, &RecommendationHint::refresh);
    connect(&document, &PhotoDocument::presetChanged, this, &RecommendationHint::refresh);
    connect(&document, &PhotoDocument::parametersChanged, this, &RecommendationHint::refresh);
    connect(&document, &PhotoDocument::stateChanged, this, &RecommendationHint::refresh);
    refresh();
}

void RecommendationHint::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) refresh();
    QWidget::changeEvent(event);
}

void RecommendationHint::refresh() {
    const QString id = m_document.recommendedPreset();
    const Preset* preset = id.isEmpty() ? nullptr : m_presets.find(id);
    const bool opening = m_document.state() == PhotoDocument::State::Opening;
    // Keeps its place while the photo is looked at, so that nothing moves when it is known.
    setVisible(preset || opening);
    m_reason->setText(preset ? m_document.recommendationReason() : QString());
    m_reason->setVisible(preset);
    if (!preset) {
        m_notice->setAction({});
        m_notice->show(Notice::Kind::Hint, tr("Looking at the photo…"));
        return;
    }
    const bool used = m_document.followsRecommendation();
    const QString sentence = used ? tr("%1 suits this photo") : tr("Proposed: %1");
    m_notice->setAction(used ? QString() : tr("Apply"));
    m_notice->show(Notice::Kind::Hint, sentence.arg(presetName(*preset)));
}

void RecommendationHint::apply() {
    const Preset* preset = m_presets.find(m_document.recommendedPreset());
    if (preset) m_document.choosePreset(Preset(*preset));
}

}  // namespace heirloom::ui
