#include "tests/support/checkpoint_builder.h"

#include <cstring>
#include <functional>

namespace heirloom::test {

namespace {

void put(Bytes& out, std::uint64_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) out.push_back(static_cast<std::uint8_t>(value >> 8 * i));
}

void put(Bytes& out, std::string_view text) {
    out.insert(out.end(), text.begin(), text.end());
}

std::uint32_t crc32(const Bytes& content) {
    std::uint32_t crc = ~0u;
    for (const std::uint8_t byte : content) {
        crc ^= byte;
        for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (crc & 1 ? 0xedb88320u : 0u);
    }
    return ~crc;
}

std::string_view storageName(ScalarType type) {
    switch (type) {
        case ScalarType::Float16: return "HalfStorage";
        case ScalarType::BFloat16: return "BFloat16Storage";
        case ScalarType::Float32: return "FloatStorage";
        case ScalarType::Float64: return "DoubleStorage";
        case ScalarType::Int8: return "CharStorage";
        case ScalarType::UInt8: return "ByteStorage";
        case ScalarType::Int16: return "ShortStorage";
        case ScalarType::Int32: return "IntStorage";
        case ScalarType::Int64: return "LongStorage";
        case ScalarType::Bool: return "BoolStorage";
    }
    return "FloatStorage";
}

void append(Bytes& out, const Bytes& more) {
    out.insert(out.end(), more.begin(), more.end());
}

}  // namespace

template <class Integer>
void PickleWriter::little(Integer value) {
    test::put(m_bytes, static_cast<std::uint64_t>(value), sizeof value);
}

PickleWriter& PickleWriter::opcode(std::uint8_t value) {
    m_bytes.push_back(value);
    return *this;
}

PickleWriter& PickleWriter::protocol(int version) {
    return opcode(0x80).opcode(static_cast<std::uint8_t>(version));
}

PickleWriter& PickleWriter::global(std::string_view module, std::string_view name) {
    opcode('c');
    test::put(m_bytes, module);
    opcode('\n');
    test::put(m_bytes, name);
    return opcode('\n');
}

PickleWriter& PickleWriter::text(std::string_view value) {
    opcode('X');
    little(static_cast<std::uint32_t>(value.size()));
    test::put(m_bytes, value);
    return *this;
}

PickleWriter& PickleWriter::integer(std::int64_t value) {
    if (value >= 0 && value < 256) {
        opcode('K').opcode(static_cast<std::uint8_t>(value));
    } else if (value == static_cast<std::int32_t>(value)) {
        opcode('J');
        little(static_cast<std::int32_t>(value));
    } else {
        opcode(0x8a).opcode(8);
        little(value);
    }
    return *this;
}

PickleWriter& PickleWriter::boolean(bool value) {
    return opcode(value ? 0x88 : 0x89);
}

PickleWriter& PickleWriter::put(std::uint32_t index) {
    opcode('r');
    little(index);
    return *this;
}

PickleWriter& PickleWriter::get(std::uint32_t index) {
    opcode('j');
    little(index);
    return *this;
}

PickleWriter& PickleWriter::integers(const std::vector<std::int64_t>& values) {
    mark();
    for (const std::int64_t value : values) integer(value);
    return tuple();
}

PickleWriter& PickleWriter::storage(ScalarType type, std::string_view key, std::int64_t elements,
                                    bool legacy) {
    mark().text("storage").global("torch", storageName(type)).text(key).text("cpu");
    integer(elements);
    if (legacy) none();
    return tuple().persistentId();
}

PickleWriter& PickleWriter::tensor(ScalarType type, std::string_view key, std::int64_t elements,
                                   std::int64_t offset, const std::vector<std::int64_t>& shape,
                                   const std::vector<std::int64_t>& strides, bool legacy) {
    global("torch._utils", "_rebuild_tensor_v2").mark();
    storage(type, key, elements, legacy).integer(offset).integers(shape).integers(strides);
    boolean(false).global("collections", "OrderedDict").emptyTuple().reduce();
    return tuple().reduce();
}

Bytes zipArchive(const std::vector<ZipItem>& items, bool dataDescriptors) {
    constexpr int kDescriptorFlag = 8;
    Bytes file, directory;
    for (const ZipItem& item : items) {
        const std::size_t offset = file.size();
        const std::uint32_t crc = crc32(item.content);
        const auto sizes = [&](Bytes& out, bool known) {
            put(out, known ? crc : 0, 4);
            put(out, known ? item.content.size() : 0, 4);
            put(out, known ? item.content.size() : 0, 4);
        };
        const auto common = [&](Bytes& out, bool sizesKnown) {
            put(out, 20, 2);
            put(out, dataDescriptors ? kDescriptorFlag : 0, 2);
            put(out, item.method, 2);
            put(out, 0, 4);  // time and date
            sizes(out, sizesKnown);
            put(out, item.name.size(), 2);
        };
        put(file, 0x04034b50, 4);
        common(file, !dataDescriptors);
        // Padding to a multiple of 64, as torch has it, in an extra field of its own.
        const std::size_t start = file.size() + 2 + item.name.size() + 4;
        const std::size_t padding = (64 - start % 64) % 64;
        put(file, padding + 4, 2);
        put(file, item.name);
        put(file, 0x4246, 2);
        put(file, padding, 2);
        file.resize(file.size() + padding, 'Z');
        append(file, item.content);
        if (dataDescriptors) {
            put(file, 0x08074b50, 4);
            sizes(file, true);
        }
        put(directory, 0x02014b50, 4);
        put(directory, 20, 2);
        common(directory, true);
        put(directory, 0, 2);  // extra
        put(directory, 0, 2);  // comment
        put(directory, 0, 2);  // disk
        put(directory, 0, 6);  // attributes
        put(directory, offset, 4);
        put(directory, item.name);
    }
    const std::size_t offset = file.size();
    append(file, directory);
    put(file, 0x06054b50, 4);
    put(file, 0, 4);
    put(file, items.size(), 2);
    put(file, items.size(), 2);
    put(file, directory.size(), 4);
    put(file, offset, 4);
    put(file, 0, 2);
    return file;
}

