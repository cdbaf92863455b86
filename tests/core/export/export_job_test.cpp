#include "core/export/export_job.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>

#include <opencv2/core.hpp>

#include "core/base/file_io.h"
#include "core/image/decode.h"
#include "tests/core/export/export_support.h"
#include "tests/support/shared_data.h"

namespace heirloom::test {
namespace {

namespace fs = std::filesystem;

class ExportTest : public ::testing::Test {
protected:
    void SetUp() override {
        m_original = flatPhoto({90, 60}, {120, 60, 60});
        m_restored = flatPhoto({90, 60}, {60, 120, 60});
    }

    fs::path path(const std::string& name) const { return m_folder.path() / name; }

    // Writes the original under this name and describes its export.
    ExportPhotos photos(const std::string& name) {
        const auto format = formatFromExtension(fs::path(name).extension().string());
        const Bytes file = heirloom::testing::encoded(m_original, *format);
        EXPECT_TRUE(writeFileAtomically(path(name), file, Replace::ExistingFile));
        m_restored.source.format = *format;
        Photo large = flatPhoto({135, 90}, {60, 120, 60});
        large.source.format = *format;
        return {{path(name), {}, false}, m_original, m_restored, large};
    }

    static ExportOptions all() {
        ExportOptions options;
        options.comparison = options.webCopy = options.printCopy = true;
        return options;
    }

    std::set<std::string> names() const {
        std::set<std::string> found;
        for (const auto& entry : fs::directory_iterator(m_folder.path())) {
            found.insert(entry.path().filename().string());
        }
        return found;
    }

    static Photo read(const fs::path& file) {
        auto photo = readPhoto(file);
        if (!photo) throw std::runtime_error(photo.error().text());
        return std::move(photo).value();
    }

