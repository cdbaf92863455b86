// What the reader must refuse, with a clear error and without harm.
#include <gtest/gtest.h>

#include <chrono>
#include <random>

#include "core/nn/checkpoint.h"
#include "tests/support/checkpoint_builder.h"
#include "tests/support/shared_data.h"

namespace heirloom {
namespace {

namespace fs = std::filesystem;
using test::CheckpointBuilder;
using test::PickleWriter;

constexpr std::int64_t kHuge = std::int64_t{1} << 60;

Bytes archiveOf(const PickleWriter& pickle, Bytes storage = Bytes(16)) {
    return test::zipArchive({{"a/data.pkl", pickle.bytes()}, {"a/data/0", std::move(storage)}});
}

Error errorOf(Bytes file) {
    auto result = Checkpoint::parse(std::move(file), "test.pth");
    EXPECT_FALSE(result);
    if (result) return {};
    EXPECT_NE(result.error().text().find("test.pth"), std::string::npos) << result.error().text();
    return result.error();
}

bool mentions(const Error& error, std::string_view word) {
    return error.text().find(word) != std::string::npos;
}

// A dict with one tensor "conv.weight" that makes these claims.
Bytes claiming(std::int64_t elements, std::int64_t offset, const std::vector<std::int64_t>& shape,
               const std::vector<std::int64_t>& strides) {
    PickleWriter pickle;
    pickle.protocol().emptyDict().text("conv.weight");
    pickle.tensor(ScalarType::Float32, "0", elements, offset, shape, strides).setItem().stop();
    return archiveOf(pickle);
}

TEST(CheckpointHostileTest, RefusesWhatIsNoCheckpoint) {
    EXPECT_EQ(errorOf({}).code, ErrorCode::Unsupported);
    EXPECT_EQ(errorOf(test::bytesOf("<html>404 Not Found</html>")).code, ErrorCode::Unsupported);
    EXPECT_EQ(errorOf(test::zipArchive({{"readme.txt", test::bytesOf("hello")}})).code,
              ErrorCode::Unsupported);
}

TEST(CheckpointHostileTest, RefusesRandomBytesBehindAMagic) {
    std::mt19937 random(1);
    for (const char* magic :
         {"PK\x03\x04", "\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19."}) {
        for (int round = 0; round < 50; ++round) {
            Bytes file = test::bytesOf(magic);
            for (int i = 0; i < 5000; ++i) file.push_back(static_cast<std::uint8_t>(random()));
            EXPECT_FALSE(Checkpoint::parse(file, "test.pth"));
        }
    }
}

TEST(CheckpointHostileTest, RefusesTruncatedFiles) {
    CheckpointBuilder builder;
    builder.add("a.weight", {40, 5}).add("a.bias", {40});
    for (const Bytes& whole : {builder.zip(), builder.legacy()}) {
        for (std::size_t part = 0; part < 20; ++part) {
            const std::size_t length = whole.size() * part / 20;
            errorOf(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length)));
        }
        errorOf(Bytes(whole.begin(), whole.end() - 1));
    }
}

TEST(CheckpointHostileTest, NamesTheWeightThatClaimsTooMuch) {
    for (const Bytes& file : {claiming(kHuge, 0, {kHuge}, {1}),        // storage
                              claiming(4, 0, {kHuge}, {1}),            // shape
                              claiming(4, 0, {kHuge, kHuge}, {0, 0}),  // product overflows
                              claiming(4, 0, {kHuge}, {0}),            // one element, repeated
                              claiming(4, 0, {2}, {kHuge}),            // stride
                              claiming(4, 0, {3, 3}, {kHuge, kHuge}),  // sum of the reaches
                              claiming(4, kHuge, {1}, {1}),            // offset
                              claiming(4, 4, {1}, {1}),                // just behind the end
                              claiming(4, 1, {4}, {1}), claiming(5, 0, {5}, {1})}) {
        const Error error = errorOf(file);
        EXPECT_EQ(error.code, ErrorCode::Damaged);
        EXPECT_TRUE(mentions(error, "conv.weight")) << error.text();
    }
}

TEST(CheckpointHostileTest, RefusesNegativeNumbers) {
    for (const Bytes& file : {claiming(4, -1, {1}, {1}), claiming(4, 0, {-4}, {1}),
                              claiming(4, 3, {4}, {-1}), claiming(-4, 0, {1}, {1})}) {
        EXPECT_TRUE(mentions(errorOf(file), "conv.weight"));
    }
}

