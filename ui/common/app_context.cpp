#include "ui/common/app_context.h"

#include "ui/common/text.h"

namespace heirloom::ui {

namespace {

Result<std::unique_ptr<ModelProvider>> makeEngine(const StoreOptions& store,
                                                  const EngineOptions& options) {
    auto models = ModelStore::create(store);
    if (!models) return models.error();
    auto engine = Engine::create(std::move(*models), options);
    if (!engine) return engine.error();
    return std::unique_ptr<ModelProvider>(std::move(*engine));
}

// Copies of everything: it runs on other threads.
SharedModels::Factory boundFactory(const ModelsFactory& factory, const StoreOptions& store,
                                   const EngineOptions& options) {
    return [factory, store, options] { return factory(store, options); };
}

}  // namespace

AppContext::AppContext(AppPaths paths, ModelsFactory factory, QObject* parent)
    : QObject(parent),
      m_paths(std::move(paths)),
      m_factory(factory ? std::move(factory) : ModelsFactory(makeEngine)),
      m_settings(std::make_unique<Settings>(fromPath(m_paths.settings))),
      m_presets(m_paths.presets),
      m_models(boundFactory(m_factory, m_paths.models, m_settings->engine())) {
    connect(m_settings.get(), &Settings::engineChanged, this, &AppContext::noteModelsChanged);
}

AppContext::~AppContext() = default;

void AppContext::noteModelsChanged() {
    m_models.release(boundFactory(m_factory, m_paths.models, m_settings->engine()));
    Q_EMIT modelsChanged();
}

void AppContext::notePresetsChanged() {
    Q_EMIT presetsChanged();
}

}  // namespace heirloom::ui
