// Internal to core/nn: a pickle machine that builds plain data and calls nothing.
//
// Values live in one flat table and refer to each other by index, so neither nesting nor
// cycles can make anything recurse, not even destruction. Texts are views into the
// pickle, which must outlive the document.
// Source: Python's pickletools; the persistent ids are those of torch/serialization.py.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/nn/checkpoint.h"

namespace heirloom::pickle {

using ValueId = std::uint32_t;

enum class Kind : std::uint8_t {
    None,
    Bool,
    Int,
    Long,  // an integer that needs more than 64 bits
    Float,
    Text,  // unicode, bytes and Python 2 strings alike
    Tuple,
    List,
    Dict,     // dict and collections.OrderedDict
    Global,   // a name in a module, never looked up
    Storage,  // number is an index into Document::storages
    Tensor,   // number is an index into Document::tensors
    Opaque,   // whatever a foreign class or function would have made
};

struct Value {
    Kind kind = Kind::None;
    std::int64_t number = 0;     // Bool, Int, Storage, Tensor
    std::string_view text;       // Text; Long: little-endian bytes; Global, Opaque: the module
    std::string_view name;       // Global, Opaque: the name in the module
    std::vector<ValueId> items;  // Tuple, List; Dict: key, value, key, value ...
};

// What a persistent id says. Nothing is checked against the file yet.
struct StorageReference {
    ScalarType type = ScalarType::Float32;
    std::string_view key;
    std::int64_t elements = 0;
    // Legacy files may store a storage as a part of another one.
    std::int64_t viewOffset = 0;
};

struct TensorReference {
    std::size_t storage = 0;  // index into Document::storages
    std::int64_t offset = 0;
    std::vector<std::int64_t> shape;
    std::vector<std::int64_t> strides;
};

struct Document {
    std::vector<Value> values;
    std::vector<StorageReference> storages;
    std::vector<TensorReference> tensors;
    ValueId root = 0;
    // Spent by OrderedDict([...]), the one construct that copies a memoised list and could
    // be repeated to fill the memory.
    std::size_t copiedItems = 0;
    std::size_t bytesRead = 0;  // up to and including STOP

    const Value& operator[](ValueId id) const { return values[id]; }
    const Value& rootValue() const { return values[root]; }
};

// Bounds far above what a model needs (a few hundred tensors take about 20,000 opcodes)
// and far below what would hurt.
struct Limits {
    std::size_t bytes = std::size_t{64} << 20;
    std::size_t opcodes = 8'000'000;
    std::size_t values = 2'000'000;
    std::size_t memo = 2'000'000;
    std::size_t openMarks = 10'000;
    std::size_t tensors = 100'000;
    std::size_t dimensions = 64;
};

// Reads one pickle from the start of bytes; what follows STOP is left alone. False with a
// reason in words when it is not a well-formed pickle or goes beyond the limits.
bool read(ByteView bytes, Document& document, std::string& reason, const Limits& limits = {});

}  // namespace heirloom::pickle
