#include "core/restore/shared_models.h"

#include <cstdint>
#include <utility>

#include "core/restore/turn_queue.h"

namespace heirloom {

namespace {

using SharedQueue = std::shared_ptr<TurnQueue>;

// The wrappers keep what never changes, so that asking for it does not wait for a turn.
class SharedDetector : public FaceDetector {
public:
    SharedDetector(std::shared_ptr<FaceDetector> network, SharedQueue queue)
        : m_network(std::move(network)),
          m_queue(std::move(queue)),
          m_identity(m_network->identity()) {}

    Result<std::vector<Face>> detect(const Photo& photo, const RunControl& control) override {
        const Turn turn(*m_queue, control.stopRequested);
        if (!turn.taken()) return cancelledError();
        return m_network->detect(photo, control);
    }
    std::string identity() const override { return m_identity; }

private:
    std::shared_ptr<FaceDetector> m_network;
    SharedQueue m_queue;
    std::string m_identity;
};

class SharedRestorer : public FaceRestorer {
public:
    SharedRestorer(std::shared_ptr<FaceRestorer> network, SharedQueue queue)
        : m_network(std::move(network)),
          m_queue(std::move(queue)),
          m_identity(m_network->identity()),
          m_size(m_network->size()),
          m_template(m_network->cropTemplate()) {}

    int size() const override { return m_size; }
    CropTemplate cropTemplate() const override { return m_template; }
    const std::string& identity() const override { return m_identity; }
    Result<cv::Mat> restore(const cv::Mat& crop) override {
        const Turn turn(*m_queue);
        return m_network->restore(crop);
    }

private:
    std::shared_ptr<FaceRestorer> m_network;
    SharedQueue m_queue;
    std::string m_identity;
    int m_size;
    CropTemplate m_template;
};

class SharedParser : public FaceParser {
public:
    SharedParser(std::shared_ptr<FaceParser> network, SharedQueue queue)
        : m_network(std::move(network)),
          m_queue(std::move(queue)),
          m_identity(m_network->identity()) {}

    const std::string& identity() const override { return m_identity; }
    Result<cv::Mat> parse(const cv::Mat& crop) override {
        const Turn turn(*m_queue);
        return m_network->parse(crop);
    }

private:
    std::shared_ptr<FaceParser> m_network;
    SharedQueue m_queue;
    std::string m_identity;
};

class SharedBackground : public BackgroundRestorer {
public:
    SharedBackground(std::shared_ptr<BackgroundRestorer> network, SharedQueue queue)
        : m_network(std::move(network)),
          m_queue(std::move(queue)),
          m_identity(m_network->identity()),
          m_scale(m_network->scale()),
          m_padding(m_network->padding()),
          m_tileSide(m_network->tileSide()) {}

    const std::string& identity() const override { return m_identity; }
    int scale() const override { return m_scale; }
    int padding() const override { return m_padding; }
    int tileSide() const override { return m_tileSide; }
    Result<cv::Mat> restore(const cv::Mat& picture, const RunControl& control) override {
        const Turn turn(*m_queue, control.stopRequested);
        if (!turn.taken()) return cancelledError();
        return m_network->restore(picture, control);
    }

private:
    std::shared_ptr<BackgroundRestorer> m_network;
    SharedQueue m_queue;
    std::string m_identity;
    int m_scale;
    int m_padding;
    int m_tileSide;
};

}  // namespace

struct SharedModels::State {
    explicit State(Factory made) : factory(std::move(made)) {}

    // Networks work and are made only by whoever has the turn.
    SharedQueue queue = std::make_shared<TurnQueue>();

    // Never held while a network works, so that the window can ask and release at any time.
    mutable std::mutex mutex;
    Factory factory;  // under mutex, as are the next three
    std::shared_ptr<ModelProvider> provider;
    std::uint64_t generation = 0;
    std::vector<UsedModel> used;

