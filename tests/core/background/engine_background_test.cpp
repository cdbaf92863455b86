#include <gtest/gtest.h>

#include <fstream>

#include <opencv2/core.hpp>

#include "core/restore/engine.h"
#include "tests/support/shared_data.h"

namespace heirloom::test {
namespace {

namespace fs = std::filesystem;

fs::path seededModel(int scale) {
    return testDataDirectory() / ("noise/rrdb-x" + std::to_string(scale) + ".pth");
}

class EngineBackground : public testing::Test {
protected:
    Result<std::unique_ptr<Engine>> engineWith(const std::string& background) {
        StoreOptions places;
        places.userFolder = m_folder.path();
        places.bundledFolder = m_folder.path() / "bundled";
        places.catalogueFile = sourceDirectory() / "models/catalogue.json";
        auto store = ModelStore::create(places);
        if (!store) return store.error();
        EngineOptions options;
        options.background = background;
        options.runtime.device = Device::Cpu;
        options.runtime.precision = Precision::Fp32;
        return Engine::create(std::move(store).value(), options);
    }
    void install(int scale) {
        fs::copy_file(seededModel(scale), m_folder.path() / seededModel(scale).filename());
    }
    fs::path folder() const { return m_folder.path(); }

private:
    TemporaryFolder m_folder;
};

// 0 where there is none.
int scaleAt(Engine& engine, double factor) {
    auto background = engine.background(factor);
    EXPECT_TRUE(background) << background.error().text();
    return background && *background ? (*background)->scale() : 0;
}

TEST_F(EngineBackground, IsTheInstalledOneThatSuitsTheEnlargement) {
    auto none = engineWith("auto");
    ASSERT_TRUE(none) << none.error().text();
    EXPECT_EQ(scaleAt(**none, 2.0), 0);
    for (const int scale : {1, 2, 4}) install(scale);
    auto engine = engineWith("auto");
    ASSERT_TRUE(engine) << engine.error().text();
    ASSERT_TRUE((*engine)->prepare());
    EXPECT_EQ(scaleAt(**engine, 1.0), 0);
    EXPECT_EQ(scaleAt(**engine, 0.5), 0);
    EXPECT_TRUE((*engine)->usedModels().empty());
    EXPECT_EQ(scaleAt(**engine, 1.5), 2);
    EXPECT_EQ(scaleAt(**engine, 2.0), 2);
    EXPECT_EQ((*engine)->usedModels().size(), 1u);
    EXPECT_EQ(scaleAt(**engine, 4.0), 4);
    ASSERT_EQ((*engine)->usedModels().size(), 2u);
    EXPECT_EQ((*engine)->usedModels()[1].name, "rrdb-x4");
    EXPECT_EQ((*engine)->usedModels()[1].kind, "background");
}

TEST_F(EngineBackground, IsNoneWhenNoneIsWanted) {
    install(2);
    auto engine = engineWith("none");
    ASSERT_TRUE(engine);
    EXPECT_EQ(scaleAt(**engine, 2.0), 0);
}

TEST_F(EngineBackground, NamedIsLoadedAtOnceAndUsedAtAnyScale) {
    auto engine = engineWith(seededModel(1).string());
    ASSERT_TRUE(engine) << engine.error().text();
    ASSERT_TRUE((*engine)->prepare());
    ASSERT_EQ((*engine)->usedModels().size(), 1u);
    for (const double factor : {0.5, 1.0, 4.0}) EXPECT_EQ(scaleAt(**engine, factor), 1);
    EXPECT_EQ((*engine)->usedModels().size(), 1u);
    auto background = (*engine)->background(1.0);
    EXPECT_NE((*background)->identity().find((*engine)->usedModels()[0].sha256), std::string::npos);
    auto restored = (*background)->restore(cv::Mat(33, 47, CV_32FC3, cv::Scalar::all(0.5)), {});
    ASSERT_TRUE(restored) << restored.error().text();
    EXPECT_EQ(restored->size(), cv::Size(47, 33));
}

TEST_F(EngineBackground, NamedButMissingOrAnotherKindOfModelIsTold) {
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
