#include "core/nn/onednn/buffer_plan.h"

#include <sys/mman.h>

#include <algorithm>
#include <new>
#include <numeric>
#include <utility>

namespace heirloom::nn::onednn {

namespace {

// Buffers start on pages of their own: two that start at the same offset of a page would
// compete for the same lines of the first cache.
constexpr std::size_t kAlignment = 4096;
constexpr std::size_t kSkew = 5 * 64;
constexpr std::size_t kHugePage = 2 << 20;

std::size_t roundedUp(std::size_t bytes, std::size_t unit) {
    return (bytes + unit - 1) / unit * unit;
}

}  // namespace

BufferPlan::BufferPlan(BufferPlan&& other) noexcept
    : m_buffers(std::move(other.m_buffers)),
      m_block(std::exchange(other.m_block, nullptr)),
      m_total(std::exchange(other.m_total, 0)) {}

BufferPlan& BufferPlan::operator=(BufferPlan&& other) noexcept {
    std::swap(m_buffers, other.m_buffers);
    std::swap(m_block, other.m_block);
    std::swap(m_total, other.m_total);
    return *this;
}

BufferPlan::~BufferPlan() {
    release();
}

void BufferPlan::release() {
    if (m_block != nullptr) munmap(m_block, m_total);
    m_block = nullptr;
}

int BufferPlan::add(std::size_t bytes, int first, int last) {
    m_buffers.push_back({roundedUp(bytes + kSkew, kAlignment), first, last});
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
    release();
    m_total = roundedUp(total, kHugePage);
    void* block =
        mmap(nullptr, m_total, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (block == MAP_FAILED) {
        m_total = 0;
        throw std::bad_alloc();
    }
    m_block = static_cast<std::byte*>(block);
    madvise(m_block, m_total, MADV_HUGEPAGE);  // a wish: without it only more page faults
}

}  // namespace heirloom::nn::onednn
