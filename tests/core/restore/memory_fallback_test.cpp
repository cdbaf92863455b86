// There is no graphics card where the tests run: fakes stand for what works on it.
#include "core/restore/memory_fallback.h"

#include <functional>
#include <new>
#include <vector>

#include <gtest/gtest.h>
#include <opencv2/core.hpp>

#include "core/restore/model_log.h"
#include "core/restore/shared_models.h"
#include "tests/support/fakes.h"

namespace heirloom::test {
namespace {

using Answer = std::function<Result<cv::Mat>(const cv::Mat& crop)>;

class AnsweringRestorer : public FaceRestorer {
public:
    explicit AnsweringRestorer(Answer answer) : m_answer(std::move(answer)) {}

    int size() const override { return 8; }
    CropTemplate cropTemplate() const override { return CropTemplate::Ffhq; }
    const std::string& identity() const override { return m_identity; }
    Result<cv::Mat> restore(const cv::Mat& crop) override { return m_answer(crop); }

private:
    Answer m_answer;
    std::string m_identity = "model@hash@fp32";
};

Error noMemory() {
    return makeError(ErrorCode::OutOfMemory, "No memory.");
}

cv::Mat grey(double value) {
    return cv::Mat(8, 8, CV_32FC3, cv::Scalar::all(value));
}

// The processor's restorer gives white.
class Fallback : public testing::Test {
protected:
    FallbackPlan<FaceRestorer> plan(Answer onCard) {
        FallbackPlan<FaceRestorer> made;
        made.onCard = [this, onCard] {
            ++cardsMade;
            return restorer(onCard);
        };
        made.onProcessor = [this] {
            ++processorsMade;
            return restorer([](const cv::Mat&) { return grey(1.0); });
        };
        made.note = [this](const Message& message) { notes.push_back(message.text()); };
        made.model = "GPEN-BFR-512";
        return made;
    }

    static Result<std::shared_ptr<FaceRestorer>> restorer(Answer answer) {
        return std::shared_ptr<FaceRestorer>(
            std::make_shared<AnsweringRestorer>(std::move(answer)));
    }

    static bool isWhite(const Result<cv::Mat>& picture) {
        return picture && cv::norm(*picture, grey(1.0), cv::NORM_INF) == 0.0;
    }

