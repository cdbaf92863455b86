// Sliders, switches, mode and presets of the panels, and the document behind them.
#include <QAction>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QSignalSpy>
#include <QToolButton>
#include <QUndoStack>

#include "tests/ui/editor/editor_fixture.h"
#include "ui/common/slider_track.h"
#include "ui/common/text.h"
#include "ui/editor/output_size_control.h"
#include "ui/editor/preset_bar.h"
#include "ui/editor/recommendation_hint.h"

namespace heirloom::ui {
namespace {

using namespace test;

class EditorParameters : public EditorTest {
protected:
    // Through the list of the combo box, as a person does it.
    void choosePreset(const char* id) {
        auto* box = find<QComboBox>("preset");
        const int index = box->findData(QString(id));
        ASSERT_GE(index, 0) << id;
        box->setCurrentIndex(index);
        Q_EMIT box->activated(index);
    }
    QString changedMark() { return find<QLabel>("presetChanged")->text(); }
    static void typeNumber(ParameterSlider* slider, const QString& number) {
        auto* box = slider->findChild<QDoubleSpinBox*>();
        box->setFocus();
        box->selectAll();
        type(box, number);
        key(box, Qt::Key_Return);
    }
};

TEST_F(EditorParameters, MovingASliderChangesTheParameterAndUndoesInOneStep) {
    openPhoto();
    ParameterSlider* denoise = slider(NumberParameter::Denoise);
    const double before = document().parameters().denoise;
    const int steps = document().history()->count();
    auto* track = denoise->findChild<SliderTrack*>();
    drag(track, {10, track->height() / 2}, {track->width() / 2, track->height() / 2});
    EXPECT_NEAR(document().parameters().denoise, 50.0, 4.0);
    EXPECT_EQ(denoise->value(), document().parameters().denoise);
    EXPECT_EQ(document().history()->count(), steps + 1);
    document().history()->undo();
    EXPECT_EQ(document().parameters().denoise, before);
    EXPECT_EQ(denoise->value(), before);
}

TEST_F(EditorParameters, ANumberCanBeTyped) {
    openPhoto();
    typeNumber(slider(NumberParameter::Sharpen), "37");
    EXPECT_EQ(document().parameters().sharpen, 37.0);
    EXPECT_EQ(slider(NumberParameter::Sharpen)->value(), 37.0);
}

TEST_F(EditorParameters, BothPanelsShowTheSameValues) {
    openPhoto();
    typeNumber(slider(NumberParameter::Strength), "42");
    page().setPanel(EditorPage::Panel::Advanced);
    EXPECT_EQ(slider(NumberParameter::Strength)->value(), 42.0);
    typeNumber(slider(NumberParameter::Brightness), "-20");
    EXPECT_EQ(document().parameters().brightness, -20.0);
    EXPECT_EQ(document().parameters().strength, 42.0);
}

TEST_F(EditorParameters, StrengthAbove90ByHandShowsALineUnderIt) {
    openPhoto();
    ParameterSlider* strength = slider(NumberParameter::Strength);
    typeNumber(strength, "80");
    const auto lines = [&] {
        QStringList shown;
        for (const Notice* notice : strength->findChildren<Notice*>()) {
            if (notice->isVisibleTo(strength)) shown << notice->sentence();
        }
        return shown;
    };
    EXPECT_TRUE(lines().isEmpty());
    typeNumber(strength, "95");
    ASSERT_EQ(lines().size(), 1);
    EXPECT_FALSE(lines().front().isEmpty());
    typeNumber(strength, "60");
    EXPECT_TRUE(lines().isEmpty());
}

TEST_F(EditorParameters, APresetMovesTheSlidersAndAChangedOneIsMarked) {
    openPhoto();
    choosePreset("studio");
    EXPECT_EQ(slider(NumberParameter::Strength)->value(), 70.0);
    EXPECT_EQ(slider(NumberParameter::Denoise)->value(), 30.0);
    EXPECT_EQ(slider(NumberParameter::Sharpen)->value(), 50.0);
    EXPECT_EQ(document().presetId(), "studio");
    EXPECT_TRUE(changedMark().isEmpty());
    EXPECT_FALSE(find<QToolButton>("presetReset")->isEnabled());

    typeNumber(slider(NumberParameter::Denoise), "31");
    EXPECT_FALSE(changedMark().isEmpty());
    ASSERT_TRUE(find<QToolButton>("presetReset")->isEnabled());
    click(find<QToolButton>("presetReset"));
    EXPECT_EQ(document().parameters().denoise, 30.0);
    EXPECT_TRUE(changedMark().isEmpty());
    EXPECT_EQ(find<QComboBox>("preset")->currentData().toString(), "studio");
}

TEST_F(EditorParameters, OwnPresetsAreSavedRenamedAndImported) {
    openPhoto();
    auto* bar = find<PresetBar>();
    typeNumber(slider(NumberParameter::Sharpen), "33");
    bar->saveAs("Wedding 1962");
    auto* box = find<QComboBox>("preset");
    EXPECT_EQ(box->currentText(), "Wedding 1962");
    EXPECT_TRUE(changedMark().isEmpty());

    const QString file = fromPath(folder() / "exported.json");
    bar->exportTo(file);
    choosePreset("plain");
    ASSERT_NE(document().parameters().sharpen, 33.0);
    ASSERT_TRUE(context().presets().remove("Wedding 1962"));
    context().notePresetsChanged();
    EXPECT_LT(box->findText("Wedding 1962"), 0);
    bar->importFrom(file);
    EXPECT_EQ(box->currentText(), "Wedding 1962");
    EXPECT_EQ(document().parameters().sharpen, 33.0);
}

TEST_F(EditorParameters, RenamingHappensInPlace) {
    openPhoto();
    typeNumber(slider(NumberParameter::Sharpen), "33");
    find<PresetBar>()->saveAs("Mine");
    find<PresetBar>()->findChild<QAction*>("presetRename")->trigger();
    auto* name = find<QLineEdit>("presetName");
    ASSERT_NE(name, nullptr);
    EXPECT_EQ(name->text(), "Mine");
    name->setText("Ours");
    key(name, Qt::Key_Return);
    EXPECT_EQ(find<QComboBox>("preset")->currentText(), "Ours");
    EXPECT_EQ(find<QLineEdit>("presetName"), nullptr);
    EXPECT_EQ(context().presets().list().presets.size(), 1u);
}

TEST_F(EditorParameters, DeletingAPresetAsksFirstAndKeepsTheValues) {
    openPhoto();
    typeNumber(slider(NumberParameter::Sharpen), "33");
    find<PresetBar>()->saveAs("Mine");
    find<PresetBar>()->findChild<QAction*>("presetRemove")->trigger();
    auto* question = page().findChild<QMessageBox*>("presetRemoveQuestion");
    ASSERT_NE(question, nullptr);
    EXPECT_EQ(context().presets().list().presets.size(), 1u);
    for (QAbstractButton* button : question->buttons()) {
        if (question->buttonRole(button) == QMessageBox::DestructiveRole) button->click();
    }
    EXPECT_TRUE(context().presets().list().presets.empty());
    EXPECT_EQ(document().parameters().sharpen, 33.0);
    EXPECT_LT(find<QComboBox>("preset")->findText("Mine"), 0);
}

TEST_F(EditorParameters, ANameThatIsTakenIsToldInPlace) {
    openPhoto();
    find<PresetBar>()->saveAs("Studio");
    const QStringList lines = noticeSentences();
    EXPECT_FALSE(lines.filter("Studio").isEmpty()) << lines.join('\n').toStdString();
    EXPECT_LT(find<QComboBox>("preset")->findText("Studio (2)"), 0);
}

TEST_F(EditorParameters, TheRecommendationNamesItsReasonAndCanBeApplied) {
    openPhoto();
    auto* hint = find<RecommendationHint>()->findChild<Notice*>();
    ASSERT_FALSE(document().recommendedPreset().isEmpty());
    EXPECT_FALSE(document().recommendationReason().isEmpty());
    EXPECT_EQ(find<QLabel>("recommendationReason")->text(), document().recommendationReason());
    choosePreset(document().recommendedPreset() == "studio" ? "phone" : "studio");
    auto* apply = hint->findChild<QPushButton*>("noticeAction");
    ASSERT_TRUE(apply->isVisibleTo(hint));
    apply->click();
    EXPECT_EQ(document().presetId(), document().recommendedPreset());
    EXPECT_FALSE(apply->isVisibleTo(hint));
}

TEST_F(EditorParameters, ModeIsChosenAndExplained) {
    openPhoto();
    auto* mode = find<ModeControl>("mode");
    auto* choice = mode->findChild<SegmentedControl*>();
    choice->button(1)->click();
    EXPECT_EQ(document().parameters().mode, RestoreMode::Detail);
    choice->button(2)->click();
    EXPECT_EQ(document().parameters().mode, RestoreMode::Strong);
    QStringList shown;
    for (const QLabel* label : mode->findChildren<QLabel*>()) shown << label->text();
    EXPECT_TRUE(shown.contains(modeMeaning(RestoreMode::Strong)));
    document().history()->undo();
    EXPECT_EQ(choice->current(), 1);
}

TEST_F(EditorParameters, AdvancedSwitchesScopeAndSizeReachTheDocument) {
    openPhoto();
    page().setPanel(EditorPage::Panel::Advanced);
    const bool faithful = document().parameters().faithful;
    auto* row = find<ParameterSwitch>("faithful");
    row->findChild<QAbstractButton*>("switch")->click();
    EXPECT_EQ(document().parameters().faithful, !faithful);
    find<ScopeControl>("scope")->findChild<SegmentedControl*>()->button(1)->click();
    EXPECT_EQ(document().parameters().scope, Scope::FacesOnly);

    auto* size = find<OutputSizeControl>("outputSize");
    size->findChild<SegmentedControl*>()->button(2)->click();
    EXPECT_EQ(document().parameters().scale, 2.0);
    EXPECT_TRUE(find<QLabel>("outputSizeResult")->text().contains("960"));
    size->findChild<SegmentedControl*>()->button(4)->click();
    EXPECT_EQ(document().parameters().longSide, 480);
    EXPECT_EQ(document().parameters().scale, 1.0);
}

TEST_F(EditorParameters, ResetAllIsOneStep) {
    openPhoto();
    choosePreset("low");
    page().setPanel(EditorPage::Panel::Advanced);
    typeNumber(slider(NumberParameter::Contrast), "40");
    const RestoreParameters before = document().parameters();
    find<QPushButton>("resetAll")->click();
    EXPECT_EQ(document().parameters(), RestoreParameters{});
    document().history()->undo();
    EXPECT_EQ(document().parameters(), before);
    EXPECT_EQ(document().presetId(), "low");
}

TEST_F(EditorParameters, EngineChoicesListWhatIsInstalledAndAreKept) {
    openPhoto();
    page().setPanel(EditorPage::Panel::Advanced);
    auto* restorer = find<QComboBox>("engine_restorer");
    ASSERT_TRUE(waitUntil([&] { return restorer->count() > 1; }));
    EXPECT_EQ(restorer->currentData().toString(), "auto");
    const QString bundled = restorer->itemData(1).toString();
    restorer->setCurrentIndex(1);
    Q_EMIT restorer->activated(1);
    EXPECT_EQ(context().settings().engine().model, bundled.toStdString());
    EXPECT_GE(find<QComboBox>("engine_parser")->findData(QString("none")), 0);
    QSignalSpy models(&page(), &EditorPage::modelsPageRequested);
    find<QPushButton>("openModels")->click();
    EXPECT_EQ(models.count(), 1);
}

}  // namespace
}  // namespace heirloom::ui
