// What tests of the window share: an offscreen application, folders of their own, networks
// that do what a test wants, and hands to click with.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include <gtest/gtest.h>

#include <QSize>
#include <QString>
#include <QWidget>

#include "tests/support/fakes.h"
#include "tests/support/shared_data.h"
#include "ui/common/app_context.h"

namespace heirloom::ui::test {

using heirloom::test::TemporaryFolder;

// Handles events until the condition holds. Returns whether it does.
bool waitUntil(const std::function<bool()>& condition, int milliseconds = 5000);

// Points are device-independent, in the widget; without one: the middle.
void click(QWidget* widget, std::optional<QPoint> at = {}, Qt::MouseButton button = Qt::LeftButton);
void doubleClick(QWidget* widget, std::optional<QPoint> at = {});
void drag(QWidget* widget, QPoint from, QPoint to, Qt::MouseButton button = Qt::LeftButton);
void key(QWidget* widget, Qt::Key key, Qt::KeyboardModifiers modifiers = Qt::NoModifier);
void type(QWidget* widget, const QString& text);
void wheel(QWidget* widget, int steps, std::optional<QPoint> at = {});

// A door that a test shuts to stop a network in the middle of a face. Thread-safe.
class Gate {
public:
    void shut();
    void open();
    void pass();  // waits while it is shut
    int waiting() const;

private:
    mutable std::mutex m_mutex;
    std::condition_variable m_opened;
    bool m_shut = false;
    int m_waiting = 0;
};

// The networks of an AppContext: faces as told, each painted in one colour. Thread-safe;
// must live as long as the contexts made from it.
class FakeNetworks {
public:
    FakeNetworks();
    // For AppContext.
    ModelsFactory factory();

    // From the next detection on; in pixels of the photo.
    void setFaces(std::vector<Face> faces);
    void setPaint(cv::Scalar rgb);  // 0...1
    // Until it is taken back: making the networks gives this error.
    void setFailure(std::optional<Error> failure);
    // In front of each face.
    Gate& gate();

    int created() const;  // sets of networks
    int detections() const;
    int restorations() const;  // faces, counted when they begin
    EngineOptions lastOptions() const;

    struct State;

private:
    std::shared_ptr<State> m_state;
};

class UiTest : public ::testing::Test {
protected:
    UiTest();
    ~UiTest() override;

    const std::filesystem::path& folder() const { return m_folder.path(); }
    // Change them before makeContext(). The catalogue and bundled models are the real ones,
    // everything else is below folder().
    AppPaths& paths() { return m_paths; }
    FakeNetworks& networks() { return m_networks; }
    std::unique_ptr<AppContext> makeContext();

    // Writes a smooth picture (PNG or JPEG by its name) and returns its path.
    QString writePicture(const QString& name, QSize size = {320, 240});
    // Any bytes.
    QString writeFile(const QString& name, const QByteArray& bytes);

    // Shows the widget in an active window, so that it gets keys.
    static void show(QWidget& widget, QSize size = {});

private:
    TemporaryFolder m_folder;
    AppPaths m_paths;
    FakeNetworks m_networks;
};

}  // namespace heirloom::ui::test
