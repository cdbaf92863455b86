#include "core/models/model_store.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/base/file_io.h"
#include "core/base/sha256.h"
#include "tests/support/model_shapes.h"
#include "tests/support/shared_data.h"

namespace heirloom {
namespace {

namespace fs = std::filesystem;

const test::GpenConfiguration kTiny{.size = 64,
                                    .styleDimension = 8,
                                    .mappingLayers = 1,
                                    .channelMultiplier = 1,
                                    .narrow = 0.0078125};

Bytes restorerFile(bool inputSkip = false) {
    test::GpenConfiguration configuration = kTiny;
    configuration.inputSkip = inputSkip;
    return test::builderOf(test::gpenShapes(configuration)).zip();
}

Bytes detectorFile() {
    return test::builderOf(test::retinaFaceShapes(false)).zip();
}

// A store with three models in its catalogue: "Tiny" (a restorer with a hash), "Open" (one
// without) and "Parser".
class ModelStoreTest : public testing::Test {
protected:
    void SetUp() override {
        fs::create_directories(bundled());
        const std::string json =
            R"({"format": 1, "models": [
              {"name": "Tiny", "file": "tiny.pth", "kind": "restorer", "licence": "MIT",
               "purpose": "x", "input_size": 64, "template": "ffhq", "bundled": true,
               "bytes": )" +
            std::to_string(restorerFile().size()) + R"(,
               "sha256": ")" +
            sha256Hex(restorerFile()) + R"("},
              {"name": "Open", "file": "open.pth", "kind": "restorer", "licence": "MIT",
               "purpose": "x", "input_size": 64, "template": "gpen",
               "addresses": ["https://example.org/models/published.pth"]},
              {"name": "Parser", "file": "parser.pth", "kind": "parser", "licence": "MIT",
               "purpose": "x", "input_size": 512, "addresses": ["https://example.org/p.pth"]}
            ]})";
        write(m_root.path() / "catalogue.json", test::bytesOf(json));
    }

    fs::path user() const { return m_root.path() / "user"; }
    fs::path bundled() const { return m_root.path() / "bundled"; }
    fs::path elsewhere(const std::string& name) const { return m_root.path() / "else" / name; }

    void write(const fs::path& path, const Bytes& content) {
        fs::create_directories(path.parent_path());
        const auto written = writeFileAtomically(path, content, Replace::ExistingFile);
        ASSERT_TRUE(written) << written.error().text();
    }

    ModelStore store() {
        auto created = ModelStore::create({user(), bundled(), m_root.path() / "catalogue.json"});
        EXPECT_TRUE(created) << created.error().text();
        return std::move(created).value();
    }

    ModelRecord record(const std::string& name) {
        for (ModelRecord& found : store().list()) {
            if (found.entry.name == name) return found;
        }
        ADD_FAILURE() << "no record " << name;
        return {};
    }

    test::TemporaryFolder m_root;
};

TEST_F(ModelStoreTest, ReportsABrokenCatalogue) {
    EXPECT_FALSE(ModelStore::create({user(), bundled(), elsewhere("none.json")}));
}

TEST_F(ModelStoreTest, ListsStates) {
    EXPECT_EQ(record("Open").state, ModelState::Available);
    write(bundled() / "tiny.pth", restorerFile());
    EXPECT_EQ(record("Tiny").state, ModelState::Bundled);
    write(user() / "open.pth", restorerFile());
    EXPECT_EQ(record("Open").state, ModelState::Installed);
    EXPECT_EQ(record("Parser").state, ModelState::Available);
}

TEST_F(ModelStoreTest, LeavesOutWhatCannotBeHad) {
    const auto records = store().list();
    EXPECT_TRUE(std::none_of(records.begin(), records.end(),
                             [](const auto& record) { return record.entry.name == "Tiny"; }));
}

TEST_F(ModelStoreTest, NoticesAWrongSize) {
    Bytes cut = restorerFile();
    cut.resize(cut.size() / 2);
    write(user() / "tiny.pth", cut);
    EXPECT_EQ(record("Tiny").state, ModelState::Damaged);
    EXPECT_FALSE(record("Tiny").note.isEmpty());
    EXPECT_TRUE(store().installed(ModelKind::FaceRestorer).empty());

    write(bundled() / "tiny.pth", restorerFile());
    EXPECT_EQ(record("Tiny").state, ModelState::Bundled) << "the sound copy is found";
}

TEST_F(ModelStoreTest, LooksIntoFilesWhoseSizeIsUnknown) {
    write(user() / "open.pth", test::bytesOf("<html>404</html>"));
    EXPECT_EQ(record("Open").state, ModelState::Damaged);
    write(user() / "open.pth", detectorFile());
    EXPECT_EQ(record("Open").state, ModelState::Damaged);
    EXPECT_NE(record("Open").note.text().find("RetinaFace"), std::string::npos);
}

