// Which result is looked at first.
#include "ui/batch/review_order.h"

#include "tests/ui/batch/batch_ui_fixture.h"

namespace heirloom::ui::test {
namespace {

struct Result {
    Outcome outcome = Outcome::Restored;
    bool review = false;
    double drift = 0.0;
    double score = 80.0;
};

class ReviewOrderTest : public BatchUiTest {
protected:
    void addResults(const std::vector<Result>& results) {
        std::vector<BatchItem> items;
        for (std::size_t i = 0; i < results.size(); ++i) {
            items.push_back(
                itemOf(InputPhoto{"/nowhere/" + std::to_string(i) + ".jpg", {}, false}));
        }
        list.append(std::move(items));
        for (std::size_t i = 0; i < results.size(); ++i) end(static_cast<int>(i), results[i]);
    }

    void end(int row, const Result& result) {
        PhotoReport report;
        report.outcome = result.outcome;
        report.review = result.review;
        report.quality = PhotoQuality{};
        report.quality->score = result.score;
        report.faces.resize(1);
        report.faces[0].drift = result.drift;
        list.apply(
            {{row, stageOf(result.outcome), 0, 0, std::make_shared<const PhotoReport>(report)}});
    }

    std::vector<int> rows() const {
        std::vector<int> all;
        for (int i = 0; i < order.rowCount(); ++i) all.push_back(order.rowAt(i));
        return all;
    }

    Thumbnails thumbnails;
    BatchList list{thumbnails};
    ReviewOrder order{list, thumbnails};
};

TEST_F(ReviewOrderTest, ReviewComesFirstThenDriftThenGrade) {
    addResults(
        {{.score = 90.0}, {.drift = 0.03}, {.score = 20.0}, {.review = true}, {.drift = 0.01}});
    EXPECT_EQ(rows(), (std::vector<int>{3, 1, 4, 2, 0}));
}

TEST_F(ReviewOrderTest, EqualOnesStayAsInTheList) {
    addResults({{}, {}, {}});
    EXPECT_EQ(rows(), (std::vector<int>{0, 1, 2}));
}

TEST_F(ReviewOrderTest, OneByOneGivesTheSameOrderAsAllAtOnce) {
    std::vector<Result> results;
    for (int i = 0; i < 50; ++i) results.push_back({.drift = ((i * 37) % 50) / 1000.0});
    addResults(results);
    const std::vector<int> oneByOne = rows();
    order.setFilter(ReviewOrder::Filter::Failed);
    order.setFilter(ReviewOrder::Filter::All);
    EXPECT_EQ(rows(), oneByOne);
}

TEST_F(ReviewOrderTest, FiltersShowWhatIsToDo) {
    addResults({{}, {.review = true}, {.outcome = Outcome::Failed}, {.outcome = Outcome::NoFace}});
    EXPECT_EQ(order.rowCount(), 3);
    order.setFilter(ReviewOrder::Filter::ToReview);
    EXPECT_EQ(rows(), std::vector<int>{1});
    order.setFilter(ReviewOrder::Filter::Failed);
    EXPECT_EQ(rows(), std::vector<int>{2});
}

TEST_F(ReviewOrderTest, AVerdictTakesAPhotoOutOfTheReview) {
    addResults({{.review = true}, {.review = true}});
    order.setFilter(ReviewOrder::Filter::ToReview);
    list.setVerdict(0, {Verdict::Accepted, ""});
    EXPECT_EQ(rows(), std::vector<int>{1});
    list.setVerdict(1, {Verdict::Review, ""});
    EXPECT_EQ(rows(), std::vector<int>{1}) << "asked for once more";
}

TEST_F(ReviewOrderTest, ARetriedPhotoLeavesUntilItsNextEnd) {
    addResults({{.outcome = Outcome::Failed}});
    list.apply({{0, ItemStage::Waiting, 0, 0, nullptr}});
    EXPECT_EQ(order.rowCount(), 0);
    end(0, {});
    EXPECT_EQ(order.rowCount(), 1);
}

TEST_F(ReviewOrderTest, TheNextOneIsTheNextInTheStrip) {
    addResults({{}, {.review = true}, {}});
    EXPECT_EQ(order.rowAfter(1), 0);
    EXPECT_EQ(order.rowAfter(0), 2);
    EXPECT_EQ(order.rowAfter(2), -1);
}

TEST_F(ReviewOrderTest, RemovedPhotosAreForgotten) {
    addResults({{}, {.review = true}});
    list.removeItems({0});
    EXPECT_EQ(rows(), std::vector<int>{0});
    list.removeAll();
    EXPECT_EQ(order.rowCount(), 0);
}

}  // namespace
}  // namespace heirloom::ui::test
