// The face strip, the canvas and the document's faces.
#include <QCheckBox>
#include <QToolButton>
#include <QUndoStack>

#include "tests/ui/editor/editor_fixture.h"
#include "ui/common/slider_track.h"
#include "ui/editor/face_thumbnail.h"

namespace heirloom::ui {
namespace {

using namespace test;

class EditorFaces : public EditorTest {
protected:
    QVector<FaceThumbnail*> thumbnails() {
        QVector<FaceThumbnail*> shown;
        for (FaceThumbnail* thumbnail : page().findChildren<FaceThumbnail*>()) {
            if (thumbnail->isVisibleTo(&page())) shown << thumbnail;
        }
        return shown;
    }
    QCheckBox* enabledBox() { return find<QCheckBox>("faceEnabled"); }
};

TEST_F(EditorFaces, EachFaceHasANamedThumbnailAndTheFirstIsCurrent) {
    openPhoto();
    ASSERT_EQ(thumbnails().size(), 2);
    EXPECT_TRUE(thumbnails()[0]->accessibleName().contains("1"));
    EXPECT_TRUE(thumbnails()[1]->accessibleName().contains("2"));
    EXPECT_EQ(enabledBox()->text(), "Restore face 1");
    click(thumbnails()[1]);
    EXPECT_EQ(enabledBox()->text(), "Restore face 2");
}

TEST_F(EditorFaces, TheTickSwitchesAFaceOffAndUndoSwitchesItOn) {
    openPhoto();
    FaceThumbnail* second = thumbnails()[1];
    click(second, QPoint(second->width() - 12, second->height() - 12));
    EXPECT_FALSE(document().faces()[1].enabled);
    EXPECT_TRUE(document().faces()[0].enabled);
    document().history()->undo();
    EXPECT_TRUE(document().faces()[1].enabled);

    enabledBox()->click();
    EXPECT_FALSE(document().faces()[0].enabled);
    EXPECT_FALSE(find<QCheckBox>("faceOwnStrength")->isEnabled());
}

TEST_F(EditorFaces, KeysWalkAlongTheStripAndSwitchFaces) {
    openPhoto();
    thumbnails()[0]->setFocus();
    key(thumbnails()[0], Qt::Key_Right);
    EXPECT_EQ(enabledBox()->text(), "Restore face 2");
    EXPECT_TRUE(thumbnails()[1]->hasFocus());
    key(thumbnails()[1], Qt::Key_Space);
    EXPECT_FALSE(document().faces()[1].enabled);
    page().stepFace(1);
    EXPECT_EQ(enabledBox()->text(), "Restore face 1");
}

TEST_F(EditorFaces, OwnStrengthBelongsToTheCurrentFaceOnly) {
    openPhoto();
    auto* strength = find<ValueSlider>("faceStrength");
    EXPECT_FALSE(strength->isEnabled());
    find<QCheckBox>("faceOwnStrength")->click();
    ASSERT_TRUE(strength->isEnabled());
    EXPECT_EQ(document().faces()[0].strength, document().parameters().strength);
    auto* track = strength->findChild<SliderTrack*>();
    click(track, QPoint(track->width() / 4, track->height() / 2));
    ASSERT_TRUE(document().faces()[0].strength.has_value());
    EXPECT_NEAR(*document().faces()[0].strength, 25.0, 4.0);
    EXPECT_FALSE(document().faces()[1].strength.has_value());
    find<QCheckBox>("faceOwnStrength")->click();
    EXPECT_FALSE(document().faces()[0].strength.has_value());
}

TEST_F(EditorFaces, ABoxDrawnOnTheCanvasAddsAFaceThatCanBeRemoved) {
    openPhoto();
    page().view().setMode(CompareMode::Before);
    find<QToolButton>("addFace")->click();
    ASSERT_TRUE(page().view().isDrawingFace());
    EXPECT_TRUE(find<QToolButton>("stripAddFace")->isChecked());
    const QPoint middle = page().view().rect().center();
    drag(&page().view(), middle - QPoint(60, 60), middle + QPoint(60, 60));
    ASSERT_EQ(document().faces().size(), 3);
    const FaceItem added = document().faces().back();
    EXPECT_TRUE(added.added);
    EXPECT_NEAR(added.box.center().x(), 0.5, 0.02);
    EXPECT_NEAR(added.box.center().y(), 0.5, 0.02);
    EXPECT_EQ(enabledBox()->text(), "Restore face 3");
    EXPECT_FALSE(find<QToolButton>("addFace")->isChecked());
    find<QToolButton>("faceRemove")->click();
    EXPECT_EQ(document().faces().size(), 2);
    ASSERT_TRUE(waitUntil([&] { return thumbnails().size() == 2; }));
}

TEST_F(EditorFaces, ZoomToAFaceEnlargesIt) {
    openPhoto();
    const double before = page().view().zoom();
    find<QToolButton>("faceZoom")->click();
    EXPECT_GT(page().view().zoom(), before);
    const QRectF visible = page().view().request().visible;
    EXPECT_TRUE(visible.contains(document().faces()[0].box.center()));
}

TEST_F(EditorFaces, BoxesShowWhileTheStripHasTheFocus) {
    openPhoto();
    ASSERT_FALSE(page().view().facesShown());
    thumbnails()[0]->setFocus();
    EXPECT_TRUE(page().view().facesShown());
    page().view().setFocus();
    EXPECT_FALSE(page().view().facesShown());
    find<QToolButton>("showFaces")->click();
    EXPECT_TRUE(page().view().facesShown());
}

TEST_F(EditorFaces, RestoredFacesAreNamedSo) {
    openPhoto();
    EXPECT_FALSE(thumbnails()[0]->accessibleName().contains("restored"));
    enhance();
    EXPECT_TRUE(thumbnails()[0]->accessibleName().contains("restored"));
}

}  // namespace
}  // namespace heirloom::ui
