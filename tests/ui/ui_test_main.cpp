#include <gtest/gtest.h>

#include <QApplication>
#include <QStandardPaths>

#include "ui/common/language.h"
#include "ui/common/theme.h"

// One application for all tests of the executable: offscreen, English, dark, still.
int main(int argc, char** argv) {
    ::testing::InitGoogleTest(&argc, argv);
    qputenv("QT_QPA_PLATFORM", "offscreen");
    qputenv("LC_ALL", "C.UTF-8");
    qunsetenv("LANGUAGE");
    QStandardPaths::setTestModeEnabled(true);
    QApplication application(argc, argv);
    heirloom::ui::setAnimationsEnabled(false);
    heirloom::ui::applyLanguage(heirloom::ui::LanguageChoice::English);
    heirloom::ui::applyTheme(heirloom::ui::ThemeChoice::Dark);
    return RUN_ALL_TESTS();
}
