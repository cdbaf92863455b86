#include "core/nn/checkpoint.h"

#include <algorithm>
#include <array>
#include <limits>
#include <new>
#include <optional>
#include <string_view>

#include "core/nn/checkpoint_container.h"
#include "core/nn/mapped_file.h"

namespace heirloom {

namespace {

namespace fs = std::filesystem;
using pickle::Document;
using pickle::Kind;
using pickle::Value;

constexpr std::string_view kModulePrefix = "module.";
constexpr int kDeepestWrapper = 2;
constexpr std::size_t kLongestName = 500;

// For messages: names come from the file and may hold anything.
std::string shown(std::string_view name) {
    constexpr std::size_t kMostShown = 120;
    std::string text;
    for (const char c : name.substr(0, kMostShown)) text += c >= ' ' && c <= '~' ? c : '?';
    return name.size() > kMostShown ? text + "..." : text;
}

bool isRebuildCall(const Value& value) {
    return value.text == "torch._utils" && value.name.starts_with("_rebuild_");
}

// Optimiser state and other company of the weights is opaque too, but goes by one word.
bool looksLikeWeight(std::string_view name, const Value& value) {
    if (value.kind == Kind::Tensor) return true;
    return value.kind == Kind::Opaque &&
           (isRebuildCall(value) || name.find('.') != std::string_view::npos);
}

using NamedValues = std::map<std::string_view, const Value*>;

// Later entries of a pickled dict replace earlier ones, as they do in Python.
NamedValues namedEntries(const Document& document, const Value& dict) {
    NamedValues entries;
    for (std::size_t i = 0; i + 1 < dict.items.size(); i += 2) {
        const Value& key = document[dict.items[i]];
        if (key.kind == Kind::Text) entries[key.text] = &document[dict.items[i + 1]];
    }
    return entries;
}

// The weights in dict or in the best wrapper within it.
std::optional<NamedValues> findWeights(const Document& document, const Value& dict, int depth) {
    static constexpr std::array<std::string_view, 4> kWrappers{"g_ema", "params_ema", "params",
                                                               "state_dict"};
    if (dict.kind != Kind::Dict) return std::nullopt;
    NamedValues entries = namedEntries(document, dict);
    for (const std::string_view wrapper : kWrappers) {
        const auto found = entries.find(wrapper);
        if (found == entries.end() || depth >= kDeepestWrapper) continue;
        if (auto inner = findWeights(document, *found->second, depth + 1)) return inner;
    }
    std::erase_if(entries,
                  [](const auto& entry) { return !looksLikeWeight(entry.first, *entry.second); });
    if (entries.empty()) return std::nullopt;
    return entries;
}

// The product, or nullopt when it does not fit.
std::optional<std::uint64_t> product(std::uint64_t a, std::uint64_t b) {
    if (a != 0 && b > std::numeric_limits<std::uint64_t>::max() / a) return std::nullopt;
    return a * b;
}

std::optional<std::uint64_t> countElements(const std::vector<std::int64_t>& shape) {
    // An empty tensor has no elements, however large its other sides claim to be.
    if (std::find(shape.begin(), shape.end(), 0) != shape.end()) return 0;
    std::uint64_t count = 1;
    for (const std::int64_t length : shape) {
        const auto next = product(count, static_cast<std::uint64_t>(length));
        if (!next || *next > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
            return std::nullopt;
        }
        count = *next;
    }
    return count;
}

// 1 for sides of 1, as CheckpointTensor wants them.
std::vector<std::int64_t> rowMajorStrides(const std::vector<std::int64_t>& shape) {
    std::vector<std::int64_t> strides(shape.size(), 1);
    std::int64_t step = 1;
    for (std::size_t i = shape.size(); i-- > 0;) {
        if (shape[i] > 1) strides[i] = step;
        step *= shape[i];
    }
    return strides;
}

// Whether the element that shape and strides reach last lies below available.
bool fits(const pickle::TensorReference& tensor, std::uint64_t available) {
    std::uint64_t last = static_cast<std::uint64_t>(tensor.offset);
    for (std::size_t i = 0; i < tensor.shape.size(); ++i) {
        const auto reach = product(static_cast<std::uint64_t>(tensor.shape[i] - 1),
                                   static_cast<std::uint64_t>(tensor.strides[i]));
        if (!reach || *reach >= available || last >= available) return false;
        last += *reach;
    }
    return last < available;
}

class WeightResolver {
public:
    WeightResolver(const CheckpointContainer& container, std::size_t fileSize)
        : m_container(container), m_elementsLeft(kFreeElements + 4 * std::uint64_t{fileSize}) {}

    // nullopt with reason() in words when the value is no tensor within the file.
    std::optional<CheckpointTensor> resolve(const Value& value);
    const std::string& reason() const { return m_reason; }

private:
    // Strides of 0 and shared storages let a small file claim much memory; honest models
    // have about one element for every two to four bytes.
    static constexpr std::uint64_t kFreeElements = 1 << 20;

