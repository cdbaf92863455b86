// Internal to core/nn/onednn: memory in huge pages.
//
// A run walks through hundreds of megabytes of weights and maps. In ordinary pages the
// processor spends as much time on looking up addresses as on arithmetic, above all in a
// virtual machine; and a first run would meet a hundred thousand fresh pages.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace heirloom::nn::onednn {

template <class Integer>
constexpr Integer roundedUp(Integer count, Integer unit) {
    return (count + unit - 1) / unit * unit;
}

// What follows starts on a page of its own.
constexpr std::size_t wholePages(std::size_t bytes) {
    return roundedUp<std::size_t>(bytes, 4096);
}

// Zeroed memory, aligned to a huge page. Where the kernel has none to give it is ordinary.
class HugeBlock {
public:
    HugeBlock() = default;
    // Throws std::bad_alloc.
    explicit HugeBlock(std::size_t bytes);
    HugeBlock(HugeBlock&& other) noexcept
        : m_data(std::exchange(other.m_data, nullptr)), m_bytes(std::exchange(other.m_bytes, 0)) {}
    HugeBlock& operator=(HugeBlock&& other) noexcept {
        std::swap(m_data, other.m_data);
        std::swap(m_bytes, other.m_bytes);
        return *this;
    }
    ~HugeBlock();

    std::byte* data() const { return m_data; }
    std::size_t bytes() const { return m_bytes; }

    // Has the kernel hand out the pages of these bytes now, instead of one by one where a pass
    // happens to write first. In all threads of the runtime, each of which takes the next page
    // when it has one: where a host hands out the pages of a virtual machine, that takes
    // milliseconds, now more, now fewer. Only a wish, too.
    void populate(std::size_t first, std::size_t last) const;
    void populate() const { populate(0, m_bytes); }

private:
    std::byte* m_data = nullptr;
    std::size_t m_bytes = 0;
};

// Memory for weights, which come one after the other and go together. Its pages are there before
// what packs the weights writes them.
class WeightArena {
public:
    // Aligned to 64 bytes; throws std::bad_alloc.
    void* take(std::size_t bytes);
    float* takeFloats(std::size_t count) {
        return static_cast<float*>(take(count * sizeof(float)));
    }

private:
    void populateTo(std::size_t end);

    std::vector<HugeBlock> m_blocks;
    std::size_t m_used = 0;       // of the last block
    std::size_t m_populated = 0;  // of the last block
    std::size_t m_total = 0;
};

}  // namespace heirloom::nn::onednn
