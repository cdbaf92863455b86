// The real program on a virtual X server of its own, with a home that nothing has ever lived
// in: from the start of the process until its window is mapped, and until its middle shows
// something.
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <optional>

#include <QProcess>

#include "tests/bench/window_bench.h"

#if HEIRLOOM_HAS_XCB
#include <xcb/xcb.h>
#endif

namespace heirloom::ui::bench {

#if HEIRLOOM_HAS_XCB

namespace {

constexpr int kStarts = 12;
constexpr double kVisible = 1000.0;
constexpr double kGivenUp = 30e3;

class Screen {
public:
    Screen() {
        m_server.start("Xvfb",
                       {"-displayfd", "1", "-screen", "0", "1920x1200x24", "-nolisten", "tcp"});
        if (!m_server.waitForStarted() || !m_server.waitForReadyRead()) return;
        m_name = ":" + m_server.readLine().trimmed();
        m_connection = xcb_connect(m_name.constData(), nullptr);
        if (xcb_connection_has_error(m_connection)) return;
        m_root = xcb_setup_roots_iterator(xcb_get_setup(m_connection)).data->root;
        const std::uint32_t mask = XCB_EVENT_MASK_SUBSTRUCTURE_NOTIFY;
        xcb_change_window_attributes(m_connection, m_root, XCB_CW_EVENT_MASK, &mask);
        xcb_flush(m_connection);
        m_isReady = true;
    }
    ~Screen() {
        if (m_connection != nullptr) xcb_disconnect(m_connection);
        m_server.terminate();
        m_server.waitForFinished();
    }
    bool isReady() const { return m_isReady; }
    QByteArray name() const { return m_name; }

    // The next window that is mapped; tooltips and the like do not count.
    std::optional<xcb_window_t> waitForWindow(Clock::time_point start) {
        while (millisecondsSince(start) < kGivenUp) {
            xcb_generic_event_t* event = xcb_poll_for_event(m_connection);
            if (event == nullptr) {
                pause();
                continue;
            }
            const bool isMap = (event->response_type & 0x7f) == XCB_MAP_NOTIFY;
            const auto* map = reinterpret_cast<const xcb_map_notify_event_t*>(event);
            const bool counts = isMap && map->override_redirect == 0;
            const xcb_window_t window = counts ? map->window : 0;
            std::free(event);
            if (counts) return window;
        }
        return {};
    }
    // The root of a bare server is black; nothing of the window is.
    bool waitForPicture(xcb_window_t window, Clock::time_point start) {
        while (millisecondsSince(start) < kGivenUp) {
            auto* place = xcb_get_geometry_reply(m_connection,
                                                 xcb_get_geometry(m_connection, window), nullptr);
            if (place == nullptr) return false;
            const auto x = static_cast<std::int16_t>(place->width / 2);
            const auto y = static_cast<std::int16_t>(place->height / 2);
            std::free(place);
            auto* image = xcb_get_image_reply(
                m_connection,
                xcb_get_image(m_connection, XCB_IMAGE_FORMAT_Z_PIXMAP, window, x, y, 1, 1, ~0u),
                nullptr);
            const std::uint8_t* pixel = image != nullptr ? xcb_get_image_data(image) : nullptr;
            const bool shows =
                pixel != nullptr && (pixel[0] != 0 || pixel[1] != 0 || pixel[2] != 0);
            std::free(image);
            if (shows) return true;
            pause();
        }
        return false;
    }

private:
    static void pause() {
        const timespec time{0, 1'000'000};
        nanosleep(&time, nullptr);
    }
    QProcess m_server;
    QByteArray m_name;
    xcb_connection_t* m_connection = nullptr;
    xcb_window_t m_root = 0;
    bool m_isReady = false;
};

// Which parts of the network's library a process has loaded.
std::string networkIn(qint64 process) {
    std::ifstream maps("/proc/" + std::to_string(process) + "/maps");
    std::string line;
    std::string found;
    while (std::getline(maps, line)) {
        for (const char* part : {"libtorch", "libc10", "heirloom_nn"}) {
            if (line.find(part) != std::string::npos && found.find(part) == std::string::npos) {
                found += std::string(found.empty() ? "" : " ") + part;
            }
        }
    }
    return found;
}

double processorMilliseconds(qint64 process) {
    std::ifstream file("/proc/" + std::to_string(process) + "/schedstat");
    double nanoseconds = 0.0;
    file >> nanoseconds;  // of the main thread
    return nanoseconds / 1e6;
}

struct Started {
    double mapped = 0.0, painted = 0.0, worked = 0.0;
    std::string network;
};

std::optional<Started> startOnce(Screen& screen, const std::filesystem::path& program) {
    const heirloom::test::TemporaryFolder home;
    QProcessEnvironment environment;
    environment.insert("PATH", qEnvironmentVariable("PATH"));
    environment.insert("HOME", QString::fromStdString(home.path().string()));
    environment.insert("DISPLAY", QString::fromLatin1(screen.name()));
    environment.insert("LC_ALL", "C.UTF-8");
    QProcess process;
    process.setProcessEnvironment(environment);
    process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    Started started;
    const auto start = Clock::now();
    process.start(QString::fromStdString(program.string()), {});
    const auto window = screen.waitForWindow(start);
    started.mapped = millisecondsSince(start);
    const bool shows = window && screen.waitForPicture(*window, start);
    started.painted = millisecondsSince(start);
    started.worked = processorMilliseconds(process.processId());
    started.network = networkIn(process.processId());
    process.terminate();
    if (!process.waitForFinished(5000)) process.kill();
    process.waitForFinished();
    if (!shows) return {};
    return started;
}

}  // namespace

void benchStart(Report& report, const std::filesystem::path& program) {
    Screen screen;
    if (!screen.isReady() || !std::filesystem::exists(program)) {
        std::printf("start   left out: needs Xvfb and %s\n", program.c_str());
        return;
    }
    startOnce(screen, program);  // reads the disk
    std::vector<double> mapped, painted, worked;
    std::string network;
    const OtherPrograms others;
    for (int i = 0; i < kStarts; ++i) {
        const auto started = startOnce(screen, program);
        if (!started) continue;
        mapped.push_back(started->mapped);
        painted.push_back(started->painted);
        worked.push_back(started->worked);
        network = started->network;
    }
    // The program that is started counts among the others.
    const double share = others.share();
    const std::string remark = network.empty() ? "no network loaded" : "LOADED: " + network;
    report.add({"start", "window mapped", mapped, 0.0, false, share, remark});
    report.add({"start", "window painted", painted, kVisible, false, share, remark});
    report.add({"start", "work of its main thread until then", worked, 0.0, false, share, {}});
}

#else

void benchStart(Report&, const std::filesystem::path&) {
    std::printf("start   left out: built without xcb\n");
}

#endif

}  // namespace heirloom::ui::bench