    const CheckpointContainer& m_container;
    std::uint64_t m_elementsLeft;
    std::string m_reason;
};

std::optional<CheckpointTensor> WeightResolver::resolve(const Value& value) {
    if (value.kind != Kind::Tensor) {
        m_reason = "it is not a plain tensor";
        if (!value.name.empty()) {
            m_reason += " but made by " + shown(value.text) + "." + shown(value.name);
        }
        return std::nullopt;
    }
    const Document& document = m_container.document();
    const auto& reference = document.tensors[static_cast<std::size_t>(value.number)];
    const auto& storage = document.storages[reference.storage];
    ByteView bytes;
    if (!m_container.storage(storage, bytes, m_reason)) return std::nullopt;

    const std::size_t size = byteSize(storage.type);
    const std::uint64_t available = bytes.size() / size;
    const auto count = countElements(reference.shape);
    const bool isEmpty = count == std::uint64_t{0};
    if (!count || (!isEmpty && !fits(reference, available))) {
        m_reason =
            "its shape reaches outside its data of " + std::to_string(available) + " elements";
        return std::nullopt;
    }
    if (*count > m_elementsLeft) {
        m_reason = "the weights would take far more memory than the file has";
        return std::nullopt;
    }
    m_elementsLeft -= *count;
    CheckpointTensor tensor{storage.type, reference.shape, reference.strides, {}};
    for (std::size_t i = 0; i < tensor.shape.size(); ++i) {
        // Never stepped along, so the file may say anything; arithmetic with it could overflow.
        if (tensor.shape[i] <= 1) tensor.strides[i] = 1;
    }
    if (!isEmpty) tensor.storage = bytes.subspan(static_cast<std::size_t>(reference.offset) * size);
    return tensor;
}

bool allHavePrefix(const NamedValues& weights) {
    return std::all_of(weights.begin(), weights.end(),
                       [](const auto& entry) { return entry.first.starts_with(kModulePrefix); });
}

Error noWeights(const fs::path& name) {
    return makeError(ErrorCode::Unsupported,
                     "%1 holds no weights. Choose a file with the model's state dict; a model "
                     "saved as a whole or as a program cannot be used.",
                     name);
}

Result<std::map<std::string, CheckpointTensor>> readWeights(const CheckpointContainer& container,
                                                            std::size_t fileSize,
                                                            const fs::path& name) {
    const Document& document = container.document();
    const auto weights = findWeights(document, document.rootValue(), 0);
    if (!weights) return noWeights(name);

    const std::size_t prefix = allHavePrefix(*weights) ? kModulePrefix.size() : 0;
    WeightResolver resolver(container, fileSize);
    std::map<std::string, CheckpointTensor> tensors;
    for (const auto& [fullName, value] : *weights) {
        const std::string_view weight = fullName.substr(prefix);
        auto tensor = resolver.resolve(*value);
        if (!tensor || weight.size() > kLongestName) {
            return makeError(ErrorCode::Damaged,
                             "The weight %2 in %1 cannot be used: %3. Download or copy the file "
                             "again.",
                             name, shown(weight),
                             tensor ? std::string("its name is too long") : resolver.reason());
        }
        tensors.emplace(weight, std::move(*tensor));
    }
    return tensors;
}

Result<std::map<std::string, CheckpointTensor>> readTensors(ByteView file, const fs::path& name) {
    try {
        auto container = CheckpointContainer::read(file, name);
        if (!container) return std::move(container).error();
        return readWeights(*container, file.size(), name);
    } catch (const std::bad_alloc&) {
        return makeError(ErrorCode::OutOfMemory,
                         "The memory of this machine is not enough to read %1.", name);
    }
}

}  // namespace

Result<Checkpoint> Checkpoint::open(const fs::path& path) {
    auto content = openFileContent(path);
    if (!content) return std::move(content).error();
    auto tensors = readTensors(content->bytes, path);
    if (!tensors) return std::move(tensors).error();
    Checkpoint checkpoint;
    checkpoint.m_name = path;
    checkpoint.m_file = std::move(content->owner);
    if (content->isMapped) checkpoint.m_mapped = content->bytes;
    checkpoint.m_tensors = std::move(*tensors);
    return checkpoint;
}

Result<Checkpoint> Checkpoint::parse(Bytes file, const fs::path& name) {
    const auto buffer = std::make_shared<const Bytes>(std::move(file));
    auto tensors = readTensors(*buffer, name);
    if (!tensors) return std::move(tensors).error();
    Checkpoint checkpoint;
    checkpoint.m_name = name;
    checkpoint.m_file = buffer;
    checkpoint.m_tensors = std::move(*tensors);
    return checkpoint;
}

Result<Checkpoint> Checkpoint::fromTensors(const fs::path& name,
                                           std::map<std::string, FloatTensor> tensors) {
    const auto kept =
        std::make_shared<const std::map<std::string, FloatTensor>>(std::move(tensors));
    Checkpoint checkpoint;
    for (const auto& [tensorName, tensor] : *kept) {
        const std::vector<float>& values = tensor.values;
        if (countElements(tensor.shape) != values.size()) {
            return makeError(ErrorCode::InvalidArgument,
                             "The weight %2 of %1 has %3 values, which its shape does not hold.",
                             name, tensorName, values.size());
        }
        const ByteView bytes(reinterpret_cast<const std::uint8_t*>(values.data()),
                             values.size() * sizeof(float));
        checkpoint.m_tensors.emplace(tensorName,
                                     CheckpointTensor{ScalarType::Float32, tensor.shape,
                                                      rowMajorStrides(tensor.shape), bytes});
    }
    checkpoint.m_name = name;
    checkpoint.m_file = kept;
    return checkpoint;
}

void Checkpoint::releaseMemory() const {
    if (!m_mapped.empty()) releasePages(m_mapped);
}

const CheckpointTensor* Checkpoint::find(const std::string& name) const {
    const auto found = m_tensors.find(name);
    return found == m_tensors.end() ? nullptr : &found->second;
}

}  // namespace heirloom
