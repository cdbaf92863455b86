// One set of networks for several users at once: the open photo and a batch. Networks take
// turns call by call (one face, one tile of a background), so that both go on and memory
// holds them once.
//
// Thread-safe. The networks are made when the first of them is needed.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "core/restore/model_provider.h"

namespace heirloom {

class SharedModels {
public:
    using Factory = std::function<Result<std::unique_ptr<ModelProvider>>()>;

    explicit SharedModels(Factory factory);
    ~SharedModels();

    // For one thread, for as long as it likes; must not outlive this object. After release()
    // a handle gives the new networks, while those it gave before go on working.
    std::unique_ptr<ModelProvider> handle();

    // Drops the networks; the next that is needed makes them anew. Frees memory once nobody
    // holds one of them. With another factory where settings changed.
    void release();
    void release(Factory factory);

    // Whether networks are in memory.
    bool isLoaded() const;
    std::vector<UsedModel> usedModels() const;

private:
    struct State;
    std::shared_ptr<State> m_state;
};

}  // namespace heirloom
