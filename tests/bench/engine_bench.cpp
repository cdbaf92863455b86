// One run of each network, in the precisions that this machine has. Run with nothing else
// on the machine. For the time against what the machine could do at best there is
// `heirloom-cli bench`.
#include <benchmark/benchmark.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/nn/gpen_architecture.h"
#include "core/nn/gpen_generator.h"
#include "core/nn/retinaface.h"
#include "core/nn/roofline.h"
#include "core/nn/synthetic_gpen.h"
#include "tests/support/shared_data.h"

namespace heirloom::test {
namespace {

constexpr int kDetectorSide = 1024;

Planes noise(int side, float low, float high) {
    Planes picture(3, side, side);
    std::uint32_t state = 1;
    for (float& value : picture.values) {
        state = state * 1664525u + 1013904223u;
        value = low + (high - low) * static_cast<float>(state >> 8) / (1 << 24);
    }
    return picture;
}

// Nothing is measured after an error.
template <class Value>
bool usable(const Result<Value>& result, benchmark::State& state) {
    if (!result) state.SkipWithError(result.error().text().c_str());
    return result.ok();
}

void countGflops(benchmark::State& state, const std::vector<ConvolutionShape>& shapes) {
    state.counters["GFLOP/s"] = benchmark::Counter(
        totalGflop(shapes) * static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

Result<RuntimeFacts> runtimeOf(Precision precision) {
    return configureRuntime({.device = Device::Cpu, .precision = precision});
}

void runGpen(benchmark::State& state, const Checkpoint& checkpoint, Precision precision) {
    const auto runtime = runtimeOf(precision);
    if (!usable(runtime, state)) return;
    const auto architecture = readGpenArchitecture(checkpoint);
    const auto network = GpenGenerator::create(checkpoint, *runtime);
    if (!usable(architecture, state) || !usable(network, state)) return;
    const Planes crop = noise(network->size(), -1.0f, 1.0f);
    for (auto _ : state) benchmark::DoNotOptimize(network->run(crop));
    countGflops(state, architecture->convolutions());
}

void syntheticGpenRun(benchmark::State& state, int size, Precision precision) {
    const auto checkpoint = syntheticGpen(size, 1);
    if (usable(checkpoint, state)) runGpen(state, *checkpoint, precision);
}

void bundledGpenRun(benchmark::State& state, Precision precision) {
    const auto checkpoint = Checkpoint::open(sourceDirectory() / "models/gpen-lite-256-v4.pth");
    if (usable(checkpoint, state)) runGpen(state, *checkpoint, precision);
}

void detectorRun(benchmark::State& state, Precision precision) {
    const auto runtime = runtimeOf(precision);
    const auto checkpoint = Checkpoint::open(sourceDirectory() / "models/face-lite.pth");
    if (!usable(runtime, state) || !usable(checkpoint, state)) return;
    const auto network =
        RetinaFaceNetwork::create(*checkpoint, defaultRetinaFaceAnchors(), *runtime);
    if (!usable(network, state)) return;
    const Planes values = noise(kDetectorSide, 0.0f, 256.0f);
    const std::vector<std::uint8_t> samples(values.values.begin(), values.values.end());
    const RgbView picture{samples.data(), kDetectorSide, kDetectorSide, 3 * kDetectorSide};
    for (auto _ : state) benchmark::DoNotOptimize(network->run(picture, 0.9f));
    countGflops(state, network->convolutions(kDetectorSide, kDetectorSide));
}

void makingWeights(benchmark::State& state) {
    for (auto _ : state) {
        benchmark::DoNotOptimize(syntheticGpen(static_cast<int>(state.range(0)), 1));
    }
}

template <class Function, class... Arguments>
void add(const std::string& name, Function function, Arguments... arguments) {
    benchmark::RegisterBenchmark(name.c_str(),
                                 [=](benchmark::State& state) { function(state, arguments...); })
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime();
}

void addAll() {
    struct Named {
        const char* name;
        Precision precision;
    };
    for (const Named& one : {Named{"fp32", Precision::Fp32}, Named{"bf16", Precision::Bf16}}) {
        const std::string suffix = std::string("/") + one.name;
        for (const int size : {256, 512}) {
            add("gpen-" + std::to_string(size) + suffix, syntheticGpenRun, size, one.precision);
        }
        add("gpen-lite-256-v4" + suffix, bundledGpenRun, one.precision);
        add("face-lite-1024" + suffix, detectorRun, one.precision);
    }
    benchmark::RegisterBenchmark("making weights", makingWeights)
        ->Arg(512)
        ->Unit(benchmark::kMillisecond)
        ->UseRealTime();
}

}  // namespace
}  // namespace heirloom::test

int main(int argc, char** argv) {
    heirloom::test::addAll();
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 1;
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}
