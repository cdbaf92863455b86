#include "core/nn/onednn/weight_packing.h"

#include <cstring>
#include <numeric>

#include "core/nn/onednn/onednn_support.h"

namespace heirloom::nn::onednn {

namespace {

constexpr int kBlockSquare = kBlock * kBlock;
constexpr int kMostTaps = 9;

// To be one vector instruction each, or a few.
WeightLane operator*(const WeightLane& lane, float factor) {
    WeightLane result;
    for (int i = 0; i < kBlock; ++i) result.values[i] = lane.values[i] * factor;
    return result;
}

WeightLane operator+(const WeightLane& a, const WeightLane& b) {
    WeightLane result;
    for (int i = 0; i < kBlock; ++i) result.values[i] = a.values[i] + b.values[i];
    return result;
}

// work(outBlock, inBlock, lanes) for 16 x 16 channels each, in all threads.
template <class Work>
void forEachBlock(const KernelWeights& weights, const Work& work) {
    const int inBlocks = weights.inChannels / kBlock;
    inParallel(weights.outChannels / kBlock * inBlocks, [&](int first, int last) {
        std::array<WeightLane, kBlock * kMostTaps> lanes;
        for (int index = first; index < last; ++index) {
            const int outBlock = index / inBlocks;
            const int inBlock = index % inBlocks;
            gatherLanes(weights, outBlock * kBlock, inBlock * kBlock, kBlock, lanes.data());
            work(outBlock, inBlock, lanes.data());
        }
    });
}

// OIhw16i16o.
void packBlocked(const KernelWeights& weights, float* to) {
    const std::ptrdiff_t inBlocks = weights.inChannels / kBlock;
    const int taps = weights.tapCount();
    forEachBlock(weights, [&](int outBlock, int inBlock, const WeightLane* lanes) {
        float* place = to + (outBlock * inBlocks + inBlock) * taps * kBlockSquare;
        for (int tap = 0; tap < taps; ++tap) {
            for (int in = 0; in < kBlock; ++in) {
                std::memcpy(place, &lanes[in * taps + tap], sizeof(WeightLane));
                place += kBlock;
            }
        }
    });
}

// The matrix G of Winograd's F(4x4, 3x3) as oneDNN scales it. Source: Lavin and Gray,
// arXiv 1509.09308; the points are oneDNN's.
constexpr int kPoints = 6;
constexpr int kSide = 3;
constexpr float kTransform[kPoints][kSide] = {
    {1.13777777777778f, 0.0f, 0.0f},
    {-0.688403361344538f, -0.430252100840336f, -0.26890756302521f},
    {-0.688403361344538f, 0.430252100840336f, -0.26890756302521f},
    {0.119514472455649f, 0.179271708683473f, 0.26890756302521f},
    {0.119514472455649f, -0.179271708683473f, 0.26890756302521f},
    {0.0f, 0.0f, 1.0f}};

WeightLane transformed(const WeightLane* values, int point) {
    const float* factors = kTransform[point];
    return values[0] * factors[0] + values[1] * factors[1] + values[2] * factors[2];
}

// The 6 x 6 values of one 3 x 3 kernel; planeStride: from one of them to the next.
void writeTransformed(const WeightLane* kernel, float* to, std::ptrdiff_t planeStride) {
    for (int column = 0; column < kPoints; ++column) {
        std::array<WeightLane, kSide> rows;
        for (int row = 0; row < kSide; ++row) {
            rows[row] = transformed(kernel + row * kSide, column);
        }
        for (int row = 0; row < kPoints; ++row) {
            const WeightLane value = transformed(rows.data(), row);
            std::memcpy(to + (row * kPoints + column) * planeStride, &value, sizeof(value));
        }
    }
}

// oneDNN's OBaaIBOIio: for each chunk of output channels 36 planes; in a plane chunks of
// input channels, in these blocks of output channels, then of input channels.
void packWinograd(const KernelWeights& weights, const dnnl_wino_desc_t& layout, float* to) {
    const int outPerChunk = layout.oc2_block;
    const int inPerChunk = layout.ic2_block;
    const std::ptrdiff_t plane =
        static_cast<std::ptrdiff_t>(weights.inChannels) * outPerChunk * kBlock;
    forEachBlock(weights, [&](int outBlock, int inBlock, const WeightLane* lanes) {
        const std::ptrdiff_t inPlane =
            (inBlock / inPerChunk * outPerChunk + outBlock % outPerChunk) * inPerChunk +
            inBlock % inPerChunk;
        float* place =
            to + outBlock / outPerChunk * kPoints * kPoints * plane + inPlane * kBlockSquare;
        for (int in = 0; in < kBlock; ++in) {
            writeTransformed(lanes + in * kMostTaps, place + in * kBlock, plane);
        }
    });
}

bool isKnownWinograd(const KernelWeights& weights, const dnnl::memory::desc& wanted) {
    if (wanted.data.format_kind != dnnl_format_kind_wino) return false;
    const dnnl_wino_desc_t& layout = wanted.data.format_desc.wino_desc;
    return layout.wino_format == dnnl_wino_wei_OBaaIBOIio && layout.r == kSide &&
           layout.alpha == kPoints && layout.ic_block == kBlock && layout.oc_block == kBlock &&
           layout.ic == weights.inChannels && layout.oc == weights.outChannels &&
           weights.tapCount() == kMostTaps;
}

bool isBlocked(const KernelWeights& weights, const dnnl::memory::desc& wanted) {
    const auto dims = wanted.dims();
    return dims.size() == 4 && dims[2] * dims[3] == weights.tapCount() &&
           wanted == dnnl::memory::desc({weights.outChannels, weights.inChannels, dims[2], dims[3]},
                                        dnnl::memory::data_type::f32,
                                        dnnl::memory::format_tag::OIhw16i16o);
}

}  // namespace

KernelWeights KernelWeights::whole(std::span<const float> values, int outChannels, int inChannels,
                                   int taps) {
    KernelWeights weights{values, outChannels, inChannels, taps, std::vector<int>(taps)};
    std::iota(weights.taps.begin(), weights.taps.end(), 0);
    return weights;
}

// Row by row: the starts of 16 rows mostly compete for the same lines of the first cache.
void gatherLanes(const KernelWeights& weights, int firstOut, int firstIn, int count,
                 WeightLane* to) {
    const int taps = weights.tapCount();
    for (int row = 0; row < kBlock; ++row) {
        const std::ptrdiff_t kernel =
            static_cast<std::ptrdiff_t>(firstOut + row) * weights.inChannels + firstIn;
        const float* from = weights.values.data() + kernel * weights.tapsInFile;
        float* place = to->values.data() + row;
        for (int in = 0; in < count; ++in) {
            for (int tap = 0; tap < taps; ++tap) {
                *place = from[weights.taps[tap]];
                place += kBlock;
            }
            from += weights.tapsInFile;
        }
    }
}

bool packWeights(const KernelWeights& weights, const dnnl::memory::desc& wanted, void* to) {
    if (weights.tapCount() > kMostTaps || weights.outChannels % kBlock != 0 ||
        weights.inChannels % kBlock != 0) {
        return false;
    }
    if (isKnownWinograd(weights, wanted)) {
        packWinograd(weights, wanted.data.format_desc.wino_desc, static_cast<float*>(to));
    } else if (isBlocked(weights, wanted)) {
        packBlocked(weights, static_cast<float*>(to));
    } else {
        return false;
    }
    return true;
}

}  // namespace heirloom::nn::onednn
