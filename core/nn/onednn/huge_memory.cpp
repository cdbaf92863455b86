#include "core/nn/onednn/huge_memory.h"

#include <sys/mman.h>

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <new>

namespace heirloom::nn::onednn {

namespace {

constexpr std::size_t kHugePage = 2 << 20;
constexpr std::size_t kLine = 64;
constexpr std::size_t kLeastBlock = 16 << 20;
constexpr std::size_t kMostBlock = 64 << 20;
constexpr std::size_t kAhead = 4 << 20;

}  // namespace

HugeBlock::HugeBlock(std::size_t bytes)
    : m_bytes(roundedUp(std::max<std::size_t>(bytes, 1), kHugePage)) {
    // One page more than needed, cut off again at both ends, gives the alignment.
    const std::size_t mapped = m_bytes + kHugePage;
    void* block = mmap(nullptr, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (block == MAP_FAILED) throw std::bad_alloc();
    auto* start = static_cast<std::byte*>(block);
    const auto address = reinterpret_cast<std::uintptr_t>(start);
    const std::size_t before = roundedUp(address, kHugePage) - address;
    m_data = start + before;
    if (before > 0) munmap(start, before);
    if (before < kHugePage) munmap(m_data + m_bytes, kHugePage - before);
    madvise(m_data, m_bytes, MADV_HUGEPAGE);  // a wish: without it only more page faults
}

HugeBlock::~HugeBlock() {
    if (m_data != nullptr) munmap(m_data, m_bytes);
}

void HugeBlock::populate(std::size_t first, std::size_t last) const {
#ifdef MADV_POPULATE_WRITE
    std::atomic<std::size_t> next = first / kHugePage * kHugePage;
    last = std::min(last, m_bytes);
#pragma omp parallel
    for (;;) {
        const std::size_t page = next.fetch_add(kHugePage, std::memory_order_relaxed);
        if (page >= last) break;
        madvise(m_data + page, kHugePage, MADV_POPULATE_WRITE);
    }
#endif
}

void* WeightArena::take(std::size_t bytes) {
    bytes = roundedUp(bytes, kLine);
    if (m_blocks.empty() || m_used + bytes > m_blocks.back().bytes()) {
        m_blocks.emplace_back(std::max(bytes, std::clamp(m_total, kLeastBlock, kMostBlock)));
        m_used = m_populated = 0;
    }
    std::byte* place = m_blocks.back().data() + m_used;
    m_used += bytes;
    m_total += bytes;
    if (m_used > m_populated) populateTo(m_used);
    return place;
}

// Somewhat further: many weights are smaller than a page, and the threads share pages out.
void WeightArena::populateTo(std::size_t end) {
    end = roundedUp(end + std::min(kAhead, m_total), kHugePage);
    m_blocks.back().populate(m_populated, end);
    m_populated = end;
}

}  // namespace heirloom::nn::onednn
