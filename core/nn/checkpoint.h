// Reads PyTorch checkpoints (.pth, .pt) without PyTorch and without executing anything.
//
// Understands torch.save's zip format and the legacy format before 1.6. A restricted
// pickle machine runs over a bounded buffer, calls nothing, and turns every global that
// is not on its allow-list into an opaque value, which fails only where a weight needs
// it. Small files are read and large ones memory-mapped; tensors point into the bytes.
// Entries of a zip archive must be stored, not compressed, as torch writes them; their
// checksums are not compared (ModelStore::verify does that with the file's hash).
// Source: Python's pickletools, torch/serialization.py (layout only).
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace heirloom {

enum class ScalarType {
    Float16,
    BFloat16,
    Float32,
    Float64,
    Int8,
    UInt8,
    Int16,
    Int32,
    Int64,
    Bool
};

std::size_t byteSize(ScalarType type);

// A tensor as the file describes it. Everything is checked: the last element that shape
// and strides can reach lies inside the storage.
struct CheckpointTensor {
    ScalarType type = ScalarType::Float32;
    std::vector<std::int64_t> shape;    // empty for a scalar
    std::vector<std::int64_t> strides;  // in elements, never negative; 1 for sides of 1
    ByteView storage;  // the bytes of the storage from the tensor's first element on

    std::int64_t elementCount() const;
    // The values themselves, when they are aligned row-major floats; else null.
    const float* contiguousFloats() const;
    // A contiguous row-major float copy; integers and halves are converted.
    std::vector<float> toFloat() const;
};

// Values in memory, row by row.
struct FloatTensor {
    std::vector<std::int64_t> shape;
    std::vector<float> values;
};

// Thread-safe after creation: const access only. Tensors are valid as long as the
// checkpoint they come from, wherever that is moved to.
class Checkpoint {
public:
    // Errors: NotFound, NotReadable; Unsupported (no PyTorch file, no weights in it);
    // Damaged, with the weight's name where one is to blame; OutOfMemory.
    static Result<Checkpoint> open(const std::filesystem::path& path);
    // For tests and archives: takes the bytes. name is used in messages.
    static Result<Checkpoint> parse(Bytes file, const std::filesystem::path& name);
    // Made in memory; the values are kept, not copied. Error: InvalidArgument when a tensor
    // has more or fewer values than its shape says.
    static Result<Checkpoint> fromTensors(const std::filesystem::path& name,
                                          std::map<std::string, FloatTensor> tensors);

    // The weights by their official names: wrappers (g_ema, params_ema, params,
    // state_dict, in this order of preference) are opened and a common prefix
    // "module." is removed.
    const std::map<std::string, CheckpointTensor>& tensors() const { return m_tensors; }
    const CheckpointTensor* find(const std::string& name) const;
    const std::filesystem::path& name() const { return m_name; }

    // A large file counts as memory of the process once it has been read. For whoever has what
    // it needs while the checkpoint lives on; reading again brings it back from the disk cache.
    void releaseMemory() const;

private:
    Checkpoint() = default;

    std::filesystem::path m_name;
    std::shared_ptr<const void> m_file;  // keeps the mapping or the buffer alive
    ByteView m_mapped;                   // empty when the file is no mapping
    std::map<std::string, CheckpointTensor> m_tensors;
};

}  // namespace heirloom