    int cardsMade = 0;
    int processorsMade = 0;
    std::vector<std::string> notes;
};

TEST_F(Fallback, DoesNotTouchTheProcessorWhileTheCardWorks) {
    auto network = withFallback(plan([](const cv::Mat&) { return grey(0.5); }));
    ASSERT_TRUE(network);
    auto out = (*network)->restore(grey(0.0));
    ASSERT_TRUE(out);
    EXPECT_EQ(cv::norm(*out, grey(0.5), cv::NORM_INF), 0.0);
    EXPECT_EQ(processorsMade, 0);
    EXPECT_TRUE(notes.empty());
}

TEST_F(Fallback, DoesTheSameWorkOnTheProcessorAndSaysSoOnce) {
    int callsOnCard = 0;
    auto network = withFallback(plan([&](const cv::Mat&) -> Result<cv::Mat> {
        if (++callsOnCard < 2) return grey(0.5);
        return noMemory();
    }));
    ASSERT_TRUE(network);
    const std::string identity = (*network)->identity();
    EXPECT_FALSE(isWhite((*network)->restore(grey(0.0))));
    EXPECT_TRUE(isWhite((*network)->restore(grey(0.0))));
    EXPECT_TRUE(isWhite((*network)->restore(grey(0.0))));
    EXPECT_EQ(callsOnCard, 2);
    EXPECT_EQ(processorsMade, 1);
    ASSERT_EQ(notes.size(), 1u);
    EXPECT_NE(notes[0].find("GPEN-BFR-512"), std::string::npos);
    EXPECT_EQ((*network)->identity(), identity);
}

TEST_F(Fallback, TakesAFailedAllocationForShortMemory) {
    auto network =
        withFallback(plan([](const cv::Mat&) -> Result<cv::Mat> { throw std::bad_alloc(); }));
    ASSERT_TRUE(network);
    EXPECT_TRUE(isWhite((*network)->restore(grey(0.0))));
    EXPECT_EQ(notes.size(), 1u);
}

TEST_F(Fallback, MovesAlreadyWhenTheCardCannotHoldTheWeights) {
    auto tooLarge = plan({});
    tooLarge.onCard = []() -> Result<std::shared_ptr<FaceRestorer>> { return noMemory(); };
    auto network = withFallback(tooLarge);
    ASSERT_TRUE(network) << network.error().text();
    EXPECT_TRUE(isWhite((*network)->restore(grey(0.0))));
    EXPECT_EQ(notes.size(), 1u);
}

TEST_F(Fallback, PassesOtherErrorsThrough) {
    auto network = withFallback(plan([](const cv::Mat&) -> Result<cv::Mat> {
        return makeError(ErrorCode::Damaged, "The model gives no usable numbers.");
    }));
    ASSERT_TRUE(network);
    auto out = (*network)->restore(grey(0.0));
    ASSERT_FALSE(out);
    EXPECT_EQ(out.error().code, ErrorCode::Damaged);
    EXPECT_EQ(processorsMade, 0);

    auto missing = plan({});
    missing.onCard = []() -> Result<std::shared_ptr<FaceRestorer>> {
        return makeError(ErrorCode::NotFound, "No such file.");
    };
    auto none = withFallback(missing);
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, ErrorCode::NotFound);
    EXPECT_EQ(processorsMade, 0);
}

TEST_F(Fallback, FailsClearlyWhenTheProcessorHasNoMemoryEither) {
    auto both = plan([](const cv::Mat&) -> Result<cv::Mat> { return noMemory(); });
    both.onProcessor = [this]() -> Result<std::shared_ptr<FaceRestorer>> {
        ++processorsMade;
        throw std::bad_alloc();
    };
    auto network = withFallback(both);
    ASSERT_TRUE(network);
    for (int call = 0; call < 2; ++call) {
        auto out = (*network)->restore(grey(0.0));
        ASSERT_FALSE(out);
        EXPECT_EQ(out.error().code, ErrorCode::OutOfMemory);
    }
    EXPECT_EQ(processorsMade, 1);
    EXPECT_TRUE(notes.empty());  // nothing has moved
}

class ThrowingDetector : public FaceDetector {
public:
    Result<std::vector<Face>> detect(const Photo&, const RunControl&) override {
        throw std::bad_alloc();
    }
    std::string identity() const override { return "throwing"; }
};

TEST(FallbackOfADetector, FindsTheFacesOnTheProcessor) {
    FallbackPlan<FaceDetector> plan;
    plan.onCard = []() -> Result<std::shared_ptr<FaceDetector>> {
        return std::shared_ptr<FaceDetector>(std::make_shared<ThrowingDetector>());
    };
    plan.onProcessor = []() -> Result<std::shared_ptr<FaceDetector>> {
        return std::shared_ptr<FaceDetector>(
            std::make_shared<FakeDetector>(std::vector{faceAt({60, 60}, 40)}));
    };
    auto detector = withFallback(plan);
    ASSERT_TRUE(detector);
    auto faces = (*detector)->detect(syntheticPhoto(120, 120), {});
    ASSERT_TRUE(faces);
    EXPECT_EQ(faces->size(), 1u);
}

class NotingModels : public FakeModels {
public:
    explicit NotingModels(std::shared_ptr<ModelLog> log)
        : FakeModels({}, 8, [](const cv::Mat& crop) { return crop; }), m_log(std::move(log)) {}

    std::vector<Message> takeNotes() override { return m_log->takeNotes(); }

private:
    std::shared_ptr<ModelLog> m_log;
};

TEST(NotesOfModels, AreTakenOnceThroughSharedModels) {
    auto log = std::make_shared<ModelLog>();
    SharedModels models([log]() -> Result<std::unique_ptr<ModelProvider>> {
        return std::unique_ptr<ModelProvider>(std::make_unique<NotingModels>(log));
    });
    auto handle = models.handle();
    EXPECT_TRUE(handle->takeNotes().empty());
    EXPECT_FALSE(models.isLoaded());  // asking for notes makes no networks
    ASSERT_TRUE(handle->detector());
    log->addNote(Message("Smaller tiles."));
    EXPECT_EQ(handle->takeNotes().size(), 1u);
    EXPECT_TRUE(handle->takeNotes().empty());
}

}  // namespace
}  // namespace heirloom::test
