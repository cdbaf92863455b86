// Writes PyTorch checkpoints in memory, sound ones and ones that no torch would write.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/nn/checkpoint.h"

namespace heirloom::test {

// Pickle opcodes by name; sound pickles start with protocol() and end with stop().
class PickleWriter {
public:
    PickleWriter& protocol(int version = 2);
    PickleWriter& global(std::string_view module, std::string_view name);
    PickleWriter& text(std::string_view value);
    PickleWriter& integer(std::int64_t value);
    PickleWriter& boolean(bool value);
    PickleWriter& none() { return opcode('N'); }
    PickleWriter& mark() { return opcode('('); }
    PickleWriter& tuple() { return opcode('t'); }
    PickleWriter& emptyTuple() { return opcode(')'); }
    PickleWriter& emptyDict() { return opcode('}'); }
    PickleWriter& emptyList() { return opcode(']'); }
    PickleWriter& append() { return opcode('a'); }
    PickleWriter& setItem() { return opcode('s'); }
    PickleWriter& setItems() { return opcode('u'); }
    PickleWriter& persistentId() { return opcode('Q'); }
    PickleWriter& reduce() { return opcode('R'); }
    PickleWriter& put(std::uint32_t index);
    PickleWriter& get(std::uint32_t index);
    PickleWriter& stop() { return opcode('.'); }
    PickleWriter& opcode(std::uint8_t value);
    PickleWriter& integers(const std::vector<std::int64_t>& values);

    // storage, then _rebuild_tensor_v2.
    PickleWriter& storage(ScalarType type, std::string_view key, std::int64_t elements,
                          bool legacy = false);
    PickleWriter& tensor(ScalarType type, std::string_view key, std::int64_t elements,
                         std::int64_t offset, const std::vector<std::int64_t>& shape,
                         const std::vector<std::int64_t>& strides, bool legacy = false);

    const Bytes& bytes() const { return m_bytes; }

private:
    template <class Integer>
    void little(Integer value);

    Bytes m_bytes;
};

struct ZipItem {
    std::string name;
    Bytes content;
    std::uint16_t method = 0;  // 0: stored; others are only claimed
};

// dataDescriptors: sizes follow the data, as torch writes them.
Bytes zipArchive(const std::vector<ZipItem>& items, bool dataDescriptors = true);

Bytes bytesOf(std::string_view text);
Bytes bytesOf(const std::vector<float>& values);
std::vector<std::int64_t> rowMajorStrides(const std::vector<std::int64_t>& shape);

class CheckpointBuilder {
public:
    // Without values the tensor gets a pattern of small numbers that depends on its name.
    CheckpointBuilder& add(std::string name, std::vector<std::int64_t> shape,
                           std::vector<float> values = {});
    // The bytes as they are to stand in the storage.
    CheckpointBuilder& addRaw(std::string name, ScalarType type, std::vector<std::int64_t> shape,
                              std::vector<std::int64_t> strides, std::int64_t offset,
                              Bytes storage);
    // The dict of tensors goes under this key; call again to nest.
    CheckpointBuilder& wrap(std::string key);
    CheckpointBuilder& parameters(bool value = true);
    CheckpointBuilder& folder(std::string name);

    Bytes zip() const;
    Bytes legacy() const;

private:
    struct Tensor {
        std::string name;
        ScalarType type;
        std::vector<std::int64_t> shape, strides;
        std::int64_t offset;
        Bytes storage;
    };
    Bytes pickle(bool legacy) const;

    std::vector<Tensor> m_tensors;
    std::vector<std::string> m_wrappers;
    bool m_areParameters = false;
    std::string m_folder = "archive";
};

}  // namespace heirloom::test
