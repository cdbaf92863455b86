// What surrounds the networks: a camera's photo and a group portrait from file to file, less
// the time inside the networks. Run by hand on a quiet machine:
//   surroundings_bench [--runs N] [--crop 256|512|1024] [--threads N] [--parser]
//                      [--photo FILE] [--only plain|filtered|group] [--keep FOLDER]
// The limits are those of the performance issue: 3 and 8 times what libjpeg-turbo needs to
// decode and encode the same file, measured in turn with it; 20 ms a face of a group.
#include "tests/bench/surroundings_bench.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include <sys/resource.h>

#ifdef __linux__
#include <malloc.h>
#endif
#include <opencv2/core/utility.hpp>

#include "core/base/file_io.h"
#include "core/batch/photo_job.h"
#include "tests/support/shared_data.h"

namespace heirloom::bench {

namespace {

namespace fs = std::filesystem;

struct Arguments {
    int runs = 5;
    int crop = 512;
    int threads = 2;
    bool parses = false;
    std::optional<fs::path> photo, keep;
    std::string only;
};

struct Times {
    double total = 0.0;      // outside of the networks
    double processor = 0.0;  // of all threads, outside of the networks
    std::map<std::string, double> stages;
};

// The network library does this when it is configured, before the first photo.
void keepFreedPages() {
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, 256 << 20);
    mallopt(M_TRIM_THRESHOLD, 512 << 20);
#endif
}

double megabytes(double bytes) {
    return bytes / 1e6;
}

long peakMegabytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss / 1024;
}

void fail(const std::string& text) {
    std::fprintf(stderr, "%s\n", text.c_str());
    std::exit(1);
}

// As heirloom-cli restores a photo, step by step.
Times restore(const fs::path& input, const fs::path& folder, TimedModels& models,
              const RestoreParameters& parameters) {
    JobOptions options;
    options.parameters = parameters;
    options.output.target = folder;
    options.output.replaceEarlierOutput = false;
    const RunControl control;
    models.networkSeconds = models.networkProcessorSeconds = 0.0;

    Times times;
    double last = 0.0;
    const ProcessorClock processor;
    const Clock clock;
    const auto lap = [&](const char* stage) {
        const double now = clock.seconds();
        times.stages[stage] = now - last;
        last = now;
    };
    PhotoWork work = startWork({input, {}, false});
    openPhoto(work, options, control);
    lap("1 read");
    decodeOpened(work, options, control);
    lap("2 decode");
    restoreDecoded(work, options, models, control);
    lap("3 restore");
    writeRestored(work, options, control);
    lap("4 encode, check, write");
    times.total = clock.seconds() - models.networkSeconds;
    times.processor = processor.seconds() - models.networkProcessorSeconds;
    const PhotoReport& report = work.report;
    if (report.outcome != Outcome::Restored) {
        fail(report.error ? report.error->text() : "The photo was not restored.");
    }
    times.stages["3a   find faces, judge"] = report.seconds.detect;
    times.stages["3b   faces, less networks"] = report.seconds.restore - models.networkSeconds;
    times.stages["3c   compose and filter"] = report.seconds.compose;
    times.stages["3d   change, warnings, record"] = times.stages["3 restore"] -
                                                    report.seconds.detect - report.seconds.restore -
                                                    report.seconds.compose;
    times.stages["3 restore"] -= models.networkSeconds;
    fs::remove(report.output);
    return times;
}

double medianOf(const std::vector<Times>& runs, const std::function<double(const Times&)>& of) {
    std::vector<double> values;
    for (const Times& run : runs) values.push_back(of(run));
    return median(values);
}

void printStages(const std::vector<Times>& runs) {
    for (const auto& [stage, ignored] : runs.front().stages) {
        const double seconds =
            medianOf(runs, [&](const Times& run) { return run.stages.at(stage); });
        std::printf("    %-32s %8.1f ms\n", stage.c_str(), 1e3 * seconds);
    }
}

struct Case {
    const char* name;
    fs::path photo;
    std::vector<Face> faces;
    RestoreParameters parameters;
    double limit;  // times libjpeg-turbo; 0: none
};

