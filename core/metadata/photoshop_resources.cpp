#include "core/metadata/photoshop_resources.h"

#include <cstring>

namespace heirloom {

namespace {

constexpr std::uint32_t kIptcResource = 0x0404;
constexpr std::size_t kSmallestResource = 12;

}  // namespace

Bytes iptcFromResources(ByteView resources) {
    ByteView rest = resources;
    while (rest.size() >= kSmallestResource && std::memcmp(rest.data(), "8BIM", 4) == 0) {
        const std::uint32_t id = static_cast<std::uint32_t>(rest[4] << 8 | rest[5]);
        // A Pascal string, padded to an even length together with its length byte.
        const std::size_t nameSize = (std::size_t{rest[6]} + 2) / 2 * 2;
        const std::size_t head = 6 + nameSize + 4;
        if (rest.size() < head) return {};
        const std::uint8_t* length = rest.data() + head - 4;
        const std::size_t size = std::size_t{length[0]} << 24 | std::size_t{length[1]} << 16 |
                                 std::size_t{length[2]} << 8 | std::size_t{length[3]};
        if (rest.size() - head < size) return {};
        const ByteView content = rest.subspan(head, size);
        if (id == kIptcResource) return Bytes(content.begin(), content.end());
        const std::size_t padded = head + size + size % 2;
        if (padded > rest.size()) return {};
        rest = rest.subspan(padded);
    }
    return {};
}

Bytes resourcesFromIptc(ByteView iptc) {
    const auto size = static_cast<std::uint32_t>(iptc.size());
    Bytes block{'8', 'B', 'I', 'M', 0x04, 0x04, 0, 0};
    for (int shift = 24; shift >= 0; shift -= 8) {
        block.push_back(static_cast<std::uint8_t>(size >> shift));
    }
    block.insert(block.end(), iptc.begin(), iptc.end());
    if (iptc.size() % 2 == 1) block.push_back(0);
    return block;
}

}  // namespace heirloom
