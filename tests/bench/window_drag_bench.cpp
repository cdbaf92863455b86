// Sliders, zoom and pan over the real compare view and document.
#include <cmath>
#include <map>
#include <optional>
#include <string_view>

#include <QCoreApplication>
#include <QTimer>

#include "tests/bench/window_bench.h"
#include "ui/compare/compare_view.h"
#include "ui/editor/canvas_link.h"
#include "ui/editor/face_selection.h"
#include "ui/photo/photo_document.h"

namespace heirloom::ui::bench {

namespace {

constexpr int kSteps = 60;
constexpr int kMoveMilliseconds = 16;  // from one move of the mouse to the next

// Tells when a frame has been painted.
class TimedView : public CompareView {
public:
    std::function<void()> painted;

protected:
    void paintEvent(QPaintEvent* event) override {
        CompareView::paintEvent(event);
        if (painted) painted();
    }
};

// The photo, opened and enhanced, on a canvas of 1600 x 1000.
struct Studio {
    Studio()
        : context(pathsBelow(folder.path()), sharpeningNetworks(facesOfThePhoto())),
          document(context),
          selection(document),
          link(document, view, selection) {
        view.resize(1600, 1000);
        view.show();
        QObject receiver;
        bool examined = false;
        bool finished = false;
        QObject::connect(&document, &PhotoDocument::examined, &receiver, [&] { examined = true; });
        QObject::connect(&document, &PhotoDocument::enhanceFinished, &receiver,
                         [&](bool) { finished = true; });
        document.open(writeLargePhoto(folder.path()));
        waitUntil([&] { return examined; });
        document.edit({}, "Plain");
        document.enhance();
        waitUntil([&] { return finished && document.isSettled(); });
    }
    void settle() {
        waitUntil([this] { return document.isSettled(); });
        // The view refines what it shows, and the preview makes ready for it, after a while that
        // a person takes from the zoom to a slider.
        bool rested = false;
        QTimer::singleShot(1000, &view, [&] { rested = true; });
        waitUntil([&] { return rested; });
    }
    // zoom 0: fit.
    void place(CompareMode mode, double zoom) {
        view.setMode(mode);
        if (zoom == 0.0) return view.zoomToFit();
        view.zoomToArea(document.faces().front().box);
        view.zoomTo(zoom);
    }

    heirloom::test::TemporaryFolder folder;
    AppContext context;
    PhotoDocument document;
    TimedView view;
    FaceSelection selection;
    CanvasLink link;
};

struct Slider {
    const char* name;
    double RestoreParameters::*value;
    double from, to;
    RestoreParameters others;
    double limit;
};

std::size_t signatureOf(const QImage& image) {
    std::size_t signature = 0;
    for (int y = 0; y < image.height(); y += 8) {
        const std::string_view row(reinterpret_cast<const char*>(image.constScanLine(y)),
                                   static_cast<std::size_t>(image.width()) * 4);
        signature = signature * 31 + std::hash<std::string_view>()(row);
    }
    return signature;
}

// One slider drawn over its range. First each step waits for its picture, which teaches what
// the picture of each step looks like; then moves come as a mouse sends them, and each is
// answered by the first painted picture of its own or a later value.
class Drag {
public:
    Drag(Studio& studio, const Slider& slider) : m_studio(studio), m_slider(slider) {
        QObject::connect(&studio.document, &PhotoDocument::afterPatchChanged, &m_receiver,
                         [this](const QImage& patch) { m_arrived = signatureOf(patch); });
        QObject::connect(
            &studio.document, &PhotoDocument::afterChanged, &m_receiver,
            [this](const Picture& picture) { m_arrived = signatureOf(picture.levelFor(1.0)); });
        studio.view.painted = [this] { paint(); };
    }
    ~Drag() { m_studio.view.painted = {}; }

    std::vector<double> stepByStep() {
        std::vector<double> latencies;
        const auto first = move(kSteps / 2, false);
        waitUntil([this] { return m_painted.has_value(); });
        m_first = std::chrono::duration<double, std::milli>(m_paintedAt - first).count();
        for (int step = 0; step < kSteps; ++step) {
            m_painted.reset();
            m_arrived.reset();
            const auto start = move(step, true);
            waitUntil([this] { return m_painted.has_value(); });
            latencies.push_back(
                std::chrono::duration<double, std::milli>(m_paintedAt - start).count());
            m_steps.emplace(*m_painted, step);
        }
        return latencies;
    }

    std::vector<double> asAMouseMoves() {
        m_latencies.clear();
        m_moves.clear();
        m_unknown = 0;
        m_answered = 0;
        m_arrived.reset();
        m_continuous = true;
        QTimer timer;
        timer.setTimerType(Qt::PreciseTimer);
        QObject::connect(&timer, &QTimer::timeout, &m_receiver, [&] {
            m_moves.push_back(move(static_cast<int>(m_moves.size()), !m_moves.empty()));
            if (m_moves.size() == kSteps) timer.stop();
        });
        timer.start(kMoveMilliseconds);
        waitUntil([this] { return m_answered == kSteps || isSettledAfterAll(); });
        waitUntil([this] { return isSettledAfterAll(); });
        m_exact = std::chrono::duration<double, std::milli>(Clock::now() - m_moves.back()).count();
        m_continuous = false;
        return m_latencies;
    }
    double millisecondsToFirst() const { return m_first; }
    double millisecondsToExact() const { return m_exact; }
    int unknownPictures() const { return m_unknown; }
    int frames() const { return m_frames; }

private:
    bool isSettledAfterAll() const {
        return m_moves.size() == kSteps && m_studio.document.isSettled();
    }
    Clock::time_point move(int step, bool continues) {
        RestoreParameters parameters = m_slider.others;
        const double share = step / (kSteps - 1.0);
        parameters.*m_slider.value = m_slider.from + share * (m_slider.to - m_slider.from);
        const auto now = Clock::now();
        m_studio.document.edit(parameters, m_slider.name, continues);
        return now;
    }
    void paint() {
        if (!m_arrived) return;
        m_paintedAt = Clock::now();
        m_painted = std::exchange(m_arrived, {});
        if (m_continuous) answer(*m_painted);
    }
    void answer(std::size_t signature) {
        ++m_frames;
        int shown = -1;
        const auto [begin, end] = m_steps.equal_range(signature);
        for (auto it = begin; it != end; ++it) {
            if (it->second < static_cast<int>(m_moves.size())) shown = std::max(shown, it->second);
        }
        // The exact picture looks like none of the quick ones; all moves are in it.
        if (shown < 0 && isSettledAfterAll()) shown = kSteps - 1;
        if (shown < 0) ++m_unknown;
        for (; m_answered <= shown; ++m_answered) {
            const auto start = m_moves[static_cast<std::size_t>(m_answered)];
            m_latencies.push_back(
                std::chrono::duration<double, std::milli>(m_paintedAt - start).count());
        }
    }

