// Internal to core/nn: takes weights out of a checkpoint by name and shape, and keeps a list
// of what was missing, had another shape, or was left over, so that one message can name
// it all.
#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/nn/checkpoint.h"

namespace heirloom::nn {

using WeightShape = std::vector<std::int64_t>;

class WeightSource {
public:
    explicit WeightSource(const Checkpoint& checkpoint) : m_checkpoint(checkpoint) {}

    bool has(const std::string& name) const { return m_checkpoint.find(name) != nullptr; }
    // The shape, or an empty vector when there is no such tensor.
    WeightShape shape(const std::string& name) const;
    // Row-major floats; zeros when the tensor is missing or has another shape (finish()
    // then fails).
    std::vector<float> take(const std::string& name, std::span<const std::int64_t> shape);
    std::vector<float> take(const std::string& name, std::initializer_list<std::int64_t> shape) {
        return take(name, std::span(shape.begin(), shape.size()));
    }

    // The same without a copy where the file holds the floats as they are needed; storage
    // holds them otherwise. Valid as long as both.
    std::span<const float> view(const std::string& name, std::span<const std::int64_t> shape,
                                std::vector<float>& storage);
    std::span<const float> view(const std::string& name, std::initializer_list<std::int64_t> shape,
                                std::vector<float>& storage) {
        return view(name, std::span(shape.begin(), shape.size()), storage);
    }

    // network is named in the message.
    Result<void> finish(const char* network) const;

private:
    // Null, and noted, when the tensor is missing or has another shape.
    const CheckpointTensor* expect(const std::string& name, std::span<const std::int64_t> shape);

    const Checkpoint& m_checkpoint;
    std::set<std::string> m_taken;
    std::vector<std::string> m_missing;
    std::vector<std::string> m_misshapen;
};

}  // namespace heirloom::nn
