// Internal to core/nn/onednn: convolutions in bfloat16 on AMX tiles.
//
// oneDNN's AMX convolutions reach the processor's speed on some shapes of GPEN and a third
// of it on others (few output channels, strides, small kernels). Here pixels are counted
// flat: when a map has its padding in memory, every tap of a convolution is the same map
// shifted by a constant, and one loop serves all shapes without a case for any border.
// The price is a few pixels a row whose results mean nothing.
#pragma once

#include <span>
#include <vector>

#include "core/nn/onednn/amx_kernel.h"
#include "core/nn/onednn/feature_map.h"
#include "core/nn/onednn/huge_memory.h"

namespace heirloom::nn::onednn {

// Whether this CPU and kernel have the tiles.
bool hasTiles();

struct Tap {
    int row = 0;  // of the buffer, for the output pixel (0, 0)
    int column = 0;
    int weight = 0;  // index into the nine of the kernel
};

class TileConvolution {
public:
    struct Activation {
        std::vector<float> bias;  // one a channel; empty: no activation
        float gain = 1.0f;
        float slope = 0.0f;
    };

    TileConvolution() = default;
    // A map for the input of a convolution with this padding; the pitch is a multiple of the
    // stride.
    static PaddedMap inputMap(int channels, int height, int width, int padding, int stride);

    // in: from inputMap(), with a multiple of 32 channels. weights: [out][in channels][9].
    // taps: row by row, as many in each, up to three.
    TileConvolution(const PaddedMap& in, int outChannels, int outHeight, int outWidth, int stride,
                    std::span<const Tap> taps, std::span<const float> weights,
                    Activation activation, WeightArena& arena);

    // What execute() writes: no border, as many rows' ends without meaning as the input's.
    const PaddedMap& output() const { return m_output; }
    // Both are starts of buffers, the border of the input cleared. In all threads.
    void execute(const void* in, void* out) const;
    // The same for some rows of a stride of 1, in the calling thread. in: the start of the first
    // row, border included, that they need; out: of the first of them.
    void executeRows(const void* in, void* out, int rows) const;

private:
    TilePass passOn(const void* in, void* out) const;
    int channelBlocks() const;

    int m_inChannels = 0;
    int m_stride = 1;
    PaddedMap m_output;
    int m_tapRows = 0;
    int m_tapColumns = 0;
    std::vector<std::ptrdiff_t> m_offsets;
    const std::uint16_t* m_weights = nullptr;  // in the arena
    Activation m_activation;
};

}  // namespace heirloom::nn::onednn
