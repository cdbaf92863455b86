#include "core/nn/pickle_machine.h"

#include <algorithm>
#include <cstdio>
#include <optional>

#include "core/nn/byte_reader.h"
#include "core/nn/pickle_objects.h"
#include "core/nn/pickle_stack.h"

namespace heirloom::pickle {

namespace {

constexpr std::uint8_t kNewestProtocol = 5;

class Machine {
public:
    Machine(ByteView bytes, Document& document, const Limits& limits)
        : m_reader(bytes.first(std::min(bytes.size(), limits.bytes))),
          m_isCut(bytes.size() > limits.bytes),
          m_document(document),
          m_limits(limits),
          m_stack(document, limits) {}

    bool run();
    std::string reason() const { return m_stack.reason() + m_where; }

private:
    bool endsEarly();
    bool step(std::uint8_t opcode);
    bool stepProtocol4(std::uint8_t opcode);

    template <class Integer>
    bool pushInteger();
    template <class Length>
    bool pushText();
    template <class Length>
    bool pushLong();
    bool pushGlobal();
    bool pushStackGlobal();
    bool pushMarked(Kind kind);
    bool pushTuple(std::size_t count);
    bool pushOpaqueFromMark();

    bool append();
    bool appends();
    bool setItem();
    bool setItems();

    template <class Index>
    bool put();
    template <class Index>
    bool get();

    bool persistent();
    bool reduce();
    bool newObject(bool withKeywords);
    bool build();
    bool checkProtocol();

