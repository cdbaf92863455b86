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

    // pattern: a literal English sentence with %1 ... %9 for the arguments.
    template <class... Arguments>
    explicit Message(std::string_view pattern, const Arguments&... arguments)
        : m_pattern(pattern), m_arguments{argumentText(arguments)...} {}

    const std::string& pattern() const { return m_pattern; }
    const std::vector<std::string>& arguments() const { return m_arguments; }
    bool isEmpty() const { return m_pattern.empty(); }

    // The English sentence with its arguments filled in.
    std::string text() const;

private:
    static std::string argumentText(const std::string& value) { return value; }
    static std::string argumentText(std::string_view value) { return std::string(value); }
    static std::string argumentText(const char* value) { return value; }
    static std::string argumentText(const std::filesystem::path& value) { return value.string(); }
    static std::string argumentText(double value);
    template <class Integer>
    requires std::is_integral_v<Integer>
    static std::string argumentText(Integer value) { return std::to_string(value); }

    std::string m_pattern;
    std::vector<std::string> m_arguments;
};

}  // namespace heirloom
