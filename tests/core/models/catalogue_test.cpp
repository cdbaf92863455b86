#include "core/models/catalogue.h"

#include <gtest/gtest.h>

#include "core/base/sha256.h"
#include "tests/support/checkpoint_builder.h"
#include "tests/support/shared_data.h"

namespace heirloom {
namespace {

Result<Catalogue> parsed(const std::string& json) {
    return Catalogue::parse(test::bytesOf(json), "catalogue.json");
}

std::string withModel(const std::string& members) {
    return R"({"format": 1, "models": [{"name": "a", "file": "a.pth", "kind": "parser",
               "licence": "MIT", "purpose": "For tests.")" +
           members + "}]}";
}

Catalogue ours() {
    auto catalogue = Catalogue::load(test::sourceDirectory() / "models" / "catalogue.json");
    EXPECT_TRUE(catalogue) << catalogue.error().text();
    return std::move(catalogue).value();
}

TEST(CatalogueTest, KnowsTheModelsOfTheProduct) {
    const Catalogue catalogue = ours();
    for (const int size : {256, 512, 1024, 2048}) {
        const auto* entry = catalogue.findName("gpen-bfr-" + std::to_string(size));
        ASSERT_NE(entry, nullptr) << size;
        EXPECT_EQ(entry->kind, ModelKind::FaceRestorer);
        EXPECT_EQ(entry->inputSize, size);
        EXPECT_EQ(entry->cropTemplate, CropTemplate::Gpen);
        EXPECT_NE(entry->licence.find("non-commercial"), std::string::npos);
        EXPECT_EQ(entry->addresses.size(), 1u);
    }
    const auto* resnet = catalogue.findName("RetinaFace-R50");
    ASSERT_NE(resnet, nullptr);
    EXPECT_EQ(resnet->addresses.size(), 2u);
    EXPECT_EQ(resnet->anchors, (AnchorSizes{{16, 32}, {64, 128}, {256, 512}}));
    EXPECT_EQ(resnet->bytes, 109497761u);
    ASSERT_NE(catalogue.findName("ParseNet"), nullptr);
    for (const char* name : {"RealESRNet-x1", "RealESRNet-x2", "RealESRNet-x4"}) {
        ASSERT_NE(catalogue.findName(name), nullptr);
        EXPECT_EQ(catalogue.findName(name)->kind, ModelKind::Background);
    }
    const auto* lite = catalogue.findName("gpen-lite-256-v4");
    ASSERT_NE(lite, nullptr);
    EXPECT_TRUE(lite->bundled);
    EXPECT_EQ(lite->cropTemplate, CropTemplate::Ffhq);
    EXPECT_EQ(lite->licence, "CC BY-NC-SA 4.0");
}

TEST(CatalogueTest, DescribesTheSharedDetector) {
    HEIRLOOM_NEEDS_SHARED(shared);
    const Catalogue catalogue = ours();
    const char* file = "retinaface-mobilenet0.25.pth";
    const auto* entry = catalogue.findFile(file);
    ASSERT_NE(entry, nullptr);
    EXPECT_EQ(entry->bytes, std::filesystem::file_size(shared / "models" / file));
    EXPECT_EQ(entry->sha256, *sha256OfFile(shared / "models" / file));
}

TEST(CatalogueTest, FindsNamesInAnyCase) {
    const auto catalogue = parsed(withModel(""));
    ASSERT_TRUE(catalogue) << catalogue.error().text();
    EXPECT_NE(catalogue->findName("A"), nullptr);
    EXPECT_NE(catalogue->findFile("A.PTH"), nullptr);
    EXPECT_EQ(catalogue->findName("b"), nullptr);
}

TEST(CatalogueTest, NamesWhatIsWrong) {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"{", "JSON"},
        {"[]", "format"},
        {R"({"format": 2, "models": []})", "format"},
        {R"({"format": 1})", "models"},
        {R"({"format": 1, "models": [3]})", "object"},
        {R"({"format": 1, "models": [{}]})", "name"},
        {withModel(R"(, "bytes": -4)"), "bytes"},
        {withModel(R"(, "bytes": "4")"), "bytes"},
        {withModel(R"(, "sha256": "12")"), "sha256"},
        {withModel(R"(, "sha256": 12)"), "sha256"},
        {withModel(R"(, "addresses": ["http://example.org/a"])"), "https"},
        {withModel(R"(, "addresses": ["http://127.0.0.1:80@example.org/a"])"), "https"},
        {withModel(R"(, "addresses": ["http://127.0.0.1.example.org:80/a"])"), "https"},
        {withModel(R"(, "addresses": "https://example.org/a")"), "addresses"},
        {withModel(R"(, "template": "arcface")"), "template"},
        {withModel(R"(, "anchors": [[1], [2]])"), "anchors"},
        {withModel(R"(, "anchors": [[1], [2], [-3]])"), "anchors"},
        {withModel(R"(, "anchors": 5)"), "anchors"},
        {withModel(R"(, "bundled": "yes")"), "bundled"},
        {withModel(R"(, "input_size": 100000)"), "input_size"},
        {withModel(R"(, "adress": "x")"), "adress"},
        {withModel(R"(, "kind": "restorer")"), "input_size"},
        {withModel(R"(, "kind": "detector")"), "anchors"},
        {withModel(R"(, "kind": "ear")"), "kind"},
        {withModel(R"(, "file": "../a.pth")"), "file"},
        {withModel(R"(, "file": "")"), "file"},
    };
    for (const auto& [json, word] : cases) {
        const auto catalogue = parsed(json);
        ASSERT_FALSE(catalogue) << json;
        EXPECT_EQ(catalogue.error().code, ErrorCode::Damaged);
        EXPECT_NE(catalogue.error().text().find(word), std::string::npos)
            << catalogue.error().text();
    }
}

TEST(CatalogueTest, RefusesTheSameNameTwice) {
    const std::string entry = R"({"name": "a", "file": "a.pth", "kind": "parser", "licence": "MIT",
                                  "purpose": "x"})";
    std::string other = entry;
    other.replace(other.find("\"a\""), 3, "\"A\"");
    EXPECT_FALSE(parsed(R"({"format": 1, "models": [)" + entry + "," + other + "]}"));
}

}  // namespace
}  // namespace heirloom