    Photo m_original;
    Photo m_restored;
    TemporaryFolder m_folder;
};

TEST_F(ExportTest, NamesEachFileAfterTheRestoredOne) {
    const std::pair<const char*, const char*> cases[] = {
        {"a.jpg", "jpg"}, {"b.JPEG", "JPEG"}, {"c.png", "png"}, {"d.webp", "webp"},
        {"e.tif", "tif"}, {"f.tiff", "tiff"}, {"g.bmp", "bmp"}};
    for (const auto& [name, extension] : cases) {
        const auto outcome = exportPhoto(photos(name), all(), {});
        ASSERT_FALSE(outcome.error) << outcome.error->text();
        const std::string stem = fs::path(name).stem().string() + "_restored";
        ASSERT_EQ(outcome.files.size(), 4u);
        EXPECT_EQ(outcome.files[0].path, path(stem + "." + extension));
        EXPECT_EQ(outcome.files[1].path, path(stem + "_print." + extension));
        EXPECT_EQ(outcome.files[2].path, path(stem + "_compare.jpg"));
        EXPECT_EQ(outcome.files[3].path, path(stem + "_web.jpg"));
        for (const ExportedFile& file : outcome.files) EXPECT_NO_THROW(read(file.path));
    }
}

TEST_F(ExportTest, WritesOnlyWhatWasAskedFor) {
    for (int choice = 0; choice < 8; ++choice) {
        ExportOptions options;
        options.comparison = choice & 1;
        options.webCopy = choice & 2;
        options.printCopy = choice & 4;
        options.output.target = path("out" + std::to_string(choice));
        const auto outcome = exportPhoto(photos("a.png"), options, {});
        ASSERT_FALSE(outcome.error) << outcome.error->text();
        std::set<std::string> expected{"a_restored.png"};
        if (choice & 1) expected.insert("a_restored_compare.jpg");
        if (choice & 2) expected.insert("a_restored_web.jpg");
        if (choice & 4) expected.insert("a_restored_print.png");
        std::set<std::string> found;
        for (const auto& entry : fs::directory_iterator(options.output.target)) {
            found.insert(entry.path().filename().string());
        }
        EXPECT_EQ(found, expected);
    }
}

TEST_F(ExportTest, KeepsOriginalsAndPairsTheCopiesWithTheFreeName) {
    const ExportPhotos given = photos("a.png");
    const Bytes before = readFile(path("a.png"), 1 << 20).value();
    ExportOptions options = all();
    // The original's own name, its comparison's name already taken by something else.
    options.output.target = path("a.png");
    options.output.isFile = true;
    options.output.replaceEarlierOutput = true;
    std::ofstream(path("a (2)_compare.jpg")) << "something else";
    const auto outcome = exportPhoto(given, options, {});
    ASSERT_FALSE(outcome.error) << outcome.error->text();
    EXPECT_EQ(outcome.files[0].path, path("a (2).png"));
    EXPECT_EQ(outcome.files[2].path, path("a (2)_compare (2).jpg"));
    EXPECT_EQ(outcome.files[3].path, path("a (2)_web.jpg"));
    EXPECT_EQ(readFile(path("a.png"), 1 << 20).value(), before);
    EXPECT_EQ(fs::file_size(path("a (2)_compare.jpg")), 14u);
}

TEST_F(ExportTest, ReplacesEarlierOutputsButNoOriginalEvenIfItIsOne) {
    const ExportPhotos given = photos("a.png");
    ExportOptions options;
    options.comparison = true;
    options.encode.software = "Heirloom 1";
    options.encode.provenance.emplace();
    options.encode.provenance->software = "Heirloom";
    options.output.replaceEarlierOutput = true;
    ASSERT_FALSE(exportPhoto(given, options, {}).error);
    const auto names1 = names();
    ASSERT_FALSE(exportPhoto(given, options, {}).error);
    EXPECT_EQ(names(), names1);
    // Restored once more, the earlier output is itself an original of the run.
    options.originals = {fs::canonical(path("a_restored.png"))};
    const auto outcome = exportPhoto(given, options, {});
    EXPECT_EQ(outcome.files.at(0).path, path("a_restored (2).png"));
}

TEST_F(ExportTest, LeavesNoFileWhenCancelledAtAnyTime) {
    const ExportPhotos given = photos("a.png");
    int polls = 0;
    RunControl counting;
    counting.stopRequested = [&] { return ++polls, false; };
    ExportOptions elsewhere = all();
    elsewhere.output.target = path("counted");
    ASSERT_FALSE(exportPhoto(given, elsewhere, counting).error);
    ASSERT_GE(polls, 5);
    const auto before = names();
    for (int last = 0; last < polls; ++last) {
        int seen = 0;
        RunControl control;
        control.stopRequested = [&] { return seen++ >= last; };
        const auto outcome = exportPhoto(given, all(), control);
        ASSERT_TRUE(outcome.error);
        EXPECT_EQ(outcome.error->code, ErrorCode::Cancelled);
        EXPECT_TRUE(outcome.files.empty());
    }
    EXPECT_EQ(names(), before);
}

TEST_F(ExportTest, LeavesNoFileWhenOneCannotBeMade) {
    ExportPhotos given = photos("a.png");
    const auto before = names();
    given.forPrint.reset();
    const auto outcome = exportPhoto(given, all(), {});
    ASSERT_TRUE(outcome.error);
    EXPECT_EQ(outcome.error->code, ErrorCode::InvalidArgument);
    EXPECT_EQ(names(), before);
}

TEST_F(ExportTest, SaysWhyAFolderCannotBeWrittenTo) {
    const ExportPhotos given = photos("a.png");
    std::ofstream(path("file")) << "no folder";
    ExportOptions options = all();
    options.output.target = path("file");
    const auto outcome = exportPhoto(given, options, {});
    ASSERT_TRUE(outcome.error);
    EXPECT_EQ(outcome.error->code, ErrorCode::NotWritable);
    EXPECT_TRUE(outcome.files.empty());
}

TEST_F(ExportTest, ChangesTheDepthWhereTheFormatHoldsIt) {
    ExportOptions options = all();
    options.bitsPerSample = 16;
    const auto deep = exportPhoto(photos("a.png"), options, {});
    ASSERT_FALSE(deep.error);
    EXPECT_EQ(read(deep.files[0].path).pixels.type(), CV_16UC3);
    EXPECT_EQ(read(deep.files[0].path).pixels.at<cv::Vec3w>(5, 5), cv::Vec3w(15420, 30840, 15420));
    EXPECT_EQ(read(deep.files[1].path).pixels.type(), CV_16UC3);
    EXPECT_EQ(read(deep.files[3].path).pixels.type(), CV_8UC3);
    const auto jpeg = exportPhoto(photos("b.jpg"), options, {});
    ASSERT_FALSE(jpeg.error);
    EXPECT_EQ(heirloom::testing::warningsAbout(jpeg.files[0].warnings, "8 bits"), 1);
    options.bitsPerSample = 12;
    EXPECT_EQ(exportPhoto(photos("c.png"), options, {}).error->code, ErrorCode::InvalidArgument);
}

TEST_F(ExportTest, PutsTheCaptionUnderAllButTheComparison) {
    if (!hasFont()) GTEST_SKIP() << "no font is installed";
    ExportOptions options = all();
    const auto plain = exportPhoto(photos("a.png"), options, {});
    options.visibleCaption = "AI";
    options.encode.provenance.emplace();
    options.encode.provenance->software = "Heirloom";
    const auto captioned = exportPhoto(photos("b.png"), options, {});
    ASSERT_FALSE(captioned.error);
    for (std::size_t i = 0; i < 4; ++i) {
        const bool isCaptioned = captioned.files[i].kind != ExportKind::Comparison;
        const Photo copy = read(captioned.files[i].path);
        EXPECT_EQ(copy.height() - read(plain.files[i].path).height(), isCaptioned ? 18 : 0);
        const auto record = readProvenance(copy.metadata);
        ASSERT_TRUE(record);
        const bool isRecorded = std::any_of(
            record->parameters.begin(), record->parameters.end(), [](const auto& parameter) {
                return parameter.name == "caption" && parameter.value == "AI";
            });
        EXPECT_EQ(isRecorded, isCaptioned);
    }
}

TEST_F(ExportTest, ReportsRisingProgress) {
    std::vector<double> fractions;
    RunControl control;
    control.progress = [&](const Progress& progress) {
        EXPECT_EQ(progress.stage, "export");
        fractions.push_back(progress.fraction);
    };
    ASSERT_FALSE(exportPhoto(photos("a.png"), all(), control).error);
    EXPECT_TRUE(std::is_sorted(fractions.begin(), fractions.end()));
    ASSERT_GE(fractions.size(), 5u);
    EXPECT_EQ(fractions.front(), 0.0);
    EXPECT_EQ(fractions.back(), 1.0);
}

}  // namespace
}  // namespace heirloom::test