TEST_F(ModelStoreTest, RecognisesFilesThatTheCatalogueDoesNotKnow) {
    write(user() / "mine.pth", restorerFile(true));
    write(user() / "faces.pt", detectorFile());
    write(user() / "critic.pth", test::builderOf(test::discriminatorShapes()).zip());
    write(user() / "notes.txt", test::bytesOf("not a model"));

    EXPECT_EQ(record("mine").state, ModelState::Installed);
    EXPECT_EQ(record("mine").entry.inputSize, 64);
    EXPECT_EQ(record("mine").entry.cropTemplate, CropTemplate::Ffhq);
    EXPECT_FALSE(record("mine").isInCatalogue);
    EXPECT_EQ(record("faces").entry.kind, ModelKind::FaceDetector);
    EXPECT_EQ(record("faces").entry.anchors.size(), 3u);
    EXPECT_EQ(record("critic").state, ModelState::Unusable);
    EXPECT_EQ(store().list().size(), 5u);
}

TEST_F(ModelStoreTest, RecognisesARenamedCopyByItsHash) {
    write(user() / "renamed.pth", restorerFile());
    EXPECT_TRUE(record("renamed").isInCatalogue);
    EXPECT_EQ(record("renamed").entry.cropTemplate, CropTemplate::Ffhq);
}

TEST_F(ModelStoreTest, SaysWhichRestorersHaveAKnownPurpose) {
    write(user() / "open.pth", restorerFile());
    write(user() / "mine.pth", restorerFile(true));
    const auto models = store().installed(ModelKind::FaceRestorer);
    ASSERT_EQ(models.size(), 2u);
    EXPECT_EQ(models[0].name, "Open");
    EXPECT_TRUE(models[0].isTaskKnown);
    EXPECT_EQ(models[1].name, "mine");
    EXPECT_FALSE(models[1].isTaskKnown);
}

TEST_F(ModelStoreTest, FindsByNameFileAndPath) {
    write(bundled() / "tiny.pth", restorerFile());
    write(elsewhere("other.pth"), restorerFile(true));
    for (const char* name : {"Tiny", "tiny", "tiny.pth", "TINY.PTH"}) {
        const auto found = store().find(name, ModelKind::FaceRestorer);
        ASSERT_TRUE(found) << found.error().text();
        EXPECT_EQ(found->path, bundled() / "tiny.pth");
        EXPECT_EQ(found->inputSize, 64);
        EXPECT_EQ(found->cropTemplate, CropTemplate::Ffhq);
        EXPECT_TRUE(found->bundled);
    }
    const auto byPath = store().find(elsewhere("other.pth").string(), ModelKind::FaceRestorer);
    ASSERT_TRUE(byPath) << byPath.error().text();
    EXPECT_EQ(byPath->name, "other");
    EXPECT_EQ(byPath->cropTemplate, CropTemplate::Ffhq);
    EXPECT_FALSE(byPath->bundled);
}

TEST_F(ModelStoreTest, ExplainsWhatItCannotFind) {
    write(bundled() / "tiny.pth", restorerFile());
    const auto missing = store().find("nothing", ModelKind::FaceRestorer);
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, ErrorCode::NotFound);
    const auto available = store().find("open", ModelKind::FaceRestorer);
    ASSERT_FALSE(available);
    EXPECT_NE(available.error().text().find("not installed"), std::string::npos);
    const auto other = store().find("tiny", ModelKind::FaceDetector);
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().code, ErrorCode::InvalidArgument);
    EXPECT_FALSE(store().find("", ModelKind::FaceDetector));
    EXPECT_FALSE(store().find("/", ModelKind::FaceDetector));
}

TEST_F(ModelStoreTest, ImportsByHash) {
    write(elsewhere("download (1).pth"), restorerFile());
    const auto imported = store().importFile(elsewhere("download (1).pth"));
    ASSERT_TRUE(imported) << imported.error().text();
    EXPECT_EQ(imported->model.name, "Tiny");
    EXPECT_EQ(imported->model.path, user() / "tiny.pth");
    EXPECT_EQ(*sha256OfFile(user() / "tiny.pth"), sha256Hex(restorerFile()));
    EXPECT_EQ(record("Tiny").state, ModelState::Installed);

    const auto again = store().importFile(elsewhere("download (1).pth"));
    ASSERT_TRUE(again) << again.error().text();
    EXPECT_TRUE(again->wasThere);
}

TEST_F(ModelStoreTest, ReplacesADamagedFileByAnImport) {
    write(user() / "tiny.pth", test::bytesOf("broken"));
    write(elsewhere("tiny.pth"), restorerFile());
    ASSERT_TRUE(store().importFile(elsewhere("tiny.pth")));
    EXPECT_EQ(record("Tiny").state, ModelState::Installed);
}

