// Internal to core/nn/onednn: weights brought into the order in which convolutions read them.
//
// oneDNN can do that, too, but in one thread for Winograd, and with a copy that needs as much
// fresh memory again as the result.
#pragma once

#include <array>
#include <span>
#include <vector>

#include <dnnl.hpp>

#include "core/nn/onednn/feature_map.h"

namespace heirloom::nn::onednn {

// The weights of a convolution as a file has them, and what of them is used.
struct KernelWeights {
    std::span<const float> values;  // [out][in][tapsInFile]
    int outChannels = 0;            // both multiples of 16
    int inChannels = 0;
    int tapsInFile = 0;
    std::vector<int> taps;  // those of the kernel, row by row

    // All that are in the file.
    static KernelWeights whole(std::span<const float> values, int outChannels, int inChannels,
                               int taps);
    int tapCount() const { return static_cast<int>(taps.size()); }
};

// One value each of 16 output channels.
struct alignas(64) WeightLane {
    std::array<float, kBlock> values;
};

// The weights of 16 output and `count` input channels: to[in * tapCount() + tap].
void gatherLanes(const KernelWeights& weights, int firstOut, int firstIn, int count,
                 WeightLane* to);

// Packs as oneDNN's own reorder would, in all threads. Writes every element.
// False, and nothing written, for a layout that is not known here.
bool packWeights(const KernelWeights& weights, const dnnl::memory::desc& wanted, void* to);

}  // namespace heirloom::nn::onednn
