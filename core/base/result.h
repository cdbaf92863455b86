// Errors cross every boundary of the core as values; no exception of a library
// leaves the wrapper that called it.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "core/base/message.h"

namespace heirloom {

enum class ErrorCode {
    InvalidArgument,  // the caller asked for something that makes no sense
    NotFound,         // a file or model is not there
    NotReadable,      // it is there but cannot be read (permissions, I/O)
    NotWritable,      // the output cannot be written
    DiskFull,         // no space left; trying again later can help
    Unsupported,      // a valid file of a kind that is not handled
    Damaged,          // the content breaks its own format's rules
    LimitExceeded,    // larger than the configured limits
    OutOfMemory,      // memory ran out; a smaller tile or batch can help
    Cancelled,        // the caller's RunControl asked to stop; never shown as a failure
    Internal,         // a library failed in a way that has no better name
};

struct Error {
    ErrorCode code = ErrorCode::Internal;
    // What happened, to which file, and what to do.
    Message message;
    // For the log and behind a fold: what the library said.
    std::string detail;

    std::string text() const { return message.text(); }
};

template <class... Arguments>
Error makeError(ErrorCode code, std::string_view pattern, const Arguments&... arguments) {
    return Error{code, Message(pattern, arguments...), {}};
}

template <class Value>
class [[nodiscard]] Result {
public:
    Result(Value value) : m_state(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {}

    bool ok() const { return m_state.index() == 0; }
    explicit operator bool() const { return ok(); }

    Value& value() & { return std::get<0>(m_state); }
    const Value& value() const& { return std::get<0>(m_state); }
    Value&& value() && { return std::get<0>(std::move(m_state)); }
    Value& operator*() & { return value(); }
    const Value& operator*() const& { return value(); }
    Value&& operator*() && { return std::move(*this).value(); }
    Value* operator->() { return &value(); }
    const Value* operator->() const { return &value(); }

    Error& error() & { return std::get<1>(m_state); }
    const Error& error() const& { return std::get<1>(m_state); }
    Error&& error() && { return std::get<1>(std::move(m_state)); }

private:
    std::variant<Value, Error> m_state;
};

template <>
class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(Error error) : m_error(std::move(error)) {}

    bool ok() const { return !m_error.has_value(); }
    explicit operator bool() const { return ok(); }

    Error& error() & { return *m_error; }
    const Error& error() const& { return *m_error; }
    Error&& error() && { return std::move(*m_error); }

private:
    std::optional<Error> m_error;
};

}  // namespace heirloom
