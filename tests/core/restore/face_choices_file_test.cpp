#include "core/restore/face_choices_file.h"

#include <fstream>

#include <gtest/gtest.h>

#include "tests/support/shared_data.h"

namespace heirloom::test {
namespace {

namespace fs = std::filesystem;

class FaceChoicesFileTest : public testing::Test {
protected:
    fs::path at(const std::string& name) const { return m_folder.path() / name; }
    fs::path touch(const std::string& name) const {
        fs::create_directories(at(name).parent_path());
        std::ofstream(at(name)) << "photo";
        return at(name);
    }
    Result<FaceChoicesFile> load(const std::string& text) const {
        std::ofstream(at("faces.json")) << text;
        return FaceChoicesFile::load(at("faces.json"));
    }
    static std::string withFaces(const std::string& faces, const std::string& input = "a.jpg") {
        return R"({"heirloom_faces": 1, "photos": [{"input": ")" + input + R"(", "faces": [)" +
               faces + "]}]}";
    }
    FaceChoices choicesOf(const std::string& text, const fs::path& input = "a.jpg") const {
        const auto file = load(text);
        EXPECT_TRUE(file) << file.error().text();
        return file ? file->choicesFor(input) : FaceChoices{};
    }
    void expectRefused(const std::string& text, const std::vector<std::string>& mentions) const {
        SCOPED_TRACE(text.substr(0, 200));
        const auto file = load(text);
        ASSERT_FALSE(file);
        const std::string sentence = file.error().text();
        EXPECT_NE(sentence.find("faces.json"), std::string::npos) << sentence;
        for (const std::string& mention : mentions) {
            EXPECT_NE(sentence.find(mention), std::string::npos) << sentence;
        }
    }
    void expectFacesRefused(const std::string& faces,
                            const std::vector<std::string>& mentions) const {
        expectRefused(withFaces(faces), mentions);
    }

private:
    TemporaryFolder m_folder;
};

TEST_F(FaceChoicesFileTest, ReadsSwitchedOffOwnStrengthAndAddedFaces) {
    const FaceChoices choices = choicesOf(withFaces(R"(
        {"face": 2, "enabled": false}, {"face": 3, "strength": 40.5}, {"face": 4},
        {"box": [10, 20.5, 110, 150], "strength": 80},
        {"box": [300, 300, 400, 430], "enabled": false,
         "landmarks": [[320,350],[370,350],[345,375],[325,400],[365,400]]})"));
    ASSERT_EQ(choices.faces.size(), 2u);
    EXPECT_FALSE(isFaceEnabled(choices, 2));
    EXPECT_EQ(strengthOfFace(choices, 3, 70), 40.5);
    ASSERT_EQ(choices.added.size(), 2u);
    EXPECT_EQ(choices.added[0].box, cv::Rect2f(10, 20.5, 100, 129.5));
    EXPECT_EQ(choices.added[0].strength, 80);
    EXPECT_FALSE(choices.added[0].landmarks);
    EXPECT_FALSE(choices.added[1].enabled);
    ASSERT_TRUE(choices.added[1].landmarks);
    EXPECT_EQ(choices.added[1].landmarks->at(4), cv::Point2f(365, 400));
}

const char* const kScored = R"("score": 0.99, "landmarks": [[1,1],[2,1],[1,2],[1,3],[2,3]])";

TEST_F(FaceChoicesFileTest, TakesWhatDetectWritesWithEdits) {
    const std::string scored = kScored;
    const FaceChoices choices = choicesOf(
        R"({"photos": [{"input": "a.jpg", "width": 900, "height": 700, "faces": [)"
        R"({"box": [1,2,31,42], "landmarks_estimated": false, )" +
        scored + "}," + R"({"box": [51,2,81,42], "enabled": false, "landmarks_estimated": true, )" +
        scored + "}," + R"({"box": [500,500,600,620]},)" +
        R"({"box": [101,2,131,42], "strength": 20, "some_later_key": 1, )" + scored + "}]}]}");
    ASSERT_EQ(choices.faces.size(), 2u);
    EXPECT_EQ(choices.faces[0].face, 2);
    EXPECT_FALSE(choices.faces[0].enabled);
    EXPECT_EQ(choices.faces[0].box, cv::Rect2f(51, 2, 30, 40));
    // The box that was added between the others has no part in their numbers.
    EXPECT_EQ(choices.faces[1].face, 3);
    EXPECT_EQ(choices.faces[1].strength, 20);
    ASSERT_EQ(choices.added.size(), 1u);
}

TEST_F(FaceChoicesFileTest, TakesAReportAndOnlyWhatDiffersFromItsRun) {
    const std::string scored = std::string(kScored) + R"(, "model": null, "drift": null)";
    const FaceChoices choices = choicesOf(
        R"({"tool": {"name": "Heirloom"}, "options": {"strength": 70}, "models": [],
            "summary": {"total": 1}, "photos": [{"input": "a.jpg", "output": null,
            "outcome": "restored", "reason": null, "warnings": [], "review": false, "attempts": 1,
            "quality": null, "seconds": {}, "faces": [)"
        R"({"box": [1,2,31,42], "restored": true, "strength": 70, )" +
        scored + "}," + R"({"box": [51,2,81,42], "restored": true, "strength": 35, )" + scored +
        "}," + R"({"box": [101,2,131,42], "restored": false, "strength": 0, )" + scored + "}," +
        R"({"box": [201,2,231,42], "restored": true, "strength": 0, )" + scored + "}," +
        R"({"box": [301,2,331,42], "restored": true, "strength": 70, "added": true, )" + scored +
        "}]}]}");
    ASSERT_EQ(choices.faces.size(), 2u);
    EXPECT_EQ(choices.faces[0].face, 2);
    EXPECT_EQ(choices.faces[0].strength, 35);
    EXPECT_EQ(choices.faces[1].face, 4);
    EXPECT_EQ(choices.faces[1].strength, 0);
    ASSERT_EQ(choices.added.size(), 1u);
    EXPECT_FALSE(choices.added[0].strength);
    EXPECT_TRUE(choices.added[0].landmarks);
}

TEST_F(FaceChoicesFileTest, RefusesMistypedKeysInWhatDetectWrites) {
    const auto edited = [](const std::string& edit) {
        return R"({"photos": [{"input": "a.jpg", "width": 9, "height": 9, "faces": [)"
               R"({"box": [1,2,3,4], )" +
               edit + ", " + kScored + "}]}]}";
    };
    expectRefused(edited(R"("enabeld": false)"), {"enabeld", "Did you mean \"enabled\""});
    expectRefused(edited(R"("Strength": 1)"), {"Did you mean \"strength\""});
    expectRefused(edited(R"("enabled": "no")"), {"enabled", "true or false"});
}

TEST_F(FaceChoicesFileTest, RefusesWhatIsWrongInAFaceAndSaysWhere) {
    expectFacesRefused(R"({"face": 1}, {"face": 0})", {"photos #1 (a.jpg), faces #2, face", "1"});
    expectFacesRefused(R"({"face": 1.5})", {"whole number"});
    expectFacesRefused(R"({"face": 18446744073709551615})", {"whole number"});
    expectFacesRefused(R"({"face": "1"})", {"whole number"});
    expectFacesRefused(R"({"face": 2}, {"face": 2})", {"twice", "2"});
    expectFacesRefused(R"({"face": 1, "strength": 101})", {"strength", "100"});
    expectFacesRefused(R"({"face": 1, "enabled": 0})", {"enabled", "true or false"});
    expectFacesRefused(R"({"face": 1, "strenth": 3})", {"Did you mean \"strength\""});
    expectFacesRefused(R"({"face": 1, "colour": 3})", {"colour", "Allowed are"});
    expectFacesRefused(R"({"enabled": false})", {"face", "missing"});
    expectFacesRefused(R"({"face": 1, "landmarks": [[1,1],[2,1],[1,2],[1,3],[2,3]]})",
                       {"landmarks", "switch"});
    expectFacesRefused("7", {"faces #1", "object"});
    expectFacesRefused(R"({"face": 1, "face": 2})", {"twice"});
}

TEST_F(FaceChoicesFileTest, RefusesBoxesAndLandmarksOfAnotherShape) {
    expectFacesRefused(R"({"box": [1, 2, 3]})", {"box", "4"});
    expectFacesRefused(R"({"box": [1, 2, 3, "4"]})", {"box", "4"});
    expectFacesRefused(R"({"box": [1, 2, 3, 1e300]})", {"box"});
    expectFacesRefused(R"({"box": {"x": 1}})", {"box"});
    expectFacesRefused(R"({"box": [10, 10, 5, 20]})", {"box", "right"});
    expectFacesRefused(R"({"box": [1, 1, 50, 50], "landmarks": [[1, 2]]})", {"five points"});
    expectFacesRefused(R"({"box": [1, 1, 50, 50], "landmarks": [[1,1],[2,1],[1,2],[1,3],[2]]})",
                       {"five points"});
    expectFacesRefused(R"({"box": [1, 1, 50, 50], "landmarks": "no"})", {"landmarks", "list"});
}

TEST_F(FaceChoicesFileTest, RefusesFilesOfAnotherForm) {
    expectRefused("{", {"JSON"});
    expectRefused(R"({"heirloom_faces": 1})", {"photos"});
    expectRefused(R"({"heirloom_faces": 1, "photos": {}})", {"photos", "list"});
    expectRefused(R"({"heirloom_faces": 2, "photos": []})", {"newer Heirloom"});
    expectRefused(R"({"heirloom_faces": 1, "photo": [], "photos": []})", {"Did you mean"});
    expectRefused(R"({"photos": [{"input": "a.jpg", "faces": [{"face": 1}]}]})",
                  {"\"heirloom_faces\": 1"});
    expectRefused(R"({"heirloom_faces": 1, "photos": [3]})", {"photos #1"});
    expectRefused(R"({"heirloom_faces": 1, "photos": [{"faces": []}]})", {"input"});
    expectRefused(R"({"heirloom_faces": 1, "photos": [{"input": "a.jpg"}]})", {"faces"});
    expectRefused(R"({"heirloom_faces": 1, "photos": [{"input": "a.jpg", "face": []}]})",
                  {"Did you mean \"faces\""});
    expectRefused(R"({"heirloom_faces": 1, "photos": [{"input": "a.jpg", "faces": []},
                      {"input": "./a.jpg", "faces": []}]})",
                  {"a.jpg", "twice"});
    EXPECT_EQ(FaceChoicesFile::load(at("gone.json")).error().code, ErrorCode::NotFound);
}

TEST_F(FaceChoicesFileTest, KnowsAPhotoByAnyPathToIt) {
    const fs::path photo = touch("in/a.jpg");
    fs::create_symlink(at("in"), at("link"));
    const std::string off = R"({"face": 1, "enabled": false})";
    // As given, through a link, and from the file's own folder.
    for (const std::string& named :
         {photo.string(), at("link/a.jpg").string(), std::string("in/a.jpg")}) {
        SCOPED_TRACE(named);
        EXPECT_FALSE(choicesOf(withFaces(off, named), photo).isEmpty());
        EXPECT_FALSE(choicesOf(withFaces(off, named), at("in/../link/a.jpg")).isEmpty());
        EXPECT_TRUE(choicesOf(withFaces(off, named), touch("other/a.jpg")).isEmpty());
    }
}

TEST_F(FaceChoicesFileTest, KnowsAPhotoByItsNameAloneWhereThePathLeadsNowhere) {
    const fs::path photo = touch("in/a.jpg");
    const auto file = load(withFaces(R"({"face": 1, "enabled": false})", "/elsewhere/a.jpg"));
    ASSERT_TRUE(file);
    EXPECT_FALSE(file->choicesFor(photo).isEmpty());
    EXPECT_TRUE(file->choicesFor(touch("in/b.jpg")).isEmpty());
    EXPECT_TRUE(file->checkInputs({photo, photo})->empty());
    const auto ambiguous = file->checkInputs({photo, touch("other/a.jpg")});
    ASSERT_FALSE(ambiguous);
    EXPECT_EQ(ambiguous.error().code, ErrorCode::InvalidArgument);
    EXPECT_NE(ambiguous.error().text().find("other/a.jpg"), std::string::npos);
}

TEST_F(FaceChoicesFileTest, UsesNoNameThatSeveralEntriesShare) {
    const auto file = load(R"({"heirloom_faces": 1, "photos": [
        {"input": "/x/a.jpg", "faces": [{"face": 1, "enabled": false}]},
        {"input": "/y/a.jpg", "faces": [{"face": 2, "enabled": false}]}]})");
    ASSERT_TRUE(file);
    EXPECT_TRUE(file->choicesFor(touch("in/a.jpg")).isEmpty());
    EXPECT_TRUE(isFaceEnabled(file->choicesFor("/y/a.jpg"), 1));
    EXPECT_FALSE(isFaceEnabled(file->choicesFor("/y/a.jpg"), 2));
}

TEST_F(FaceChoicesFileTest, WarnsOfPhotosThatAreNotAmongTheInputs) {
    const auto file = load(withFaces(R"({"face": 1, "enabled": false})", "gone.jpg"));
    ASSERT_TRUE(file);
    const auto warnings = file->checkInputs({touch("a.jpg")});
    ASSERT_TRUE(warnings);
    ASSERT_EQ(warnings->size(), 1u);
    EXPECT_NE(warnings->front().text().find("gone.jpg"), std::string::npos);
    EXPECT_TRUE(file->checkInputs({touch("sub/gone.jpg")})->empty());
}

TEST_F(FaceChoicesFileTest, StaysRightWhenItIsCopied) {
    auto file = load(withFaces(R"({"face": 1, "enabled": false})"));
    ASSERT_TRUE(file);
    const FaceChoicesFile copy = *file;
    file = load(withFaces(R"({"face": 2, "enabled": false})"));
    EXPECT_FALSE(isFaceEnabled(copy.choicesFor("a.jpg"), 1));
}

}  // namespace
}  // namespace heirloom::test
