#include "tests/core/metadata/maker_note_files.h"

#include <algorithm>
#include <iostream>

#include <gtest/gtest.h>

#include "core/base/file_io.h"
#include "tests/core/metadata/metadata_blocks.h"
#include "tests/support/process.h"

namespace heirloom::testing {

namespace {

const char* const kExiftool = "/usr/bin/exiftool";

}  // namespace

Camera canon() {
    ExifDirectory note;
    note.text(0x0006, "IMG:EOS 5D JPEG")
        .text(0x0007, "Firmware Version 1.1.1")
        .text(0x0009, "A. Photographer")
        .longValue(0x000C, 1234567890)
        .text(0x0095, "EF24-105mm f/4L IS USM");
    return {"Canon",
            "Canon EOS 5D",
            {},
            note,
            {"IMG:EOS 5D JPEG", "Firmware Version 1.1.1", "A. Photographer", "1234567890",
             "EF24-105mm f/4L IS USM"}};
}

Camera sanyo() {
    ExifDirectory note;
    note.shortValue(0x0201, 0x0007).text(0x0207, "V1.23-sanyo-7").text(0x0209, "SANYO DIGITAL CAM");
    return {"SANYO Electric Co.,Ltd.",
            "SX113",
            {'S', 'A', 'N', 'Y', 'O', 0, 1, 0},
            note,
            {"V1.23-sanyo-7", "SANYO DIGITAL CAM", "Normal/Super High"}};
}

Camera nobodys() {
    ExifDirectory note;
    note.text(0x0001, "Haiou roll 12").rationals(0x0002, {28, 10, 580, 10});
    return {"Seagull", "DF-1", {'H', 'A', 'I', 'O', 'U', 0}, note, {}};
}

ExifBuilder builderOf(const Camera& camera) {
    ExifBuilder builder;
    builder.image.text(0x010F, camera.make).text(0x0110, camera.model).shortValue(0x0112, 6);
    builder.photo.blob(0x9000, {'0', '2', '3', '2'})
        .text(0x9003, "1957:08:14 10:00:00")
        .longValue(0xA002, 40)
        .longValue(0xA003, 30)
        .text(0xA434, "Haiou-64 58mm");
    return builder;
}

Bytes blockOf(const Camera& camera) {
    return exifWithNote(builderOf(camera), camera.signature, camera.note);
}

Bytes jpegOf(const Bytes& exif) {
    std::vector<Message> warnings;
    auto file =
        embedMetadata(plainFile(FileFormat::Jpeg), FileFormat::Jpeg, {exif, {}, {}}, warnings);
    EXPECT_TRUE(file && warnings.empty());
    return std::move(*file);
}

Bytes tiffOf(const Camera& camera, std::size_t inFront) {
    ExifBuilder builder = builderOf(camera);
    constexpr std::uint32_t kWidth = 40, kHeight = 30;
    builder.image.longValue(0x0100, kWidth)
        .longValue(0x0101, kHeight)
        .shortValue(0x0102, 8)
        .shortValue(0x0103, 1)
        .shortValue(0x0106, 1)
        .longValue(0x0111, 0)
        .longValue(0x0116, kHeight)
        .longValue(0x0117, kWidth * kHeight);
    if (inFront > 0) builder.image.blob(0x0121, Bytes(inFront));
    Bytes file = exifWithNote(builder, camera.signature, camera.note);
    // StripOffsets: tag 0x0111, LONG, one.
    const Bytes entry{0x11, 0x01, 4, 0, 1, 0, 0, 0};
    const auto field = std::search(file.begin(), file.end(), entry.begin(), entry.end()) + 8;
    for (int i = 0; i < 4; ++i) field[i] = static_cast<std::uint8_t>(file.size() >> (8 * i));
    for (std::uint32_t i = 0; i < kWidth * kHeight; ++i) {
        file.push_back(static_cast<std::uint8_t>(i * 7));
    }
    return file;
}

Bytes noteIn(const Bytes& block, const Camera& camera) {
    const std::size_t size = camera.signature.size() + camera.note.bytesAt(0).size();
    // MakerNote: tag 0x927C, UNDEFINED.
    const Bytes entry{0x7C, 0x92, 7, 0};
    const auto found = std::search(block.begin(), block.end(), entry.begin(), entry.end());
    if (found == block.end()) return {};
    std::size_t place = 0;
    for (int i = 3; i >= 0; --i) place = place << 8 | found[8 + i];
    if (place + size > block.size()) return {};
    const auto start = block.begin() + static_cast<std::ptrdiff_t>(place);
    return Bytes(start, start + static_cast<std::ptrdiff_t>(size));
}

std::optional<std::size_t> placeOf(const Bytes& note, ByteView file) {
    const auto at = std::search(file.begin(), file.end(), note.begin(), note.end());
    if (at == file.end()) return std::nullopt;
    const Bytes mark{'I', 'I', 42, 0};
    const auto start = std::search(file.begin(), at, mark.begin(), mark.end());
    if (start == at) return std::nullopt;
    return static_cast<std::size_t>(at - start);
}

Bytes schemaOf(std::int64_t shift) {
    Bytes entry = kOffsetSchema;
    entry.insert(entry.end(), {1, 0, 0, 0});
    for (int i = 0; i < 4; ++i) entry.push_back(static_cast<std::uint8_t>(shift >> (8 * i)));
    return entry;
}

void ExiftoolCheck::expect(const Bytes& file, FileFormat format, const Camera& camera) {
    if (camera.values.empty()) return;
    const std::string name =
        std::to_string(m_expected.size()) + "." + std::string(fileExtension(format));
    const auto path = m_folder.path() / name;
    EXPECT_TRUE(writeFileAtomically(path, file, Replace::Never).ok());
    m_expected.push_back({path.string(), camera.values});
}

void ExiftoolCheck::run() const {
    if (test::runProcess(kExiftool, {"-ver"}).exitCode != 0) {
        std::cout << "exiftool is absent: what it reads is not compared\n";
        return;
    }
    std::vector<std::string> arguments{"-j", "-a", "-MakerNotes:all", "-Warning"};
    for (const Expected& expected : m_expected) arguments.push_back(expected.path);
    const std::string all = test::runProcess(kExiftool, arguments).output;
    for (const Expected& expected : m_expected) {
        const std::size_t start = all.find(expected.path);
        ASSERT_NE(start, std::string::npos) << all;
        const std::string told = all.substr(start, all.find("SourceFile", start) - start);
        for (const std::string& value : expected.values) {
            EXPECT_NE(told.find(value), std::string::npos) << value << " is not in\n" << told;
        }
        EXPECT_EQ(told.find("Warning"), std::string::npos) << told;
    }
}

}  // namespace heirloom::testing
