#include "core/restore/preset_store.h"

#include <fstream>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/restore/preset_file.h"
#include "tests/support/shared_data.h"

namespace heirloom::test {
namespace {

namespace fs = std::filesystem;

class PresetStoreTest : public testing::Test {
protected:
    fs::path folder() const { return m_folder.path() / "presets"; }
    fs::path outside(const std::string& name) const { return m_folder.path() / name; }
    PresetStore store() const { return PresetStore(folder()); }

    static PresetValues withStrength(double strength) {
        PresetValues values;
        values.strength = strength;
        return values;
    }
    Preset saved(const std::string& name, double strength = 50) {
        auto preset = store().save(name, withStrength(strength), Replace::Never);
        EXPECT_TRUE(preset) << preset.error().text();
        return preset ? *preset : Preset{};
    }
    void put(const std::string& name, const std::string& content) {
        fs::create_directories(folder());
        std::ofstream(folder() / name) << content;
    }
    std::vector<std::string> names() const {
        std::vector<std::string> result;
        for (const Preset& preset : store().list().presets) result.push_back(preset.name.text());
        return result;
    }
    std::size_t fileCount() const {
        return std::distance(fs::directory_iterator(folder()), fs::directory_iterator());
    }

private:
    TemporaryFolder m_folder;
};

using Names = std::vector<std::string>;

TEST_F(PresetStoreTest, IsEmptyWhereNothingWasSavedAndMakesNoFolder) {
    EXPECT_TRUE(store().list().presets.empty());
    EXPECT_TRUE(store().list().problems.empty());
    EXPECT_FALSE(fs::exists(folder()));
}

TEST_F(PresetStoreTest, ListsByNameWithoutRegardToCase) {
    for (const char* name : {"beta", "Alpha", "婚礼", "gamma", "Delta"}) saved(name);
    EXPECT_EQ(names(), (Names{"Alpha", "beta", "Delta", "gamma", "婚礼"}));
}

TEST_F(PresetStoreTest, ListsDamagedFilesAsProblems) {
    saved("good");
    put("broken.json", "{");
    put("notes.txt", "no preset");
    put(".hidden.json", "{");
    fs::create_directory(folder() / "folder.json");
    const PresetList list = store().list();
    EXPECT_EQ(list.presets.size(), 1u);
    ASSERT_EQ(list.problems.size(), 2u);
    EXPECT_EQ(list.problems[0].file.filename(), "broken.json");
    EXPECT_NE(list.problems[0].error.text().find("broken.json"), std::string::npos);
    EXPECT_NE(store().find("Broken").error().text().find("not valid JSON"), std::string::npos);
    EXPECT_TRUE(store().remove("broken"));
    EXPECT_FALSE(fs::exists(folder() / "broken.json"));
}

TEST_F(PresetStoreTest, KeepsChineseFileNamesAndReplacesReservedCharacters) {
    EXPECT_EQ(saved("婚礼 1962").id, "婚礼 1962");
    EXPECT_TRUE(fs::exists(folder() / "婚礼 1962.json"));
    EXPECT_EQ(saved("a/b:c?").id, "a_b_c_");
    EXPECT_EQ(saved("../../etc/passwd").id, "_._.._etc_passwd");
    EXPECT_EQ(saved("..").id, "_");
    EXPECT_EQ(saved("NUL").id, "NUL_");
    EXPECT_EQ(saved("com1.old").id, "com1.old_");
    EXPECT_EQ(fileCount(), 6u);
    EXPECT_EQ(store().find("a/b:c?")->id, "a_b_c_");
}

TEST_F(PresetStoreTest, ShortensTheFileNamesOfLongNamesBetweenCharacters) {
    std::string name;
    for (int i = 0; i < 80; ++i) name += "光";
    const Preset preset = saved(name);
    EXPECT_EQ(preset.name.text(), name);
    EXPECT_EQ(preset.id.size(), 198u);  // 66 characters of 3 bytes
}

TEST_F(PresetStoreTest, NumbersFilesWhoseNamesCollide) {
    EXPECT_EQ(saved("a/b", 10).id, "a_b");
    EXPECT_EQ(saved("a:b", 20).id, "a_b (2)");
    EXPECT_EQ(saved("a?b", 30).id, "a_b (3)");
    EXPECT_EQ(store().find("a:b")->values.strength, 20);
    // A name counts before the id of another.
    EXPECT_EQ(saved("a_b", 40).id, "a_b (4)");
    EXPECT_EQ(store().find("a_b")->values.strength, 40);
    EXPECT_EQ(store().find("a_b (2)")->values.strength, 20);
}

TEST_F(PresetStoreTest, ReplacesItsOwnOnlyWhenAskedTo) {
    saved("Wedding", 10);
    const auto refused = store().save("wedding", withStrength(20), Replace::Never);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().text().find("already a preset"), std::string::npos);
    EXPECT_EQ(store().find("Wedding")->values.strength, 10);
    const auto replaced = store().save("wedding", withStrength(20), Replace::ExistingFile);
    ASSERT_TRUE(replaced) << replaced.error().text();
    EXPECT_EQ(store().find("Wedding")->values.strength, 20);
    EXPECT_EQ(names(), Names{"wedding"});
    EXPECT_EQ(fileCount(), 1u);
}

TEST_F(PresetStoreTest, NeverTouchesBuiltInPresets) {
    saved("mine");
    for (const char* name : {"studio", "Studio", "HIGH", "Scratches and mould"}) {
        SCOPED_TRACE(name);
        EXPECT_FALSE(store().save(name, {}, Replace::ExistingFile));
        EXPECT_FALSE(store().remove(name));
        EXPECT_FALSE(store().rename(name, "other"));
        EXPECT_FALSE(store().rename("mine", name));
    }
    EXPECT_EQ(names(), Names{"mine"});
    // A name whose file would look like a built-in one gets another file.
    EXPECT_EQ(saved("Low.").id, "Low_");
}

TEST_F(PresetStoreTest, AFilePutThereByHandHidesNoBuiltInPreset) {
    put("studio.json", R"({"heirloom_preset": 1, "name": "Mine", "parameters": {}})");
    put("own.json", R"({"heirloom_preset": 1, "name": "DSLR", "parameters": {}})");
    EXPECT_EQ(store().list().problems.size(), 2u);
    EXPECT_TRUE(store().find("studio")->builtIn);
    EXPECT_TRUE(store().find("dslr")->builtIn);
}

TEST_F(PresetStoreTest, FindsByIdAndNameInAnyCaseAndSuggestsWhatWasMeant) {
    saved("My Wedding");
    EXPECT_TRUE(store().find("my wedding"));
    EXPECT_EQ(store().find("Phone")->id, "phone");
    const auto mistyped = store().find("my weding");
    ASSERT_FALSE(mistyped);
    EXPECT_EQ(mistyped.error().code, ErrorCode::NotFound);
    EXPECT_NE(mistyped.error().text().find("Did you mean \"My Wedding\""), std::string::npos);
    EXPECT_NE(store().find("zzzzzz").error().text().find("old-blurred"), std::string::npos);
    EXPECT_FALSE(store().find(""));
}

TEST_F(PresetStoreTest, AsksWhichOneWhenTwoFilesHaveOneName) {
    put("one.json", R"({"heirloom_preset": 1, "name": "Same", "parameters": {"strength": 1}})");
    put("two.json", R"({"heirloom_preset": 1, "name": "same", "parameters": {"strength": 2}})");
    const auto both = store().find("Same");
    ASSERT_FALSE(both);
    EXPECT_NE(both.error().text().find("two.json"), std::string::npos) << both.error().text();
    EXPECT_EQ(store().find("two")->values.strength, 2);
}

TEST_F(PresetStoreTest, RenamesPresetAndFile) {
    saved("old", 33);
    saved("other");
    const auto renamed = store().rename("OLD", "新的");
    ASSERT_TRUE(renamed) << renamed.error().text();
    EXPECT_EQ(renamed->id, "新的");
    EXPECT_EQ(renamed->values.strength, 33);
    EXPECT_EQ(names(), (Names{"other", "新的"}));
    EXPECT_EQ(fileCount(), 2u);
    // Only the case may change, too.
    ASSERT_TRUE(store().rename("other", "Other"));
    EXPECT_EQ(names(), (Names{"Other", "新的"}));
    EXPECT_EQ(fileCount(), 2u);
    EXPECT_FALSE(store().rename("新的", "oTHER"));
    EXPECT_FALSE(store().rename("新的", ""));
    EXPECT_FALSE(store().rename("gone", "x"));
    EXPECT_EQ(names(), (Names{"Other", "新的"}));
}

TEST_F(PresetStoreTest, RemovesWhatIsTheUsers) {
    saved("a");
    saved("b");
    EXPECT_TRUE(store().remove("A"));
    EXPECT_EQ(names(), Names{"b"});
    EXPECT_EQ(store().remove("a").error().code, ErrorCode::NotFound);
}

TEST_F(PresetStoreTest, ExportsAndImportsWithoutReplacingAnything) {
    saved("Wedding", 44);
    const fs::path file = outside("out.json");
    ASSERT_TRUE(store().exportTo("wedding", file, Replace::Never));
    EXPECT_FALSE(store().exportTo("wedding", file, Replace::Never));
    EXPECT_FALSE(store().exportTo("gone", outside("x.json"), Replace::Never));
    // The same once more is no new preset.
    const auto same = store().importFrom(file);
    ASSERT_TRUE(same) << same.error().text();
    EXPECT_EQ(same->name.text(), "Wedding");
    EXPECT_EQ(fileCount(), 1u);
    // Another of that name stands beside it.
    ASSERT_TRUE(savePresetFile(file, "wedding", withStrength(55), Replace::ExistingFile));
    EXPECT_EQ(store().importFrom(file)->name.text(), "wedding (2)");
    ASSERT_TRUE(savePresetFile(file, "wedding", withStrength(66), Replace::ExistingFile));
    EXPECT_EQ(store().importFrom(file)->name.text(), "wedding (3)");
    EXPECT_EQ(store().find("Wedding")->values.strength, 44);
}

TEST_F(PresetStoreTest, ExportsBuiltInPresetsAndImportsThemUnderAnotherNameOnceChanged) {
    const fs::path file = outside("studio.json");
    ASSERT_TRUE(store().exportTo("studio", file, Replace::Never));
    EXPECT_TRUE(store().importFrom(file)->builtIn);
    ASSERT_TRUE(savePresetFile(file, "Studio", withStrength(1), Replace::ExistingFile));
    const auto changed = store().importFrom(file);
    ASSERT_TRUE(changed) << changed.error().text();
    EXPECT_EQ(changed->name.text(), "Studio (2)");
    EXPECT_EQ(store().find("studio")->values.strength, 70);
}

TEST_F(PresetStoreTest, SaysWhenTheFolderCannotBeUsed) {
    std::ofstream(outside("file")) << "x";
    PresetStore blocked(outside("file") / "presets");
    const auto preset = blocked.save("a", {}, Replace::Never);
    ASSERT_FALSE(preset);
    EXPECT_EQ(preset.error().code, ErrorCode::NotWritable);
    PresetStore noFolder(outside("file"));
    EXPECT_EQ(noFolder.list().problems.size(), 1u);
}

}  // namespace
}  // namespace heirloom::test