TEST(CheckpointHostileTest, IgnoresTheStrideOfASideOfOne) {
    EXPECT_TRUE(Checkpoint::parse(claiming(4, 0, {1, 4}, {INT64_MAX, 1}), "test.pth"));
}

TEST(CheckpointHostileTest, NeverRunsAnything) {
    test::TemporaryFolder folder;
    const fs::path marker = folder.path() / "was-here";
    const std::string command = "touch " + marker.string();
    PickleWriter alone;
    alone.protocol().global("posix", "system").text(command).opcode(0x85).reduce().stop();
    EXPECT_EQ(errorOf(archiveOf(alone)).code, ErrorCode::Unsupported);

    PickleWriter asWeight;
    asWeight.protocol().emptyDict().text("conv.weight").global("posix", "system");
    asWeight.text(command).opcode(0x85).reduce().setItem().stop();
    const Error error = errorOf(archiveOf(asWeight));
    EXPECT_TRUE(mentions(error, "conv.weight") && mentions(error, "posix.system")) << error.text();

    PickleWriter beside;
    beside.protocol().emptyDict().text("x").tensor(ScalarType::Float32, "0", 4, 0, {4}, {1});
    beside.setItem().text("optimizer").global("posix", "system").text(command).opcode(0x85);
    beside.reduce().setItem().stop();
    const auto loaded = Checkpoint::parse(archiveOf(beside), "test.pth");
    ASSERT_TRUE(loaded) << loaded.error().text();
    EXPECT_EQ(loaded->tensors().size(), 1u);
    EXPECT_FALSE(fs::exists(marker));
}

TEST(CheckpointHostileTest, RefusesFilesWithoutWeights) {
    PickleWriter numbers;
    numbers.protocol().emptyDict().text("iter").integer(3).setItem().stop();
    EXPECT_TRUE(mentions(errorOf(archiveOf(numbers)), "no weights"));
    PickleWriter model;  // a whole module: an object of a foreign class
    model.protocol().global("models", "Generator").emptyTuple().opcode(0x81).emptyDict();
    model.opcode('b').stop();
    EXPECT_TRUE(mentions(errorOf(archiveOf(model)), "no weights"));
}

TEST(CheckpointHostileTest, SurvivesDeepNesting) {
    PickleWriter lists;  // [[[[...]]]]
    lists.protocol();
    for (int i = 0; i < 1'000'000; ++i) lists.emptyList();
    for (int i = 1; i < 1'000'000; ++i) lists.append();
    lists.stop();
    errorOf(archiveOf(lists));

    PickleWriter marks;
    marks.protocol();
    for (int i = 0; i < 1'000'000; ++i) marks.mark();
    EXPECT_TRUE(mentions(errorOf(archiveOf(marks.stop())), "nested"));

    PickleWriter wrappers;
    wrappers.protocol();
    for (int i = 0; i < 1000; ++i) wrappers.emptyDict().text("state_dict");
    wrappers.emptyDict();
    for (int i = 0; i < 1000; ++i) wrappers.setItem();
    errorOf(archiveOf(wrappers.stop()));
}

TEST(CheckpointHostileTest, SurvivesCycles) {
    PickleWriter pickle;  // d["g_ema"] = d
    pickle.protocol().emptyDict().put(0).text("g_ema").get(0).setItem().stop();
    EXPECT_TRUE(mentions(errorOf(archiveOf(pickle)), "no weights"));
}

TEST(CheckpointHostileTest, BoundsTheMemo) {
    PickleWriter far;
    far.protocol().none().put(0xfffffffe).stop();
    EXPECT_TRUE(mentions(errorOf(archiveOf(far)), "memo"));
    PickleWriter missing;
    missing.protocol().get(5).stop();
    errorOf(archiveOf(missing));

    // A list of 100,000 pairs, copied by as many calls, would be 10^10 entries.
    PickleWriter bomb;
    bomb.protocol().emptyList().put(0).mark();
    for (int i = 0; i < 100'000; ++i) bomb.none().none().opcode(0x86);
    bomb.opcode('e').opcode('0');
    for (int i = 0; i < 100'000; ++i) {
        bomb.global("collections", "OrderedDict").get(0).opcode(0x85).reduce().opcode('0');
    }
    const auto start = std::chrono::steady_clock::now();
    errorOf(archiveOf(bomb.none().stop()));
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(10));
}

