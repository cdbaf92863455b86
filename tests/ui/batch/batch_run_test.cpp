// A batch from inputs to files, report and log.
#include <QDir>
#include <QElapsedTimer>

#include <thread>

#include "tests/ui/batch/batch_ui_fixture.h"
#include "ui/batch/item_text.h"
#include "ui/common/text.h"

namespace heirloom::ui::test {
namespace {

using Phase = BatchRun::Phase;

TEST_F(BatchRunTest, RestoresTheGoodOnesAndSaysWhyOneFailed) {
    QStringList paths = photos(11);
    paths.insert(5, brokenPhoto("broken.png"));
    add(paths);
    start(choices());
    ASSERT_TRUE(waitForEnd());
    EXPECT_EQ(count(ItemStage::Restored), 11);
    ASSERT_EQ(list.item(5).stage, ItemStage::Failed);
    EXPECT_TRUE(reasonText(list.item(5)).contains("broken.png"));
    EXPECT_EQ(picturesIn(outFolder()).size(), 11);

    const nlohmann::json report = reportIn(outFolder());
    EXPECT_EQ(report["summary"]["restored"], 11);
    EXPECT_EQ(report["summary"]["failed"], 1);
    EXPECT_EQ(report["photos"][5]["outcome"], "failed");
    EXPECT_TRUE(report["photos"][5]["verdict"].is_null());
    EXPECT_EQ(report["options"]["preset"], "plain");
    const QStringList lines = csvIn(outFolder()).split("\r\n", Qt::SkipEmptyParts);
    ASSERT_EQ(lines.size(), 13);
    EXPECT_TRUE(lines[6].contains("broken.png,,,failed,"));
    EXPECT_TRUE(lines[1].contains("photo00_restored.png,,restored,,"));
}

TEST_F(BatchRunTest, WritesTheLogOfTheDay) {
    add(photos(3));
    start(choices());
    ASSERT_TRUE(waitForEnd());
    const QStringList logs = QDir(outFolder() + "/logs").entryList({"batch_*.log"});
    ASSERT_FALSE(logs.isEmpty());
    const QByteArray text = bytesOf(outFolder() + "/logs/" + logs.front());
    EXPECT_EQ(text.count('\n'), 3);
    EXPECT_EQ(text.count("\trestored\t"), 3);
    EXPECT_TRUE(text.contains("strength=70"));
}

TEST_F(BatchRunTest, CancelInTheMiddleOfAFaceLeavesNothingHalfDone) {
    const QStringList paths = photos(6);
    add(paths);
    networks().gate().shut();
    start(choices());
    ASSERT_TRUE(waitUntil([&] { return networks().gate().waiting() == 1; }));
    run->cancel();
    EXPECT_EQ(run->phase(), Phase::Cancelling);
    QElapsedTimer clock;
    clock.start();
    networks().gate().open();
    ASSERT_TRUE(waitForEnd());
    EXPECT_LT(clock.elapsed(), 2000);
    EXPECT_EQ(networks().restorations(), 1);
    EXPECT_EQ(count(ItemStage::Cancelled), 6);
    EXPECT_TRUE(picturesIn(outFolder()).isEmpty());
    EXPECT_EQ(filesIn(outFolder()).size(), 3) << "report, table and log alone";
    EXPECT_EQ(filesIn(inFolder()).size(), 6);
}

TEST_F(BatchRunTest, WhatWasCancelledCanBeStartedAgain) {
    add(photos(4));
    networks().gate().shut();
    start(choices());
    ASSERT_TRUE(waitUntil([&] { return networks().gate().waiting() == 1; }));
    run->cancel();
    networks().gate().open();
    ASSERT_TRUE(waitForEnd());
    EXPECT_EQ(list.counts().open, 4);
    start(choices());
    ASSERT_TRUE(waitForEnd());
    EXPECT_EQ(count(ItemStage::Restored), 4);
}

TEST_F(BatchRunTest, PauseHoldsTheRestAndResumeGoesOn) {
    add(photos(5));
    networks().gate().shut();
    start(choices());
    ASSERT_TRUE(waitUntil([&] { return networks().gate().waiting() == 1; }));
    run->pause();
    EXPECT_EQ(run->phase(), Phase::Paused);
    networks().gate().open();
    ASSERT_TRUE(waitUntil([&] { return count(ItemStage::Restored) == 1; }));
    EXPECT_EQ(networks().restorations(), 1);
    EXPECT_EQ(run->phase(), Phase::Paused);
    EXPECT_EQ(run->progress().ended, 1);
    run->resume();
    ASSERT_TRUE(waitForEnd());
    EXPECT_EQ(count(ItemStage::Restored), 5);
}

TEST_F(BatchRunTest, AFailureIsTriedAgainAfterTheRun) {
    add({photo("good.png"), brokenPhoto("bad.png")});
    start(choices());
    ASSERT_TRUE(waitForEnd());
    ASSERT_EQ(count(ItemStage::Failed), 1);
    photo("bad.png");  // somebody has put the right file there
    run->start(choices(), {1});
    ASSERT_TRUE(waitForEnd());
    EXPECT_EQ(count(ItemStage::Restored), 2);
    EXPECT_EQ(picturesIn(outFolder()), QStringList({"bad_restored.png", "good_restored.png"}));
}

TEST_F(BatchRunTest, AFailureIsTriedAgainWhileTheRunGoesOn) {
    add({brokenPhoto("bad.png"), photo("good.png")});
    networks().gate().shut();
    start(choices());
    ASSERT_TRUE(waitUntil([&] { return networks().gate().waiting() == 1; }));
    ASSERT_TRUE(waitUntil([&] { return count(ItemStage::Failed) == 1; }));
    photo("bad.png");
    run->retry({0});
    EXPECT_EQ(run->progress().total, 2) << "the same photo counts once";
    networks().gate().open();
    ASSERT_TRUE(waitForEnd());
    EXPECT_EQ(count(ItemStage::Restored), 2);
}

TEST_F(BatchRunTest, PhotosAddedWhileItRunsAreRestoredToo) {
    add(photos(2));
    networks().gate().shut();
    start(choices());
    ASSERT_TRUE(waitUntil([&] { return networks().gate().waiting() == 1; }));
    add({photo("late.png")});
    EXPECT_EQ(run->progress().total, 3);
    networks().gate().open();
    ASSERT_TRUE(waitForEnd());
    EXPECT_EQ(count(ItemStage::Restored), 3);
    EXPECT_TRUE(picturesIn(outFolder()).contains("late_restored.png"));
}

TEST_F(BatchRunTest, TheTrialStopsAfterTenAndThenGoesOn) {
    add(photos(13));
    BatchChoices trial = choices();
    trial.trial = true;
    start(trial);
    ASSERT_TRUE(waitForEnd());
    EXPECT_EQ(run->phase(), Phase::TrialDone);
    EXPECT_EQ(count(ItemStage::Restored), kTrialPhotos);
    EXPECT_EQ(list.counts().open, 3);
    run->goOn();
    ASSERT_TRUE(waitForEnd());
    EXPECT_EQ(run->phase(), Phase::Idle);
    EXPECT_EQ(count(ItemStage::Restored), 13);
}

TEST_F(BatchRunTest, ATreeIsMirroredIntoTheOutputFolder) {
    photo("a.png");
    photo("sub/deep/b.png");
    add({inFolder()});
    start(choices());
    ASSERT_TRUE(waitForEnd());
    EXPECT_EQ(picturesIn(outFolder()), QStringList({"a_restored.png", "sub/deep/b_restored.png"}));
}

TEST_F(BatchRunTest, SubfoldersAreLeftOutByChoice) {
    photo("a.png");
    photo("sub/b.png");
    add({inFolder()}, false);
    EXPECT_EQ(list.size(), 1);
}

TEST_F(BatchRunTest, BesideTheOriginalsNothingIsEverReplaced) {
    photo("a.png");
    photo("sub/b.png");
    const QString taken = writeFile("in/a_restored.png", "somebody's own");
    const QByteArray before = bytesOf(inFolder() + "/a.png");
    add({inFolder() + "/a.png", inFolder() + "/sub/b.png"});
    BatchChoices beside = choices();
    beside.outputFolder.clear();
    start(beside);
    ASSERT_TRUE(waitForEnd());
    EXPECT_EQ(picturesIn(inFolder()), QStringList({"a.png", "a_restored (2).png", "a_restored.png",
                                                   "sub/b.png", "sub/b_restored.png"}));
    EXPECT_EQ(bytesOf(inFolder() + "/a.png"), before);
    EXPECT_EQ(bytesOf(taken), "somebody's own");
    EXPECT_EQ(run->reportFolder(), inFolder());
}

TEST_F(BatchRunTest, ANamePatternThatMakesTheOriginalsNameReplacesNothing) {
    const QString path = photo("a.png");
    const QByteArray before = bytesOf(path);
    add({path});
    BatchChoices same = choices();
    same.outputFolder = inFolder();
    same.namePattern = "{name}.{ext}";
    start(same);
    ASSERT_TRUE(waitForEnd());
    EXPECT_EQ(bytesOf(path), before);
    EXPECT_EQ(picturesIn(inFolder()), QStringList({"a (2).png", "a.png"}));
}

TEST_F(BatchRunTest, APhotoWithoutAFaceSaysSo) {
    networks().setFaces({});
    add(photos(1));
    start(choices());
    ASSERT_TRUE(waitForEnd());
    EXPECT_EQ(count(ItemStage::NoFace), 1);
    EXPECT_TRUE(picturesIn(outFolder()).isEmpty());
}

TEST_F(BatchRunTest, BrokenNetworksStopTheStartAndNotEachPhoto) {
    networks().setFailure(makeError(ErrorCode::Damaged, "The model is broken."));
    add(photos(3));
    QString told;
    QObject::connect(run.get(), &BatchRun::startFailed,
                     [&](const Error& error) { told = text(error); });
    start(choices());
    ASSERT_TRUE(waitUntil([&] { return !told.isEmpty(); }));
    EXPECT_EQ(told, "The model is broken.");
    EXPECT_EQ(run->phase(), Phase::Idle);
    EXPECT_EQ(count(ItemStage::Waiting), 3);
}

TEST_F(BatchRunTest, AWrongNamePatternStopsTheStart) {
    add(photos(1));
    BatchChoices wrong = choices();
    wrong.namePattern = "same-for-all";
    bool failed = false;
    QObject::connect(run.get(), &BatchRun::startFailed, [&](const Error&) { failed = true; });
    start(wrong);
    EXPECT_TRUE(failed);
    EXPECT_FALSE(run->isRunning());
}

TEST_F(BatchRunTest, ClosingInTheMiddleOfAFaceWaitsForItAndKeepsTheReport) {
    add(photos(4));
    networks().gate().shut();
    start(choices());
    ASSERT_TRUE(waitUntil([&] { return networks().gate().waiting() == 1; }));
    std::thread opener([this] {
        // The destructor waits for the face, so the door opens from elsewhere.
        networks().gate().open();
    });
    run.reset();
    opener.join();
    const QStringList pictures = picturesIn(outFolder());
    EXPECT_LE(pictures.size(), 1);
    const nlohmann::json report = reportIn(outFolder());
    EXPECT_EQ(report["summary"]["restored"], pictures.size());
    EXPECT_EQ(report["summary"]["total"], 4);
}

TEST_F(BatchRunTest, TheSamePhotoIsListedOnce) {
    const QStringList paths = photos(2);
    add(paths);
    int known = 0;
    QObject::connect(run.get(), &BatchRun::inputsAdded, [&](int, int count) { known = count; });
    add({paths[1], photo("new.png")});
    EXPECT_EQ(list.size(), 3);
    EXPECT_EQ(known, 1);
}

TEST_F(BatchRunTest, RefusedFilesStandInTheListAndAreNeverStarted) {
    add(photos(1));
    run->addRefused("/somewhere/photo.heic", "HEIC cannot be opened yet.");
    EXPECT_EQ(list.size(), 2);
    EXPECT_EQ(reasonText(list.item(1)), "HEIC cannot be opened yet.");
    EXPECT_EQ(list.counts().open, 1);
    EXPECT_FALSE(list.item(1).canRetry());
}

TEST_F(BatchRunTest, TheRecommendedPresetOfEachPhotoIsUsed) {
    add(photos(1));
    BatchChoices automatic = choices();
    automatic.automatic = true;
    start(automatic);
    ASSERT_TRUE(waitForEnd());
    const auto& photo = *list.item(0).report;
    ASSERT_TRUE(photo.recommendation);
    const Preset* preset = findBuiltInPreset(photo.recommendation->preset);
    ASSERT_NE(preset, nullptr);
    EXPECT_TRUE(matchesPreset(*preset, photo.parameters));
}

}  // namespace
}  // namespace heirloom::ui::test
