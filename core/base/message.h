// A sentence for people, kept apart from its arguments so that the window can
// look its pattern up in a translation while the command line prints English.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace heirloom {

class Message {
public:
    Message() = default;

    // pattern: a literal English sentence with %1 ... %9 for the arguments. An argument may
    // be a Message, too: words that are translated by themselves.
    template <class... Arguments>
    explicit Message(std::string_view pattern, const Arguments&... arguments)
        : m_pattern(pattern), m_arguments{argumentText(arguments)...} {
        if constexpr ((std::is_same_v<Arguments, Message> || ...)) {
            m_nested = {nestedMessage(arguments)...};
        }
    }

    const std::string& pattern() const { return m_pattern; }
    const std::vector<std::string>& arguments() const { return m_arguments; }
    // The argument as a message; null for a plain one.
    const Message* nested(std::size_t argument) const {
        const bool is = argument < m_nested.size() && !m_nested[argument].isEmpty();
        return is ? &m_nested[argument] : nullptr;
    }
    bool isEmpty() const { return m_pattern.empty(); }

    // The English sentence with its arguments filled in.
    std::string text() const;

private:
    static std::string argumentText(const Message& value) { return value.text(); }
    static std::string argumentText(const std::string& value) { return value; }
    static std::string argumentText(std::string_view value) { return std::string(value); }
    static std::string argumentText(const char* value) { return value; }
    static std::string argumentText(const std::filesystem::path& value) { return value.string(); }
    static std::string argumentText(double value);
    template <class Integer>
    requires std::is_integral_v<Integer>
    static std::string argumentText(Integer value) { return std::to_string(value); }

    static const Message& nestedMessage(const Message& value) { return value; }
    template <class Plain>
    static Message nestedMessage(const Plain&) {
        return Message();
    }

    std::string m_pattern;
    std::vector<std::string> m_arguments;
    std::vector<Message> m_nested;  // beside m_arguments; empty where none is a message
};

}  // namespace heirloom
