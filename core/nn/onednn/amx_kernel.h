// Internal to core/nn/onednn: the inner loops of tile_convolution.h.
#pragma once

#include <cstddef>
#include <cstdint>

namespace heirloom::nn::onednn {

// out[q] = sum over taps of weights[tap] * in[q * step + offset[tap]] for flat pixels q.
// All in bfloat16 with sums in float.
struct TilePass {
    const std::uint16_t* in = nullptr;
    std::ptrdiff_t step = 0;                  // elements from q to q + 1
    const std::ptrdiff_t* offsets = nullptr;  // of the taps, row by row, in elements
    int tapRows = 0;
    int tapColumns = 0;  // 1...3
    int inChannels = 0;  // a multiple of 32
    const std::uint16_t* weights = nullptr;
    std::uint16_t* out = nullptr;
    int outChannels = 0;  // a multiple of 16; also the elements from q to q + 1
    // Results go to memory without being read into the caches first, where they would not stay
    // anyway. out is then aligned to 64 bytes, outChannels a multiple of 32.
    bool passesCaches = false;
    // With a bias: out = gain * leaky(sum + bias, slope).
    const float* bias = nullptr;
    float gain = 1.0f;
    float slope = 0.0f;
};

inline constexpr int kTilePixels = 32;    // flat pixels of one block
inline constexpr int kTileChannels = 32;  // output channels of one block
inline constexpr int kTileDepth = 32;     // input channels of one step

// The kernel lets a process use the tiles only after it asked.
bool requestTiles();
// Blocks of pixels [firstPixels, lastPixels) and of channels [firstChannels, lastChannels).
void runTiles(const TilePass& pass, int firstPixels, int lastPixels, int firstChannels,
              int lastChannels);

}  // namespace heirloom::nn::onednn
