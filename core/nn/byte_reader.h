// Internal to core/nn: bounded little-endian reading. Every read says whether it fitted.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <type_traits>

#include "core/base/bytes.h"

namespace heirloom {

class ByteReader {
public:
    explicit ByteReader(ByteView bytes) : m_bytes(bytes) {}

    std::size_t position() const { return m_position; }
    std::size_t remaining() const { return m_bytes.size() - m_position; }

    std::optional<ByteView> take(std::uint64_t count) {
        if (count > remaining()) return std::nullopt;
        const ByteView taken = m_bytes.subspan(m_position, static_cast<std::size_t>(count));
        m_position += taken.size();
        return taken;
    }

    bool skip(std::uint64_t count) { return take(count).has_value(); }

    template <class Integer>
    std::optional<Integer> little() {
        const auto taken = take(sizeof(Integer));
        if (!taken) return std::nullopt;
        std::uint64_t bits = 0;
        for (std::size_t i = sizeof(Integer); i-- > 0;) bits = bits << 8 | (*taken)[i];
        return static_cast<Integer>(static_cast<std::make_unsigned_t<Integer>>(bits));
    }

    // Up to the next line feed, which is consumed and not returned.
    std::optional<std::string_view> line() {
        const std::string_view rest = asText(m_bytes.subspan(m_position));
        const std::size_t length = rest.find('\n');
        if (length == std::string_view::npos) return std::nullopt;
        m_position += length + 1;
        return rest.substr(0, length);
    }

    static std::string_view asText(ByteView bytes) {
        return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
    }

private:
    ByteView m_bytes;
    std::size_t m_position = 0;
};

}  // namespace heirloom
