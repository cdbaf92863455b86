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

}  // namespace
}  // namespace heirloom::test
