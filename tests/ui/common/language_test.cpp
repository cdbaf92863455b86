#include "ui/common/language.h"

#include <QLocale>

#include "tests/ui/ui_support.h"

namespace heirloom::ui::test {
namespace {

class LanguageTest : public UiTest {};

TEST_F(LanguageTest, TheChoiceSetsCodeAndNumbers) {
    applyLanguage(LanguageChoice::Chinese);
    EXPECT_TRUE(isChinese());
    EXPECT_EQ(languageCode(), "zh");
    EXPECT_EQ(languageChoice(), LanguageChoice::Chinese);
    EXPECT_EQ(QLocale().language(), QLocale::Chinese);
    applyLanguage(LanguageChoice::English);
    EXPECT_FALSE(isChinese());
    EXPECT_EQ(languageCode(), "en");
    EXPECT_EQ(QLocale().language(), QLocale::English);
}

TEST_F(LanguageTest, TheSystemOfTheTestsIsNotChinese) {
    applyLanguage(LanguageChoice::System);
    EXPECT_FALSE(isChinese());
}

}  // namespace
}  // namespace heirloom::ui::test
