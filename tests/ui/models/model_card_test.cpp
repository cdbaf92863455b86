// What a card offers and says in each state.
#include <gtest/gtest.h>
#include <QLabel>
#include <QPushButton>

#include "tests/ui/ui_support.h"
#include "ui/common/notice.h"
#include "ui/models/model_card.h"
#include "ui/models/model_texts.h"

namespace heirloom::ui::test {
namespace {

using Action = ModelCard::Action;
using Phase = DownloadStatus::Phase;

ModelItem downloadable(ModelState state = ModelState::Available) {
    ModelItem item;
    item.record.entry.name = "Tiny";
    item.record.entry.file = "tiny.pth";
    item.record.entry.addresses = {"https://models.example.org/tiny.pth",
                                   "https://mirror.example.net/tiny.pth"};
    item.record.entry.licence = "MIT";
    item.record.entry.sha256 = std::string(64, 'a');
    item.record.isInCatalogue = true;
    item.record.state = state;
    item.record.bytes = 284'000'000;
    if (state != ModelState::Available) {
        item.record.path = "/user/tiny.pth";
        item.isUsers = state != ModelState::Bundled;
    }
    return item;
}

ModelItem downloading(Phase phase) {
    ModelItem item = downloadable();
    item.download.phase = phase;
    item.download.progress = {122'000'000, 284'000'000, 5'200'000, 31.0};
    return item;
}

constexpr Action kAll[] = {
    Action::Download, Action::Pause,  Action::Resume, Action::Discard,
    Action::Verify,   Action::Remove, Action::Choose, Action::ChooseAutomatically};

void expectOffers(const ModelItem& item, std::vector<Action> wanted) {
    ModelCard card;
    card.setItem(item);
    std::vector<Action> offered;
    for (const Action action : kAll) {
        if (card.button(action) != nullptr) offered.push_back(action);
    }
    EXPECT_EQ(offered, wanted) << stateText(item).word.toStdString();
}

QString labelOf(const ModelCard& card, const QString& name) {
    const auto* label = card.findChild<QLabel*>(name);
    return label != nullptr && !label->isHidden() ? label->text() : QString();
}

TEST(ModelCardTest, OffersWhatCanBeDoneInEachState) {
    expectOffers(downloadable(), {Action::Download});
    expectOffers(downloadable(ModelState::Bundled), {Action::Verify, Action::Choose});
    expectOffers(downloadable(ModelState::Installed),
                 {Action::Verify, Action::Remove, Action::Choose});
    expectOffers(downloadable(ModelState::Damaged),
                 {Action::Download, Action::Verify, Action::Remove});
    expectOffers(downloadable(ModelState::Unusable), {Action::Remove});
    expectOffers(downloading(Phase::Waiting), {Action::Pause});
    expectOffers(downloading(Phase::Running), {Action::Pause, Action::Discard});
    expectOffers(downloading(Phase::Paused), {Action::Resume, Action::Discard});
    expectOffers(downloading(Phase::Failed), {Action::Discard});
    expectOffers(downloading(Phase::Discarding), {});
}

TEST(ModelCardTest, AChosenModelOffersTheAutomaticChoice) {
    ModelItem item = downloadable(ModelState::Installed);
    item.isChosen = true;
    expectOffers(item, {Action::Verify, Action::Remove, Action::ChooseAutomatically});
}

TEST(ModelCardTest, AChangedFileCanBeFetchedAnew) {
    ModelItem item = downloadable(ModelState::Installed);
    item.file.phase = FileStatus::Phase::Changed;
    expectOffers(item, {Action::Download, Action::Verify, Action::Remove, Action::Choose});
    item.record.entry.sha256.reset();
    expectOffers(item, {Action::Verify, Action::Remove, Action::Choose});
}

TEST(ModelCardTest, ABusyFileOffersNothing) {
    ModelItem item = downloadable(ModelState::Installed);
    item.file.phase = FileStatus::Phase::Verifying;
    expectOffers(item, {});
}

TEST(ModelCardTest, TellsHowFarADownloadIs) {
    ModelCard card;
    card.setItem(downloading(Phase::Running));
    EXPECT_EQ(labelOf(card, "stateWord"), "downloading 42 %");
    const QString progress = labelOf(card, "progressText");
    EXPECT_TRUE(progress.startsWith("122 MB of 284 MB · 5.2 MB/s · ")) << progress.toStdString();
    EXPECT_TRUE(progress.contains("31")) << progress.toStdString();
}

TEST(ModelCardTest, APausedDownloadPromisesNoTime) {
    ModelCard card;
    card.setItem(downloading(Phase::Paused));
    EXPECT_EQ(labelOf(card, "progressText"), "122 MB of 284 MB");
    EXPECT_EQ(labelOf(card, "stateWord"), "download paused");
}

TEST(ModelCardTest, AFullDiskIsToldInTheCardWithTryAgain) {
    ModelItem item = downloading(Phase::Failed);
    item.download.error = makeError(
        ErrorCode::DiskFull, "The disk is full; %1 was not written. Free some space and try again.",
        "tiny.pth");
    ModelCard card;
    card.setItem(item);
    auto* notice = card.findChild<Notice*>();
    ASSERT_FALSE(notice->isHidden());
    EXPECT_TRUE(notice->sentence().contains("disk is full"));
    bool isRetry = false;
    QObject::connect(&card, &ModelCard::requested,
                     [&](Action action) { isRetry = action == Action::Retry; });
    card.findChild<QPushButton*>("noticeAction")->click();
    EXPECT_TRUE(isRetry);
}

TEST(ModelCardTest, UnfoldsTheLicence) {
    ModelCard card;
    card.setItem(downloadable());
    EXPECT_TRUE(labelOf(card, "modelFacts").contains("Licence: MIT"));
    EXPECT_EQ(labelOf(card, "licenceText"), QString());
    card.findChild<QAbstractButton*>("licenceToggle")->click();
    EXPECT_TRUE(labelOf(card, "licenceText").contains("You may use this model for anything"));
}

TEST(ModelTextsTest, PutsOfficialLicencesInPlainWords) {
    const std::string official = "Alibaba DAMO Academy: academic and non-commercial use only";
    EXPECT_EQ(shortLicence(official), "academic and non-commercial");
    EXPECT_TRUE(plainLicence(official).contains("study, research and private photos"));
    EXPECT_TRUE(shortLicence("CC BY-NC-SA 4.0").contains("CC BY-NC-SA 4.0"));
    EXPECT_TRUE(plainLicence("CC BY-NC-SA 4.0").contains("not to earn money"));
    const std::string parser =
        "MIT (facexlib); trained on CelebAMask-HQ, which is for non-commercial research";
    EXPECT_TRUE(plainLicence(parser).contains("non-commercial research"));
    EXPECT_EQ(shortLicence(""), "not known");
}

TEST(ModelTextsTest, TellsWhoSendsTheFile) {
    EXPECT_EQ(hostsText(downloadable().record.entry),
              "models.example.org, or if that fails from mirror.example.net");
}

TEST(ModelTextsTest, EstimatesTheSizeOfOfficialRestorers) {
    ModelRecord record;
    record.entry.inputSize = 512;
    EXPECT_EQ(sizeText(record), "about 284 MB");
    record.entry.inputSize = 1024;
    EXPECT_EQ(sizeText(record), QString());
    record.entry.bytes = 300'000'000;
    EXPECT_EQ(sizeText(record), "300 MB");
}

}  // namespace
}  // namespace heirloom::ui::test