void measure(const Case& wanted, const Arguments& arguments, const fs::path& folder) {
    TimedModels models(wanted.faces, arguments.crop, arguments.parses);
    const Bytes file = readFile(wanted.photo, std::uintmax_t{1} << 30).value();
    std::vector<Times> runs;
    std::vector<double> decodes, encodes, ratios, processor;
    for (int i = -1; i < arguments.runs; ++i) {  // the first warms up
        const JpegSeconds library = timeJpegLibrary(file);
        const Times times = restore(wanted.photo, folder, models, wanted.parameters);
        if (i < 0) continue;
        runs.push_back(times);
        decodes.push_back(library.decode);
        encodes.push_back(library.encode);
        ratios.push_back(times.total / library.both());
        processor.push_back(times.processor / library.processor);
    }
    const double total = medianOf(runs, [](const Times& run) { return run.total; });
    const double ratio = median(ratios);
    std::printf("%s: %.1f MB, %zu faces, crop %d, %d tiles searched\n", wanted.name,
                megabytes(double(file.size())), wanted.faces.size(), arguments.crop, models.tiles);
    std::printf("    libjpeg-turbo: decode %.1f ms, encode %.1f ms\n", 1e3 * median(decodes),
                1e3 * median(encodes));
    printStages(runs);
    std::printf("    all outside the networks         %8.1f ms = %.2f x libjpeg-turbo", 1e3 * total,
                ratio);
    if (wanted.limit > 0.0) {
        std::printf(" (limit %.0f)%s", wanted.limit, ratio <= wanted.limit ? "" : "  MISSED");
    }
    const double cpu = medianOf(runs, [](const Times& run) { return run.processor; });
    std::printf("\n    processor time of all threads    %8.1f ms = %.2f x libjpeg-turbo's", 1e3 * cpu,
                median(processor));
    const double perFace =
        1e3 *
        medianOf(runs,
                 [](const Times& run) { return run.stages.at("3b   faces, less networks"); }) /
        double(wanted.faces.size());
    std::printf("\n    a face: %.1f ms in its stages, %.1f ms of the whole; peak %ld MB\n\n",
                perFace, 1e3 * total / double(wanted.faces.size()), peakMegabytes());
    std::fflush(stdout);
}

Arguments parsed(int argc, char** argv) {
    Arguments arguments;
    for (int i = 1; i < argc; ++i) {
        const std::string name = argv[i];
        const auto value = [&] {
            if (i + 1 >= argc) fail("What follows " + name + "?");
            return std::string(argv[++i]);
        };
        if (name == "--runs")
            arguments.runs = std::max(1, std::atoi(value().c_str()));
        else if (name == "--crop")
            arguments.crop = std::atoi(value().c_str());
        else if (name == "--threads")
            arguments.threads = std::atoi(value().c_str());
        else if (name == "--parser")
            arguments.parses = true;
        else if (name == "--photo")
            arguments.photo = value();
        else if (name == "--keep")
            arguments.keep = value();
        else if (name == "--only")
            arguments.only = value();
        else
            fail("Unknown: " + name);
    }
    return arguments;
}

fs::path written(const fs::path& path, const Bytes& file) {
    if (auto done = writeFileAtomically(path, file, Replace::ExistingFile); !done) {
        fail(done.error().text());
    }
    return path;
}

}  // namespace

double median(std::vector<double> values) {
    if (values.empty()) return 0.0;
    std::sort(values.begin(), values.end());
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 == 1 ? values[middle] : 0.5 * (values[middle - 1] + values[middle]);
}

int run(int argc, char** argv) {
    const Arguments arguments = parsed(argc, argv);
    const test::TemporaryFolder temporary;
    const fs::path folder = arguments.keep.value_or(temporary.path());
    fs::create_directories(folder);
    keepFreedPages();
    cv::setNumThreads(arguments.threads);
    const auto isWanted = [&](const char* name) {
        return arguments.only.empty() || arguments.only == name;
    };
    const std::vector<Face> faces = facesOfThePhoto();
    fs::path photo = arguments.photo.value_or(folder / "camera.jpg");
    if (!arguments.photo && !fs::exists(photo)) written(photo, cameraPhoto(faces));

    RestoreParameters filtered;
    filtered.denoise = 30;
    filtered.sharpen = 50;
    if (isWanted("plain")) {
        measure({"denoise 0, sharpen 0", photo, faces, {}, 3.0}, arguments, folder);
    }
    if (isWanted("filtered")) {
        measure({"denoise 30, sharpen 50", photo, faces, filtered, 8.0}, arguments, folder);
    }
    if (isWanted("group")) {
        const std::vector<Face> group = facesOfTheGroup();
        const fs::path picture = written(folder / "group.jpg", groupPhoto(group));
        measure({"group portrait", picture, group, {}, 0.0}, arguments, folder);
    }
    return 0;
}

}  // namespace heirloom::bench

int main(int argc, char** argv) {
    return heirloom::bench::run(argc, argv);
}
