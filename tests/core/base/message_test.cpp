#include "core/base/message.h"

#include <gtest/gtest.h>

namespace heirloom::test {
namespace {

TEST(Message, FillsItsArgumentsIn) {
    EXPECT_EQ(Message("%1 has %2 of %3.", "a.png", 4, 2.5).text(), "a.png has 4 of 2.5.");
}

TEST(Message, LeavesArgumentsThatLookLikePlacesAlone) {
    EXPECT_EQ(Message("%1 and %2", "%2", "b").text(), "%2 and b");
}

TEST(Message, KeepsPercentSignsThatArePartOfTheSentence) {
    EXPECT_EQ(Message("100 % of %1, 5 %", "it").text(), "100 % of it, 5 %");
    EXPECT_EQ(Message("%2 is missing").text(), "%2 is missing");
}

TEST(Message, KeepsPatternAndArgumentsApartForTranslation) {
    const Message message("%1 is damaged.", std::filesystem::path("/x/y.jpg"));
    EXPECT_EQ(message.pattern(), "%1 is damaged.");
    EXPECT_EQ(message.arguments(), std::vector<std::string>{"/x/y.jpg"});
}

TEST(Message, KeepsNestedMessagesForTheirOwnTranslation) {
    const Message inner("a face for crops of %1 pixels", 512);
    const Message outer("%1 is %2.", "x.pth", inner);
    EXPECT_EQ(outer.text(), "x.pth is a face for crops of 512 pixels.");
    EXPECT_EQ(outer.nested(0), nullptr);
    ASSERT_NE(outer.nested(1), nullptr);
    EXPECT_EQ(outer.nested(1)->pattern(), inner.pattern());
    EXPECT_EQ(Message("%1", 3).nested(0), nullptr);
}

}  // namespace
}  // namespace heirloom::test
