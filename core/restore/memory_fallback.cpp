#include "core/restore/memory_fallback.h"

#include <new>
#include <utility>

#include "core/base/memory.h"

namespace heirloom {

namespace {

// What work() answers, an OutOfMemory error where it throws.
template <class Work>
auto withoutThrowing(const std::string& model, const Work& work) -> decltype(work()) {
    try {
        return work();
    } catch (const std::bad_alloc&) {
        return makeError(ErrorCode::OutOfMemory,
                         "The memory of this machine is not enough to run %1.", model);
    }
}

template <class Answer>
bool ranOutOfMemory(const Answer& answer) {
    return !answer && answer.error().code == ErrorCode::OutOfMemory;
}

template <class Network>
class Movable {
public:
    Movable(std::shared_ptr<Network> onCard, FallbackPlan<Network> plan)
        : m_network(std::move(onCard)), m_plan(std::move(plan)) {}

    const Network& network() const { return *m_network; }

    // use(network), and once more after the network has moved.
    template <class Use>
    auto run(const Use& use) -> decltype(use(std::declval<Network&>())) {
        const auto attempt = [&] {
            return withoutThrowing(m_plan.model, [&] { return use(*m_network); });
        };
        auto answer = attempt();
        if (!ranOutOfMemory(answer) || !m_plan.onProcessor) return answer;
        if (auto moved = move(); !moved) return moved.error();
        return attempt();
    }

    Result<void> move() {
        returnFreeMemory();
        const auto make = std::exchange(m_plan.onProcessor, nullptr);
        auto made = withoutThrowing(m_plan.model, make);
        if (!made) return made.error();
        m_network = std::move(*made);
        if (m_plan.note) {
            m_plan.note(
                Message("The memory of the graphics card is not enough for %1; the "
                        "processor goes on with it, which takes longer.",
                        m_plan.model));
        }
        return {};
    }

private:
    std::shared_ptr<Network> m_network;
    FallbackPlan<Network> m_plan;
};

class MovableRestorer : public FaceRestorer {
public:
    explicit MovableRestorer(Movable<FaceRestorer> network)
        : m_network(std::move(network)), m_identity(m_network.network().identity()) {}

    int size() const override { return m_network.network().size(); }
    CropTemplate cropTemplate() const override { return m_network.network().cropTemplate(); }
    const std::string& identity() const override { return m_identity; }
    Result<cv::Mat> restore(const cv::Mat& crop) override {
        return m_network.run([&](FaceRestorer& network) { return network.restore(crop); });
    }

private:
    Movable<FaceRestorer> m_network;
    std::string m_identity;  // stays: the results are the same
};

class MovableDetector : public FaceDetector {
public:
    explicit MovableDetector(Movable<FaceDetector> network)
        : m_network(std::move(network)), m_identity(m_network.network().identity()) {}

    std::string identity() const override { return m_identity; }
    Result<std::vector<Face>> detect(const Photo& photo, const RunControl& control) override {
        return m_network.run([&](FaceDetector& network) { return network.detect(photo, control); });
    }

private:
    Movable<FaceDetector> m_network;
    std::string m_identity;
};

class MovableParser : public FaceParser {
public:
    explicit MovableParser(Movable<FaceParser> network)
        : m_network(std::move(network)), m_identity(m_network.network().identity()) {}

    const std::string& identity() const override { return m_identity; }
    Result<cv::Mat> parse(const cv::Mat& crop) override {
        return m_network.run([&](FaceParser& network) { return network.parse(crop); });
    }

private:
    Movable<FaceParser> m_network;
    std::string m_identity;
};

class MovableBackground : public BackgroundRestorer {
public:
    explicit MovableBackground(Movable<BackgroundRestorer> network)
        : m_network(std::move(network)), m_identity(m_network.network().identity()) {}

    const std::string& identity() const override { return m_identity; }
    int scale() const override { return m_network.network().scale(); }
    int padding() const override { return m_network.network().padding(); }
    int tileSide() const override { return m_network.network().tileSide(); }
    Result<cv::Mat> restore(const cv::Mat& picture, const RunControl& control) override {
        return m_network.run(
            [&](BackgroundRestorer& network) { return network.restore(picture, control); });
    }

private:
    Movable<BackgroundRestorer> m_network;
    std::string m_identity;
};

template <class MovableNetwork, class Network>
Result<std::shared_ptr<Network>> started(FallbackPlan<Network> plan) {
    auto onCard = withoutThrowing(plan.model, plan.onCard);
    const bool moves = ranOutOfMemory(onCard);
    if (!onCard && !moves) return onCard;
    Movable<Network> network(moves ? nullptr : std::move(*onCard), std::move(plan));
    if (moves) {
        if (auto moved = network.move(); !moved) return moved.error();
    }
    return std::shared_ptr<Network>(std::make_shared<MovableNetwork>(std::move(network)));
}

}  // namespace

Result<std::shared_ptr<FaceRestorer>> withFallback(FallbackPlan<FaceRestorer> plan) {
    return started<MovableRestorer>(std::move(plan));
}

Result<std::shared_ptr<FaceDetector>> withFallback(FallbackPlan<FaceDetector> plan) {
    return started<MovableDetector>(std::move(plan));
}

Result<std::shared_ptr<FaceParser>> withFallback(FallbackPlan<FaceParser> plan) {
    return started<MovableParser>(std::move(plan));
}

Result<std::shared_ptr<BackgroundRestorer>> withFallback(FallbackPlan<BackgroundRestorer> plan) {
    return started<MovableBackground>(std::move(plan));
}

}  // namespace heirloom
