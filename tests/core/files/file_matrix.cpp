#include "tests/core/files/file_matrix.h"

#include <algorithm>
#include <map>

#include <nlohmann/json.hpp>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/base/file_io.h"
#include "core/batch/report.h"
#include "tests/core/files/matrix_looks.h"
#include "tests/core/files/matrix_source.h"
#include "tests/support/exif_builder.h"
#include "tests/support/fakes.h"
#include "tests/support/process.h"

namespace heirloom::test {

namespace fs = std::filesystem;
using nlohmann::json;

namespace {

constexpr int kLong = 200;  // pixels of the stored picture
constexpr int kShort = 144;
constexpr float kFaceSide = 60;
const char* const kExiftool = "/usr/bin/exiftool";
const char* const kConvert = "/usr/bin/convert";

const char* nameOf(MatrixProfile profile) {
    switch (profile) {
        case MatrixProfile::None: return "None";
        case MatrixProfile::Srgb: return "Srgb";
        case MatrixProfile::DisplayP3: return "DisplayP3";
        case MatrixProfile::AdobeRgb: return "AdobeRgb";
        case MatrixProfile::GreyGamma22: return "GreyGamma22";
    }
    return "";
}

// 255 where no face was: outside the crop and some pixels more.
cv::Mat outsideFaces(cv::Size size) {
    cv::Mat mask(size, CV_8U, cv::Scalar(255));
    const int side = cvRound(1.5F * kFaceSide);
    cv::rectangle(mask, {size.width / 2 - side / 2, size.height / 2 - side / 2, side, side},
                  cv::Scalar(0), cv::FILLED);
    return mask;
}

cv::Mat in8Bit(const cv::Mat& pixels) {
    if (pixels.depth() == CV_8U) return pixels;
    cv::Mat reduced;
    pixels.convertTo(reduced, CV_8U, 1.0 / 257);
    return reduced;
}

std::vector<std::string> pathsOf(const std::vector<fs::path>& paths) {
    std::vector<std::string> texts;
    for (const fs::path& path : paths) texts.push_back(path.string());
    return texts;
}

// What exiftool says of each file, by its path.
std::map<std::string, json> exiftool(const std::vector<fs::path>& files) {
    std::vector<std::string> arguments{"-j", "-G1", "-a", "-struct", "-charset", "iptc=UTF8"};
    const auto paths = pathsOf(files);
    arguments.insert(arguments.end(), paths.begin(), paths.end());
    const ProcessResult result = runProcess(kExiftool, arguments);
    std::map<std::string, json> found;
    for (const json& entry : json::parse(result.output, nullptr, false)) {
        found[entry.at("SourceFile").get<std::string>()] = entry;
    }
    return found;
}

// Groups that tell of the file and its pixels, and the old thumbnail, which has to go.
bool isOfTheFile(const std::string& group) {
    static const std::vector<std::string> kGroups{"SourceFile", "ExifTool", "System", "File",
                                                  "Composite",  "IFD1",     "JFIF",   "PNG",
                                                  "PNG-pHYs",   "RIFF",     "VP8L",   "Photoshop"};
    return group.starts_with("ICC") ||
           std::find(kGroups.begin(), kGroups.end(), group) != kGroups.end();
}

// The rows of the file, not turned: upright also for programs that know no orientation. Empty
// when it has another size.
cv::Mat seenByImageMagick(const fs::path& file, const MatrixCase& kind, cv::Size size) {
    const TemporaryFolder folder;
    const auto raw = folder.path() / "raw";
    const auto result =
        runProcess(kConvert, {file.string(), "-depth", "8",
                              std::string(kind.isGrey() ? "gray:" : "rgb:") + raw.string()});
    EXPECT_EQ(result.exitCode, 0) << result.errors;
    const auto bytes = readFile(raw, 1 << 30);
    cv::Mat pixels(size, kind.isGrey() ? CV_8UC1 : CV_8UC3);
    if (!bytes || bytes->size() != pixels.total() * pixels.elemSize()) return {};
    std::copy(bytes->begin(), bytes->end(), pixels.data);
    return pixels;
}

// What must be another value afterwards; of TIFF also how its pixels lie.
bool isRenewed(const std::string& key, FileFormat format) {
    static const std::vector<std::string> kRenewed{
        "IFD0:Orientation",       "XMP-tiff:Orientation",    "XMP-tiff:ImageWidth",
        "ExifIFD:ExifImageWidth", "ExifIFD:ExifImageHeight", "XMP-x:XMPToolkit"};
    static const std::vector<std::string> kOfTiff{"IFD0:ImageWidth",   "IFD0:ImageHeight",
                                                  "IFD0:StripOffsets", "IFD0:StripByteCounts",
                                                  "IFD0:RowsPerStrip", "IFD0:ProfileDateTime"};
    return std::find(kRenewed.begin(), kRenewed.end(), key) != kRenewed.end() ||
           (format == FileFormat::Tiff &&
            std::find(kOfTiff.begin(), kOfTiff.end(), key) != kOfTiff.end());
}

// Where the sidecar says what a WebP cannot.
std::string inXmp(const std::string& key) {
    if (key == "IPTC:Keywords") return "XMP-dc:Subject";
    if (key == "IPTC:Caption-Abstract") return "XMP-dc:Description";
    return key;
}

bool saysTheSame(const json& before, const json& after) {
    if (before == after) return true;
    // XMP has lists where IPTC has one keyword.
    return after.is_array() && after.size() == 1 && after[0] == before;
}

void expectOrientationAndSizes(const json& after, cv::Size size) {
    EXPECT_EQ(after.value("IFD0:Orientation", ""), "Horizontal (normal)");
    EXPECT_EQ(after.value("XMP-tiff:Orientation", ""), "Horizontal (normal)");
    EXPECT_EQ(after.value("ExifIFD:ExifImageWidth", 0), size.width);
    EXPECT_EQ(after.value("ExifIFD:ExifImageHeight", 0), size.height);
    EXPECT_EQ(after.value("XMP-tiff:ImageWidth", 0), size.width);
    EXPECT_FALSE(after.contains("IFD1:ThumbnailOffset"));
}

// exiftool must see in the original what this matrix is about.
void expectComplete(const json& before, FileFormat format) {
    for (const char* key : {"ExifIFD:DateTimeOriginal", "IFD0:Model", "GPS:GPSLatitude",
                            "ExifIFD:LensModel", "XMP-dc:Title", "IFD0:ImageDescription"}) {
        EXPECT_TRUE(before.contains(key)) << key;
    }
    EXPECT_EQ(before.value("XMP-dc:Title", ""), heirloom::testing::kChineseText);
    if (format == FileFormat::WebP) return;  // those with IPTC are made of PNGs
    EXPECT_EQ(before.value("IPTC:Caption-Abstract", ""), heirloom::testing::kChineseText);
}

}  // namespace

std::string MatrixCase::name() const {
    return std::string(formatName(format)) + "_" + std::to_string(orientation) + "_" +
           nameOf(profile) + (is16Bit ? "_16" : "_8");
}

std::vector<MatrixCase> matrixOf(FileFormat format, MatrixPart part) {
    std::vector<MatrixCase> all;
    const bool deep = format == FileFormat::Png || format == FileFormat::Tiff;
    for (const auto profile : {MatrixProfile::None, MatrixProfile::Srgb, MatrixProfile::DisplayP3,
                               MatrixProfile::AdobeRgb, MatrixProfile::GreyGamma22}) {
        if (profile == MatrixProfile::GreyGamma22 && format == FileFormat::WebP) continue;
        for (const bool is16Bit : {false, true}) {
            if (is16Bit && !deep) continue;
            for (int orientation = 1; orientation <= 8; ++orientation) {
                all.push_back({format, orientation, profile, is16Bit});
            }
        }
    }
    if (part == MatrixPart::Whole) return all;
    // Eleven has no factor in common with the eight orientations.
    std::vector<MatrixCase> some;
    for (std::size_t i = 0; i < all.size(); i += deep ? 11 : 5) some.push_back(all[i]);
    return some;
}

void FileMatrix::make(const MatrixCase& kind) {
    const Photo drawn = syntheticPhoto(kLong, kShort, kind.is16Bit ? CV_16U : CV_8U,
                                       kind.isGrey() ? PixelLayout::Gray : PixelLayout::Rgb);
    Made made;
    made.kind = kind;
    made.upright = uprightByDefinition(drawn.pixels, kind.orientation);
    made.profile = profileBytes(kind.profile);
    made.source =
        m_folder.path() / (kind.name() + "." + std::string(fileExtension(kind.sourceFormat())));
    const Bytes file = matrixFile(kind, drawn.pixels, made.profile);
    ASSERT_TRUE(writeFileAtomically(made.source, file, Replace::Never).ok());

    const cv::Point2f centre(static_cast<float>(made.upright.cols) / 2,
                             static_cast<float>(made.upright.rows) / 2);
    FakeModels models({faceAt(centre, kFaceSide)}, 64, paintFlat({0.6, 0.5, 0.4}));
    JobOptions options;
    options.parameters.mode = RestoreMode::Detail;
    options.parameters.skinProtection = false;
    options.parameters.faithful = false;  // the network paints what no photo shows
    options.encode.software = "Heirloom";
    options.encode.format = kind.format;
    options.output.target = m_folder.path() / "out";
    made.report = restoreFile({made.source, {}, false}, options, models, {});
    ASSERT_EQ(made.report.outcome, Outcome::Restored)
        << kind.name() << ": " << (made.report.error ? made.report.error->text() : "");
    m_made.push_back(std::move(made));
}

void FileMatrix::checkPixels(const Made& made) const {
    const auto file = readFile(made.report.output, 1 << 30);
    ASSERT_TRUE(file.ok());
    EXPECT_TRUE(heirloom::testing::containsBytes(*file, matrixMakerNote()));
    const auto read = decodePhoto(*file, made.report.output);
    ASSERT_TRUE(read.ok());
    EXPECT_EQ(read->iccProfile, made.profile);
    ASSERT_EQ(read->pixels.size(), made.upright.size());
    ASSERT_EQ(read->pixels.type(), made.upright.type());
    if (!made.kind.isLossless()) return;
    const cv::Mat outside = outsideFaces(made.upright.size());
    EXPECT_EQ(cv::norm(read->pixels, made.upright, cv::NORM_INF, outside), 0.0);
    EXPECT_GT(cv::norm(read->pixels, made.upright, cv::NORM_INF), 0.0) << "no face was painted";
}

void FileMatrix::checkMetadata() const {
    std::vector<fs::path> files;
    for (const Made& made : m_made) {
        files.push_back(made.source);
        files.push_back(made.report.output);
        if (!made.report.sidecar.empty()) files.push_back(made.report.sidecar);
    }
    const auto found = exiftool(files);
    ASSERT_EQ(found.size(), files.size());
    for (const Made& made : m_made) {
        SCOPED_TRACE(made.kind.name());
        const json& before = found.at(made.source.string());
        const json& after = found.at(made.report.output.string());
        EXPECT_EQ(made.report.sidecar.empty(), !made.kind.needsSidecar());
        const json told = reportJson({}, {}, {made.report}, 0).at("photos").at(0).at("sidecar");
        EXPECT_EQ(told, made.kind.needsSidecar() ? json(made.report.sidecar.string()) : json());
        const json& beside =
            made.report.sidecar.empty() ? after : found.at(made.report.sidecar.string());
        expectComplete(before, made.kind.sourceFormat());
        expectOrientationAndSizes(after, made.upright.size());
        for (const auto& [key, value] : before.items()) {
            if (isOfTheFile(key.substr(0, key.find(':'))) || isRenewed(key, made.kind.format)) {
                continue;
            }
            const bool isIptc = made.kind.needsSidecar() && key.starts_with("IPTC:");
            const std::string place = isIptc ? inXmp(key) : key;
            const json& holder = isIptc ? beside : after;
            ASSERT_TRUE(holder.contains(place)) << key << " = " << value << " is gone";
            EXPECT_TRUE(saysTheSame(value, holder.at(place)))
                << key << ": " << value << " became " << holder.at(place);
        }
        // exiftool knows no camera of this name; it must have nothing else to say.
        EXPECT_EQ(after.value("ExifTool:Warning", ""), "[minor] Unrecognized MakerNotes");
        EXPECT_EQ(before.value("ExifTool:Warning", ""), "[minor] Unrecognized MakerNotes");
    }
}

void FileMatrix::checkLooks() const {
    if (runProcess(kConvert, {"-version"}).exitCode != 0) {
        std::cout << "ImageMagick is absent: what it shows is not compared\n";
        return;
    }
    for (const Made& made : m_made) {
        SCOPED_TRACE(made.kind.name());
        const cv::Mat shown = seenByImageMagick(made.report.output, made.kind, made.upright.size());
        // A JPEG was coarse before: what counts is what the restoration did to it.
        cv::Mat wanted = in8Bit(made.upright);
        if (!made.kind.isLossless()) {
            wanted = uprightByDefinition(seenByImageMagick(made.source, made.kind, {kLong, kShort}),
                                         made.kind.orientation);
        }
        ASSERT_EQ(shown.size(), wanted.size());
        EXPECT_LE(meanDeltaE2000(wanted, shown, made.profile, outsideFaces(wanted.size())), 1.0);
    }
}

void FileMatrix::check(MatrixPart part) {
    if (runProcess(kExiftool, {"-ver"}).exitCode != 0) {
        GTEST_SKIP() << "needs exiftool (libimage-exiftool-perl)";
    }
    for (const MatrixCase& kind : matrixOf(GetParam(), part)) {
        ASSERT_NO_FATAL_FAILURE(make(kind)) << kind.name();
    }
    for (const Made& made : m_made) {
        SCOPED_TRACE(made.kind.name());
        checkPixels(made);
        for (const Message& warning : made.report.warnings) {
            EXPECT_TRUE(made.kind.needsSidecar() &&
                        warning.text().find("WebP holds no IPTC") != std::string::npos)
                << "unexpected warning: " << warning.text();
        }
    }
    checkMetadata();
    checkLooks();
}

}  // namespace heirloom::test