TEST(CheckpointHostileTest, RefusesBrokenStackUse) {
    const std::vector<Bytes> bodies{{'R'},
                                    {'s'},
                                    {'u'},
                                    {'t'},
                                    {'a'},
                                    {'0'},
                                    {'2'},
                                    {'Q'},
                                    {'(', '(', 's'},
                                    {'N', 'N', 'a'},
                                    {'N', 'b'},
                                    {0x93},
                                    {0x94},
                                    {0xff},
                                    {'P', 'x', '\n'},
                                    {'}', '(', 'N', 'u'}};
    for (const Bytes& body : bodies) {
        PickleWriter pickle;
        pickle.protocol();
        for (const std::uint8_t byte : body) pickle.opcode(byte);
        errorOf(archiveOf(pickle.stop()));
    }
}

TEST(CheckpointHostileTest, RefusesCompressedEntries) {
    PickleWriter pickle;
    pickle.protocol().emptyDict().text("x").tensor(ScalarType::Float32, "0", 4, 0, {4}, {1});
    pickle.setItem().stop();
    constexpr std::uint16_t kDeflated = 8;
    EXPECT_TRUE(mentions(errorOf(test::zipArchive({{"a/data.pkl", pickle.bytes(), kDeflated}})),
                         "compressed"));
    EXPECT_TRUE(mentions(errorOf(test::zipArchive(
                             {{"a/data.pkl", pickle.bytes()}, {"a/data/0", Bytes(16), kDeflated}})),
                         "compressed"));
}

TEST(CheckpointHostileTest, RefusesMissingAndDoubleEntries) {
    PickleWriter pickle;
    pickle.protocol().emptyDict().text("x").tensor(ScalarType::Float32, "0", 4, 0, {4}, {1});
    pickle.setItem().stop();
    EXPECT_TRUE(mentions(errorOf(test::zipArchive({{"a/data.pkl", pickle.bytes()}})), "weight x"));
    EXPECT_TRUE(mentions(
        errorOf(test::zipArchive(
            {{"a/data.pkl", pickle.bytes()}, {"a/data/0", Bytes(16)}, {"a/data/0", Bytes(16, 1)}})),
        "same name"));
}

TEST(CheckpointHostileTest, RefusesBigEndianFiles) {
    Bytes file =
        test::zipArchive({{"a/data.pkl", PickleWriter().protocol().emptyDict().stop().bytes()},
                          {"a/byteorder", test::bytesOf("big")}});
    EXPECT_TRUE(mentions(errorOf(std::move(file)), "big-endian"));
}

TEST(CheckpointHostileTest, RefusesEntriesThatPointElsewhere) {
    const Bytes sound = CheckpointBuilder().add("x", {4}).zip();
    // The offset of the directory, in the last 22 bytes, and of the first entry.
    const std::size_t directory = sound.size() - 22 + 16;
    for (const std::uint8_t value : {0x00, 0x40, 0xff}) {
        Bytes file = sound;
        std::fill_n(file.begin() + static_cast<std::ptrdiff_t>(directory), 4, value);
        errorOf(std::move(file));
    }
    const std::size_t start = sound[directory] | sound[directory + 1] << 8;
    Bytes file = sound;
    std::fill_n(file.begin() + static_cast<std::ptrdiff_t>(start + 42), 4, 0x7f);
    errorOf(std::move(file));
}

TEST(CheckpointHostileTest, RefusesFoldersAndMissingFiles) {
    test::TemporaryFolder folder;
    EXPECT_FALSE(Checkpoint::open(folder.path()));
    const auto missing = Checkpoint::open(folder.path() / "none.pth");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, ErrorCode::NotFound);
}

TEST(CheckpointHostileTest, ShowsNamesWithoutControlCharacters) {
    PickleWriter pickle;
    pickle.protocol()
        .emptyDict()
        .text("evil.\x1b[31m\xff")
        .tensor(ScalarType::Float32, "9", 4, 0, {4}, {1});
    const std::string text = errorOf(archiveOf(pickle.setItem().stop())).text();
    EXPECT_EQ(text.find('\x1b'), std::string::npos);
    EXPECT_EQ(text.find('\xff'), std::string::npos);
}

}  // namespace
}  // namespace heirloom
