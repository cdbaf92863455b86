#include "core/json/utf8.h"

#include <algorithm>

namespace heirloom {

namespace {

bool isContinuation(char c) {
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

// Bytes of the character that starts with this byte; 0 for a byte that starts none.
std::size_t lengthFrom(unsigned char first) {
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first < 0xE0) return 2;
    if (first >= 0xE0 && first < 0xF0) return 3;
    if (first >= 0xF0 && first < 0xF5) return 4;
    return 0;
}

bool isValidCharacter(std::string_view character) {
    if (!std::all_of(character.begin() + 1, character.end(), isContinuation)) return false;
    const auto first = static_cast<unsigned char>(character[0]);
    const auto second = static_cast<unsigned char>(character.size() > 1 ? character[1] : 0);
    const bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
    const bool surrogate = first == 0xED && second >= 0xA0;
    const bool tooLarge = first == 0xF4 && second >= 0x90;
    return !overlong && !surrogate && !tooLarge;
}

}  // namespace

std::optional<std::size_t> firstInvalidUtf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = lengthFrom(static_cast<unsigned char>(text[at]));
        if (length == 0 || length > text.size() - at ||
            !isValidCharacter(text.substr(at, length))) {
            return at;
        }
        at += length;
    }
    return std::nullopt;
}

std::string_view utf8Prefix(std::string_view text, std::size_t maxBytes) {
    if (text.size() <= maxBytes) return text;
    std::size_t end = maxBytes;
    while (end > 0 && isContinuation(text[end])) --end;
    return text.substr(0, end);
}

std::size_t utf8Length(std::string_view text) {
    return text.size() -
           static_cast<std::size_t>(std::count_if(text.begin(), text.end(), isContinuation));
}

}  // namespace heirloom
