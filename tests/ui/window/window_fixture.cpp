#include "tests/ui/window/window_fixture.h"

#include <QApplication>
#include <QDropEvent>
#include <QMimeData>
#include <QUrl>

#include "ui/common/language.h"
#include "ui/common/theme.h"

namespace heirloom::ui::test {

WindowTest::~WindowTest() {
    networks().gate().open();
    stop();
    applyLanguage(LanguageChoice::English);
    applyTheme(ThemeChoice::Dark);
}

void WindowTest::start() {
    stop();
    m_context = makeContext();
    m_context->settings().setLanguage(LanguageChoice::English);
    m_window = std::make_unique<MainWindow>(*m_context);
    show(*m_window, QSize(1366, 768));
}

void WindowTest::drop(const QStringList& paths) {
    QMimeData data;
    QList<QUrl> urls;
    for (const QString& path : paths) urls << QUrl::fromLocalFile(path);
    data.setUrls(urls);
    const QPoint middle = window().rect().center();
    QDragEnterEvent enter(middle, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window(), &enter);
    EXPECT_TRUE(enter.isAccepted());
    QDropEvent event(middle, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window(), &event);
}

bool WindowTest::openPhoto(const QString& path) {
    drop({path});
    return waitUntil([&] {
        return document().path() == path && document().state() == PhotoDocument::State::Ready;
    });
}

bool WindowTest::isSettledAndReady() {
    return document().state() == PhotoDocument::State::Ready && document().isSettled();
}

bool WindowTest::enhance() {
    document().enhance();
    return waitUntil([&] { return document().isEnhanced() && isSettledAndReady(); }, 20'000);
}

}  // namespace heirloom::ui::test
