// Internal to core/nn: the stack, marks and memo of the pickle machine, all bounded.
// Every function returns false, with a reason in words, when the pickle breaks a rule.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/nn/pickle_machine.h"

namespace heirloom::pickle {

class ValueStack {
public:
    ValueStack(Document& document, const Limits& limits) : m_document(document), m_limits(limits) {}

    const std::string& reason() const { return m_reason; }
    // The first reason stays. Always returns false.
    bool fail(std::string reason);

    // Adds the value to the document and puts it on the stack.
    bool push(Value value);
    bool pushKind(Kind kind, std::int64_t number = 0);
    // Puts a value on the stack that the document has already.
    bool pushAgain(ValueId id);
    bool duplicate();

    // Values below the innermost mark cannot be reached.
    bool pop(ValueId& id);
    bool top(ValueId& id);
    bool mark();
    bool popToMark(std::vector<ValueId>& items);
    bool dropToMark();
    bool popOrUnmark();

    // Appends to the list or dict on top.
    bool extend(const std::vector<ValueId>& items, Kind expected);

    bool memoise(std::uint64_t index);
    bool memoiseNext() { return memoise(m_memoised); }
    bool recall(std::uint64_t index);

private:
    std::size_t floor() const { return m_marks.empty() ? 0 : m_marks.back(); }

    Document& m_document;
    const Limits& m_limits;
    std::vector<ValueId> m_stack;
    std::vector<std::size_t> m_marks;
    std::vector<ValueId> m_memo;
    std::size_t m_memoised = 0;
    std::string m_reason;
};

}  // namespace heirloom::pickle
