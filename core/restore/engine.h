// The networks of a run: chosen from the store, loaded when first needed, kept between
// photos.
//
// Not thread-safe: one engine per thread.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/models/model_store.h"
#include "core/nn/runtime.h"
#include "core/restore/model_log.h"
#include "core/restore/model_provider.h"

namespace heirloom {

struct EngineOptions {
    std::string model = "auto";     // a name, a file, or "auto" for the choice per face
    std::string detector = "auto";  // a name, a file, or "auto" for the best one installed
    // A name, a file, "auto" for the one that is installed, if any, or "none".
    std::string parser = "auto";
    // A name, a file, "auto" for the installed one that suits an enlargement, if any, or
    // "none". One that is named also works on photos that keep their size.
    std::string background = "auto";
    RuntimeOptions runtime;
};

class Engine : public ModelProvider {
public:
    // Fails when the device or precision is not to be had, or a model that the user named
    // is not there.
    static Result<std::unique_ptr<Engine>> create(ModelStore store, const EngineOptions& options);

    Result<std::shared_ptr<FaceDetector>> detector() override;
    Result<ChosenRestorer> restorerFor(int photoLongSide, double cropSide) override;
    Result<std::shared_ptr<FaceParser>> parser() override;
    Result<std::shared_ptr<BackgroundRestorer>> background(double scale) override;

    // Loads what the user named, so that a broken model is told once and not for each
    // photo. Models of an automatic choice still load when they are first needed.
    Result<void> prepare();

    std::vector<UsedModel> usedModels() const override { return m_log->used(); }
    std::vector<Message> takeNotes() override { return m_log->takeNotes(); }
    const RuntimeFacts& runtime() const { return m_runtime; }

private:
    struct NamedRestorer {
        std::string name;
        Message reason;
    };

    Engine(ModelStore store, EngineOptions options, RuntimeFacts runtime);

    Result<std::shared_ptr<FaceDetector>> loadDetector();
    Result<NamedRestorer> chooseRestorer(int photoLongSide, double cropSide);
    Result<std::shared_ptr<FaceRestorer>> loadRestorer(const std::string& nameOrPath);
    Result<std::shared_ptr<FaceParser>> loadParser();
    Result<std::optional<InstalledModel>> chooseBackgroundModel(double scale);
    Result<std::shared_ptr<BackgroundRestorer>> loadBackground(const InstalledModel& model);
    // make(model, runtime, identity), written to the log; where the memory of a graphics card
    // runs out, the processor goes on.
    template <class Network, class Make>
    Result<std::shared_ptr<Network>> made(const InstalledModel& model, const RuntimeFacts& runtime,
                                          const Make& make);
    // The runtime with the precision that suits this restorer, when the user left it open.
    Result<RuntimeFacts> runtimeFor(const InstalledModel& model);

    ModelStore m_store;
    EngineOptions m_options;
    RuntimeFacts m_runtime;
    std::shared_ptr<FaceDetector> m_detector;
    std::shared_ptr<FaceParser> m_parser;
    std::shared_ptr<BackgroundRestorer> m_background;
    std::string m_backgroundName;
    std::map<std::string, std::shared_ptr<FaceRestorer>> m_restorers;  // by name as chosen
    std::map<std::string, std::string> m_modelNames;                   // name as chosen to model
    std::shared_ptr<ModelLog> m_log = std::make_shared<ModelLog>();
};

}  // namespace heirloom
