// Internal to core/nn/onednn: one block of memory for all intermediate results of a network.
//
// Every buffer tells in which steps it is needed; buffers that never live at the same time
// share their place. The block is taken once and kept between runs, so that a run allocates
// nothing and meets no fresh pages.
#pragma once

#include <cstddef>
#include <vector>

#include "core/nn/onednn/huge_memory.h"

namespace heirloom::nn::onednn {

class BufferPlan {
public:
    // A buffer that is written in step `first` and read for the last time in step `last`.
    int add(std::size_t bytes, int first, int last);
    // Finds the places and takes the memory; throws std::bad_alloc.
    void allocate();
    // Before the first use: see HugeBlock.
    void populate() const { m_block.populate(); }

    template <class Value = void>
    Value* data(int buffer) const {
        return reinterpret_cast<Value*>(m_block.data() + m_buffers[buffer].offset);
    }

private:
    struct Buffer {
        std::size_t bytes;
        int first, last;
        std::size_t offset = 0;
    };

    std::vector<Buffer> m_buffers;
    HugeBlock m_block;
};

}  // namespace heirloom::nn::onednn
