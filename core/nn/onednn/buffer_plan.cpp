#include "core/nn/onednn/buffer_plan.h"

#include <algorithm>
#include <numeric>

namespace heirloom::nn::onednn {

namespace {

// Buffers start on pages of their own: two that start at the same offset of a page would
// compete for the same lines of the first cache.
constexpr std::size_t kSkew = 5 * 64;

}  // namespace

int BufferPlan::add(std::size_t bytes, int first, int last) {
    m_buffers.push_back({wholePages(bytes + kSkew), first, last});
    return static_cast<int>(m_buffers.size()) - 1;
}

void BufferPlan::allocate() {
    // Largest first, each at the lowest place that is free during its whole life.
    std::vector<int> order(m_buffers.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::stable_sort(
        order, [this](int a, int b) { return m_buffers[a].bytes > m_buffers[b].bytes; });
    std::vector<Buffer*> placed;
    std::size_t total = 0;
    for (const int index : order) {
        Buffer& buffer = m_buffers[index];
        std::size_t offset = 0;
        for (const Buffer* other : placed) {  // sorted by offset
            const bool together = other->first <= buffer.last && buffer.first <= other->last;
            if (!together) continue;
            if (offset + buffer.bytes <= other->offset) break;
            offset = std::max(offset, other->offset + other->bytes);
        }
        buffer.offset = offset;
        total = std::max(total, offset + buffer.bytes);
        const auto after = std::ranges::upper_bound(placed, offset, {}, &Buffer::offset);
        placed.insert(after, &buffer);
    }
    m_block = HugeBlock(total);
}

}  // namespace heirloom::nn::onednn
