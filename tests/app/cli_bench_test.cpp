// heirloom-cli bench: what it measures, and how it says so.
#include <nlohmann/json.hpp>

#include "tests/app/cli_support.h"
#include "tests/support/model_shapes.h"

namespace heirloom::test {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

class CliBench : public CliTest {
protected:
    static std::string noise(const std::string& name) {
        return (testDataDirectory() / "noise" / (name + ".pth")).string();
    }

    // The numbers of a run that succeeds.
    json measured(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "bench");
        arguments.insert(arguments.end(), {"--json", "--runs", "5"});
        const auto result = run(arguments);
        EXPECT_EQ(result.exitCode, 0) << result.errors;
        EXPECT_EQ(result.errors, "");
        return json::parse(result.output, nullptr, false);
    }

    // Says no with one sentence that has the word in it, and measures nothing.
    void expectRefusal(std::vector<std::string> arguments, int exitCode, const std::string& word) {
        arguments.insert(arguments.begin(), "bench");
        const auto result = run(arguments);
        EXPECT_EQ(result.exitCode, exitCode) << result.errors;
        EXPECT_NE(result.errors.find(word), std::string::npos) << result.errors;
        EXPECT_EQ(result.output, "");
    }
};

TEST_F(CliBench, TellsEverythingAboutARestorer) {
    const json numbers = measured({"--model", noiseModel(), "--threads", "1"});
    ASSERT_TRUE(numbers.is_object());
    EXPECT_EQ(numbers["model"], "gpen-32");
    EXPECT_EQ(numbers["kind"], "restorer");
    EXPECT_EQ(numbers["size"], json({32, 32}));
    EXPECT_EQ(numbers["threads"], 1);
    EXPECT_EQ(numbers["runs"], 5);
    EXPECT_TRUE(numbers["precision"].is_string());
    EXPECT_GT(numbers["gflop"], 0.0);
    EXPECT_GT(numbers["load_seconds"], 0.0);
    EXPECT_GT(numbers["first_run_seconds"], 0.0);
    EXPECT_GT(numbers["peak_rss_mb"], 1.0);
    EXPECT_GE(numbers["page_faults"]["first"], 0);
    EXPECT_GE(numbers["page_faults"]["median"], 0);
}

TEST_F(CliBench, GivesRatesThatFollowFromItsTimes) {
    const json numbers = measured({"--model", noiseModel(), "--device", "cpu"});
    ASSERT_TRUE(numbers.is_object());
    const double median = numbers["seconds"]["median"];
    EXPECT_LE(numbers["seconds"]["min"], median);
    EXPECT_GE(numbers["seconds"]["max"], median);
    const double gflop = numbers["gflop"];
    EXPECT_NEAR(numbers["gflops"], gflop / median, 1e-6 * gflop / median);
    if (numbers["ideal_seconds"].is_null()) {
        EXPECT_TRUE(numbers["efficiency"].is_null());
        EXPECT_TRUE(numbers["roofline_gflops"].is_null());
        GTEST_SKIP() << "this build has no oneDNN to measure the ideal with";
    }
    const double ideal = numbers["ideal_seconds"];
    EXPECT_GT(ideal, 0.0);
    EXPECT_NEAR(numbers["roofline_gflops"], gflop / ideal, 1e-6 * gflop / ideal);
    EXPECT_NEAR(numbers["efficiency"], ideal / median, 1e-6 * ideal / median);
}

TEST_F(CliBench, MeasuresTheOtherKindsOfNetworks) {
    const json parser = measured({"--model", noise("parsenet-32")});
    ASSERT_TRUE(parser.is_object());
    EXPECT_EQ(parser["kind"], "parser");
    EXPECT_EQ(parser["size"], json({512, 512}));
    const json background = measured({"--model", noise("rrdb-x2"), "--size", "64x48"});
    ASSERT_TRUE(background.is_object());
    EXPECT_EQ(background["kind"], "background");
    EXPECT_EQ(background["size"], json({64, 48}));
    const json detector = measured({"--model", "face-lite", "--size", "160x96"});
    ASSERT_TRUE(detector.is_object());
    EXPECT_EQ(detector["kind"], "detector");
    EXPECT_EQ(detector["model"], "face-lite");
    EXPECT_EQ(detector["size"], json({160, 96}));
}

TEST_F(CliBench, MeasuresTheRestorerOfAUsualFaceByDefault) {
    const json numbers = measured({});
    ASSERT_TRUE(numbers.is_object());
    EXPECT_EQ(numbers["model"], "gpen-lite-256-v4");
}

TEST_F(CliBench, MakesSyntheticModelsItself) {
    const json numbers = measured({"--model", "synthetic:256"});
    ASSERT_TRUE(numbers.is_object());
    EXPECT_EQ(numbers["model"], "synthetic:256");
    EXPECT_EQ(numbers["kind"], "restorer");
    EXPECT_NEAR(numbers["gflop"], 17.1, 0.171);
}

TEST_F(CliBench, PrintsATableForPeople) {
    const auto result = run({"bench", "--model", noiseModel(), "--runs", "5"});
    EXPECT_EQ(result.exitCode, 0) << result.errors;
    for (const char* word : {"gpen-32", "time", "GFLOP", "memory", "page faults"}) {
        EXPECT_NE(result.output.find(word), std::string::npos) << result.output;
    }
    EXPECT_EQ(json::parse(result.output, nullptr, false).type(), json::value_t::discarded);
}

TEST_F(CliBench, RefusesWhatIsNoModel) {
    expectRefusal({"--model", "no-such-model"}, 1, "no-such-model");
    expectRefusal({"--model", save("text.pth", Bytes{'x', 'y'}).string()}, 1, "text.pth");
    auto shapes = gpenShapes({.size = 8, .styleDimension = 8, .mappingLayers = 1, .narrow = 0.01});
    shapes.at("generator.conv1.conv.weight").back() = 5;
    expectRefusal({"--model", save("misshapen.pth", builderOf(shapes).zip()).string()}, 1,
                  "misshapen.pth");
}

TEST_F(CliBench, RefusesWrongUsage) {
    expectRefusal({"--model", "synthetic:500"}, 2, "500");
    expectRefusal({"--model", noiseModel(), "--precision", "fp16", "--device", "cpu"}, 2, "fp32");
    expectRefusal({"--precision", "fp8"}, 2, "precision");
    expectRefusal({"--runs", "4"}, 2, "runs");
    expectRefusal({"--threads", "-1"}, 2, "threads");
    expectRefusal({"--device", "tpu"}, 2, "tpu");
    for (const char* size : {"big", "64", "64x", "x64", "64x64x", "31x64", "64x9000", "-64x64"}) {
        expectRefusal({"--model", noise("rrdb-x1"), "--size", size}, 2, "--size");
    }
    expectRefusal({"--model", noiseModel(), "--size", "64x64"}, 2, "--size");
}

TEST_F(CliBench, EndsPromptlyWhenInterrupted) {
    ProcessOptions options;
    options.interruptAfterMilliseconds = 300;
    const auto start = std::chrono::steady_clock::now();
    // Half an hour of work at least.
    const auto result = run({"bench", "--model", "synthetic:2048", "--runs", "1000"}, options);
    const auto taken = std::chrono::steady_clock::now() - start;
    EXPECT_EQ(result.exitCode, 130) << result.errors;
    EXPECT_EQ(result.output, "");
    EXPECT_LT(taken, std::chrono::seconds(5));
}

}  // namespace
}  // namespace heirloom::test
