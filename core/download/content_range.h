// Internal to core/download: the header Content-Range of an answer 206 (RFC 9110, 14.4).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace heirloom {

struct ContentRange {
    std::uint64_t first = 0;
    std::uint64_t last = 0;  // inclusive
    std::optional<std::uint64_t> total;
};

// "bytes 100-199/1000" or "bytes 100-199/*"; nullopt for anything else, also for a range
// that contradicts itself.
std::optional<ContentRange> parseContentRange(std::string_view value);

}  // namespace heirloom
