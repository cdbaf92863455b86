// What the window waits for while a slider moves: 24 megapixels with three faces. Run with
// nothing else on the machine; the CPU column adds up all threads.
#include <benchmark/benchmark.h>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/face/align.h"
#include "core/preview/display_picture.h"
#include "core/preview/preview_scene.h"
#include "tests/support/fakes.h"
#include "tests/support/sample_photos.h"

namespace heirloom::test {
namespace {

constexpr int kWidth = 6000, kHeight = 4000;

FacePatch patchAt(cv::Point2f centre, float side, int crop) {
    FacePatch patch;
    patch.photoFromCrop =
        *photoFromCropOf(faceAt(centre, side, 10.0).landmarks, CropTemplate::Ffhq, crop);
    patch.change.create(crop, crop, CV_32FC3);
    cv::RNG(5).fill(patch.change, cv::RNG::NORMAL, 0.0, 0.05);
    cv::Mat oval = cv::Mat::zeros(crop, crop, CV_32FC1);
    cv::ellipse(oval, {crop / 2, crop / 2}, {crop / 3, crop * 2 / 5}, 0, 0, 360, 1.0, cv::FILLED);
    cv::GaussianBlur(oval, patch.mask, cv::Size(), crop / 30.0);
    patch.strength = 0.7;
    return patch;
}

const PreviewScene& scene() {
    static const PreviewScene made = [] {
        PreviewScene scene = plainScene(syntheticPhoto(kWidth, kHeight));
        scene.patches = {patchAt({1500, 1500}, 900, 512), patchAt({2500, 1700}, 1000, 512),
                         patchAt({4300, 2200}, 1800, 1024)};
        scene.patchFaces = {1, 2, 3};
        return scene;
    }();
    return made;
}

RestoreParameters parametersOf(bool denoises) {
    RestoreParameters parameters;
    parameters.sharpen = 50;
    parameters.contrast = 40;
    parameters.brightness = 5;
    parameters.denoise = denoises ? 30 : 0;
    return parameters;
}

// Two faces are in the rectangle.
void region(benchmark::State& state) {
    const RestoreParameters parameters = parametersOf(state.range(2) != 0);
    const cv::Rect rectangle(1400, 1100, static_cast<int>(state.range(0)),
                             static_cast<int>(state.range(1)));
    PreviewScene moved = scene();
    for (auto _ : state) {
        for (FacePatch& patch : moved.patches) patch.strength = patch.strength > 0.5 ? 0.4 : 0.6;
        benchmark::DoNotOptimize(renderRegion(moved, parameters, rectangle));
    }
}

void whole(benchmark::State& state) {
    const RestoreParameters parameters = parametersOf(state.range(0) != 0);
    for (auto _ : state) benchmark::DoNotOptimize(renderWhole(scene(), parameters, {}));
}

void reduced(benchmark::State& state) {
    const RestoreParameters parameters = parametersOf(state.range(1) != 0);
    auto small = ReducedScene::create(scene(), static_cast<int>(state.range(0)));
    double strength = 0.4;
    for (auto _ : state) {
        strength = 1.0 - strength;
        small->setStrengths({strength, strength, strength});
        benchmark::DoNotOptimize(small->render(parameters));
    }
}

void reducing(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(ReducedScene::create(scene(), 2));
}

// state.range(0): 0 no profile, 1 a wide profile; range(1): bits.
void display(benchmark::State& state) {
    Photo photo = syntheticPhoto(1600, 1000, state.range(1) == 16 ? CV_16U : CV_8U);
    if (state.range(0) == 1) photo.iccProfile = heirloom::testing::rgbProfile();
    const DisplayTransform transform = DisplayTransform::create(photo);
    for (auto _ : state) benchmark::DoNotOptimize(transform.apply(photo.pixels));
    state.SetItemsProcessed(state.iterations() * photo.pixels.total());
}

void levels(benchmark::State& state) {
    const cv::Mat picture(kHeight, kWidth, CV_8UC4, cv::Scalar(90, 120, 150, 255));
    for (auto _ : state) benchmark::DoNotOptimize(pictureLevels(picture));
}

void toneRange(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(measureToneRange(scene().background));
}

BENCHMARK(region)
    ->Args({800, 1000, 0})
    ->Args({1600, 1000, 0})
    ->Args({800, 1000, 1})
    ->Args({1600, 1000, 1})
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime()
    ->UseRealTime();
BENCHMARK(whole)
    ->Arg(0)
    ->Arg(1)
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime()
    ->UseRealTime();
BENCHMARK(reduced)
    ->Args({2, 0})
    ->Args({2, 1})
    ->Args({1, 1})
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime()
    ->UseRealTime();
BENCHMARK(reducing)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();
BENCHMARK(display)
    ->Args({0, 8})
    ->Args({0, 16})
    ->Args({1, 8})
    ->Args({1, 16})
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime()
    ->UseRealTime();
BENCHMARK(levels)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();
BENCHMARK(toneRange)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

}  // namespace
}  // namespace heirloom::test

BENCHMARK_MAIN();
