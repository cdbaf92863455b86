// The list of a batch: states in words and icons, and ten thousand rows without a hitch.
#include <QApplication>
#include <QElapsedTimer>
#include <QLocale>
#include <QTableView>

#include "tests/ui/batch/batch_ui_fixture.h"
#include "ui/batch/batch_page.h"
#include "ui/batch/item_text.h"

namespace heirloom::ui::test {
namespace {

BatchItem itemAt(int number) {
    return itemOf(InputPhoto{"/nowhere/photo" + std::to_string(number) + ".jpg", {}, false});
}

std::vector<BatchItem> items(int count) {
    std::vector<BatchItem> all;
    for (int i = 0; i < count; ++i) all.push_back(itemAt(i));
    return all;
}

std::shared_ptr<const PhotoReport> reportOf(Outcome outcome, bool review = false) {
    PhotoReport report;
    report.outcome = outcome;
    report.review = review;
    report.quality = PhotoQuality{};
    report.quality->grade = QualityGrade::Low;
    report.seconds.total = 2.25;
    report.faces.resize(2);
    report.faces[0].restored = true;
    return std::make_shared<const PhotoReport>(report);
}

class BatchListTest : public BatchUiTest {
protected:
    QString cell(int row, int column) const { return list.index(row, column).data().toString(); }

    Thumbnails thumbnails;
    BatchList list{thumbnails};
};

TEST_F(BatchListTest, TellsEachStateByWordAndIcon) {
    list.append(items(9));
    const std::vector<std::pair<ItemStage, QString>> words{
        {ItemStage::Waiting, "Waiting"},          {ItemStage::Reading, "Reading"},
        {ItemStage::Restoring, "Restoring 63 %"}, {ItemStage::Writing, "Writing"},
        {ItemStage::Restored, "Restored"},        {ItemStage::NoFace, "No face"},
        {ItemStage::Skipped, "Skipped"},          {ItemStage::Failed, "Failed"},
        {ItemStage::Cancelled, "Cancelled"}};
    QSet<QString> icons;
    for (int row = 0; row < 9; ++row) {
        list.apply({{row, words[static_cast<std::size_t>(row)].first, 63, 0, nullptr}});
        EXPECT_EQ(cell(row, BatchList::State), words[static_cast<std::size_t>(row)].second);
        icons.insert(list.index(row, BatchList::State).data(BatchList::IconNameRole).toString());
    }
    EXPECT_EQ(icons.size(), 9) << "no two states share an icon";
}

TEST_F(BatchListTest, TellsWhichTryItIs) {
    list.append(items(1));
    list.apply({{0, ItemStage::Waiting, 0, 2, nullptr}});
    EXPECT_EQ(cell(0, BatchList::State), "Retry 2");
}

TEST_F(BatchListTest, ShowsFacesGradeSecondsAndFolder) {
    list.append(items(1));
    list.apply({{0, ItemStage::Restored, 0, 0, reportOf(Outcome::Restored)}});
    EXPECT_EQ(cell(0, BatchList::Faces), "1 of 2");
    EXPECT_EQ(cell(0, BatchList::Grade), "Low");
    EXPECT_EQ(cell(0, BatchList::Seconds), QLocale().toString(2.25, 'f', 1));
    EXPECT_EQ(list.index(0, BatchList::Name).data(Qt::ToolTipRole), "/nowhere");
}

TEST_F(BatchListTest, CountsFollowEveryChange) {
    list.append(items(4));
    EXPECT_EQ(list.counts().open, 4);
    list.apply({{0, ItemStage::Restored, 0, 0, reportOf(Outcome::Restored, true)},
                {1, ItemStage::Failed, 0, 0, reportOf(Outcome::Failed)},
                {2, ItemStage::Restoring, 10, 0, nullptr}});
    EXPECT_EQ(list.counts().open, 1);
    EXPECT_EQ(list.counts().restored, 1);
    EXPECT_EQ(list.counts().review, 1);
    EXPECT_EQ(list.counts().failed, 1);
    list.setVerdict(0, {Verdict::Accepted, ""});
    EXPECT_EQ(list.counts().review, 0);
    list.removeItems({0, 1});
    EXPECT_EQ(list.counts().restored, 0);
    EXPECT_EQ(list.counts().failed, 0);
    EXPECT_EQ(list.counts().photos, 2);
    EXPECT_EQ(list.item(0).name, "photo2.jpg");
}

TEST_F(BatchListTest, APhotoThatWasRemovedCanBeAddedAgain) {
    list.append(items(2));
    list.removeItems({0});
    EXPECT_EQ(list.append(items(2)), 1);
}

TEST_F(BatchListTest, ChangesLanguageAtRunTime) {
    list.append(items(1));
    const QString word = cell(0, BatchList::State);
    const QString header =
        list.headerData(BatchList::Reason, Qt::Horizontal, Qt::DisplayRole).toString();
    EXPECT_EQ(word, "Waiting");
    EXPECT_EQ(header, "Reason");
    int changes = 0;
    QObject::connect(&list, &BatchList::headerDataChanged, [&] { ++changes; });
    QObject::connect(&list, &BatchList::dataChanged, [&] { ++changes; });
    list.retranslate();
    EXPECT_EQ(changes, 2) << "header and cells ask for their texts anew";
}

// The longest time that the page keeps the application's thread, over all steps of a run of
// ten thousand photos: adding them, changing a hundred and then all of them at once, scrolling.
qint64 longestStall(AppContext& context) {
    BatchPage page(context);
    page.resize(1400, 900);
    page.show();
    auto* table = page.findChild<QTableView*>("batchTable");
    auto* list = dynamic_cast<BatchList*>(table->model());
    qint64 longest = 0;
    const auto timed = [&](const char* what, const auto& work) {
        QElapsedTimer clock;
        clock.start();
        work();
        QCoreApplication::processEvents();
        const qint64 took = clock.elapsed();
        if (took > 20) std::printf("  %s took %lld ms\n", what, static_cast<long long>(took));
        longest = std::max(longest, took);
    };
    timed("first painting", [] {});
    longest = 0;  // showing the window is not the list's work
    std::vector<BatchItem> all = items(10000);
    timed("adding", [&] { list->append(std::move(all)); });
    for (int tick = 0; tick < 50; ++tick) {
        std::vector<ItemChange> changes;
        for (int i = 0; i < 100; ++i) {
            changes.push_back(
                {tick * 200 + i, ItemStage::Restored, 0, 0, reportOf(Outcome::Restored)});
        }
        timed("changing a hundred", [&] { list->apply(changes); });
    }
    for (int step = 0; step <= 20; ++step) {
        timed("scrolling", [&] { table->scrollTo(list->index(step * 499, 0)); });
    }
    std::vector<ItemChange> changes;
    for (int row = 0; row < 10000; ++row) {
        changes.push_back({row, ItemStage::Cancelled, 0, 0, reportOf(Outcome::Cancelled)});
    }
    timed("changing all", [&] { list->apply(changes); });
    return longest;
}

TEST_F(BatchListTest, TenThousandPhotosNeverHoldTheWindowUp) {
    const auto context = makeContext();
    // The best of three: other programs on the machine only ever add to a time.
    qint64 best = std::numeric_limits<qint64>::max();
    for (int i = 0; i < 3 && best > 25; ++i) best = std::min(best, longestStall(*context));
    RecordProperty("longest_stall_ms", static_cast<int>(best));
    std::printf("longest stall with 10,000 photos: %lld ms\n", static_cast<long long>(best));
    EXPECT_LE(best, 50);
}

}  // namespace
}  // namespace heirloom::ui::test
