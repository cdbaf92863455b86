// The longest time in which the window handles no event, and the most that its thread works
// in one such time: on a busy machine only the second is the window's own.
#include <algorithm>
#include <cstdlib>

#include <QAbstractItemModel>
#include <QAbstractItemView>
#include <QCheckBox>
#include <QCoreApplication>
#include <QPushButton>
#include <QTimer>
#include <nlohmann/json.hpp>

#include "core/base/file_io.h"
#include "core/base/sha256.h"
#include "tests/bench/window_bench.h"
#include "tests/support/fakes.h"
#include "tests/support/http_server.h"
#include "ui/batch/batch_page.h"
#include "ui/editor/editor_page.h"
#include "ui/models/model_library.h"
#include "ui/models/models_page.h"
#include "ui/photo/photo_document.h"

namespace heirloom::ui::bench {

namespace {

constexpr double kLongestWork = 50.0;
constexpr QSize kWindow(1600, 1000);

class Heartbeat {
public:
    Heartbeat() {
        m_timer.setTimerType(Qt::PreciseTimer);
        QObject::connect(&m_timer, &QTimer::timeout, [this] { beat(); });
        m_timer.start(kInterval);
    }
    void reportTo(Report& report, const std::string& what) {
        m_timer.stop();
        const double others = m_others.share();
        report.add({"stall", what + ": no event", m_gaps, 0.0, true, others, {}});
        report.add({"stall", what + ": work", m_work, kLongestWork, true, others, {}});
    }

private:
    static constexpr int kInterval = 5;
    void beat() {
        m_gaps.push_back(std::max(0.0, millisecondsSince(m_last) - kInterval));
        m_last = Clock::now();
        const double worked = threadMilliseconds();
        m_work.push_back(worked - m_worked);
        m_worked = worked;
    }
    QTimer m_timer;
    OtherPrograms m_others;
    Clock::time_point m_last = Clock::now();
    double m_worked = threadMilliseconds();
    std::vector<double> m_gaps, m_work;
};

void openAndEnhance(Report& report) {
    const heirloom::test::TemporaryFolder folder;
    AppContext context(pathsBelow(folder.path()), sharpeningNetworks(facesOfThePhoto()));
    const QString path = writeLargePhoto(folder.path());
    PhotoDocument document(context);
    EditorPage page(context, document);
    page.resize(kWindow);
    page.show();
    QCoreApplication::processEvents();
    bool examined = false;
    bool finished = false;
    QObject::connect(&document, &PhotoDocument::examined, &page, [&] { examined = true; });
    QObject::connect(&document, &PhotoDocument::enhanceFinished, &page,
                     [&](bool) { finished = true; });
    Heartbeat heartbeat;
    document.open(path);
    waitUntil([&] { return examined; });
    document.enhance();
    waitUntil([&] { return finished && document.isSettled(); });
    heartbeat.reportTo(report, "open and enhance 24 megapixels");
}

void batchOfThirty(Report& report) {
    const heirloom::test::TemporaryFolder folder;
    AppContext context(pathsBelow(folder.path()),
                       sharpeningNetworks({heirloom::test::faceAt({320, 240}, 200)}));
    QStringList paths;
    const Photo photo = heirloom::test::syntheticPhoto(640, 480);
    for (int i = 0; i < 30; ++i) {
        paths << writePhoto(photo, folder.path() / ("photo" + std::to_string(i) + ".jpg"));
    }
    BatchPage page(context);
    page.resize(kWindow);
    page.show();
    QCoreApplication::processEvents();
    bool started = false;
    bool ended = false;
    QObject::connect(&page, &BatchPage::runningChanged, &page, [&](bool runs) {
        started = started || runs;
        ended = started && !runs;
    });
    Heartbeat heartbeat;
    page.addInputs(paths);
    const auto* button = page.findChild<QPushButton*>("batchStart");
    const auto* table = page.findChild<QAbstractItemView*>("batchTable");
    waitUntil([&] { return table->model()->rowCount() == paths.size() && button->isEnabled(); });
    page.start();
    waitUntil([&] { return ended; });
    heartbeat.reportTo(report, "batch of 30 small photos");
}

// A catalogue of one model that is fifty megabytes of noise.
void writeCatalogue(const std::filesystem::path& file, const Bytes& content,
                    const std::string& address) {
    const nlohmann::json model = {{"name", "Large"},
                                  {"file", "large.pth"},
                                  {"kind", "restorer"},
                                  {"licence", "CC BY-NC-SA 4.0"},
                                  {"purpose", "For measuring."},
                                  {"input_size", 512},
                                  {"template", "gpen"},
                                  {"bytes", content.size()},
                                  {"sha256", sha256Hex(content)},
                                  {"addresses", {address}}};
    const std::string text = nlohmann::json{{"format", 1}, {"models", {model}}}.dump();
    const ByteView bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
    if (!writeFileAtomically(file, bytes, Replace::ExistingFile)) std::exit(1);
}

void download(Report& report) {
    constexpr std::size_t kBytes = 50'000'000;
    ::setenv("no_proxy", "127.0.0.1", 1);
    const heirloom::test::TemporaryFolder folder;
    Bytes content(kBytes);
    std::uint32_t state = 1;
    for (auto& byte : content) byte = (state = state * 1664525 + 1013904223) >> 24;
    heirloom::test::HttpServer server(
        [&](const auto& request, auto& reply) { sendFile(request, reply, content); });
    AppPaths paths = pathsBelow(folder.path());
    paths.models.catalogueFile = folder.path() / "catalogue.json";
    writeCatalogue(paths.models.catalogueFile, content, server.address("/large.pth"));
    AppContext context(paths, sharpeningNetworks({}));
    ModelsPage page(context);
    page.resize(kWindow);
    page.show();
    auto* library = page.findChild<ModelLibrary*>();
    waitUntil([&] { return library->isListed(); });
    bool installed = false;
    QObject::connect(library, &ModelLibrary::downloaded, &page, [&] { installed = true; });
    Heartbeat heartbeat;
    page.offerDownload("Large");
    waitUntil([&] { return page.findChild<QPushButton*>("acceptLicence") != nullptr; });
    page.findChild<QCheckBox*>("agree")->click();
    page.findChild<QPushButton*>("acceptLicence")->click();
    waitUntil([&] { return installed && !page.isDownloading(); });
    heartbeat.reportTo(report, "download of 50 MB");
}

}  // namespace

void benchStalls(Report& report) {
    openAndEnhance(report);
    batchOfThirty(report);
    download(report);
}

}  // namespace heirloom::ui::bench
