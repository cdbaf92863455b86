#include "tests/ui/ui_support.h"

#include <cmath>

#include <QApplication>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QImage>
#include <QTest>
#include <QWheelEvent>

#include "ui/common/language.h"
#include "ui/common/text.h"
#include "ui/common/theme.h"

namespace heirloom::ui::test {

namespace {

constexpr int kCropSize = 64;
constexpr int kDragSteps = 8;

QPoint pointIn(const QWidget* widget, std::optional<QPoint> at) {
    return at.value_or(widget->rect().center());
}

}  // namespace

bool waitUntil(const std::function<bool()>& condition, int milliseconds) {
    return QTest::qWaitFor(condition, milliseconds);
}

void click(QWidget* widget, std::optional<QPoint> at, Qt::MouseButton button) {
    QTest::mouseClick(widget, button, Qt::NoModifier, pointIn(widget, at));
}

void doubleClick(QWidget* widget, std::optional<QPoint> at) {
    const QPoint point = pointIn(widget, at);
    // As a person does it: the second press is the double click.
    QTest::mouseClick(widget, Qt::LeftButton, Qt::NoModifier, point);
    QTest::mouseDClick(widget, Qt::LeftButton, Qt::NoModifier, point);
}

void drag(QWidget* widget, QPoint from, QPoint to, Qt::MouseButton button) {
    QTest::mousePress(widget, button, Qt::NoModifier, from);
    for (int step = 1; step <= kDragSteps; ++step) {
        const QPoint point = from + (to - from) * step / kDragSteps;
        // QTest::mouseMove() tells no buttons.
        QMouseEvent move(QEvent::MouseMove, point, widget->mapToGlobal(point), Qt::NoButton, button,
                         Qt::NoModifier);
        QApplication::sendEvent(widget, &move);
    }
    QTest::mouseRelease(widget, button, Qt::NoModifier, to);
}

void key(QWidget* widget, Qt::Key key, Qt::KeyboardModifiers modifiers) {
    QTest::keyClick(widget, key, modifiers);
}

void type(QWidget* widget, const QString& text) {
    QTest::keyClicks(widget, text);
}

void wheel(QWidget* widget, int steps, std::optional<QPoint> at) {
    const QPoint point = pointIn(widget, at);
    QWheelEvent event(point, widget->mapToGlobal(point), {}, {0, 120 * steps}, Qt::NoButton,
                      Qt::NoModifier, Qt::NoScrollPhase, false);
    QApplication::sendEvent(widget, &event);
}

void Gate::shut() {
    const std::lock_guard lock(m_mutex);
    m_shut = true;
}

void Gate::open() {
    {
        const std::lock_guard lock(m_mutex);
        m_shut = false;
    }
    m_opened.notify_all();
}

void Gate::pass() {
    std::unique_lock lock(m_mutex);
    ++m_waiting;
    m_opened.wait(lock, [this] { return !m_shut; });
    --m_waiting;
}

int Gate::waiting() const {
    const std::lock_guard lock(m_mutex);
    return m_waiting;
}

struct FakeNetworks::State {
    mutable std::mutex mutex;
    std::vector<Face> faces;
    cv::Scalar paint{0.8, 0.4, 0.2};
    std::optional<Error> failure;
    int created = 0;
    int detections = 0;
    int restorations = 0;
    EngineOptions options;
    Gate gate;
};

namespace {

using SharedState = std::shared_ptr<FakeNetworks::State>;

class ToldDetector : public FaceDetector {
public:
    explicit ToldDetector(SharedState state) : m_state(std::move(state)) {}
    Result<std::vector<Face>> detect(const Photo&, const RunControl& control) override {
        if (control.shouldStop()) return cancelledError();
        const std::lock_guard lock(m_state->mutex);
        ++m_state->detections;
        return m_state->faces;
    }
    std::string identity() const override { return "told"; }

private:
    SharedState m_state;
};

class GatedRestorer : public FaceRestorer {
public:
    explicit GatedRestorer(SharedState state) : m_state(std::move(state)) {}
    int size() const override { return kCropSize; }
    CropTemplate cropTemplate() const override { return CropTemplate::Ffhq; }
    const std::string& identity() const override { return m_identity; }
    Result<cv::Mat> restore(const cv::Mat& crop) override {
        cv::Scalar paint;
        {
            const std::lock_guard lock(m_state->mutex);
            ++m_state->restorations;
            paint = m_state->paint;
        }
        m_state->gate.pass();
        return cv::Mat(crop.size(), CV_32FC3, paint);
    }

private:
    SharedState m_state;
    std::string m_identity = "gated";
};

class ToldModels : public ModelProvider {
public:
    explicit ToldModels(SharedState state) : m_state(std::move(state)) {}
    Result<std::shared_ptr<FaceDetector>> detector() override {
        return std::shared_ptr<FaceDetector>(std::make_shared<ToldDetector>(m_state));
    }
    Result<ChosenRestorer> restorerFor(int, double) override {
        return ChosenRestorer{std::make_shared<GatedRestorer>(m_state), "fake", {}};
    }
    std::vector<UsedModel> usedModels() const override {
        return {{"fake", "restorer", std::string(64, 'a'), "fp32", "cpu"}};
    }

private:
    SharedState m_state;
};

}  // namespace

FakeNetworks::FakeNetworks() : m_state(std::make_shared<State>()) {}

ModelsFactory FakeNetworks::factory() {
    return
        [state = m_state](const StoreOptions&,
                          const EngineOptions& options) -> Result<std::unique_ptr<ModelProvider>> {
            const std::lock_guard lock(state->mutex);
            if (state->failure) return *state->failure;
            ++state->created;
            state->options = options;
            return std::unique_ptr<ModelProvider>(std::make_unique<ToldModels>(state));
        };
}

void FakeNetworks::setFaces(std::vector<Face> faces) {
    const std::lock_guard lock(m_state->mutex);
    m_state->faces = std::move(faces);
}

void FakeNetworks::setPaint(cv::Scalar rgb) {
    const std::lock_guard lock(m_state->mutex);
    m_state->paint = rgb;
}

void FakeNetworks::setFailure(std::optional<Error> failure) {
    const std::lock_guard lock(m_state->mutex);
    m_state->failure = std::move(failure);
}

Gate& FakeNetworks::gate() {
    return m_state->gate;
}

int FakeNetworks::created() const {
    const std::lock_guard lock(m_state->mutex);
    return m_state->created;
}

int FakeNetworks::detections() const {
    const std::lock_guard lock(m_state->mutex);
    return m_state->detections;
}

int FakeNetworks::restorations() const {
    const std::lock_guard lock(m_state->mutex);
    return m_state->restorations;
}

EngineOptions FakeNetworks::lastOptions() const {
    const std::lock_guard lock(m_state->mutex);
    return m_state->options;
}

UiTest::UiTest() {
    const auto models = heirloom::test::sourceDirectory() / "models";
    m_paths.models = {folder() / "models", models, models / "catalogue.json"};
    m_paths.presets = folder() / "presets";
    m_paths.state = folder() / "state";
    m_paths.samples = heirloom::test::sourceDirectory() / "resources" / "samples";
    m_paths.settings = folder() / "settings.ini";
    applyLanguage(LanguageChoice::English);
}

// A test that failed half-way must not leave a thread waiting for ever.
UiTest::~UiTest() {
    m_networks.gate().open();
}

std::unique_ptr<AppContext> UiTest::makeContext() {
    return std::make_unique<AppContext>(m_paths, m_networks.factory());
}

QString UiTest::writePicture(const QString& name, QSize size) {
    QImage image(size, QImage::Format_RGB32);
    for (int y = 0; y < size.height(); ++y) {
        for (int x = 0; x < size.width(); ++x) {
            const auto level = static_cast<int>(128 + 60 * std::sin(x * 0.05) * std::cos(y * 0.07));
            image.setPixel(x, y, qRgb(level, level * 9 / 10, level * 8 / 10));
        }
    }
    const QString path = fromPath(folder()) + "/" + name;
    QDir().mkpath(QFileInfo(path).path());
    EXPECT_TRUE(image.save(path)) << path.toStdString();
    return path;
}

QString UiTest::writeFile(const QString& name, const QByteArray& bytes) {
    const QString path = fromPath(folder()) + "/" + name;
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    EXPECT_TRUE(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    return path;
}

void UiTest::show(QWidget& widget, QSize size) {
    if (!size.isEmpty()) widget.resize(size);
    widget.show();
    widget.activateWindow();
    ASSERT_TRUE(QTest::qWaitForWindowActive(&widget));
}

}  // namespace heirloom::ui::test
