#include "ui/common/icons.h"

#include <QDirIterator>
#include <QFile>
#include <QPainter>
#include <QRegularExpression>
#include <QSet>

#include "tests/ui/ui_support.h"
#include "ui/common/text.h"
#include "ui/common/theme.h"

namespace heirloom::ui::test {
namespace {

// Pixels that are painted at all, and the mean of their colours.
struct Ink {
    int pixels = 0;
    QColor colour;
};

Ink inkOf(const QImage& image) {
    Ink ink;
    double red = 0, green = 0, blue = 0, weight = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x) {
            const QColor pixel = image.pixelColor(x, y);
            if (pixel.alpha() < 16) continue;
            ++ink.pixels;
            red += pixel.redF() * pixel.alphaF();
            green += pixel.greenF() * pixel.alphaF();
            blue += pixel.blueF() * pixel.alphaF();
            weight += pixel.alphaF();
        }
    }
    if (weight > 0) ink.colour = QColor::fromRgbF(red / weight, green / weight, blue / weight);
    return ink;
}

bool isNear(const QColor& a, const QColor& b) {
    return std::abs(a.red() - b.red()) <= 12 && std::abs(a.green() - b.green()) <= 12 &&
           std::abs(a.blue() - b.blue()) <= 12;
}

QImage painted(const QIcon& icon, int size, QIcon::Mode mode, QIcon::State state) {
    return icon.pixmap(QSize(size, size), 1.0, mode, state).toImage();
}

QStringList sourcesOfTheWindow() {
    QStringList files;
    QDirIterator search(HEIRLOOM_SOURCE_DIR "/ui", {"*.cpp", "*.h"}, QDir::Files,
                        QDirIterator::Subdirectories);
    while (search.hasNext()) files.append(search.next());
    return files;
}

TEST(Icons, EveryNameInTheSourcesIsAFile) {
    const QRegularExpression use(
        R"rx(\b(?:icon|iconOnAccent|iconPixmap|makeButton|makeIconButton)\(\s*"([^"]*)")rx");
    int uses = 0;
    for (const QString& path : sourcesOfTheWindow()) {
        QFile file(path);
        ASSERT_TRUE(file.open(QIODevice::ReadOnly));
        auto matches = use.globalMatch(QString::fromUtf8(file.readAll()));
        while (matches.hasNext()) {
            const QString name = matches.next().captured(1);
            if (name.isEmpty()) continue;
            ++uses;
            EXPECT_TRUE(QFile::exists(":/icons/" + name + ".svg"))
                << name.toStdString() << " in " << path.toStdString();
        }
    }
    EXPECT_GT(uses, 0);
}

TEST(Icons, EveryFileIsBuiltInAndDrawsSomething) {
    QDir folder(HEIRLOOM_SOURCE_DIR "/resources/icons");
    const QStringList files = folder.entryList({"*.svg"}, QDir::Files);
    EXPECT_GE(files.size(), 60);
    for (const QString& file : files) {
        EXPECT_TRUE(QFile::exists(":/icons/" + file)) << file.toStdString();
        const Ink ink = inkOf(iconPixmap(QFileInfo(file).baseName(), Qt::red, 20, 1.0).toImage());
        EXPECT_GT(ink.pixels, 8) << file.toStdString();
    }
}

TEST(Icons, TakeTheColoursOfTheThemeAtPaintTime) {
    const QIcon save = icon("save");
    applyTheme(ThemeChoice::Dark);
    EXPECT_TRUE(
        isNear(inkOf(painted(save, 20, QIcon::Normal, QIcon::Off)).colour, themeColours().text));
    applyTheme(ThemeChoice::Light);
    EXPECT_TRUE(
        isNear(inkOf(painted(save, 20, QIcon::Normal, QIcon::Off)).colour, themeColours().text));
    EXPECT_TRUE(
        isNear(inkOf(painted(save, 20, QIcon::Normal, QIcon::On)).colour, themeColours().accent));
    applyTheme(ThemeChoice::Dark);
}

TEST(Icons, DisabledOnesAreFainter) {
    const QImage normal = painted(icon("check"), 20, QIcon::Normal, QIcon::Off);
    const QImage disabled = painted(icon("check"), 20, QIcon::Disabled, QIcon::Off);
    int strongest = 0, faintest = 0;
    for (int y = 0; y < 20; ++y) {
        for (int x = 0; x < 20; ++x) {
            strongest = std::max(strongest, qAlpha(normal.pixel(x, y)));
            faintest = std::max(faintest, qAlpha(disabled.pixel(x, y)));
        }
    }
    EXPECT_GT(strongest, 220);
    EXPECT_LT(faintest, 130);
    EXPECT_GT(faintest, 60);
}

TEST(Icons, HaveTheExactDevicePixels) {
    for (const double ratio : {1.0, 1.25, 1.5, 2.0}) {
        const QPixmap pixmap = icon("open").pixmap(QSize(20, 20), ratio);
        EXPECT_EQ(pixmap.width(), qRound(20 * ratio));
        EXPECT_DOUBLE_EQ(pixmap.devicePixelRatio(), ratio);
    }
}

TEST(Icons, TheMarkKeepsItsColoursAndIsDrawnSmallAndLarge) {
    for (const int size : {16, 32, 256}) {
        const Ink ink = inkOf(painted(applicationIcon(), size, QIcon::Normal, QIcon::Off));
        EXPECT_GT(ink.pixels, size * size / 2);
        EXPECT_GT(ink.colour.red(), ink.colour.blue());  // warm
    }
}

}  // namespace
}  // namespace heirloom::ui::test
