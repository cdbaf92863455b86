#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>

#include "core/models/precision_registry.h"
#include "core/nn/precision_check.h"
#include "core/restore/engine.h"
#include "tests/support/shared_data.h"

namespace heirloom::test {
namespace {

namespace fs = std::filesystem;

// With a cache of its own.
class EnginePrecision : public testing::Test {
protected:
    void SetUp() override {
        setenv("XDG_CACHE_HOME", m_cache.path().c_str(), 1);
        const auto runtime = configureRuntime({.device = Device::Cpu});
        ASSERT_TRUE(runtime);
        if (!isBFloat16Faster(*runtime)) GTEST_SKIP() << "bfloat16 is not faster on this CPU";
        fs::copy_file(testDataDirectory() / "noise/gpen-32.pth", m_models.path() / "gpen-32.pth");
    }
    void TearDown() override { unsetenv("XDG_CACHE_HOME"); }

    UsedModel restorerLoaded(Precision precision) {
        StoreOptions places;
        places.userFolder = m_models.path();
        places.bundledFolder = m_models.path() / "bundled";
        places.catalogueFile = sourceDirectory() / "models/catalogue.json";
        auto store = ModelStore::create(places);
        EngineOptions options;
        options.model = "gpen-32";
        options.runtime.device = Device::Cpu;
        options.runtime.precision = precision;
        auto engine = Engine::create(std::move(store).value(), options).value();
        const auto restorer = engine->restorerFor(100, 32.0);
        EXPECT_TRUE(restorer) << restorer.error().text();
        return engine->usedModels().at(0);
    }

private:
    TemporaryFolder m_cache, m_models;
};

TEST_F(EnginePrecision, IsCheckedOnceForEachModelAndRemembered) {
    const UsedModel first = restorerLoaded(Precision::Auto);
    const auto verdict =
        PrecisionRegistry(PrecisionRegistry::defaultFile()).isCloseInBFloat16(first.sha256);
    ASSERT_TRUE(verdict.has_value());
    EXPECT_EQ(first.precision, *verdict ? "bf16" : "fp32");
    // What is remembered counts, whatever a check would say.
    PrecisionRegistry(PrecisionRegistry::defaultFile()).remember(first.sha256, !*verdict);
    EXPECT_EQ(restorerLoaded(Precision::Auto).precision, *verdict ? "fp32" : "bf16");
}

TEST_F(EnginePrecision, IsTheOneThatWasAskedFor) {
    EXPECT_EQ(restorerLoaded(Precision::Fp32).precision, "fp32");
    EXPECT_EQ(restorerLoaded(Precision::Bf16).precision, "bf16");
    EXPECT_FALSE(fs::exists(PrecisionRegistry::defaultFile()));
}

}  // namespace
}  // namespace heirloom::test
