// The whole window with networks that do what a test wants.
#pragma once

#include <memory>

#include "tests/ui/ui_support.h"
#include "ui/editor/editor_page.h"
#include "ui/photo/photo_document.h"
#include "ui/window/main_window.h"

namespace heirloom::ui::test {

class WindowTest : public UiTest {
protected:
    ~WindowTest() override;

    // Makes and shows the window; a second call starts the program anew.
    void start();
    void stop() {
        m_window.reset();
        m_context.reset();
    }
    MainWindow& window() { return *m_window; }
    AppContext& context() { return *m_context; }
    PhotoDocument& document() { return m_window->document(); }

    void drop(const QStringList& paths);
    bool openPhoto(const QString& path);
    bool enhance();
    template <class Widget = QWidget>
    Widget* find(const char* name) {
        auto* found = m_window->findChild<Widget*>(QLatin1String(name));
        EXPECT_NE(found, nullptr) << name;
        return found;
    }
    bool isSettledAndReady();

private:
    std::unique_ptr<AppContext> m_context;
    std::unique_ptr<MainWindow> m_window;
};

}  // namespace heirloom::ui::test
