#include "ui/common/icons.h"

#include <QCache>
#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>
#include <QSvgRenderer>

#include "ui/common/resources.h"
#include "ui/common/theme.h"

namespace heirloom::ui {

namespace {

constexpr int kCachedPixels = 4'000'000;
constexpr double kDisabledOpacity = 0.4;

QByteArray drawing(const QString& name) {
    ensureResources();
    QFile file(":/icons/" + name + ".svg");
    if (!file.open(QIODevice::ReadOnly)) {
        qWarning("There is no icon called %s.", qPrintable(name));
        return {};
    }
    return file.readAll();
}

QPixmap rendered(const QString& name, const QColor& colour, const QSize& devicePixels) {
    static QCache<QString, QPixmap> cache(kCachedPixels);
    const QString key = QString("%1 %2 %3x%4")
                            .arg(name, colour.name(QColor::HexArgb))
                            .arg(devicePixels.width())
                            .arg(devicePixels.height());
    if (const QPixmap* known = cache.object(key)) return *known;
    QPixmap pixmap(devicePixels);
    pixmap.fill(Qt::transparent);
    QByteArray svg = drawing(name);
    if (!svg.isEmpty() && !devicePixels.isEmpty()) {
        svg.replace("currentColor", colour.name(QColor::HexRgb).toLatin1());
        QSvgRenderer renderer(svg);
        renderer.setAspectRatioMode(Qt::KeepAspectRatio);
        QPainter painter(&pixmap);
        painter.setOpacity(colour.alphaF());
        renderer.render(&painter);
    }
    cache.insert(key, new QPixmap(pixmap), qMax(1, pixmap.width() * pixmap.height()));
    return pixmap;
}

// Colours are looked up when it paints, so icons made before a change of theme follow it.
class ThemedEngine : public QIconEngine {
public:
    enum class Ground { Panel, Accent };

    explicit ThemedEngine(QString name, Ground ground = Ground::Panel)
        : m_name(std::move(name)), m_ground(ground) {}

    void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode,
               QIcon::State state) override {
        const double ratio = painter->device() ? painter->device()->devicePixelRatioF() : 1.0;
        QPixmap pixmap = rendered(m_name, colourFor(mode, state), rect.size() * ratio);
        pixmap.setDevicePixelRatio(ratio);
        painter->drawPixmap(rect.topLeft(), pixmap);
    }

    // size in device pixels; the caller sets the ratio.
    QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State state) override {
        return rendered(m_name, colourFor(mode, state), size);
    }

    QIconEngine* clone() const override { return new ThemedEngine(m_name, m_ground); }
    QString key() const override { return "heirloom"; }
    QString iconName() override { return m_name; }
    bool isNull() override { return false; }

private:
    QColor colourFor(QIcon::Mode mode, QIcon::State state) const {
        const ThemeColours& colours = themeColours();
        QColor colour = state == QIcon::On ? colours.accent : colours.text;
        if (m_ground == Ground::Accent) colour = colours.onAccent;
        if (mode == QIcon::Disabled) {
            colour = colours.text;
            colour.setAlphaF(kDisabledOpacity);
        }
        return colour;
    }

    QString m_name;
    Ground m_ground;
};

// The mark keeps its own colours.
class MarkEngine : public QIconEngine {
public:
    void paint(QPainter* painter, const QRect& rect, QIcon::Mode, QIcon::State) override {
        const double ratio = painter->device() ? painter->device()->devicePixelRatioF() : 1.0;
        QPixmap pixmap = rendered("heirloom", Qt::black, rect.size() * ratio);
        pixmap.setDevicePixelRatio(ratio);
        painter->drawPixmap(rect.topLeft(), pixmap);
    }
    QPixmap pixmap(const QSize& size, QIcon::Mode, QIcon::State) override {
        return rendered("heirloom", Qt::black, size);
    }
    QList<QSize> availableSizes(QIcon::Mode, QIcon::State) override {
        return {{16, 16}, {24, 24}, {32, 32}, {48, 48}, {64, 64}, {128, 128}, {256, 256}};
    }
    QIconEngine* clone() const override { return new MarkEngine; }
};

}  // namespace

QIcon icon(const QString& name) {
    return QIcon(new ThemedEngine(name));
}

QIcon iconOnAccent(const QString& name) {
    return QIcon(new ThemedEngine(name, ThemedEngine::Ground::Accent));
}

QPixmap iconPixmap(const QString& name, const QColor& colour, int size, double devicePixelRatio) {
    QPixmap pixmap = rendered(name, colour, QSize(size, size) * devicePixelRatio);
    pixmap.setDevicePixelRatio(devicePixelRatio);
    return pixmap;
}

QIcon applicationIcon() {
    return QIcon(new MarkEngine);
}

}  // namespace heirloom::ui
