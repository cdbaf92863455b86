#include "core/nn/onednn/amx_kernel.h"

#if defined(__AMX_BF16__) && defined(__AVX512BF16__)

#include <immintrin.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace heirloom::nn::onednn {

namespace {

constexpr int kTileBytes = 1024;
constexpr int kHalf = 16;  // rows of a tile, and channels of one accumulator
// Of the input: what one pass over the output channels should find in the second cache.
constexpr std::ptrdiff_t kChunkBytes = 768 << 10;

struct alignas(64) TileConfiguration {
    std::uint8_t palette = 1;
    std::uint8_t startRow = 0;
    std::uint8_t reserved[14] = {};
    std::uint16_t columnBytes[16] = {64, 64, 64, 64, 64, 64, 64, 64};
    std::uint8_t rows[16] = {16, 16, 16, 16, 16, 16, 16, 16};
};

// 32 pixels times 32 channels in four accumulators.
inline void multiply(const TilePass& pass, std::ptrdiff_t q, const std::uint16_t* weights) {
    _tile_zero(0);
    _tile_zero(1);
    _tile_zero(2);
    _tile_zero(3);
    const std::ptrdiff_t rowBytes = pass.step * 2;
    const int steps = pass.inChannels / kTileDepth;
    for (int tap = 0; tap < pass.taps; ++tap) {
        const std::uint16_t* upper = pass.in + q * pass.step + pass.offsets[tap];
        const std::uint16_t* lower = upper + kHalf * pass.step;
        for (int k = 0; k < steps; ++k) {
            _tile_loadd(4, upper, rowBytes);
            _tile_loadd(6, weights, 64);
            _tile_dpbf16ps(0, 4, 6);
            _tile_loadd(7, weights + kTileBytes / 2, 64);
            _tile_dpbf16ps(1, 4, 7);
            _tile_loadd(5, lower, rowBytes);
            _tile_dpbf16ps(2, 5, 6);
            _tile_dpbf16ps(3, 5, 7);
            upper += kTileDepth;
            lower += kTileDepth;
            weights += kTileBytes;
        }
    }
}

struct Activation {
    __m512 bias, gain, slope;

    __m512 apply(__m512 v) const {
        v = _mm512_add_ps(v, bias);
        return _mm512_mul_ps(_mm512_max_ps(v, _mm512_mul_ps(v, slope)), gain);
    }
};

inline void writeHalf(const TilePass& pass, const float* sums, std::ptrdiff_t q, int channel) {
    std::uint16_t* out = pass.out + q * pass.outChannels + channel;
    const bool activates = pass.bias != nullptr;
    const Activation activation{
        activates ? _mm512_loadu_ps(pass.bias + channel) : _mm512_setzero_ps(),
        _mm512_set1_ps(pass.gain), _mm512_set1_ps(pass.slope)};
    for (int i = 0; i < kHalf; ++i) {
        __m512 v = _mm512_load_ps(sums + i * kHalf);
        if (activates) v = activation.apply(v);
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(out + i * pass.outChannels),
                            reinterpret_cast<__m256i>(_mm512_cvtneps_pbh(v)));
    }
}

inline void write(const TilePass& pass, std::ptrdiff_t q, int channel) {
    alignas(64) float sums[4][kHalf * kHalf];
    _tile_stored(0, sums[0], 64);
    _tile_stored(1, sums[1], 64);
    _tile_stored(2, sums[2], 64);
    _tile_stored(3, sums[3], 64);
    writeHalf(pass, sums[0], q, channel);
    writeHalf(pass, sums[2], q + kHalf, channel);
    if (channel + kHalf < pass.outChannels) {
        writeHalf(pass, sums[1], q, channel + kHalf);
        writeHalf(pass, sums[3], q + kHalf, channel + kHalf);
    }
}

}  // namespace

bool requestTiles() {
    constexpr long kRequestPermission = 0x1023;  // ARCH_REQ_XCOMP_PERM
    constexpr long kTileData = 18;               // XFEATURE_XTILEDATA
    return syscall(SYS_arch_prctl, kRequestPermission, kTileData) == 0;
}

void runTiles(const TilePass& pass, int firstPixels, int lastPixels, int firstChannels,
              int lastChannels) {
    // Static: the intrinsic does not tell the compiler that it reads all of it.
    static constexpr TileConfiguration kConfiguration;
    _tile_loadconfig(&kConfiguration);
    const std::ptrdiff_t blockBytes = 2 * kTilePixels * pass.step;
    const std::ptrdiff_t wanted = kChunkBytes / blockBytes;
    const int chunk = wanted < 1 ? 1 : static_cast<int>(wanted);
    const std::ptrdiff_t perBlock =
        static_cast<std::ptrdiff_t>(pass.taps) * (pass.inChannels / kTileDepth) * kTileBytes;
    for (int start = firstPixels; start < lastPixels; start += chunk) {
        const int end = start + chunk < lastPixels ? start + chunk : lastPixels;
        for (int block = firstChannels; block < lastChannels; ++block) {
            for (int pixels = start; pixels < end; ++pixels) {
                const std::ptrdiff_t q = static_cast<std::ptrdiff_t>(pixels) * kTilePixels;
                multiply(pass, q, pass.weights + block * perBlock);
                write(pass, q, block * kTileChannels);
            }
        }
    }
    _tile_release();
}

}  // namespace heirloom::nn::onednn

#else

namespace heirloom::nn::onednn {

bool requestTiles() {
    return false;
}

void runTiles(const TilePass&, int, int, int, int) {}

}  // namespace heirloom::nn::onednn

#endif
