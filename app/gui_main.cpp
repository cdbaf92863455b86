// The window's program: finds its folders, sets language and theme, shows the window.
#include <QApplication>
#include <QCommandLineParser>
#include <QFileInfo>
#include <QStandardPaths>

#include "app/locations.h"
#include "core/base/version.h"
#include "ui/common/app_context.h"
#include "ui/common/language.h"
#include "ui/common/text.h"
#include "ui/common/theme.h"
#include "ui/window/main_window.h"

namespace {

heirloom::ui::AppPaths pathsOfThisUser() {
    using namespace heirloom;
    ui::AppPaths paths;
    paths.models = {userModelsFolder(), bundledModelsFolder(), catalogueFile()};
    paths.presets = userPresetsFolder();
    paths.samples = samplesFolder();
    paths.state = ui::toPath(QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) +
                             QStringLiteral("/heirloom/state"));
    return paths;
}

// What was named on the command line, as absolute paths.
QStringList namedFiles(const QApplication& application) {
    QCommandLineParser parser;
    parser.setApplicationDescription("Restores the faces in old and damaged photographs.");
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addPositionalArgument("FILES", "Photos, folders or model files to open", "[FILES...]");
    parser.process(application);
    QStringList files;
    for (const QString& file : parser.positionalArguments()) {
        files << QFileInfo(file).absoluteFilePath();
    }
    return files;
}

}  // namespace

int main(int argc, char** argv) {
    QGuiApplication::setHighDpiScaleFactorRoundingPolicy(
        Qt::HighDpiScaleFactorRoundingPolicy::PassThrough);
    QApplication application(argc, argv);
    QApplication::setApplicationName("heirloom");
    QApplication::setOrganizationName("heirloom");
    QApplication::setApplicationVersion(heirloom::kVersion);
    QApplication::setDesktopFileName("heirloom");

    const QStringList files = namedFiles(application);
    heirloom::ui::AppContext context(pathsOfThisUser());
    heirloom::ui::applyTheme(context.settings().theme());
    heirloom::ui::applyLanguage(context.settings().language());
    heirloom::ui::MainWindow window(context);
    window.show();
    window.openPaths(files);
    return QApplication::exec();
}
