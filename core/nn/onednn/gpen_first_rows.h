// Internal to core/nn/onednn: the encoder's feature at full size, a few rows at a time.
//
// It is the largest map of a run that is read again, and the cheapest to compute: three
// products a value. So each pass that reads it computes what it needs, in a memory that
// stays in the cache, and nobody keeps it.
#pragma once

#include <algorithm>

#include "core/nn/onednn/gpen_network.h"
#include "core/nn/onednn/onednn_support.h"
#include "core/nn/planes.h"

namespace heirloom::nn::onednn {

// The rows of the feature that step i of a pass reads: from scale * i - before to
// scale * (i + 1) + after, without the last.
struct RowReach {
    int scale = 1;
    int before = 0;
    int after = 0;
};

class GpenFirstRows {
    static constexpr int kRows = 8;
    static constexpr int kMostReach = 3;  // before and after

public:
    static constexpr int kMostRows = kRows + kMostReach;

    // That a thread of the runtime needs.
    static std::size_t bytesPerThread(const GpenNetwork& network);

    // memory: for all threads. All three outlive this.
    GpenFirstRows(const GpenNetwork& network, const Planes& crop, void* memory);

    // work(feature, first, last) for all steps in [0, count), in all threads. feature is a view
    // of the whole map, of which only the rows are there that these steps reach.
    template <class Work>
    void forBands(int count, const RowReach& reach, const Work& work) const {
        const int stepsAtOnce = kRows / reach.scale;
        inParallel(count, [&](int first, int last) {
            for (int start = first; start < last; start += stepsAtOnce) {
                const int end = std::min(start + stepsAtOnce, last);
                const int from = std::max(reach.scale * start - reach.before, 0);
                const int to = std::min(reach.scale * end + reach.after, m_pass.width);
                work(rows(from, to), start, end);
            }
        });
    }

    // A view of the whole map, of which only the rows [from, to) are there, in the calling
    // thread's part of the memory: kMostRows at most.
    MapView rows(int from, int to) const;

private:
    static MapShape shapeOf(const GpenNetwork& network);
    FirstPass m_pass;  // without a place for its result
    PassFunction<FirstPass> m_compute;
    std::byte* m_memory;
    std::size_t m_bytesPerThread;
    MapStrides m_strides;
    std::ptrdiff_t m_rowBytes;
};

}  // namespace heirloom::nn::onednn
