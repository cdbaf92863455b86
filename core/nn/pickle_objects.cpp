#include "core/nn/pickle_objects.h"

#include <array>
#include <utility>

namespace heirloom::pickle {

namespace {

bool isGlobal(const Value& value, std::string_view module, std::string_view name) {
    return value.kind == Kind::Global && value.text == module && value.name == name;
}

std::optional<ScalarType> storageType(const Value& value) {
    static constexpr std::array<std::pair<std::string_view, ScalarType>, 10> kTypes{{
        {"FloatStorage", ScalarType::Float32},
        {"HalfStorage", ScalarType::Float16},
        {"BFloat16Storage", ScalarType::BFloat16},
        {"DoubleStorage", ScalarType::Float64},
        {"CharStorage", ScalarType::Int8},
        {"ByteStorage", ScalarType::UInt8},
        {"ShortStorage", ScalarType::Int16},
        {"IntStorage", ScalarType::Int32},
        {"LongStorage", ScalarType::Int64},
        {"BoolStorage", ScalarType::Bool},
    }};
    if (value.kind != Kind::Global || value.text != "torch") return std::nullopt;
    for (const auto& [name, type] : kTypes) {
        if (value.name == name) return type;
    }
    return std::nullopt;
}

Value opaque(std::string_view module = {}, std::string_view name = {}) {
    Value value;
    value.kind = Kind::Opaque;
    value.text = module;
    value.name = name;
    return value;
}

// A natural number; torch never writes another one into a storage or tensor.
std::optional<std::int64_t> natural(const Value& value) {
    if (value.kind != Kind::Int || value.number < 0) return std::nullopt;
    return value.number;
}

std::optional<std::vector<std::int64_t>> naturals(const Document& document, const Value& value,
                                                  std::size_t most) {
    if (value.kind != Kind::Tuple && value.kind != Kind::List) return std::nullopt;
    if (value.items.size() > most) return std::nullopt;
    std::vector<std::int64_t> numbers;
    numbers.reserve(value.items.size());
    for (const ValueId id : value.items) {
        const auto number = natural(document[id]);
        if (!number) return std::nullopt;
        numbers.push_back(*number);
    }
    return numbers;
}

// (key, offset, size) in elements of the root storage.
bool readView(const Document& document, const Value& view, StorageReference& storage) {
    if (view.kind == Kind::None) return true;
    if (view.kind != Kind::Tuple || view.items.size() != 3) return false;
    const auto offset = natural(document[view.items[1]]);
    const auto size = natural(document[view.items[2]]);
    if (!offset || !size || *offset > storage.elements || *size > storage.elements - *offset) {
        return false;
    }
    storage.viewOffset = *offset;
    storage.elements = *size;
    return true;
}

// _rebuild_tensor_v2(storage, offset, size, stride, requires_grad, hooks[, metadata])
std::optional<TensorReference> readTensor(const Document& document,
                                          const std::vector<ValueId>& arguments,
                                          std::size_t mostDimensions) {
    if (arguments.size() < 4) return std::nullopt;
    const Value& storage = document[arguments[0]];
    const auto offset = natural(document[arguments[1]]);
    auto shape = naturals(document, document[arguments[2]], mostDimensions);
    auto strides = naturals(document, document[arguments[3]], mostDimensions);
    if (storage.kind != Kind::Storage || !offset || !shape || !strides ||
        shape->size() != strides->size()) {
        return std::nullopt;
    }
    return TensorReference{static_cast<std::size_t>(storage.number), *offset, std::move(*shape),
                           std::move(*strides)};
}

// OrderedDict() or, from Python 2, OrderedDict([[key, value], ...]).
std::optional<Value> readOrderedDict(Document& document, const std::vector<ValueId>& arguments) {
    constexpr std::size_t kMostCopiedItems = 1'000'000;
    Value dict;
    dict.kind = Kind::Dict;
    if (arguments.empty()) return dict;
    const Value& pairs = document[arguments[0]];
    if (arguments.size() != 1 || pairs.kind != Kind::List) return std::nullopt;
    document.copiedItems += pairs.items.size();
    if (document.copiedItems > kMostCopiedItems) return std::nullopt;
    for (const ValueId id : pairs.items) {
        const Value& pair = document[id];
        const bool isPair =
            (pair.kind == Kind::List || pair.kind == Kind::Tuple) && pair.items.size() == 2;
        if (!isPair) return std::nullopt;
        dict.items.insert(dict.items.end(), pair.items.begin(), pair.items.end());
    }
    return dict;
}

}  // namespace

Value storageFromPersistentId(Document& document, ValueId id) {
    // ("storage", type, key, location, elements[, view])
    const Value& value = document[id];
    if (value.kind != Kind::Tuple || value.items.size() < 5 || value.items.size() > 6) {
        return opaque();
    }
    const Value& word = document[value.items[0]];
    const auto type = storageType(document[value.items[1]]);
    const Value& key = document[value.items[2]];
    const auto elements = natural(document[value.items[4]]);
    const Value& typeName = document[value.items[1]];
    if (word.kind != Kind::Text || word.text != "storage" || !type || key.kind != Kind::Text ||
        !elements) {
        return opaque(typeName.text, typeName.name);
    }
    StorageReference storage{*type, key.text, *elements, 0};
    if (value.items.size() == 6 && !readView(document, document[value.items[5]], storage)) {
        return opaque(typeName.text, typeName.name);
    }
    Value result;
    result.kind = Kind::Storage;
    result.number = static_cast<std::int64_t>(document.storages.size());
    document.storages.push_back(storage);
    return result;
}

Value makeObject(Document& document, ValueId callable, ValueId arguments,
                 std::size_t mostDimensions) {
    const Value& called = document[callable];
    const Value& given = document[arguments];
    if (called.kind != Kind::Global) return opaque();
    if (given.kind == Kind::Tuple) {
        if (isGlobal(called, "collections", "OrderedDict")) {
            if (auto dict = readOrderedDict(document, given.items)) return std::move(*dict);
        }
        if (isGlobal(called, "torch._utils", "_rebuild_tensor_v2")) {
            if (auto tensor = readTensor(document, given.items, mostDimensions)) {
                Value result;
                result.kind = Kind::Tensor;
                result.number = static_cast<std::int64_t>(document.tensors.size());
                document.tensors.push_back(std::move(*tensor));
                return result;
            }
        }
    }
    return opaque(called.text, called.name);
}

std::optional<ValueId> parameterData(const Document& document, ValueId callable,
                                     ValueId arguments) {
    const Value& called = document[callable];
    const Value& given = document[arguments];
    const bool isParameter = isGlobal(called, "torch._utils", "_rebuild_parameter") ||
                             isGlobal(called, "torch._utils", "_rebuild_parameter_with_state");
    if (!isParameter || given.kind != Kind::Tuple || given.items.empty()) return std::nullopt;
    if (document[given.items[0]].kind != Kind::Tensor) return std::nullopt;
    return given.items[0];
}

}  // namespace heirloom::pickle
