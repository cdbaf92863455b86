#include "ui/common/text.h"

#include "tests/ui/ui_support.h"

namespace heirloom::ui::test {
namespace {

class TextTest : public UiTest {};

TEST_F(TextTest, PathsSurviveTheRoundTrip) {
    for (const QString& path : {QString("/a/照片 é.jpg"), QString(), QString("/plain")}) {
        EXPECT_EQ(fromPath(toPath(path)), path);
    }
    EXPECT_EQ(toPath("/a/照片.jpg").string(), "/a/照片.jpg");
}

TEST_F(TextTest, ArgumentsAreFilledInAtOnce) {
    EXPECT_EQ(text(Message("%1 and %2", "a %2 b", "c")), "a %2 b and c");
    EXPECT_EQ(text(Message("%2%1, 100% of %3", "x", "y")), "yx, 100% of %3");
    EXPECT_EQ(text(Message()), "");
    EXPECT_EQ(text(makeError(ErrorCode::NotFound, "No %1.", "照片.jpg")), "No 照片.jpg.");
}

TEST_F(TextTest, EveryStageOfTheCoreHasWords) {
    // As "grep report(" in core/ finds them.
    for (const char* stage : {"detect", "restore", "background", "denoise", "sharpen", "tone",
                              "done", "download", "import"}) {
        EXPECT_NE(stageText(stage), stageText("something new")) << stage;
    }
    EXPECT_EQ(stageText("detect"), "Finding faces");
}

TEST_F(TextTest, BytesAreDecimalWithOneFigure) {
    EXPECT_EQ(bytesText(12'400'000), "12.4 MB");
    EXPECT_EQ(bytesText(1'500), "1.5 kB");
    EXPECT_EQ(bytesText(999'999), "1.0 MB");
    EXPECT_EQ(bytesText(284'000'000), "284 MB");
    EXPECT_EQ(bytesText(5'000'000'000ULL), "5.0 GB");
}

TEST_F(TextTest, DurationsAreShort) {
    EXPECT_EQ(durationText(0.2), "less than 1 s");
    EXPECT_EQ(durationText(42.4), "about 42 s");
    EXPECT_EQ(durationText(131.0), "about 2 min 10 s");
    EXPECT_EQ(durationText(119.0), "about 2 min");
    EXPECT_EQ(durationText(1501.0), "about 25 min");
    EXPECT_EQ(durationText(3600.0 + 59.6 * 60.0), "about 2 h 0 min");
    EXPECT_EQ(durationText(-1.0), "");
    EXPECT_EQ(durationText(std::numeric_limits<double>::infinity()), "");
}

}  // namespace
}  // namespace heirloom::ui::test
