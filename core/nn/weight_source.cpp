#include "core/nn/weight_source.h"

#include <algorithm>
#include <cstring>

namespace heirloom::nn {

namespace {

std::string shapeText(std::span<const std::int64_t> shape) {
    std::string text = "[";
    for (std::size_t i = 0; i < shape.size(); ++i) {
        if (i > 0) text += ", ";
        text += std::to_string(shape[i]);
    }
    return text + "]";
}

// The first few names; a foreign file would otherwise give pages.
std::string nameList(const std::vector<std::string>& names) {
    constexpr std::size_t kShown = 5;
    std::string text;
    for (std::size_t i = 0; i < std::min(kShown, names.size()); ++i) {
        if (i > 0) text += ", ";
        text += names[i];
    }
    if (names.size() > kShown) text += " and " + std::to_string(names.size() - kShown) + " more";
    return text;
}

// Buffers that are constants of the architecture, counters of training, the classifier of
// a backbone, and this project's own notes.
bool mayBeLeftOver(const std::string& name) {
    return name.ends_with(".kernel") || name.ends_with(".num_batches_tracked") ||
           name.starts_with("body.fc.") || name.starts_with("heirloom.");
}

std::int64_t elementCount(std::span<const std::int64_t> shape) {
    std::int64_t count = 1;
    for (const std::int64_t side : shape) count *= side;
    return count;
}

}  // namespace

WeightShape WeightSource::shape(const std::string& name) const {
    const CheckpointTensor* found = m_checkpoint.find(name);
    return found != nullptr ? found->shape : WeightShape{};
}

const CheckpointTensor* WeightSource::expect(const std::string& name,
                                             std::span<const std::int64_t> wanted) {
    m_taken.insert(name);
    const CheckpointTensor* found = m_checkpoint.find(name);
    if (found == nullptr) {
        m_missing.push_back(name);
        return nullptr;
    }
    if (!std::ranges::equal(found->shape, wanted)) {
        m_misshapen.push_back(name + " is " + shapeText(found->shape) + " instead of " +
                              shapeText(wanted));
        return nullptr;
    }
    return found;
}

std::vector<float> WeightSource::take(const std::string& name,
                                      std::span<const std::int64_t> wanted) {
    const CheckpointTensor* found = expect(name, wanted);
    if (found != nullptr) return found->toFloat();
    return std::vector<float>(static_cast<std::size_t>(elementCount(wanted)));
}

std::span<const float> WeightSource::view(const std::string& name,
                                          std::span<const std::int64_t> wanted,
                                          std::vector<float>& storage) {
    const CheckpointTensor* found = expect(name, wanted);
    if (found != nullptr) {
        if (const float* values = found->contiguousFloats()) {
            return {values, static_cast<std::size_t>(found->elementCount())};
        }
        storage = found->toFloat();
    } else {
        storage.assign(static_cast<std::size_t>(elementCount(wanted)), 0.0f);
    }
    return storage;
}

Result<void> WeightSource::finish(const char* network) const {
    std::vector<std::string> unexpected;
    for (const auto& [name, tensor] : m_checkpoint.tensors()) {
        if (m_taken.count(name) == 0 && !mayBeLeftOver(name)) unexpected.push_back(name);
    }
    if (m_missing.empty() && m_misshapen.empty() && unexpected.empty()) return {};

    std::string reasons;
    const auto add = [&reasons](const char* what, const std::vector<std::string>& names) {
        if (names.empty()) return;
        if (!reasons.empty()) reasons += "; ";
        reasons += std::string(what) + nameList(names);
    };
    add("missing: ", m_missing);
    add("wrong shape: ", m_misshapen);
    add("unexpected: ", unexpected);
    return makeError(ErrorCode::Damaged, "%1 is not a usable %2 model: %3.", m_checkpoint.name(),
                     network, reasons);
}

}  // namespace heirloom::nn
