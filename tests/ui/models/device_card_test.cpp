// Where the networks run, and the first-start banner.
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStandardItemModel>

#include "tests/ui/models/models_test_case.h"
#include "ui/common/notice.h"
#include "ui/models/device_card.h"
#include "ui/models/device_choices.h"
#include "ui/models/model_banner.h"

namespace heirloom::ui::test {
namespace {

class DeviceCardTest : public ModelsTest {
protected:
    DeviceCard& card(const DeviceOffer& offer = {true, false, false, false}) {
        if (!m_card) {
            m_card = std::make_unique<DeviceCard>(context(), [offer](int) { return offer; });
            m_card->show();
            EXPECT_TRUE(
                waitUntil([&] { return !label("device", 2).contains("being looked for"); }));
        }
        return *m_card;
    }
    QString label(const QString& box, int index) {
        return m_card->findChild<QComboBox*>(box)->itemText(index);
    }
    bool isEnabled(const QString& box, int index) {
        const auto* model =
            qobject_cast<QStandardItemModel*>(m_card->findChild<QComboBox*>(box)->model());
        return model->item(index)->isEnabled();
    }
    void choose(const QString& name, int index) {
        auto* box = card().findChild<QComboBox*>(name);
        box->setCurrentIndex(index);
        Q_EMIT box->activated(index);
    }
    void typeProxy(const QString& text) {
        auto* line = card().findChild<QLineEdit*>("proxy");
        line->setText(text);
        Q_EMIT line->editingFinished();
    }
    void TearDown() override { m_card.reset(); }

private:
    std::unique_ptr<DeviceCard> m_card;
};

TEST_F(DeviceCardTest, WhatIsNotThereIsDisabledWithTheReason) {
    card();
    EXPECT_FALSE(isEnabled("device", 2));
    EXPECT_EQ(label("device", 2), "Graphics card (CUDA) (none found)");
    EXPECT_TRUE(isEnabled("device", 1));
    EXPECT_FALSE(isEnabled("precision", 2));
    EXPECT_EQ(label("precision", 2), "Half (bf16) (not available here)");
    EXPECT_TRUE(isEnabled("precision", 1));
}

TEST_F(DeviceCardTest, WhatIsThereCanBeChosen) {
    card({true, true, true, true});
    EXPECT_TRUE(isEnabled("device", 2));
    EXPECT_TRUE(isEnabled("precision", 2));
    EXPECT_TRUE(isEnabled("precision", 3));
    EXPECT_EQ(label("device", 2), "Graphics card (CUDA)");
}

TEST_F(DeviceCardTest, ChoicesGoToTheSettings) {
    QSignalSpy changed(&context().settings(), &Settings::engineChanged);
    card();
    EXPECT_EQ(changed.count(), 0) << "showing changes nothing";
    choose("device", 1);
    choose("precision", 1);
    card().findChild<QSpinBox*>("threads")->setValue(1);
    const RuntimeOptions runtime = context().settings().engine().runtime;
    EXPECT_EQ(runtime.device, Device::Cpu);
    EXPECT_EQ(runtime.precision, Precision::Fp32);
    EXPECT_EQ(runtime.threads, 1);
}

TEST_F(DeviceCardTest, ShowsWhatTheSettingsHave) {
    EngineOptions options = context().settings().engine();
    options.runtime.device = Device::Cpu;
    options.runtime.threads = 1;
    context().settings().setEngine(options);
    EXPECT_EQ(card().findChild<QComboBox*>("device")->currentIndex(), 1);
    EXPECT_EQ(card().findChild<QSpinBox*>("threads")->value(), 1);
}

TEST_F(DeviceCardTest, TellsTheMemoryAndFreesIt) {
    QSignalSpy read(&card(), &DeviceCard::memoryRead);
    ASSERT_TRUE(waitUntil([&] { return read.count() > 0; }));
    auto* free = card().findChild<QPushButton*>("freeMemory");
    EXPECT_TRUE(card().findChild<QLabel*>("memoryUse")->text().contains("MB"));
    EXPECT_FALSE(free->isEnabled()) << "nothing is loaded";

    ASSERT_TRUE(context().models().handle()->detector());
    ASSERT_TRUE(context().models().isLoaded());
    ASSERT_TRUE(waitUntil([&] { return free->isEnabled(); })) << "every two seconds";
    free->click();
    EXPECT_TRUE(waitUntil([&] { return !context().models().isLoaded(); }));
    EXPECT_TRUE(waitUntil([&] { return !free->isEnabled(); }));
}

TEST_F(DeviceCardTest, ReadsNothingWhileItIsHidden) {
    QSignalSpy read(&card(), &DeviceCard::memoryRead);
    ASSERT_TRUE(waitUntil([&] { return read.count() > 0; }));
    card().hide();
    const auto before = read.count();
    EXPECT_FALSE(waitUntil([&] { return read.count() > before + 1; }, 2500));
}

TEST_F(DeviceCardTest, AProxyMustBeAnAddress) {
    typeProxy("http://proxy.example:3128");
    EXPECT_EQ(context().settings().proxy(), "http://proxy.example:3128");
    typeProxy("not a proxy");
    EXPECT_EQ(context().settings().proxy(), "http://proxy.example:3128");
    typeProxy("");
    EXPECT_EQ(context().settings().proxy(), "");
    EXPECT_TRUE(isProxyAddress("proxy.example:3128"));
    EXPECT_TRUE(isProxyAddress("socks5h://127.0.0.1:1080"));
    EXPECT_FALSE(isProxyAddress("ftp://proxy.example"));
    EXPECT_FALSE(isProxyAddress("http://"));
}

TEST_F(DeviceCardTest, EveryControlHasAName) {
    EXPECT_EQ(namelessControls(card()), QStringList());
}

class ModelBannerTest : public ModelsTest {
protected:
    static bool isShown(ModelBanner& banner) {
        return waitUntil([&] { return !banner.isHidden(); });
    }
    // Whether it stays hidden after its look at the folder.
    static bool staysHidden(ModelBanner& banner) {
        return !waitUntil([&] { return !banner.isHidden(); }, 300);
    }
};

TEST_F(ModelBannerTest, OffersTheBetterModelWithSizeAndLicence) {
    ModelBanner banner(context());
    ASSERT_TRUE(isShown(banner));
    EXPECT_EQ(banner.findChild<Notice*>()->sentence(),
              "A larger model gives far more detail: Better, 20.0 kB, licence: academic and "
              "non-commercial.");
    QSignalSpy wanted(&banner, &ModelBanner::downloadRequested);
    banner.findChild<QPushButton*>("noticeAction")->click();
    ASSERT_EQ(wanted.count(), 1);
    EXPECT_EQ(wanted[0][0].toString(), "Better");
}

TEST_F(ModelBannerTest, IsGoneForGoodOnceDismissed) {
    ModelBanner banner(context());
    ASSERT_TRUE(isShown(banner));
    banner.findChild<QAbstractButton*>("noticeClose")->click();
    EXPECT_TRUE(banner.isHidden());
    context().noteModelsChanged();
    EXPECT_TRUE(staysHidden(banner));
    ModelBanner next(context());
    EXPECT_TRUE(staysHidden(next));
}

TEST_F(ModelBannerTest, IsGoneForGoodOnceALargeModelIsInstalled) {
    ModelBanner banner(context());
    ASSERT_TRUE(isShown(banner));
    save(user() / "better.pth", published("better.pth"));
    context().noteModelsChanged();
    EXPECT_TRUE(waitUntil([&] { return banner.isHidden(); }));
    fs::remove(user() / "better.pth");
    ModelBanner next(context());
    EXPECT_TRUE(staysHidden(next));
}

TEST_F(ModelBannerTest, SpeaksTheLanguageOfTheWindow) {
    ModelBanner banner(context());
    ASSERT_TRUE(isShown(banner));
    const BracketingTranslation other;
    EXPECT_TRUE(banner.findChild<Notice*>()->sentence().startsWith('['));
}

}  // namespace
}  // namespace heirloom::ui::test
