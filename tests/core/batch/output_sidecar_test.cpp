// A picture and its XMP file come and go together.
#include <gtest/gtest.h>

#include "core/base/file_io.h"
#include "core/base/version.h"
#include "core/batch/output_file.h"
#include "tests/support/exif_builder.h"
#include "tests/support/sample_photos.h"
#include "tests/support/shared_data.h"

namespace heirloom {
namespace {

namespace fs = std::filesystem;
using namespace testing;

class OutputSidecar : public ::testing::Test {
protected:
    // name tells one result from another.
    static EncodedPhoto restoredWebp(const std::string& name) {
        return restored(name, FileFormat::WebP);
    }

    static EncodedPhoto restored(const std::string& name, FileFormat format) {
        Photo photo = samplePhoto(40, 30);
        photo.metadata = {cameraExif().build(), sampleIptc(), sampleXmp()};
        EncodeOptions options;
        options.format = format;
        options.software = kSoftwareName;
        options.provenance = Provenance{};
        options.provenance->software = kSoftwareName;
        options.provenance->originalName = name;
        auto encoded = encodePhoto(photo, options);
        EXPECT_TRUE(encoded && encoded->sidecar);
        return std::move(*encoded);
    }

    void save(const std::string& name, const std::string& text) {
        const Bytes bytes(text.begin(), text.end());
        ASSERT_TRUE(writeFileAtomically(at(name), bytes, Replace::Never).ok());
    }

    std::string textOf(const fs::path& path) {
        const auto file = readFile(path, 1 << 30);
        return file ? std::string(file->begin(), file->end()) : "no file";
    }

    fs::path at(const std::string& name) const { return m_folder.path() / name; }
    std::size_t fileCount() const {
        return static_cast<std::size_t>(std::distance(fs::directory_iterator(m_folder.path()), {}));
    }

    Result<WrittenOutput> write(const EncodedPhoto& photo, const std::string& name = "a.webp") {
        return writeOutput(at(name), photo, options, {});
    }

    // Over a.webp.
    Result<WrittenOutput> replaceWithoutSidecar() {
        options.replaceEarlierOutput = true;
        EncodedPhoto second = restoredWebp("second");
        second.sidecar.reset();
        return write(second);
    }

