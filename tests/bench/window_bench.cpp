// How quickly the window answers: sliders, zoom and pan, the exact picture, the start, and the
// longest time in which it does not answer at all. Run by hand on a quiet machine:
//   window_bench [--json FILE] [--program HEIRLOOM] [drags] [frames] [stalls] [start]
// Every row names how busy other programs kept the machine meanwhile.
#include "tests/bench/window_bench.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>

#include <unistd.h>

#include <QApplication>
#include <QEventLoop>
#include <QStandardPaths>
#include <QTimer>
#include <nlohmann/json.hpp>
#include <opencv2/imgproc.hpp>

#include "core/base/file_io.h"
#include "core/image/encode.h"
#include "tests/support/fakes.h"
#include "ui/common/language.h"
#include "ui/common/text.h"
#include "ui/common/theme.h"

namespace heirloom::ui::bench {

namespace {

constexpr int kCropSize = 512;

double clockMilliseconds(clockid_t clock) {
    timespec time{};
    clock_gettime(clock, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

double percentile(const std::vector<double>& sorted, double share) {
    if (sorted.empty()) return 0.0;
    const auto last = static_cast<double>(sorted.size() - 1);
    return sorted[static_cast<std::size_t>(std::ceil(share * last))];
}

double loadAverage() {
    double load = 0.0;
    return getloadavg(&load, 1) == 1 ? load : -1.0;
}

}  // namespace

double millisecondsSince(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

double processMilliseconds() {
    return clockMilliseconds(CLOCK_PROCESS_CPUTIME_ID);
}

double threadMilliseconds() {
    return clockMilliseconds(CLOCK_THREAD_CPUTIME_ID);
}

void waitUntil(const std::function<bool()>& condition) {
    const auto start = Clock::now();
    QTimer waker;  // so that the time limit is looked at
    waker.start(500);
    while (!condition()) {
        if (millisecondsSince(start) > 60e3) {
            std::fprintf(stderr, "What was waited for did not come.\n");
            std::_Exit(1);
        }
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
    }
}

double OtherPrograms::busySeconds() {
    std::ifstream file("/proc/stat");
    std::string name;
    double user = 0, nice = 0, system = 0, idle = 0, waiting = 0, irq = 0, softirq = 0;
    file >> name >> user >> nice >> system >> idle >> waiting >> irq >> softirq;
    return (user + nice + system + irq + softirq) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

OtherPrograms::OtherPrograms()
    : m_busy(busySeconds()), m_own(processMilliseconds()), m_start(Clock::now()) {}

double OtherPrograms::share() const {
    const double all =
        millisecondsSince(m_start) / 1e3 * static_cast<double>(sysconf(_SC_NPROCESSORS_ONLN));
    const double own = (processMilliseconds() - m_own) / 1e3;
    return std::clamp((busySeconds() - m_busy - own) / all, 0.0, 1.0);
}

void Report::head() const {
    std::printf("%-7s %-44s %5s %8s %8s %8s %8s %6s %7s\n", "", "milliseconds", "count", "p50",
                "p95", "max", "limit", "load", "others");
}

void Report::add(Row row) {
    std::sort(row.values.begin(), row.values.end());
    const double half = percentile(row.values, 0.5);
    const double most = percentile(row.values, 0.95);
    const double largest = row.values.empty() ? 0.0 : row.values.back();
    const bool kept = row.limit <= 0.0 || (row.worst ? largest : most) <= row.limit;
    const double load = loadAverage();
    std::printf("%-7s %-44s %5zu %8.1f %8.1f %8.1f %8.0f %6.2f %6.0f%% %s%s\n", row.group.c_str(),
                row.what.c_str(), row.values.size(), half, most, largest, row.limit, load,
                100.0 * row.others, kept ? "" : "MISSED ", row.remark.c_str());
    std::fflush(stdout);
    m_rows.push_back(nlohmann::json{
        {"group", row.group},
        {"what", row.what},
        {"count", row.values.size()},
        {"p50_ms", half},
        {"p95_ms", most},
        {"max_ms", largest},
        {"limit_ms", row.limit},
        {"kept", kept},
        {"load_average", load},
        {"others_share", row.others},
        {"remark",
         row.remark}}.dump());
}

void Report::write(const std::filesystem::path& file) const {
    auto rows = nlohmann::json::array();
    for (const std::string& row : m_rows) rows.push_back(nlohmann::json::parse(row));
    std::ofstream(file) << rows.dump(1) << "\n";
}

std::vector<Face> facesOfThePhoto() {
    return {heirloom::test::faceAt({1500, 1500}, 900, 10.0),
            heirloom::test::faceAt({2500, 1700}, 1000, -8.0),
            heirloom::test::faceAt({4300, 2200}, 1800)};
}

QString writePhoto(const Photo& photo, const std::filesystem::path& path) {
    EncodeOptions options;
    options.format = formatFromExtension(path.extension().string().substr(1));
    const auto encoded = encodePhoto(photo, options);
    if (!encoded || !writeFileAtomically(path, encoded->file, Replace::ExistingFile)) {
        std::fprintf(stderr, "%s cannot be written.\n", path.c_str());
        std::exit(1);
    }
    return fromPath(path);
}

QString writeLargePhoto(const std::filesystem::path& folder) {
    Photo photo = heirloom::test::syntheticPhoto(kPhotoWidth, kPhotoHeight);
    photo.source.format = FileFormat::Bmp;
    return writePhoto(photo, folder / "large.bmp");
}

AppPaths pathsBelow(const std::filesystem::path& folder) {
    const auto models = heirloom::test::sourceDirectory() / "models";
    AppPaths paths;
    paths.models = {folder / "models", models, models / "catalogue.json"};
    paths.presets = folder / "presets";
    paths.state = folder / "state";
    paths.settings = folder / "settings.ini";
    return paths;
}

ModelsFactory sharpeningNetworks(std::vector<Face> faces) {
    const auto sharpen = [](const cv::Mat& crop) {
        cv::Mat blurred;
        cv::GaussianBlur(crop, blurred, {}, 3.0);
        return cv::Mat(crop + 0.8 * (crop - blurred));
    };
    return
        [faces = std::move(faces), sharpen](
            const StoreOptions&, const EngineOptions&) -> Result<std::unique_ptr<ModelProvider>> {
            return std::unique_ptr<ModelProvider>(
                std::make_unique<heirloom::test::FakeModels>(faces, kCropSize, sharpen));
        };
}

}  // namespace heirloom::ui::bench

int main(int argc, char** argv) {
    using namespace heirloom::ui;
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("LC_ALL", "C.UTF-8");
    QStandardPaths::setTestModeEnabled(true);
    const QApplication application(argc, argv);
    applyLanguage(LanguageChoice::English);
    applyTheme(ThemeChoice::Dark);
    QStringList wanted = QApplication::arguments().mid(1);
    const auto option = [&](const QString& name, const QString& otherwise) {
        const auto at = wanted.indexOf(name);
        if (at < 0 || at + 1 >= wanted.size()) return otherwise;
        const QString value = wanted[at + 1];
        wanted.remove(at, 2);
        return value;
    };
    const QString json = option("--json", {});
    const QString program = option("--program", HEIRLOOM_PROGRAM);
    const auto isWanted = [&](const char* part) {
        return wanted.isEmpty() || wanted.contains(part);
    };
    bench::Report report;
    report.head();
    if (isWanted("start")) bench::benchStart(report, toPath(program));
    if (isWanted("frames")) bench::benchFrames(report);
    if (isWanted("drags")) bench::benchDrags(report);
    if (isWanted("stalls")) bench::benchStalls(report);
    if (!json.isEmpty()) report.write(toPath(json));
    return 0;
}
