#include "core/nn/pickle_stack.h"

#include <algorithm>

namespace heirloom::pickle {

namespace {

constexpr ValueId kNotMemoised = 0xffffffff;

}  // namespace

bool ValueStack::fail(std::string reason) {
    if (m_reason.empty()) m_reason = std::move(reason);
    return false;
}

bool ValueStack::pop(ValueId& id) {
    if (!top(id)) return false;
    m_stack.pop_back();
    return true;
}

bool ValueStack::top(ValueId& id) {
    if (m_stack.size() <= floor()) return fail("it takes a value that is not there");
    id = m_stack.back();
    return true;
}

bool ValueStack::popToMark(std::vector<ValueId>& items) {
    if (m_marks.empty()) return fail("a mark is missing");
    const auto first = m_stack.begin() + static_cast<std::ptrdiff_t>(m_marks.back());
    items.assign(first, m_stack.end());
    m_stack.erase(first, m_stack.end());
    m_marks.pop_back();
    return true;
}

bool ValueStack::push(Value value) {
    if (m_document.values.size() >= m_limits.values) return fail("it holds too many values");
    m_stack.push_back(static_cast<ValueId>(m_document.values.size()));
    m_document.values.push_back(std::move(value));
    return true;
}

bool ValueStack::pushAgain(ValueId id) {
    m_stack.push_back(id);
    return true;
}

bool ValueStack::duplicate() {
    ValueId id = 0;
    return top(id) && pushAgain(id);
}

bool ValueStack::dropToMark() {
    std::vector<ValueId> ignored;
    return popToMark(ignored);
}

bool ValueStack::pushKind(Kind kind, std::int64_t number) {
    Value value;
    value.kind = kind;
    value.number = number;
    return push(std::move(value));
}

bool ValueStack::mark() {
    if (m_marks.size() >= m_limits.openMarks) return fail("it is nested too deeply");
    m_marks.push_back(m_stack.size());
    return true;
}

// Python's POP takes the mark itself when nothing lies above it.
bool ValueStack::popOrUnmark() {
    if (!m_marks.empty() && m_stack.size() == m_marks.back()) {
        m_marks.pop_back();
        return true;
    }
    ValueId ignored = 0;
    return pop(ignored);
}

// Foreign containers stay opaque, whatever is put into them.
bool ValueStack::extend(const std::vector<ValueId>& items, Kind expected) {
    ValueId target = 0;
    if (!top(target)) return false;
    Value& value = m_document.values[target];
    if (value.kind == Kind::Opaque) return true;
    if (value.kind != expected) return fail("it fills something that is not a container");
    if (expected == Kind::Dict && items.size() % 2 != 0) return fail("a key has no value");
    value.items.insert(value.items.end(), items.begin(), items.end());
    return true;
}

bool ValueStack::memoise(std::uint64_t index) {
    ValueId id = 0;
    if (!top(id)) return false;
    if (index >= m_limits.memo) return fail("its memo is too large");
    if (index >= m_memo.size()) {
        // Doubling keeps a rising index from copying the table each time.
        m_memo.resize(std::max<std::size_t>(index + 1, m_memo.size() * 2), kNotMemoised);
    }
    m_memo[index] = id;
    ++m_memoised;
    return true;
}

bool ValueStack::recall(std::uint64_t index) {
    if (index >= m_memo.size() || m_memo[index] == kNotMemoised) {
        return fail("it recalls a value that was never stored");
    }
    return pushAgain(m_memo[index]);
}

}  // namespace heirloom::pickle