Bytes bytesOf(std::string_view text) {
    return {text.begin(), text.end()};
}

Bytes bytesOf(const std::vector<float>& values) {
    Bytes bytes(values.size() * sizeof(float));
    if (!values.empty()) std::memcpy(bytes.data(), values.data(), bytes.size());
    return bytes;
}

std::vector<std::int64_t> rowMajorStrides(const std::vector<std::int64_t>& shape) {
    std::vector<std::int64_t> strides(shape.size(), 1);
    for (std::size_t i = shape.size(); i-- > 1;) strides[i - 1] = strides[i] * shape[i];
    return strides;
}

CheckpointBuilder& CheckpointBuilder::add(std::string name, std::vector<std::int64_t> shape,
                                          std::vector<float> values) {
    std::size_t count = 1;
    for (const std::int64_t length : shape) count *= static_cast<std::size_t>(length);
    if (values.empty()) {
        values.resize(count);
        const std::size_t seed = name.size() * 31;
        for (std::size_t i = 0; i < count; ++i) {
            values[i] = static_cast<float>((i * 7 + seed) % 19) / 190.0f - 0.05f;
        }
    }
    Bytes storage = bytesOf(values);
    auto strides = rowMajorStrides(shape);
    return addRaw(std::move(name), ScalarType::Float32, std::move(shape), std::move(strides), 0,
                  std::move(storage));
}

CheckpointBuilder& CheckpointBuilder::addRaw(std::string name, ScalarType type,
                                             std::vector<std::int64_t> shape,
                                             std::vector<std::int64_t> strides, std::int64_t offset,
                                             Bytes storage) {
    m_tensors.push_back(
        {std::move(name), type, std::move(shape), std::move(strides), offset, std::move(storage)});
    return *this;
}

CheckpointBuilder& CheckpointBuilder::wrap(std::string key) {
    m_wrappers.push_back(std::move(key));
    return *this;
}

CheckpointBuilder& CheckpointBuilder::parameters(bool value) {
    m_areParameters = value;
    return *this;
}

CheckpointBuilder& CheckpointBuilder::folder(std::string name) {
    m_folder = std::move(name);
    return *this;
}

Bytes CheckpointBuilder::pickle(bool legacy) const {
    PickleWriter out;
    out.protocol();
    for (const std::string& wrapper : m_wrappers) out.emptyDict().text(wrapper);
    out.global("collections", "OrderedDict").emptyTuple().reduce().mark();
    for (std::size_t i = 0; i < m_tensors.size(); ++i) {
        const Tensor& tensor = m_tensors[i];
        out.text(tensor.name);
        if (m_areParameters) out.global("torch._utils", "_rebuild_parameter").mark();
        const auto elements =
            static_cast<std::int64_t>(tensor.storage.size() / byteSize(tensor.type));
        out.tensor(tensor.type, std::to_string(i), elements, tensor.offset, tensor.shape,
                   tensor.strides, legacy);
        if (m_areParameters) {
            out.boolean(true).global("collections", "OrderedDict").emptyTuple().reduce();
            out.tuple().reduce();
        }
    }
    out.setItems();
    for (std::size_t i = 0; i < m_wrappers.size(); ++i) out.setItem();
    return out.stop().bytes();
}

Bytes CheckpointBuilder::zip() const {
    std::vector<ZipItem> items{{m_folder + "/data.pkl", pickle(false)}};
    for (std::size_t i = 0; i < m_tensors.size(); ++i) {
        items.push_back({m_folder + "/data/" + std::to_string(i), m_tensors[i].storage});
    }
    items.push_back({m_folder + "/version", bytesOf("3\n")});
    return zipArchive(items);
}

Bytes CheckpointBuilder::legacy() const {
    Bytes file = bytesOf("\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19.");
    append(file, PickleWriter().protocol().integer(1001).stop().bytes());
    append(file, PickleWriter()
                     .protocol()
                     .emptyDict()
                     .text("little_endian")
                     .boolean(true)
                     .setItem()
                     .stop()
                     .bytes());
    append(file, pickle(true));
    PickleWriter keys;
    keys.protocol().emptyList();
    for (std::size_t i = 0; i < m_tensors.size(); ++i) keys.text(std::to_string(i)).append();
    append(file, keys.stop().bytes());
    for (const Tensor& tensor : m_tensors) {
        put(file, tensor.storage.size() / byteSize(tensor.type), 8);
        append(file, tensor.storage);
    }
    return file;
}

}  // namespace heirloom::test
