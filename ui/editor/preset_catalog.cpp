#include "ui/editor/preset_catalog.h"

#include "ui/common/text.h"

namespace heirloom::ui {

PresetCatalog::PresetCatalog(AppContext& context, QObject* parent)
    : QObject(parent), m_context(context) {
    connect(&context, &AppContext::presetsChanged, this, &PresetCatalog::reload);
    reload();
}

const Preset* PresetCatalog::find(const QString& id) const {
    const std::string wanted = id.isEmpty() ? "plain" : id.toStdString();
    for (const Preset& preset : builtInPresets()) {
        if (preset.id == wanted) return &preset;
    }
    for (const Preset& preset : m_own.presets) {
        if (preset.id == wanted) return &preset;
    }
    return nullptr;
}

void PresetCatalog::reload() {
    m_own = m_context.presets().list();
    Q_EMIT changed();
}

}  // namespace heirloom::ui
