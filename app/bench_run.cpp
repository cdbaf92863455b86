#include "app/bench_run.h"

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <fstream>
#include <limits>
#include <memory>

#include "core/base/memory.h"
#include "core/models/model_choice.h"
#include "core/nn/checkpoint.h"
#include "core/nn/gpen_architecture.h"
#include "core/nn/gpen_generator.h"
#include "core/nn/parsenet.h"
#include "core/nn/planes.h"
#include "core/nn/retinaface.h"
#include "core/nn/roofline.h"
#include "core/nn/rrdbnet.h"
#include "core/nn/synthetic_gpen.h"
#include "core/restore/detector_anchors.h"

namespace heirloom::cli {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint64_t kSeed = 1;
constexpr int kDetectorSide = 1024;
constexpr int kParserSide = 512;
constexpr int kBackgroundSide = 256;  // a tile
constexpr float kDetectorThreshold = 0.9f;
// The first run is told by itself; another one makes sure that nothing of it is left.
constexpr int kWarmUps = 2;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

long pageFaults() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_minflt + usage.ru_majflt;
}

// The peak of this program alone; that of getrusage begins with its parent's.
double peakMegabytes() {
    std::ifstream status("/proc/self/status");
    std::string word;
    while (status >> word) {
        double kibibytes = 0.0;
        if (word == "VmHWM:" && status >> kibibytes) return kibibytes * 1024 / 1e6;
        status.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
    }
    return 0.0;
}

