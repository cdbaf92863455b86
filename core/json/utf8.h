// What names and texts of the user need of UTF-8.
#pragma once

#include <optional>
#include <string_view>

namespace heirloom {

// Byte offset of the first byte that is part of no valid character (RFC 3629: no overlong
// forms, no surrogates, nothing above U+10FFFF).
std::optional<std::size_t> firstInvalidUtf8(std::string_view text);

// The longest start of valid text with at most maxBytes bytes that cuts no character.
std::string_view utf8Prefix(std::string_view text, std::size_t maxBytes);

// Characters (code points) of valid text.
std::size_t utf8Length(std::string_view text);

}  // namespace heirloom