    OutputOptions options;

private:
    heirloom::test::TemporaryFolder m_folder;
};

TEST_F(OutputSidecar, StandsBesideThePictureUnderItsName) {
    const EncodedPhoto photo = restoredWebp("a");
    const auto written = write(photo);
    ASSERT_TRUE(written) << written.error().text();
    EXPECT_EQ(written->picture, at("a.webp"));
    EXPECT_EQ(written->sidecar, at("a.xmp"));
    EXPECT_EQ(textOf(at("a.xmp")), *photo.sidecar);
    EXPECT_EQ(fileCount(), 2u);
}

TEST_F(OutputSidecar, IsNotMadeWhereTheFileHoldsAll) {
    EncodedPhoto photo = restoredWebp("a");
    photo.sidecar.reset();
    const auto written = write(photo);
    ASSERT_TRUE(written);
    EXPECT_TRUE(written->sidecar.empty());
    EXPECT_EQ(fileCount(), 1u);
}

TEST_F(OutputSidecar, SomebodyElsesFileMovesBothToTheNextName) {
    save("a.xmp", "another program's");
    const auto written = write(restoredWebp("a"));
    ASSERT_TRUE(written);
    EXPECT_EQ(written->picture, at("a (2).webp"));
    EXPECT_EQ(written->sidecar, at("a (2).xmp"));
    EXPECT_EQ(textOf(at("a.xmp")), "another program's");
}

TEST_F(OutputSidecar, GoesAgainWhenThePictureCannotBeWritten) {
    // With ".xmp" the longest name that there is, with ".webp" one byte more.
    const auto written = write(restoredWebp("a"), std::string(251, 'n') + ".webp");
    ASSERT_FALSE(written);
    EXPECT_EQ(fileCount(), 0u);
}

TEST_F(OutputSidecar, AnEarlierPairIsReplacedTogether) {
    ASSERT_TRUE(write(restoredWebp("first")));
    options.replaceEarlierOutput = true;
    const auto written = write(restoredWebp("second"));
    ASSERT_TRUE(written);
    EXPECT_EQ(written->picture, at("a.webp"));
    EXPECT_NE(textOf(at("a.xmp")).find("second"), std::string::npos);
    EXPECT_EQ(textOf(at("a.xmp")).find("first"), std::string::npos);
    EXPECT_EQ(fileCount(), 2u);
}

TEST_F(OutputSidecar, GoesWithItsPictureWhereTheNewOneNeedsNone) {
    ASSERT_TRUE(write(restoredWebp("first")));
    const auto replaced = replaceWithoutSidecar();
    ASSERT_TRUE(replaced);
    EXPECT_EQ(replaced->picture, at("a.webp"));
    EXPECT_TRUE(replaced->sidecar.empty());
    EXPECT_FALSE(fs::exists(at("a.xmp")));
    EXPECT_EQ(fileCount(), 1u);
}

TEST_F(OutputSidecar, StaysOnceSomebodyChangedIt) {
    ASSERT_TRUE(write(restoredWebp("first")));
    std::string text = textOf(at("a.xmp"));
    text.replace(text.find("family album"), 12, "Aunt Mei");
    fs::remove(at("a.xmp"));
    save("a.xmp", text);
    ASSERT_TRUE(replaceWithoutSidecar());
    EXPECT_EQ(textOf(at("a.xmp")), text);
    // Nor does a new sidecar take its place.
    const auto beside = write(restoredWebp("third"));
    ASSERT_TRUE(beside);
    EXPECT_EQ(beside->picture, at("a (2).webp"));
    EXPECT_EQ(textOf(at("a.xmp")), text);
}

TEST_F(OutputSidecar, OfAnotherPictureStays) {
    EncodedPhoto first = restoredWebp("first");
    first.sidecar.reset();
    ASSERT_TRUE(write(first));
    // Of the same format, but of another restoration.
    const std::string other = *restoredWebp("other").sidecar;
    save("a.xmp", other);
    ASSERT_TRUE(replaceWithoutSidecar());
    EXPECT_EQ(textOf(at("a.xmp")), other);
    // Of the same restoration, but of the BMP beside it.
    const std::string ofBmp = *restored("second", FileFormat::Bmp).sidecar;
    fs::remove(at("a.xmp"));
    save("a.xmp", ofBmp);
    ASSERT_TRUE(replaceWithoutSidecar());
    EXPECT_EQ(textOf(at("a.xmp")), ofBmp);
    // A link to what would be ours is somebody's work, too.
    fs::remove(at("a.xmp"));
    save("elsewhere", *restoredWebp("second").sidecar);
    fs::create_symlink(at("elsewhere"), at("a.xmp"));
    ASSERT_TRUE(replaceWithoutSidecar());
    EXPECT_TRUE(fs::is_symlink(at("a.xmp")));
    EXPECT_TRUE(fs::exists(at("elsewhere")));
}

TEST_F(OutputSidecar, StaysWithAnEarlierPictureThatIsNotReplaced) {
    ASSERT_TRUE(write(restoredWebp("first")));
    EncodedPhoto second = restoredWebp("second");
    second.sidecar.reset();
    const auto written = write(second);
    ASSERT_TRUE(written);
    EXPECT_EQ(written->picture, at("a (2).webp"));
    EXPECT_TRUE(fs::exists(at("a.xmp")));
}

TEST_F(OutputSidecar, AnEarlierPictureBesideSomebodyElsesFileStays) {
    EncodedPhoto first = restoredWebp("first");
    first.sidecar.reset();
    ASSERT_TRUE(write(first));
    save("a.xmp", "another program's");
    options.replaceEarlierOutput = true;
    const auto written = write(restoredWebp("second"));
    ASSERT_TRUE(written);
    EXPECT_EQ(written->picture, at("a (2).webp"));
    EXPECT_EQ(textOf(at("a.xmp")), "another program's");
    EXPECT_EQ(fileCount(), 4u);
}

}  // namespace
}  // namespace heirloom
