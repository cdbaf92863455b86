#include "core/nn/onednn/gpen_bands.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

#include "core/nn/onednn/onednn_support.h"

namespace heirloom::nn::onednn {

namespace {

constexpr int kRows = 4;  // new ones at a time
// Two from before, and two that the last rows of a thread's part need.
constexpr int kWindowRows = kRows + 4;
static_assert(kRows % 2 == 0 && kRows + 3 <= kMostBandRows);
constexpr std::size_t kWorthwhileBytes = 24u << 20;

// As many rows of a map as fit its window, with the border that the map has.
PaddedMap windowOf(const PaddedMap& map, int rows) {
    PaddedMap window = map;
    window.shape.height = rows - 2 * map.border;
    return window;
}

std::size_t bytesOf(const PaddedMap& map) {
    return wholePages(map.elements() * byteSize(Element::BFloat16));
}

// The rows of one thread.
class Band {
public:
    Band(const BandedLevel& level, const GpenKernels& kernels, std::byte* memory)
        : m_level(level),
          m_kernels(kernels),
          m_doubledMap(windowOf(level.conv->input(), kWindowRows)),
          m_convolvedMap(windowOf(level.conv->output(), kRows + 1)),
          m_doubled(reinterpret_cast<std::uint16_t*>(memory)),
          m_convolved(reinterpret_cast<std::uint16_t*>(memory + bytesOf(m_doubledMap))),
          m_rowElements(m_doubledMap.strides().row) {}

    // The output rows [first, last), both even.
    void run(int first, int last) {
        m_doubledMap.clearBorder(m_doubled, Element::BFloat16);
        m_windowStart = first - 2;
        if (first > 0) {
            doubleRows(first - 2, first, m_level.feature(first - 2, first));
        } else {
            clearRow(-1);
        }
        for (int start = first; start < last; start += kRows) {
            const int end = std::min(start + kRows, last);
            if (start > first) moveWindow(start - 2);
            advance(start, end, end == last, std::max(start - 1, first));
        }
    }

private:
    // Doubles the rows [start, end) and finishes those from `from` on that have all they need.
    void advance(int start, int end, bool isLast, int from) {
        const int height = 2 * m_level.doubling.height;
        const bool needsMore = isLast && end < height;
        const int doubled = needsMore ? end + 2 : end;
        const int to = isLast ? end : end - 1;
        const MapView feature = m_level.feature(from, doubled);
        doubleRows(start, doubled, feature);
        if (end == height) clearRow(end);
        m_level.conv->executeRows(row(from - 1), m_convolved, to - from);
        StyledPass pass = m_level.styled;
        pass.feature = feature;
        pass.convolved.strides = m_convolvedMap.strides();
        pass.convolved.data = m_convolved - from * pass.convolved.strides.row;
        m_kernels.styled(pass, from, to);
    }

    void doubleRows(int start, int end, const MapView& feature) {
        DoublingPass pass = m_level.doubling;
        pass.feature = feature;
        pass.out.strides = m_doubledMap.strides();
        pass.out.data = row(0) + pass.out.strides.pixel;
        m_kernels.doubling(pass, start / 2, end / 2);
    }

    // The start of a row of the doubled map with its border; not all are in the window.
    std::uint16_t* row(int y) const { return m_doubled + (y - m_windowStart) * m_rowElements; }
    // The two rows that are needed again become the first.
    void moveWindow(int start) {
        std::memcpy(m_doubled, row(start), 2 * m_rowElements * sizeof(std::uint16_t));
        m_windowStart = start;
    }
    void clearRow(int y) { std::memset(row(y), 0, m_rowElements * sizeof(std::uint16_t)); }

    const BandedLevel& m_level;
    const GpenKernels& m_kernels;
    PaddedMap m_doubledMap, m_convolvedMap;
    std::uint16_t* m_doubled;
    std::uint16_t* m_convolved;
    std::ptrdiff_t m_rowElements;
    int m_windowStart = 0;
};

}  // namespace

bool paysInBands(const GpenConvolution& conv) {
    return conv.runsRows() &&
           conv.input().elements() * byteSize(Element::BFloat16) >= kWorthwhileBytes;
}

std::size_t bandBytesPerThread(const GpenConvolution& conv) {
    return bytesOf(windowOf(conv.input(), kWindowRows)) +
           bytesOf(windowOf(conv.output(), kRows + 1));
}

void runInBands(const BandedLevel& level, const GpenKernels& kernels, void* memory) {
    const std::size_t bytes = bandBytesPerThread(*level.conv);
    inParallel(level.doubling.height, [&](int first, int last) {
        std::byte* own = static_cast<std::byte*>(memory) + omp_get_thread_num() * bytes;
        Band(level, kernels, own).run(2 * first, 2 * last);
    });
}

}  // namespace heirloom::nn::onednn
