#include "ui/common/settings.h"

#include <QSignalSpy>

#include "tests/ui/ui_support.h"
#include "ui/common/text.h"

namespace heirloom::ui::test {
namespace {

class SettingsTest : public UiTest {
protected:
    QString file() { return fromPath(paths().settings); }
};

TEST_F(SettingsTest, StartWithDefaults) {
    const Settings settings(file());
    EXPECT_EQ(settings.language(), LanguageChoice::System);
    EXPECT_EQ(settings.theme(), ThemeChoice::System);
    EXPECT_EQ(settings.engine().model, "auto");
    EXPECT_EQ(settings.engine().runtime.threads, 0);
    EXPECT_TRUE(settings.proxy().isEmpty());
    EXPECT_TRUE(settings.recentFiles().isEmpty());
}

TEST_F(SettingsTest, AreKeptBetweenStarts) {
    {
        Settings settings(file());
        settings.setLanguage(LanguageChoice::Chinese);
        settings.setTheme(ThemeChoice::Light);
        EngineOptions engine;
        engine.model = "照片模型";
        engine.background = "none";
        engine.runtime = {Device::Cuda, 1, Precision::Bf16, 3};
        settings.setEngine(engine);
        settings.setProxy(" http://proxy:8080 ");
        settings.setValue("window/splitter", QByteArray("\1\2\0\3", 4));
    }
    const Settings settings(file());
    EXPECT_EQ(settings.language(), LanguageChoice::Chinese);
    EXPECT_EQ(settings.theme(), ThemeChoice::Light);
    EXPECT_EQ(settings.engine().model, "照片模型");
    EXPECT_EQ(settings.engine().background, "none");
    EXPECT_EQ(settings.engine().runtime.device, Device::Cuda);
    EXPECT_EQ(settings.engine().runtime.cudaIndex, 1);
    EXPECT_EQ(settings.engine().runtime.precision, Precision::Bf16);
    EXPECT_EQ(settings.engine().runtime.threads, 3);
    EXPECT_EQ(settings.proxy(), "http://proxy:8080");
    EXPECT_EQ(settings.value("window/splitter").toByteArray(), QByteArray("\1\2\0\3", 4));
}

TEST_F(SettingsTest, GarbageCountsAsTheDefault) {
    writeFile("settings.ini",
              "[window]\nlanguage=klingon\ntheme=7, 8\n"
              "[engine]\nmodel=\ndevice=@Invalid()\nprecision=fp99\nthreads=-4\ncudaIndex=many\n"
              "[files]\nrecent=@Variant(\\0\\0)\n");
    const Settings settings(file());
    EXPECT_EQ(settings.language(), LanguageChoice::System);
    EXPECT_EQ(settings.theme(), ThemeChoice::System);
    const EngineOptions engine = settings.engine();
    EXPECT_EQ(engine.model, "auto");
    EXPECT_EQ(engine.runtime.device, Device::Auto);
    EXPECT_EQ(engine.runtime.precision, Precision::Auto);
    EXPECT_EQ(engine.runtime.threads, 0);
    EXPECT_EQ(engine.runtime.cudaIndex, 0);
    EXPECT_LE(settings.recentFiles().size(), 10);
}

TEST_F(SettingsTest, RecentFilesAreTenNewestFirstWithoutRepeats) {
    Settings settings(file());
    QSignalSpy changes(&settings, &Settings::recentFilesChanged);
    for (int i = 0; i < 12; ++i) settings.addRecentFile(QString("/photos/%1.jpg").arg(i));
    settings.addRecentFile("/photos/5.jpg");
    EXPECT_EQ(settings.recentFiles().size(), 10);
    EXPECT_EQ(settings.recentFiles().front(), "/photos/5.jpg");
    EXPECT_EQ(settings.recentFiles().count("/photos/5.jpg"), 1);
    EXPECT_EQ(changes.count(), 13);
    settings.clearRecentFiles();
    EXPECT_TRUE(settings.recentFiles().isEmpty());
}

TEST_F(SettingsTest, ChangesAreToldOnlyWhenSomethingChanged) {
    Settings settings(file());
    QSignalSpy language(&settings, &Settings::languageChanged);
    QSignalSpy theme(&settings, &Settings::themeChanged);
    settings.setLanguage(LanguageChoice::Chinese);
    settings.setLanguage(LanguageChoice::Chinese);
    settings.setTheme(ThemeChoice::System);
    EXPECT_EQ(language.count(), 1);
    EXPECT_EQ(theme.count(), 0);
}

TEST_F(SettingsTest, AnotherEngineMakesNewNetworks) {
    const auto context = makeContext();
    QSignalSpy changes(context.get(), &AppContext::modelsChanged);
    const auto handle = context->models().handle();
    ASSERT_TRUE(handle->detector().ok());
    EngineOptions engine = context->settings().engine();
    engine.runtime.threads = 2;
    context->settings().setEngine(engine);
    EXPECT_EQ(changes.count(), 1);
    EXPECT_FALSE(context->models().isLoaded());
    ASSERT_TRUE(handle->detector().ok());
    EXPECT_EQ(networks().created(), 2);
    EXPECT_EQ(networks().lastOptions().runtime.threads, 2);
}

}  // namespace
}  // namespace heirloom::ui::test