TEST_F(ModelStoreTest, ImportsByPublishedNameAndRemembersTheHash) {
    write(elsewhere("published.pth"), restorerFile(true));
    const auto imported = store().importFile(elsewhere("published.pth"));
    ASSERT_TRUE(imported) << imported.error().text();
    EXPECT_EQ(imported->model.name, "Open");
    EXPECT_TRUE(imported->model.isTaskKnown);
    EXPECT_EQ(imported->model.path, user() / "open.pth");
    const auto verified = store().verify("Open");
    ASSERT_TRUE(verified) << verified.error().text();
    EXPECT_EQ(verified->outcome, Verification::MatchesFirstSeen);
}

TEST_F(ModelStoreTest, ImportsUnknownFilesUnderTheirOwnName) {
    write(elsewhere("mine.pth"), restorerFile(true));
    const auto imported = store().importFile(elsewhere("mine.pth"));
    ASSERT_TRUE(imported) << imported.error().text();
    EXPECT_EQ(imported->model.name, "mine");
    EXPECT_FALSE(imported->model.isTaskKnown);
    EXPECT_NE(imported->note.text().find("does not tell"), std::string::npos);

    write(elsewhere("mine.pth"), detectorFile());
    const auto other = store().importFile(elsewhere("mine.pth"));
    ASSERT_FALSE(other) << "another model of that name stays";
    EXPECT_EQ(other.error().code, ErrorCode::NotWritable);
    EXPECT_EQ(*sha256OfFile(user() / "mine.pth"), sha256Hex(restorerFile(true)));
}

TEST_F(ModelStoreTest, RefusesToImportWhatIsNoModel) {
    write(elsewhere("page.pth"), test::bytesOf("<html>"));
    EXPECT_FALSE(store().importFile(elsewhere("page.pth")));
    EXPECT_FALSE(store().importFile(elsewhere("none.pth")));
    EXPECT_FALSE(fs::exists(user()));
}

TEST_F(ModelStoreTest, LeavesNothingBehindWhenAnImportIsCancelled) {
    write(elsewhere("mine.pth"), restorerFile(true));
    RunControl control;
    control.stopRequested = [] { return true; };
    const auto imported = store().importFile(elsewhere("mine.pth"), control);
    ASSERT_FALSE(imported);
    EXPECT_EQ(imported.error().code, ErrorCode::Cancelled);
    for (const auto& item : fs::directory_iterator(user())) {
        EXPECT_EQ(item.path().filename(), "hashes.json");
    }
}

TEST_F(ModelStoreTest, VerifiesAgainstTheCatalogue) {
    write(bundled() / "tiny.pth", restorerFile());
    const auto sound = store().verify("tiny");
    ASSERT_TRUE(sound) << sound.error().text();
    EXPECT_EQ(sound->outcome, Verification::MatchesCatalogue);

    Bytes changed = restorerFile();
    changed[changed.size() / 2] ^= 1;
    write(bundled() / "tiny.pth", changed);
    const auto damaged = store().verify("tiny");
    ASSERT_TRUE(damaged) << damaged.error().text();
    EXPECT_EQ(damaged->outcome, Verification::Changed);
    EXPECT_FALSE(store().verify("Open"));
}

TEST_F(ModelStoreTest, RemembersTheFirstHashOfAModelWithoutAPublishedOne) {
    write(user() / "open.pth", restorerFile());
    EXPECT_EQ(store().verify("Open")->outcome, Verification::FirstSeen);
    EXPECT_EQ(store().verify("Open")->outcome, Verification::MatchesFirstSeen);
    write(user() / "open.pth", restorerFile(true));
    EXPECT_EQ(store().verify("Open")->outcome, Verification::Changed);
}

TEST_F(ModelStoreTest, ComputesAHashOnceForEachStateOfAFile) {
    const fs::path file = user() / "open.pth";
    write(file, restorerFile());
    const auto written = fs::last_write_time(file);
    EXPECT_EQ(*store().sha256(file), sha256Hex(restorerFile()));

    // Other content of the same size and time is not looked at: the hash was remembered.
    Bytes same = restorerFile();
    same.back() ^= 1;
    write(file, same);
    fs::last_write_time(file, written);
    EXPECT_EQ(*store().sha256(file), sha256Hex(restorerFile()));
    fs::last_write_time(file, written + std::chrono::seconds(1));
    EXPECT_EQ(*store().sha256(file), sha256Hex(same));
}

TEST_F(ModelStoreTest, SurvivesABrokenHashFile) {
    for (const char* content : {"{", "[]", R"({"computed": 3, "first_seen": 4})",
                                R"({"computed": [{"bytes": "x"}, 4]})"}) {
        write(user() / "hashes.json", test::bytesOf(content));
        write(user() / "open.pth", restorerFile());
        EXPECT_EQ(store().verify("Open")->outcome, Verification::FirstSeen) << content;
    }
}

}  // namespace
}  // namespace heirloom
