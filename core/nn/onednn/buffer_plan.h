// Internal to core/nn/onednn: one block of memory for all intermediate results of a network.
//
// Every buffer tells in which steps it is needed; buffers that never live at the same time
// share their place. The block is taken once, in huge pages where the kernel has them, and
// kept between runs, so that a run allocates nothing and meets no fresh pages.
#pragma once

#include <cstddef>
#include <vector>

namespace heirloom::nn::onednn {

class BufferPlan {
public:
    BufferPlan() = default;
    BufferPlan(BufferPlan&& other) noexcept;
    BufferPlan& operator=(BufferPlan&& other) noexcept;
    ~BufferPlan();

    // A buffer that is written in step `first` and read for the last time in step `last`.
    int add(std::size_t bytes, int first, int last);
    // Finds the places and takes the memory; throws std::bad_alloc.
    void allocate();

    std::size_t totalBytes() const { return m_total; }
    template <class Value = void>
    Value* data(int buffer) const {
        return reinterpret_cast<Value*>(m_block + m_buffers[buffer].offset);
    }

private:
    struct Buffer {
        std::size_t bytes;
        int first, last;
        std::size_t offset = 0;
    };

    void release();

    std::vector<Buffer> m_buffers;
    std::byte* m_block = nullptr;
    std::size_t m_total = 0;
};

}  // namespace heirloom::nn::onednn
