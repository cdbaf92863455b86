#include "ui/common/language.h"

#include <QEvent>
#include <QFile>
#include <QLabel>
#include <QLocale>

#include "tests/ui/ui_support.h"
#include "ui/common/notice.h"
#include "ui/common/resources.h"

namespace heirloom::ui::test {
namespace {

class Watcher : public QLabel {
public:
    int changes = 0;

protected:
    void changeEvent(QEvent* event) override {
        QLabel::changeEvent(event);
        if (event->type() == QEvent::LanguageChange) ++changes;
    }
};

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

TEST_F(LanguageTest, WidgetsHearOfAChange) {
    ensureResources();
    if (!QFile::exists(":/i18n/heirloom_zh_CN.qm")) GTEST_SKIP() << "no translations built in";
    Watcher watcher;
    watcher.show();
    applyLanguage(LanguageChoice::Chinese);
    EXPECT_TRUE(waitUntil([&] { return watcher.changes > 0; }));
    const int before = watcher.changes;
    applyLanguage(LanguageChoice::English);
    EXPECT_TRUE(waitUntil([&] { return watcher.changes > before; }));
}

}  // namespace
}  // namespace heirloom::ui::test
