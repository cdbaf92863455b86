#include <fstream>

#include <gtest/gtest.h>

#include <opencv2/core.hpp>

#include "core/restore/engine.h"
#include "tests/support/shared_data.h"

namespace heirloom::test {
namespace {

namespace fs = std::filesystem;

const fs::path seededParser() {
    return testDataDirectory() / "noise/parsenet-32.pth";
}

class EngineParser : public testing::Test {
protected:
    Result<std::unique_ptr<Engine>> engineWith(const std::string& parser) {
        StoreOptions places;
        places.userFolder = m_folder.path();
        places.bundledFolder = m_folder.path() / "bundled";
        places.catalogueFile = sourceDirectory() / "models/catalogue.json";
        auto store = ModelStore::create(places);
        if (!store) return store.error();
        EngineOptions options;
        options.parser = parser;
        options.runtime.device = Device::Cpu;
        options.runtime.precision = Precision::Fp32;
        return Engine::create(std::move(store).value(), options);
    }
    void install() { fs::copy_file(seededParser(), m_folder.path() / "parsenet-32.pth"); }
    fs::path folder() const { return m_folder.path(); }

private:
    TemporaryFolder m_folder;
};

TEST_F(EngineParser, IsNoneWhereNoneIsInstalled) {
    auto engine = engineWith("auto");
    ASSERT_TRUE(engine) << engine.error().text();
    ASSERT_TRUE((*engine)->prepare());
    auto parser = (*engine)->parser();
    ASSERT_TRUE(parser) << parser.error().text();
    EXPECT_EQ(*parser, nullptr);
    EXPECT_TRUE((*engine)->usedModels().empty());
}

TEST_F(EngineParser, IsTheInstalledOneLoadedWhenFirstNeededAndKept) {
    install();
    auto engine = engineWith("auto");
    ASSERT_TRUE(engine) << engine.error().text();
    ASSERT_TRUE((*engine)->prepare());
    EXPECT_TRUE((*engine)->usedModels().empty());
    auto first = (*engine)->parser();
    ASSERT_TRUE(first) << first.error().text();
    ASSERT_NE(*first, nullptr);
    EXPECT_EQ(*(*engine)->parser(), *first);
    ASSERT_EQ((*engine)->usedModels().size(), 1u);
    EXPECT_EQ((*engine)->usedModels()[0].name, "parsenet-32");
    EXPECT_EQ((*engine)->usedModels()[0].kind, "parser");
    EXPECT_NE((*first)->identity().find((*engine)->usedModels()[0].sha256), std::string::npos);
    auto labels = (*first)->parse(cv::Mat(256, 256, CV_32FC3, cv::Scalar::all(0.5)));
    ASSERT_TRUE(labels) << labels.error().text();
    EXPECT_EQ(labels->size(), cv::Size(256, 256));
}

TEST_F(EngineParser, IsNoneWhenNoneIsWanted) {
    install();
    auto engine = engineWith("none");
    ASSERT_TRUE(engine);
    auto parser = (*engine)->parser();
    ASSERT_TRUE(parser);
    EXPECT_EQ(*parser, nullptr);
}

TEST_F(EngineParser, IsLoadedAtOnceWhenNamed) {
    for (const std::string& name : {seededParser().string(), std::string("parsenet-32")}) {
        if (name == "parsenet-32") install();
        auto engine = engineWith(name);
        ASSERT_TRUE(engine) << engine.error().text();
        ASSERT_TRUE((*engine)->prepare());
        ASSERT_EQ((*engine)->usedModels().size(), 1u);
        EXPECT_EQ((*engine)->usedModels()[0].kind, "parser");
    }
}

TEST_F(EngineParser, NamedButMissingOrAnotherKindOfModelIsTold) {
    auto missing = engineWith("nowhere.pth");
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, ErrorCode::NotFound);
    auto restorer = engineWith((testDataDirectory() / "noise/gpen-32.pth").string());
    ASSERT_FALSE(restorer);
    EXPECT_EQ(restorer.error().code, ErrorCode::InvalidArgument);
    std::ofstream(folder() / "broken.pth") << "no model";
    auto broken = engineWith((folder() / "broken.pth").string());
    EXPECT_TRUE(!broken || !(*broken)->prepare());
}

}  // namespace
}  // namespace heirloom::test
