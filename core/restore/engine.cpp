#include "core/restore/engine.h"

#include <algorithm>
#include <optional>

#include <opencv2/core/utility.hpp>

#include "core/background/background_choice.h"
#include "core/face/cascade_detector.h"
#include "core/models/model_choice.h"
#include "core/models/model_recognition.h"
#include "core/models/precision_registry.h"
#include "core/nn/checkpoint.h"
#include "core/nn/precision_check.h"
#include "core/restore/engine_networks.h"
#include "core/restore/memory_fallback.h"

namespace heirloom {

namespace {

constexpr const char* kAuto = "auto";
constexpr const char* kNone = "none";

// ResNet-50 finds more than MobileNet; the user's own models come before bundled ones.
const InstalledModel* bestDetector(const std::vector<InstalledModel>& installed) {
    const auto rank = [](const InstalledModel& model) {
        const bool large = model.name.find("R50") != std::string::npos ||
                           model.name.find("Resnet50") != std::string::npos;
        return (model.bundled ? 2 : 0) + (large ? 0 : 1);
    };
    const auto best = std::min_element(
        installed.begin(), installed.end(),
        [&](const InstalledModel& a, const InstalledModel& b) { return rank(a) < rank(b); });
    return best == installed.end() ? nullptr : &*best;
}

}  // namespace

Engine::Engine(ModelStore store, EngineOptions options, RuntimeFacts runtime)
    : m_store(std::move(store)), m_options(std::move(options)), m_runtime(runtime) {}

Result<std::unique_ptr<Engine>> Engine::create(ModelStore store, const EngineOptions& options) {
    // Cheap looks first: loading the network library takes a third of a second.
    const auto isThere = [&](const std::string& name, ModelKind kind) -> Result<void> {
        if (name == kAuto) return {};
        auto found = store.find(name, kind);
        if (!found) return found.error();
        return {};
    };
    if (auto found = isThere(options.model, ModelKind::FaceRestorer); !found) return found.error();
    if (auto found = isThere(options.detector, ModelKind::FaceDetector); !found) {
        return found.error();
    }
    if (options.parser != kNone) {
        auto found = isThere(options.parser, ModelKind::FaceParser);
        if (!found) return found.error();
    }
    if (options.background != kNone) {
        auto found = isThere(options.background, ModelKind::Background);
        if (!found) return found.error();
    }
    auto runtime = configureRuntime(options.runtime);
    if (!runtime) return runtime.error();
    // One budget: libtorch and OpenCV never work at the same moment.
    cv::setNumThreads(runtime->threads);
    return std::unique_ptr<Engine>(new Engine(std::move(store), options, *runtime));
}

Result<void> Engine::prepare() {
    if (m_options.detector != kAuto) {
        if (auto loaded = detector(); !loaded) return loaded.error();
    }
    if (m_options.model != kAuto) {
        if (auto loaded = loadRestorer(m_options.model); !loaded) return loaded.error();
    }
    if (m_options.parser != kAuto && m_options.parser != kNone) {
        if (auto loaded = parser(); !loaded) return loaded.error();
    }
    if (m_options.background != kAuto && m_options.background != kNone) {
        if (auto loaded = background(1.0); !loaded) return loaded.error();
    }
    return {};
}

template <class Network, class Make>
Result<std::shared_ptr<Network>> Engine::made(const InstalledModel& model,
                                              const RuntimeFacts& runtime, const Make& make) {
    auto hash = m_store.sha256(model.path);
    if (!hash) return hash.error();
    // The network may outlive the engine: nothing here refers to it.
    const auto makeOn = [model, make, hash = *hash, log = m_log](
                            const RuntimeFacts& facts) -> Result<std::shared_ptr<Network>> {
        auto network = make(model, facts, model.name + "@" + hash + "@" + facts.precisionName());
        if (network) {
            log->addUse({model.name, std::string(modelKindName(model.kind)), hash,
                         facts.precisionName(), facts.deviceName()});
        }
        return network;
    };
    if (runtime.device != Device::Cuda) return makeOn(runtime);

    FallbackPlan<Network> plan;
    plan.onCard = [makeOn, runtime] { return makeOn(runtime); };
    plan.onProcessor = [makeOn, runtime,
                        options = m_options.runtime]() -> Result<std::shared_ptr<Network>> {
        RuntimeOptions onProcessor = options;
        onProcessor.device = Device::Cpu;
        onProcessor.precision = Precision::Fp32;
        auto facts = configureRuntime(onProcessor);
        if (!facts) return facts.error();
        return makeOn(*facts);
    };
    plan.note = [log = m_log](const Message& message) { log->addNote(message); };
    plan.model = model.name;
    return withFallback(std::move(plan));
}

Result<RuntimeFacts> Engine::runtimeFor(const InstalledModel& model) {
    RuntimeFacts runtime = m_runtime;
    if (m_options.runtime.precision != Precision::Auto || !isBFloat16Faster(runtime)) {
        return runtime;
    }
    auto hash = m_store.sha256(model.path);
    if (!hash) return hash.error();
    // Another library rounds in another way.
    const std::string key = runtime.device == Device::Cuda ? *hash + "+cuda" : *hash;
    PrecisionRegistry registry(PrecisionRegistry::defaultFile());
    std::optional<bool> isClose = registry.isCloseInBFloat16(key);
    if (!isClose) {
        auto checkpoint = Checkpoint::open(model.path);
        if (!checkpoint) return checkpoint.error();
        auto checked = isCloseInBFloat16(*checkpoint, runtime);
        if (!checked) return checked.error();
        isClose = *checked;
        registry.remember(key, *checked);
    }
    if (*isClose) runtime.precision = Precision::Bf16;
    return runtime;
}

Result<std::shared_ptr<FaceDetector>> Engine::loadDetector() {
    if (m_options.detector != kAuto) {
        auto model = m_store.find(m_options.detector, ModelKind::FaceDetector);
        if (!model) return model.error();
        return made<FaceDetector>(*model, m_runtime, makeDetector);
    }
    const auto installed = m_store.installed(ModelKind::FaceDetector);
    if (const InstalledModel* best = bestDetector(installed)) {
        return made<FaceDetector>(*best, m_runtime, makeDetector);
    }
    auto cascade = CascadeDetector::create();
    if (!cascade) return cascade.error();
    m_log->addUse(
        {"opencv-cascade", std::string(modelKindName(ModelKind::FaceDetector)), "", "fp32", "cpu"});
    return std::shared_ptr<FaceDetector>(std::move(*cascade));
}

Result<std::shared_ptr<FaceDetector>> Engine::detector() {
    if (!m_detector) {
        auto loaded = loadDetector();
        if (!loaded) return loaded.error();
        m_detector = std::move(*loaded);
    }
    return m_detector;
}

Result<std::shared_ptr<FaceRestorer>> Engine::loadRestorer(const std::string& nameOrPath) {
    if (const auto known = m_restorers.find(nameOrPath); known != m_restorers.end()) {
        return known->second;
    }
    auto model = m_store.find(nameOrPath, ModelKind::FaceRestorer);
    if (!model) return model.error();
    auto runtime = runtimeFor(*model);
    if (!runtime) return runtime.error();
    auto restorer = made<FaceRestorer>(*model, *runtime, makeRestorer);
    if (!restorer) return restorer.error();
    m_restorers[nameOrPath] = *restorer;
    m_modelNames[nameOrPath] = model->name;
    return restorer;
}

Result<std::shared_ptr<FaceParser>> Engine::loadParser() {
    std::optional<InstalledModel> model;
    if (m_options.parser == kAuto) {
        const auto installed = m_store.installed(ModelKind::FaceParser);
        if (installed.empty()) return std::shared_ptr<FaceParser>();
        model = installed.front();
    } else {
        auto named = m_store.find(m_options.parser, ModelKind::FaceParser);
        if (!named) return named.error();
        model = *named;
    }
    return made<FaceParser>(*model, m_runtime, makeParser);
}

Result<std::shared_ptr<FaceParser>> Engine::parser() {
    if (!m_parser && m_options.parser != kNone) {
        auto loaded = loadParser();
        if (!loaded) return loaded.error();
        m_parser = std::move(*loaded);
    }
    return m_parser;
}

Result<std::optional<InstalledModel>> Engine::chooseBackgroundModel(double scale) {
    if (m_options.background == kNone) return std::optional<InstalledModel>();
    if (m_options.background != kAuto) {
        auto named = m_store.find(m_options.background, ModelKind::Background);
        if (!named) return named.error();
        return std::optional(*named);
    }
    const auto installed = m_store.installed(ModelKind::Background);
    std::vector<int> scales;
    for (const InstalledModel& model : installed) {
        auto checkpoint = Checkpoint::open(model.path);
        if (!checkpoint) return checkpoint.error();
        auto known = recogniseModel(*checkpoint);
        if (!known) return known.error();
        const auto* shape = std::get_if<BackgroundShape>(&known->shape);
        scales.push_back(shape != nullptr ? shape->scale : 0);
    }
    const auto best = chooseBackground(scale, scales);
    return best ? std::optional(installed[*best]) : std::nullopt;
}

Result<std::shared_ptr<BackgroundRestorer>> Engine::loadBackground(const InstalledModel& model) {
    const auto make = [log = m_log](const InstalledModel& model, const RuntimeFacts& runtime,
                                    const std::string& identity) {
        return makeBackground(model, runtime, identity,
                              [log](const Message& message) { log->addNote(message); });
    };
    return made<BackgroundRestorer>(model, m_runtime, make);
}

Result<std::shared_ptr<BackgroundRestorer>> Engine::background(double scale) {
    const bool choosesByScale = m_options.background == kAuto;
    if (m_background && !choosesByScale) return m_background;
    if (choosesByScale && scale <= 1.0) return std::shared_ptr<BackgroundRestorer>();
    auto model = chooseBackgroundModel(scale);
    if (!model) return model.error();
    if (!*model) return std::shared_ptr<BackgroundRestorer>();
    if (!m_background || m_backgroundName != (*model)->name) {
        auto loaded = loadBackground(**model);
        if (!loaded) return loaded.error();
        m_background = std::move(*loaded);
        m_backgroundName = (*model)->name;
    }
    return m_background;
}

Result<Engine::NamedRestorer> Engine::chooseRestorer(int photoLongSide, double cropSide) {
    if (m_options.model != kAuto) return NamedRestorer{m_options.model, {}};
    std::vector<RestorerCandidate> candidates;
    for (const InstalledModel& model : m_store.installed(ModelKind::FaceRestorer)) {
        candidates.push_back({model.name, model.inputSize, model.bundled, model.isTaskKnown});
    }
    auto choice = heirloom::chooseRestorer(photoLongSide, cropSide, candidates);
    if (!choice) return choice.error();
    return NamedRestorer{choice->name, choice->reason};
}

Result<ChosenRestorer> Engine::restorerFor(int photoLongSide, double cropSide) {
    auto chosen = chooseRestorer(photoLongSide, cropSide);
    if (!chosen) return chosen.error();
    auto restorer = loadRestorer(chosen->name);
    if (!restorer) return restorer.error();
    return ChosenRestorer{*restorer, m_modelNames[chosen->name], chosen->reason};
}

}  // namespace heirloom
