// How much faster the product runs GPEN than the straightforward eager formulation does:
// modulated weights made for every crop, conv_transpose2d, the blur as a convolution of its
// own, at::cat, glibc's allocator as it comes, OpenBLAS as libtorch's BLAS, float32.
//
// Both sides run on this machine, one after the other, with the same seeded weights. The
// commands, with nothing else running:
//
//   cmake --build build/release --target eager_baseline heirloom-cli
//   build/release/tests/eager_baseline [--size 512] [--runs 5] [--threads 2]
//
// What both compute is compared once; a difference above 1e-3 makes the program fail.
#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/nn/gpen_generator.h"
#include "core/nn/synthetic_gpen.h"
#include "tests/bench/eager_baseline_network.h"
#include "tests/support/process.h"

namespace heirloom::test {
namespace {

constexpr std::uint64_t kSeed = 1;  // as `heirloom-cli bench` has it
constexpr float kTolerance = 1e-3f;

struct Settings {
    int size = 512;
    int runs = 5;
    int threads = 2;
};

std::optional<Settings> readSettings(const std::vector<std::string>& arguments) {
    Settings settings;
    for (std::size_t i = 0; i < arguments.size(); i += 2) {
        int* const value = arguments[i] == "--size"      ? &settings.size
                           : arguments[i] == "--runs"    ? &settings.runs
                           : arguments[i] == "--threads" ? &settings.threads
                                                         : nullptr;
        if (value == nullptr || i + 1 == arguments.size()) return std::nullopt;
        const std::string& text = arguments[i + 1];
        const auto read = std::from_chars(text.data(), text.data() + text.size(), *value);
        if (read.ec != std::errc() || *value < 1) return std::nullopt;
    }
    settings.runs = std::max(5, settings.runs);
    return settings;
}

Planes noise(int size) {
    Planes picture(3, size, size);
    std::uint32_t state = 1;
    for (float& value : picture.values) {
        state = state * 1664525u + 1013904223u;
        value = static_cast<float>(state >> 8) / (1 << 23) - 1.0f;
    }
    return picture;
}

at::Tensor toTensor(Planes& planes) {
    return at::from_blob(planes.values.data(), {1, planes.channels, planes.height, planes.width});
}

// Debian's libtorch takes whatever stands for libblas.so.3.
bool runsOnOpenBlas() {
    std::ifstream maps("/proc/self/maps");
    for (std::string line; std::getline(maps, line);) {
        if (line.find("openblas") != std::string::npos) return true;
    }
    return false;
}

double medianSeconds(const EagerGpen& network, const at::Tensor& crop, int runs) {
    std::vector<double> seconds;
    network.run(crop);
    for (int run = 0; run < runs; ++run) {
        const auto start = std::chrono::steady_clock::now();
        network.run(crop);
        seconds.push_back(
            std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
    }
    std::sort(seconds.begin(), seconds.end());
    return seconds[seconds.size() / 2];
}

// The largest difference to the product's network in fp32; nullopt when it does not run.
std::optional<float> differenceToProduct(const Checkpoint& checkpoint, const Planes& crop,
                                         const at::Tensor& expected, int threads) {
    const auto runtime =
        configureRuntime({.device = Device::Cpu, .precision = Precision::Fp32, .threads = threads});
    if (!runtime) return std::nullopt;
    const auto network = GpenGenerator::create(checkpoint, *runtime);
    if (!network) return std::nullopt;
    auto output = network->run(crop);
    if (!output) return std::nullopt;
    return (toTensor(*output) - expected).abs().max().item<float>();
}

struct ProductTime {
    double seconds = 0.0;
    double efficiency = 0.0;  // 0 where it is not known
};

std::optional<ProductTime> productTime(const Settings& settings, const std::string& precision) {
    const ProcessResult result = runProcess(
        HEIRLOOM_CLI, {"bench", "--model", "synthetic:" + std::to_string(settings.size),
                       "--precision", precision, "--threads", std::to_string(settings.threads),
                       "--runs", std::to_string(settings.runs), "--device", "cpu", "--json"});
    if (result.exitCode != 0) {
        std::printf("%s: not measured. %s", precision.c_str(), result.errors.c_str());
        return std::nullopt;
    }
    const auto json = nlohmann::json::parse(result.output);
    const auto& efficiency = json["efficiency"];
    return ProductTime{json["seconds"]["median"].get<double>(),
                       efficiency.is_number() ? efficiency.get<double>() : 0.0};
}

int runAll(const Settings& settings) {
    const auto checkpoint = syntheticGpen(settings.size, kSeed);
    if (!checkpoint) {
        std::fprintf(stderr, "%s\n", checkpoint.error().text().c_str());
        return 2;
    }
    const c10::InferenceMode inference;
    at::set_num_threads(settings.threads);
    const EagerGpen eager(*checkpoint);
    Planes crop = noise(settings.size);
    const at::Tensor input = toTensor(crop);

    const double baseline = medianSeconds(eager, input, settings.runs);
    std::printf("eager formulation, GPEN-%d, fp32, %d threads, %s: median %.3f s of %d runs\n",
                settings.size, settings.threads,
                runsOnOpenBlas() ? "OpenBLAS" : "NOT OpenBLAS, which favours the product", baseline,
                settings.runs);
    std::fflush(stdout);
    for (const char* precision : {"fp32", "bf16"}) {
        if (const auto product = productTime(settings, precision)) {
            std::printf(
                "heirloom-cli bench, %s: median %.3f s, %.1f times faster, efficiency %.2f\n",
                precision, product->seconds, baseline / product->seconds, product->efficiency);
        }
    }
    // Last, because it sets up the allocator of this process.
    const auto difference =
        differenceToProduct(*checkpoint, crop, eager.run(input), settings.threads);
    if (!difference || !(*difference <= kTolerance)) {
        std::printf("The two do not compute the same: the comparison means nothing (%g).\n",
                    difference ? *difference : NAN);
        return 1;
    }
    std::printf("largest difference of what both compute: %.1e\n", *difference);
    return 0;
}

}  // namespace
}  // namespace heirloom::test

int main(int argc, char** argv) {
    const auto settings = heirloom::test::readSettings({argv + 1, argv + argc});
    if (!settings) {
        std::fprintf(stderr, "usage: eager_baseline [--size N] [--runs N] [--threads N]\n");
        return 2;
    }
    return heirloom::test::runAll(*settings);
}
