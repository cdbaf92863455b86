// What all pages of the window share, made once by the program (or by a test, with fakes).
//
// Thread rule: GUI thread, except for models(), whose handles are made for other threads.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include <QObject>

#include "core/base/result.h"
#include "core/models/model_store.h"
#include "core/restore/engine.h"
#include "core/restore/preset_store.h"
#include "core/restore/shared_models.h"
#include "ui/common/settings.h"

namespace heirloom::ui {

struct AppPaths {
    StoreOptions models;             // user folder, bundled folder, catalogue
    std::filesystem::path presets;   // the user's own
    std::filesystem::path state;     // what must survive a crash
    std::filesystem::path samples;   // sample pictures; may be absent
    std::filesystem::path settings;  // an INI file; empty: the user's own
};

// Makes the networks of a run; tests give fakes.
using ModelsFactory = std::function<Result<std::unique_ptr<ModelProvider>>(const StoreOptions&,
                                                                           const EngineOptions&)>;

class AppContext : public QObject {
    Q_OBJECT
public:
    explicit AppContext(AppPaths paths, ModelsFactory factory = {}, QObject* parent = nullptr);
    ~AppContext() override;

    const AppPaths& paths() const { return m_paths; }
    Settings& settings() { return *m_settings; }
    PresetStore& presets() { return m_presets; }
    // One set of networks for everybody; each thread takes a handle of its own.
    SharedModels& models() { return m_models; }

    // For whoever added, removed or replaced a model file or preset.
    void noteModelsChanged();
    void notePresetsChanged();

Q_SIGNALS:
    void modelsChanged();  // installed files or engine settings: automatic choices may differ
    void presetsChanged();

private:
    AppPaths m_paths;
    ModelsFactory m_factory;
    std::unique_ptr<Settings> m_settings;
    PresetStore m_presets;
    SharedModels m_models;
};

}  // namespace heirloom::ui
