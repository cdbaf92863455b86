// History, presets and the recommendation.
#include <algorithm>

#include <gtest/gtest.h>

#include "tests/ui/photo/photo_fixture.h"

namespace heirloom::ui::test {
namespace {

class PhotoEdits : public PhotoTest {
protected:
    void openPlainly() {
        open(pictureWithTwoFaces());
        plain();
        document().history()->clear();
    }
};

TEST_F(PhotoEdits, OneDragIsOneStep) {
    openPlainly();
    const RestoreParameters before = document().parameters();
    change(&RestoreParameters::sharpen, 10.0);
    for (double value : {20.0, 30.0, 40.0}) change(&RestoreParameters::sharpen, value, true);
    change(&RestoreParameters::sharpen, 5.0);
    EXPECT_EQ(document().history()->count(), 2);
    document().history()->undo();
    EXPECT_EQ(document().parameters().sharpen, 40.0);
    document().history()->undo();
    EXPECT_EQ(document().parameters(), before);
    document().history()->redo();
    EXPECT_EQ(document().parameters().sharpen, 40.0);
}

TEST_F(PhotoEdits, AContinuationOfAnotherNameIsAStepOfItsOwn) {
    openPlainly();
    RestoreParameters parameters = document().parameters();
    parameters.sharpen = 10.0;
    document().edit(parameters, "Sharpen", true);
    parameters.denoise = 10.0;
    document().edit(parameters, "Denoise", true);
    EXPECT_EQ(document().history()->count(), 2);
}

TEST_F(PhotoEdits, ADragBackToWhereItBeganLeavesNoStep) {
    openPlainly();
    change(&RestoreParameters::sharpen, 10.0);
    change(&RestoreParameters::sharpen, 0.0, true);
    EXPECT_EQ(document().history()->count(), 0);
}

TEST_F(PhotoEdits, ValuesOutOfRangeAreNotTaken) {
    openPlainly();
    change(&RestoreParameters::sharpen, 500.0);
    EXPECT_EQ(document().parameters().sharpen, 0.0);
    EXPECT_EQ(document().history()->count(), 0);
}

TEST_F(PhotoEdits, FacesAndPresetsAreSteps) {
    openPlainly();
    document().setFaceEnabled(2, false);
    document().setFaceStrength(1, 20.0);
    document().setFaceStrength(1, 30.0, true);
    document().choosePreset(*findBuiltInPreset("phone"));
    ASSERT_EQ(document().addFace({0.4, 0.05, 0.2, 0.25}), QString());
    EXPECT_EQ(document().history()->count(), 4);
    EXPECT_EQ(document().faces().size(), 3);
    document().history()->undo();
    EXPECT_EQ(document().faces().size(), 2);
    document().history()->undo();
    EXPECT_NE(document().presetId(), QString("phone"));
    EXPECT_EQ(document().faces()[0].strength, 30.0);
    document().history()->undo();
    EXPECT_FALSE(document().faces()[0].strength.has_value());
    document().history()->undo();
    EXPECT_TRUE(document().faces()[1].enabled);
}

TEST_F(PhotoEdits, APresetIsModifiedUntilItIsReset) {
    openPlainly();
    QSignalSpy changed(&document(), &PhotoDocument::presetChanged);
    const Preset& studio = *findBuiltInPreset("studio");
    document().choosePreset(studio);
    EXPECT_EQ(document().presetId(), QString("studio"));
    EXPECT_FALSE(document().isPresetModified());
    EXPECT_TRUE(matchesPreset(studio, document().parameters()));
    const auto told = changed.size();
    EXPECT_GT(told, 0);
    change(&RestoreParameters::denoise, 77.0);
    EXPECT_TRUE(document().isPresetModified());
    EXPECT_EQ(changed.size(), told + 1);
    document().resetToPreset();
    EXPECT_FALSE(document().isPresetModified());
    EXPECT_TRUE(matchesPreset(studio, document().parameters()));
    EXPECT_EQ(changed.size(), told + 2);
}

TEST_F(PhotoEdits, PresetsLeaveTheSizeOfTheOutputAlone) {
    openPlainly();
    change(&RestoreParameters::scale, 2.0);
    document().choosePreset(*findBuiltInPreset("studio"));
    document().resetToPreset();
    EXPECT_EQ(document().parameters().scale, 2.0);
}

TEST_F(PhotoEdits, TheRecommendationIsAppliedByItself) {
    open(pictureWithTwoFaces());
    ASSERT_FALSE(document().recommendedPreset().isEmpty());
    EXPECT_FALSE(document().recommendationReason().isEmpty());
    EXPECT_EQ(document().presetId(), document().recommendedPreset());
    EXPECT_TRUE(document().followsRecommendation());
    EXPECT_EQ(document().history()->count(), 0);
    EXPECT_FALSE(document().hasUnsavedWork());
    change(&RestoreParameters::sharpen, 1.0);
    EXPECT_FALSE(document().followsRecommendation());
}

TEST_F(PhotoEdits, TheRecommendationKeepsOffWhatAPersonMoved) {
    document().open(pictureWithTwoFaces());
    change(&RestoreParameters::sharpen, 3.0);
    ASSERT_TRUE(waitUntil([&] { return document().state() == PhotoDocument::State::Ready; }));
    EXPECT_FALSE(document().recommendedPreset().isEmpty());
    EXPECT_EQ(document().parameters().sharpen, 3.0);
    EXPECT_EQ(document().presetId(), QString());
    EXPECT_FALSE(document().followsRecommendation());
}

TEST_F(PhotoEdits, AStrengthMovedHighByHandIsWorthAWord) {
    openPlainly();
    const auto warns = [&] {
        const auto& notes = document().facts().notes;
        return std::any_of(notes.begin(), notes.end(), [](const PhotoNote& note) {
            return note.about == PhotoNote::About::Strength;
        });
    };
    document().choosePreset(*findBuiltInPreset("low"));
    ASSERT_GT(document().parameters().strength, 90.0);
    EXPECT_FALSE(warns());
    QSignalSpy changed(&document(), &PhotoDocument::warningsChanged);
    change(&RestoreParameters::strength, 96.0);
    EXPECT_TRUE(warns());
    EXPECT_EQ(changed.size(), 1);
    document().history()->undo();
    EXPECT_FALSE(warns());
}

}  // namespace
}  // namespace heirloom::ui::test