    Studio& m_studio;
    const Slider& m_slider;
    QObject m_receiver;
    std::multimap<std::size_t, int> m_steps;  // of pictures
    std::optional<std::size_t> m_arrived, m_painted;
    Clock::time_point m_paintedAt;
    bool m_continuous = false;
    std::vector<Clock::time_point> m_moves;
    std::vector<double> m_latencies;
    int m_answered = 0;
    int m_unknown = 0;
    int m_frames = 0;
    double m_first = 0.0;
    double m_exact = 0.0;
};

struct Place {
    const char* name;
    CompareMode mode;
    double zoom;
};

std::vector<Slider> sliders() {
    constexpr double kQuick = 60.0, kDenoise = 150.0;
    RestoreParameters preset;
    preset.strength = 80;
    preset.denoise = 50;
    preset.sharpen = 60;
    return {{"strength", &RestoreParameters::strength, 20, 79, {}, kQuick},
            {"contrast", &RestoreParameters::contrast, 5, 64, {}, kQuick},
            {"brightness", &RestoreParameters::brightness, -30, 29, {}, kQuick},
            {"sharpen", &RestoreParameters::sharpen, 5, 64, {}, kQuick},
            {"denoise", &RestoreParameters::denoise, 5, 64, {}, kDenoise},
            {"strength over denoise 50, sharpen 60", &RestoreParameters::strength, 20, 79, preset,
             kDenoise}};
}

}  // namespace

void benchDrags(Report& report) {
    Studio studio;
    std::vector<double> exact, first;
    const OtherPrograms overall;
    for (const Place& place :
         {Place{"100 %", CompareMode::SideBySide, 1.0}, Place{"fit", CompareMode::SideBySide, 0.0},
          Place{"40 %", CompareMode::SideBySide, 0.4},
          Place{"100 % split", CompareMode::Split, 1.0}}) {
        studio.place(place.mode, place.zoom);
        for (const Slider& slider : sliders()) {
            studio.settle();
            const std::string name = std::string(slider.name) + ", " + place.name;
            Drag drag(studio, slider);
            const OtherPrograms alone;
            auto latencies = drag.stepByStep();
            report.add(
                {"step", name, std::move(latencies), slider.limit, false, alone.share(), {}});
            const OtherPrograms others;
            latencies = drag.asAMouseMoves();
            std::string remark = std::to_string(drag.frames()) + " frames";
            if (drag.unknownPictures() > 0) {
                remark += ", unknown: " + std::to_string(drag.unknownPictures());
            }
            report.add(
                {"drag", name, std::move(latencies), slider.limit, false, others.share(), remark});
            first.push_back(drag.millisecondsToFirst());
            exact.push_back(drag.millisecondsToExact());
        }
    }
    report.add({"first", "move of each of these", first, 0.0, false, overall.share(), {}});
    report.add(
        {"exact", "after the last move, all of these", exact, 2000.0, true, overall.share(), {}});
}

void benchFrames(Report& report) {
    constexpr double kFrame = 16.0;
    Studio studio;
    const auto frames = [&](const std::function<void(int)>& act) {
        std::vector<double> values;
        for (int i = 0; i < 2 * kSteps; ++i) {
            const auto start = Clock::now();
            act(i);
            studio.view.repaint();
            values.push_back(millisecondsSince(start));
            QCoreApplication::processEvents();
        }
        return values;
    };
    for (const CompareMode mode : {CompareMode::SideBySide, CompareMode::Split}) {
        for (const int percent : {0, 30, 70, 100, 300}) {
            const std::string name =
                (percent == 0 ? std::string("fit") : std::to_string(percent) + " %") +
                (mode == CompareMode::Split ? ", split" : "");
            studio.place(mode, percent / 100.0);
            studio.settle();
            const OtherPrograms panning;
            auto values = frames([&](int i) {
                studio.view.panBy(
                    {std::round(31 * std::cos(i * 0.21)), std::round(23 * std::sin(i * 0.21))});
            });
            report.add(
                {"frame", "pan at " + name, std::move(values), kFrame, false, panning.share(), {}});
            const double middle = studio.view.zoom();
            const OtherPrograms zooming;
            values = frames([&](int i) {
                studio.view.zoomTo(middle * (1.0 + 0.1 * std::sin(i * 0.37)) + 1e-4 * i);
            });
            report.add({"frame",
                        "zoom at " + name,
                        std::move(values),
                        kFrame,
                        false,
                        zooming.share(),
                        {}});
        }
    }
}

}  // namespace heirloom::ui::bench