// Sorts the values.
template <class Value>
Value sortedMedian(std::vector<Value>& values) {
    std::sort(values.begin(), values.end());
    const std::size_t half = values.size() / 2;
    return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

// The work is the same whatever the picture shows.
Planes noise(int height, int width, float low, float high) {
    Planes picture(3, height, width);
    std::uint32_t state = 1;
    for (float& value : picture.values) {
        state = state * 1664525u + 1013904223u;
        value = low + (high - low) * static_cast<float>(state >> 8) / (1 << 24);
    }
    return picture;
}

struct RgbNoise {
    int height = 0, width = 0;
    std::vector<std::uint8_t> samples;

    operator RgbView() const {
        return {samples.data(), height, width, std::size_t{3} * static_cast<std::size_t>(width)};
    }
};

RgbNoise rgbNoise(int height, int width) {
    const Planes values = noise(height, width, 0.0f, 256.0f);
    return {height, width, {values.values.begin(), values.values.end()}};
}

// What is to be measured. model is not used for a synthetic one.
struct Subject {
    InstalledModel model;
    std::optional<int> syntheticSize;
};

Result<InstalledModel> usualRestorer(ModelStore& store) {
    constexpr double kUsualPhoto = 4000, kUsualFace = 500;  // sides in pixels
    std::vector<RestorerCandidate> candidates;
    for (const InstalledModel& model : store.installed(ModelKind::FaceRestorer)) {
        candidates.push_back({model.name, model.inputSize, model.bundled, model.isTaskKnown});
    }
    auto choice = chooseRestorer(kUsualPhoto, kUsualFace, candidates);
    if (!choice) return choice.error();
    return store.find(choice->name, ModelKind::FaceRestorer);
}

Result<InstalledModel> findOfAnyKind(ModelStore& store, const std::string& nameOrPath) {
    auto found = store.find(nameOrPath, kModelKinds.front());
    for (const ModelKind kind : kModelKinds) {
        // The error of a model of another kind.
        if (found || found.error().code != ErrorCode::InvalidArgument) break;
        found = store.find(nameOrPath, kind);
    }
    return found;
}

Result<Subject> findSubject(ModelStore& store, const std::string& spec) {
    auto size = parseSyntheticSpec(spec);
    if (!size) return size.error();
    Subject subject;
    subject.syntheticSize = *size;
    if (*size) {
        subject.model.name = spec;
        subject.model.inputSize = **size;
        return subject;
    }
    auto found = spec == "auto" ? usualRestorer(store) : findOfAnyKind(store, spec);
    if (!found) return found.error();
    subject.model = std::move(*found);
    return subject;
}

struct Network {
    std::function<Result<void>()> run;
    std::vector<ConvolutionShape> convolutions;
};

// A run of the network on the picture.
template <class Class, class Picture, class... Arguments>
Network networkOf(Class made, Picture picture, Arguments... arguments) {
    const auto network = std::make_shared<const Class>(std::move(made));
    return {[network, picture = std::move(picture), arguments...]() -> Result<void> {
                auto done = network->run(picture, arguments...);
                if (!done) return done.error();
                return {};
            },
            {}};
}

// The picture that the network gets.
struct PictureSize {
    int width = 0;
    int height = 0;
};

Result<PictureSize> pictureSize(const InstalledModel& model, const BenchOptions& options) {
    const bool takesAnySize =
        model.kind == ModelKind::FaceDetector || model.kind == ModelKind::Background;
    if (options.width > 0 && !takesAnySize) {
        return makeError(ErrorCode::InvalidArgument,
                         "%1 has a size of its own; --size is for detectors and background models.",
                         model.name);
    }
    if (options.width > 0) return PictureSize{options.width, options.height};
    int side = model.inputSize;
    if (model.kind == ModelKind::FaceParser) side = kParserSide;
    if (model.kind == ModelKind::FaceDetector) side = kDetectorSide;
    if (model.kind == ModelKind::Background) side = kBackgroundSide;
    return PictureSize{side, side};
}

Result<Network> loadRestorer(const Checkpoint& checkpoint, const RuntimeFacts& runtime) {
    auto architecture = readGpenArchitecture(checkpoint);
    if (!architecture) return architecture.error();
    auto made = GpenGenerator::create(checkpoint, runtime);
    if (!made) return made.error();
    const int side = made->size();
    Network network = networkOf(std::move(*made), noise(side, side, -1.0f, 1.0f));
    network.convolutions = architecture->convolutions();
    return network;
}

// Of the networks that tell their convolutions themselves.
template <class Class, class Picture, class... Arguments>
Result<Network> loadOther(Result<Class> made, Picture picture, Arguments... arguments) {
    if (!made) return made.error();
    auto convolutions = made->convolutions(picture.height, picture.width);
    Network network = networkOf(std::move(*made), std::move(picture), arguments...);
    network.convolutions = std::move(convolutions);
    return network;
}

Result<Network> loadNetwork(const InstalledModel& model, const Checkpoint& checkpoint,
                            const RuntimeFacts& runtime, PictureSize size) {
    const auto picture = [size](float low, float high) {
        return noise(size.height, size.width, low, high);
    };
    switch (model.kind) {
        case ModelKind::FaceRestorer: return loadRestorer(checkpoint, runtime);
        case ModelKind::FaceDetector:
            return loadOther(RetinaFaceNetwork::create(checkpoint, anchorsOf(model), runtime),
                             rgbNoise(size.height, size.width), kDetectorThreshold);
        case ModelKind::FaceParser:
            return loadOther(ParseNet::create(checkpoint, runtime), picture(-1.0f, 1.0f));
        case ModelKind::Background: break;
    }
    return loadOther(RrdbNet::create(checkpoint, runtime), picture(0.0f, 1.0f));
}

// The weights do not outlive this: the network has its own.
Result<Network> load(const Subject& subject, const BenchOptions& options, PictureSize size,
                     BenchResult& result) {
    // Made before the runtime is set up, which has the allocator keep what is freed: pages
    // of the made weights would count as the network's.
    auto made = subject.syntheticSize ? std::optional(syntheticGpen(*subject.syntheticSize, kSeed))
                                      : std::nullopt;
    const auto start = Clock::now();
    auto checkpoint = made ? std::move(*made) : Checkpoint::open(subject.model.path);
    if (!checkpoint) return checkpoint.error();
    auto runtime = configureRuntime(options.runtime);
    if (!runtime) return runtime.error();
    result.runtime = *runtime;
    auto network = loadNetwork(subject.model, *checkpoint, *runtime, size);
    result.loadSeconds = secondsSince(start);
    return network;
}

Result<void> measureRuns(const Network& network, int runs, const BenchProgress& progress,
                         BenchResult& result) {
    std::vector<long> faults;
    for (int run = -kWarmUps; run < runs; ++run) {
        // The ideal takes about as long as the other runs together.
        const double share = static_cast<double>(run + kWarmUps) / (runs + kWarmUps);
        progress(0.1 + 0.5 * share, run < 0 ? "warm-up" : "run " + std::to_string(run + 1));
        const long faultsBefore = pageFaults();
        const auto start = Clock::now();
        if (auto done = network.run(); !done) return done.error();
        const double seconds = secondsSince(start);
        const long faultsOfRun = pageFaults() - faultsBefore;
        if (run == -kWarmUps) {
            result.firstRunSeconds = seconds;
            result.firstRunFaults = faultsOfRun;
        } else if (run >= 0) {
            result.seconds.push_back(seconds);
            faults.push_back(faultsOfRun);
        }
    }
    result.medianSeconds = sortedMedian(result.seconds);
    result.medianFaults = sortedMedian(faults);
    result.peakMegabytes = peakMegabytes();
    return {};
}

Result<void> measureIdeal(const std::vector<ConvolutionShape>& shapes, BenchResult& result) {
    if (result.runtime.device == Device::Cuda || shapes.empty()) return {};
    auto ideal = idealSeconds(shapes, result.runtime);
    if (ideal) result.idealSeconds = *ideal;
    if (ideal || ideal.error().code == ErrorCode::Unsupported) return {};
    return ideal.error();
}

}  // namespace

Result<BenchResult> runBench(ModelStore& store, const BenchOptions& options,
                             const BenchProgress& progress) {
    auto subject = findSubject(store, options.model);
    if (!subject) return subject.error();
    auto size = pictureSize(subject->model, options);
    if (!size) return size.error();

    BenchResult result;
    result.name = subject->model.name;
    result.kind = subject->model.kind;
    result.width = size->width;
    result.height = size->height;
    std::vector<ConvolutionShape> convolutions;
    {
        progress(0.0, "loading");
        auto network = load(*subject, options, *size, result);
        if (!network) return network.error();
        if (auto done = measureRuns(*network, options.runs, progress, result); !done) {
            return done.error();
        }
        convolutions = std::move(network->convolutions);
    }
    returnFreeMemory();
    if (!convolutions.empty()) result.gflop = totalGflop(convolutions);
    progress(0.6, "what this machine can do");
    if (auto done = measureIdeal(convolutions, result); !done) return done.error();
    return result;
}

}  // namespace heirloom::cli
