#include "core/download/content_range.h"

#include <charconv>

namespace heirloom {

namespace {

// Takes a number off the front of text.
std::optional<std::uint64_t> takeNumber(std::string_view& text) {
    std::uint64_t value = 0;
    const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failed != std::errc()) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

bool takeText(std::string_view& text, std::string_view expected) {
    if (!text.starts_with(expected)) return false;
    text.remove_prefix(expected.size());
    return true;
}

}  // namespace

std::optional<ContentRange> parseContentRange(std::string_view value) {
    if (!takeText(value, "bytes ")) return std::nullopt;
    const auto first = takeNumber(value);
    if (!first || !takeText(value, "-")) return std::nullopt;
    const auto last = takeNumber(value);
    if (!last || *last < *first || !takeText(value, "/")) return std::nullopt;
    if (value == "*") return ContentRange{*first, *last, std::nullopt};
    const auto total = takeNumber(value);
    if (!total || !value.empty() || *total <= *last) return std::nullopt;
    return ContentRange{*first, *last, total};
}

}  // namespace heirloom