    // Call with the turn taken.
    Result<std::shared_ptr<ModelProvider>> current();
    void noteUse(const std::shared_ptr<ModelProvider>& made);
    void release(const Factory* other);
};

Result<std::shared_ptr<ModelProvider>> SharedModels::State::current() {
    while (true) {
        Factory make;
        std::uint64_t asked = 0;
        {
            const std::lock_guard lock(mutex);
            if (provider) return provider;
            make = factory;
            asked = generation;
        }
        auto made = make();
        if (!made) return made.error();
        const std::lock_guard lock(mutex);
        // Released in between: what was made belongs to old settings.
        if (generation != asked) continue;
        provider = std::move(*made);
        return provider;
    }
}

void SharedModels::State::noteUse(const std::shared_ptr<ModelProvider>& made) {
    auto models = made->usedModels();
    const std::lock_guard lock(mutex);
    if (provider == made) used = std::move(models);
}

void SharedModels::State::release(const Factory* other) {
    std::shared_ptr<ModelProvider> old;  // destroyed without the lock: freeing takes time
    const std::lock_guard lock(mutex);
    old.swap(provider);
    used.clear();
    ++generation;
    if (other) factory = *other;
}

namespace {

// Asks the provider for one thing in its turn, and wraps what it gives.
template <class State, class Ask>
auto askInTurn(State& state, const Ask& ask)
    -> decltype(ask(std::declval<ModelProvider&>(), state.queue)) {
    const Turn turn(*state.queue);
    auto provider = state.current();
    if (!provider) return provider.error();
    auto answer = ask(**provider, state.queue);
    state.noteUse(*provider);
    return answer;
}

template <class Wrapper, class Network>
Result<std::shared_ptr<Network>> wrapped(Result<std::shared_ptr<Network>> network,
                                         const SharedQueue& queue) {
    if (!network || !*network) return network;
    return std::shared_ptr<Network>(std::make_shared<Wrapper>(std::move(*network), queue));
}

template <class State>
class Handle : public ModelProvider {
public:
    explicit Handle(std::shared_ptr<State> state) : m_state(std::move(state)) {}

    Result<std::shared_ptr<FaceDetector>> detector() override {
        return askInTurn(*m_state, [](ModelProvider& provider, const SharedQueue& queue) {
            return wrapped<SharedDetector>(provider.detector(), queue);
        });
    }

    Result<ChosenRestorer> restorerFor(int photoLongSide, double cropSide) override {
        return askInTurn(*m_state, [&](ModelProvider& provider, const SharedQueue& queue) {
            auto chosen = provider.restorerFor(photoLongSide, cropSide);
            if (chosen) {
                chosen->restorer =
                    std::make_shared<SharedRestorer>(std::move(chosen->restorer), queue);
            }
            return chosen;
        });
    }

    std::vector<UsedModel> usedModels() const override {
        const std::lock_guard lock(m_state->mutex);
        return m_state->used;
    }

    std::vector<Message> takeNotes() override {
        std::shared_ptr<ModelProvider> provider;
        {
            const std::lock_guard lock(m_state->mutex);
            provider = m_state->provider;
        }
        if (!provider) return {};
        const Turn turn(*m_state->queue);
        return provider->takeNotes();
    }

    Result<std::shared_ptr<FaceParser>> parser() override {
        return askInTurn(*m_state, [](ModelProvider& provider, const SharedQueue& queue) {
            return wrapped<SharedParser>(provider.parser(), queue);
        });
    }

    Result<std::shared_ptr<BackgroundRestorer>> background(double scale) override {
        return askInTurn(*m_state, [&](ModelProvider& provider, const SharedQueue& queue) {
            return wrapped<SharedBackground>(provider.background(scale), queue);
        });
    }

private:
    std::shared_ptr<State> m_state;
};

}  // namespace

SharedModels::SharedModels(Factory factory)
    : m_state(std::make_shared<State>(std::move(factory))) {}

SharedModels::~SharedModels() = default;

std::unique_ptr<ModelProvider> SharedModels::handle() {
    return std::make_unique<Handle<State>>(m_state);
}

void SharedModels::release() {
    m_state->release(nullptr);
}

void SharedModels::release(Factory factory) {
    m_state->release(&factory);
}

bool SharedModels::isLoaded() const {
    const std::lock_guard lock(m_state->mutex);
    return m_state->provider != nullptr;
}

std::vector<UsedModel> SharedModels::usedModels() const {
    const std::lock_guard lock(m_state->mutex);
    return m_state->used;
}

}  // namespace heirloom