    ByteReader m_reader;
    bool m_isCut;
    Document& m_document;
    const Limits& m_limits;
    ValueStack m_stack;
    std::string m_where;  // of the instruction that failed
};

bool Machine::endsEarly() {
    return m_stack.fail(m_isCut ? "it is longer than " + std::to_string(m_limits.bytes) + " bytes"
                                : "it ends too early");
}

bool Machine::run() {
    for (std::size_t count = 0;; ++count) {
        if (count >= m_limits.opcodes) return m_stack.fail("it has too many instructions");
        const std::size_t position = m_reader.position();
        const auto opcode = m_reader.little<std::uint8_t>();
        if (!opcode) return endsEarly();
        if (*opcode == '.') break;
        if (!step(*opcode)) {
            char where[64];
            std::snprintf(where, sizeof where, " (instruction 0x%02x at byte %zu)", *opcode,
                          position);
            m_where = where;
            return false;
        }
    }
    m_document.bytesRead = m_reader.position();
    return m_stack.pop(m_document.root);
}

template <class Integer>
bool Machine::pushInteger() {
    const auto value = m_reader.little<Integer>();
    return value ? m_stack.pushKind(Kind::Int, *value) : endsEarly();
}

template <class Length>
bool Machine::pushText() {
    const auto length = m_reader.little<Length>();
    const auto bytes = length ? m_reader.take(*length) : std::nullopt;
    if (!bytes) return endsEarly();
    Value value;
    value.kind = Kind::Text;
    value.text = ByteReader::asText(*bytes);
    return m_stack.push(std::move(value));
}

template <class Length>
bool Machine::pushLong() {
    const auto length = m_reader.little<Length>();
    const auto bytes = length ? m_reader.take(*length) : std::nullopt;
    if (!bytes) return endsEarly();
    Value value;
    value.kind = Kind::Long;
    value.text = ByteReader::asText(*bytes);
    if (bytes->size() <= sizeof(std::int64_t)) {
        value.kind = Kind::Int;
        const bool isNegative = !bytes->empty() && (bytes->back() & 0x80) != 0;
        std::uint64_t bits = isNegative ? ~std::uint64_t{0} : 0;
        for (std::size_t i = bytes->size(); i-- > 0;) bits = bits << 8 | (*bytes)[i];
        value.number = static_cast<std::int64_t>(bits);
    }
    return m_stack.push(std::move(value));
}

bool Machine::pushGlobal() {
    const auto module = m_reader.line();
    const auto name = module ? m_reader.line() : std::nullopt;
    if (!name) return endsEarly();
    Value value;
    value.kind = Kind::Global;
    value.text = *module;
    value.name = *name;
    return m_stack.push(std::move(value));
}

bool Machine::pushStackGlobal() {
    ValueId name = 0, module = 0;
    if (!m_stack.pop(name) || !m_stack.pop(module)) return false;
    if (m_document[name].kind != Kind::Text || m_document[module].kind != Kind::Text) {
        return m_stack.fail("a global has no name");
    }
    Value value;
    value.kind = Kind::Global;
    value.text = m_document[module].text;
    value.name = m_document[name].text;
    return m_stack.push(std::move(value));
}

bool Machine::pushMarked(Kind kind) {
    Value value;
    value.kind = kind;
    if (!m_stack.popToMark(value.items)) return false;
    if (kind == Kind::Dict && value.items.size() % 2 != 0)
        return m_stack.fail("a key has no value");
    return m_stack.push(std::move(value));
}

bool Machine::pushTuple(std::size_t count) {
    Value value;
    value.kind = Kind::Tuple;
    value.items.resize(count);
    for (std::size_t i = count; i-- > 0;) {
        if (!m_stack.pop(value.items[i])) return false;
    }
    return m_stack.push(std::move(value));
}

bool Machine::pushOpaqueFromMark() {
    return m_stack.dropToMark() && m_stack.pushKind(Kind::Opaque);
}

bool Machine::append() {
    ValueId item = 0;
    return m_stack.pop(item) && m_stack.extend({item}, Kind::List);
}

bool Machine::appends() {
    std::vector<ValueId> items;
    return m_stack.popToMark(items) && m_stack.extend(items, Kind::List);
}

bool Machine::setItem() {
    ValueId value = 0, key = 0;
    return m_stack.pop(value) && m_stack.pop(key) && m_stack.extend({key, value}, Kind::Dict);
}

bool Machine::setItems() {
    std::vector<ValueId> items;
    return m_stack.popToMark(items) && m_stack.extend(items, Kind::Dict);
}

template <class Index>
bool Machine::put() {
    const auto index = m_reader.little<Index>();
    return index ? m_stack.memoise(*index) : endsEarly();
}

template <class Index>
bool Machine::get() {
    const auto index = m_reader.little<Index>();
    if (!index) return endsEarly();
    return m_stack.recall(*index);
}

bool Machine::persistent() {
    ValueId id = 0;
    return m_stack.pop(id) && m_stack.push(storageFromPersistentId(m_document, id));
}

bool Machine::reduce() {
    ValueId arguments = 0, callable = 0;
    if (!m_stack.pop(arguments) || !m_stack.pop(callable)) return false;
    if (m_document.tensors.size() >= m_limits.tensors)
        return m_stack.fail("it holds too many tensors");
    if (const auto known = parameterData(m_document, callable, arguments)) {
        return m_stack.pushAgain(*known);
    }
    return m_stack.push(makeObject(m_document, callable, arguments, m_limits.dimensions));
}

bool Machine::newObject(bool withKeywords) {
    ValueId keywords = 0;
    if (withKeywords && !m_stack.pop(keywords)) return false;
    return reduce();
}

// Attributes carry nothing that a weight needs (an OrderedDict gets its _metadata here).
bool Machine::build() {
    ValueId state = 0, target = 0;
    return m_stack.pop(state) && m_stack.top(target);
}

bool Machine::checkProtocol() {
    const auto version = m_reader.little<std::uint8_t>();
    if (!version) return endsEarly();
    if (*version > kNewestProtocol) return m_stack.fail("its protocol is too new");
    return true;
}

bool Machine::step(std::uint8_t opcode) {
    switch (opcode) {
        case 0x80: return checkProtocol();
        case '(': return m_stack.mark();
        case '0': return m_stack.popOrUnmark();
        case '1': return m_stack.dropToMark();
        case '2': return m_stack.duplicate();
        case 'N': return m_stack.pushKind(Kind::None);
        case 0x88: return m_stack.pushKind(Kind::Bool, 1);
        case 0x89: return m_stack.pushKind(Kind::Bool, 0);
        case 'J': return pushInteger<std::int32_t>();
        case 'K': return pushInteger<std::uint8_t>();
        case 'M': return pushInteger<std::uint16_t>();
        case 0x8a: return pushLong<std::uint8_t>();
        case 0x8b: return pushLong<std::uint32_t>();
        case 'G': return m_reader.skip(8) ? m_stack.pushKind(Kind::Float) : endsEarly();
        case 'U':
        case 'C': return pushText<std::uint8_t>();
        case 'T':
        case 'X':
        case 'B': return pushText<std::uint32_t>();
        case 'c': return pushGlobal();
        case ']': return m_stack.pushKind(Kind::List);
        case '}': return m_stack.pushKind(Kind::Dict);
        case ')': return m_stack.pushKind(Kind::Tuple);
        case 'l': return pushMarked(Kind::List);
        case 'd': return pushMarked(Kind::Dict);
        case 't': return pushMarked(Kind::Tuple);
        case 0x85: return pushTuple(1);
        case 0x86: return pushTuple(2);
        case 0x87: return pushTuple(3);
        case 'a': return append();
        case 'e': return appends();
        case 's': return setItem();
        case 'u': return setItems();
        case 'q': return put<std::uint8_t>();
        case 'r': return put<std::uint32_t>();
        case 'h': return get<std::uint8_t>();
        case 'j': return get<std::uint32_t>();
        case 'Q': return persistent();
        case 'R': return reduce();
        case 0x81: return newObject(false);
        case 'o': return pushOpaqueFromMark();
        case 'b': return build();
        default: return stepProtocol4(opcode);
    }
}

bool Machine::stepProtocol4(std::uint8_t opcode) {
    switch (opcode) {
        case 0x8c: return pushText<std::uint8_t>();
        case 0x8d:
        case 0x8e:
        case 0x96: return pushText<std::uint64_t>();
        case 0x8f: return m_stack.pushKind(Kind::Opaque);  // a set: no weight is in one
        case 0x90: return m_stack.dropToMark();
        case 0x91: return pushOpaqueFromMark();
        case 0x92: return newObject(true);
        case 0x93: return pushStackGlobal();
        case 0x94: return m_stack.memoiseNext();
        case 0x95: return m_reader.skip(8) || endsEarly();
        // Extension registry: names of classes by number, so foreign by definition.
        case 0x82: return m_reader.skip(1) ? m_stack.pushKind(Kind::Opaque) : endsEarly();
        case 0x83: return m_reader.skip(2) ? m_stack.pushKind(Kind::Opaque) : endsEarly();
        case 0x84: return m_reader.skip(4) ? m_stack.pushKind(Kind::Opaque) : endsEarly();
        default: return m_stack.fail("it has an instruction that no checkpoint uses");
    }
}

}  // namespace

bool read(ByteView bytes, Document& document, std::string& reason, const Limits& limits) {
    document = Document{};
    Machine machine(bytes, document, limits);
    if (machine.run()) return true;
    reason = machine.reason();
    return false;
}

}  // namespace heirloom::pickle
