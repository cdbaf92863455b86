// How long the compare view takes for one frame of 1600 x 1000 device pixels with pictures of
// 24 megapixels: panning, zooming, and drawing again with nothing moved. The 95th percentile
// is what a person feels; the limit is 16 ms.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <vector>

#include <benchmark/benchmark.h>

#include <QApplication>
#include <QPainter>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "ui/common/theme.h"
#include "ui/compare/compare_view.h"
#include "ui/compare/picture_layer.h"

namespace heirloom::ui {
namespace {

constexpr int kWidth = 6000;
constexpr int kHeight = 4000;
constexpr int kFrames = 60;

Picture photo(int seed) {
    cv::Mat level(kHeight, kWidth, CV_8UC4);
    cv::RNG(static_cast<std::uint64_t>(seed)).fill(level, cv::RNG::UNIFORM, 0, 256);
    std::vector<QImage> levels{imageOf(level)};
    while (std::max(level.cols, level.rows) > 512) {
        cv::Mat half;
        cv::resize(level, half, cv::Size((level.cols + 1) / 2, (level.rows + 1) / 2), 0, 0,
                   cv::INTER_AREA);
        level = half;
        levels.push_back(imageOf(level));
    }
    return Picture(std::move(levels), {kWidth, kHeight});
}

struct Scene {
    explicit Scene(CompareMode mode) : target(1600, 1000, QImage::Format_RGB32) {
        static const Picture before = photo(1);
        static const Picture after = photo(2);
        view.setAttribute(Qt::WA_DontShowOnScreen);
        view.resize(1600, 1000);
        view.show();
        view.setMode(mode);
        view.setBefore(before);
        view.setAfter(after);
    }
    double paintMilliseconds() {
        const auto start = std::chrono::steady_clock::now();
        view.render(&target);
        const std::chrono::duration<double, std::milli> passed =
            std::chrono::steady_clock::now() - start;
        return passed.count();
    }

    CompareView view;
    QImage target;
};

void report(benchmark::State& state, std::vector<double> frames) {
    std::sort(frames.begin(), frames.end());
    state.counters["p50_ms"] = frames[frames.size() / 2];
    state.counters["p95_ms"] = frames[frames.size() * 95 / 100];
    state.counters["max_ms"] = frames.back();
}

// zoom in percent, 0: fit.
void place(CompareView& view, std::int64_t percent) {
    percent == 0 ? view.zoomToFit() : view.zoomTo(static_cast<double>(percent) / 100.0);
}

void panning(benchmark::State& state) {
    Scene scene(static_cast<CompareMode>(state.range(0)));
    place(scene.view, state.range(1));
    scene.paintMilliseconds();
    std::vector<double> frames;
    for (auto _ : state) {
        for (int i = 0; i < kFrames; ++i) {
            const double angle = i * 0.21;
            scene.view.panBy({std::round(31 * std::cos(angle)), std::round(23 * std::sin(angle))});
            frames.push_back(scene.paintMilliseconds());
        }
    }
    report(state, std::move(frames));
}

// Every frame has another zoom: all visible pixels are scaled again.
void zooming(benchmark::State& state) {
    Scene scene(static_cast<CompareMode>(state.range(0)));
    place(scene.view, state.range(1));
    const double middle = scene.view.zoom();
    std::vector<double> frames;
    for (auto _ : state) {
        for (int i = 0; i < kFrames; ++i) {
            scene.view.zoomTo(middle * (1.0 + 0.1 * std::sin(i * 0.37)) + 1e-4 * i);
            frames.push_back(scene.paintMilliseconds());
        }
    }
    report(state, std::move(frames));
}

// As when a face is hovered: the pictures stay.
void redrawing(benchmark::State& state) {
    Scene scene(static_cast<CompareMode>(state.range(0)));
    place(scene.view, state.range(1));
    std::vector<double> frames;
    scene.paintMilliseconds();
    for (auto _ : state) {
        for (int i = 0; i < kFrames; ++i) frames.push_back(scene.paintMilliseconds());
    }
    report(state, std::move(frames));
}

// As while a slider moves: a new result with each frame.
void newResult(benchmark::State& state) {
    Scene scene(static_cast<CompareMode>(state.range(0)));
    place(scene.view, state.range(1));
    const Picture results[] = {photo(3), photo(4)};
    std::vector<double> frames;
    for (auto _ : state) {
        for (int i = 0; i < kFrames; ++i) {
            scene.view.setAfter(results[i % 2]);
            frames.push_back(scene.paintMilliseconds());
        }
    }
    report(state, std::move(frames));
}

// What one frame costs after the view has come to rest: scaled again from a finer level.
void refining(benchmark::State& state) {
    const Picture picture = photo(1);
    const QSize pane(1600, 1000);
    const double zoom = static_cast<double>(state.range(0)) / 100.0;
    PictureLayer layer;
    std::vector<double> frames;
    for (auto _ : state) {
        for (int i = 0; i < 20; ++i) {
            layer.setPicture(picture);
            layer.place(pane, QRect(QPoint(), QSize(kWidth, kHeight) * zoom), zoom);
            layer.refine();
            const auto start = std::chrono::steady_clock::now();
            layer.pixels(QRect(QPoint(), pane));
            const std::chrono::duration<double, std::milli> passed =
                std::chrono::steady_clock::now() - start;
            frames.push_back(passed.count());
        }
    }
    report(state, std::move(frames));
}

void cases(benchmark::internal::Benchmark* bench) {
    for (const CompareMode mode : {CompareMode::SideBySide, CompareMode::Split}) {
        for (const int percent : {0, 30, 70, 100, 300}) {
            bench->Args({static_cast<int>(mode), percent});
        }
    }
    bench->ArgNames({"mode", "percent"})->Iterations(3)->Unit(benchmark::kMillisecond);
}

BENCHMARK(panning)->Apply(cases);
BENCHMARK(zooming)->Apply(cases);
BENCHMARK(redrawing)->Apply(cases);
BENCHMARK(newResult)->Apply(cases);
BENCHMARK(refining)->ArgName("percent")->Arg(27)->Arg(30)->Arg(40)->Iterations(3)->Unit(
    benchmark::kMillisecond);

}  // namespace
}  // namespace heirloom::ui

int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    heirloom::ui::applyTheme(heirloom::ui::ThemeChoice::Dark);
    benchmark::Initialize(&argc, argv);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
