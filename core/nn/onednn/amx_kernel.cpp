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
constexpr std::ptrdiff_t kChunkBytes = 512 << 10;

struct alignas(64) TileConfiguration {
    std::uint8_t palette = 1;
    std::uint8_t startRow = 0;
    std::uint8_t reserved[14] = {};
    std::uint16_t columnBytes[16] = {64, 64, 64, 64, 64, 64, 64, 64};
    std::uint8_t rows[16] = {16, 16, 16, 16, 16, 16, 16, 16};
};

// 32 pixels times 32 channels in four accumulators. The taps of one row read almost the same
// pixels: they follow each other for each step of channels, so that the pixels come from the
// second cache once and not for every tap.
template <int kColumns>
inline void multiply(const TilePass& pass, std::ptrdiff_t q, const std::uint16_t* weights) {
    _tile_zero(0);
    _tile_zero(1);
    _tile_zero(2);
    _tile_zero(3);
    const std::ptrdiff_t rowBytes = pass.step * 2;
    const int steps = pass.inChannels / kTileDepth;
    for (int row = 0; row < pass.tapRows; ++row) {
        const std::ptrdiff_t* offsets = pass.offsets + row * kColumns;
        const std::uint16_t* in = pass.in + q * pass.step;
        for (int k = 0; k < steps; ++k) {
            for (int column = 0; column < kColumns; ++column) {
                const std::uint16_t* upper = in + offsets[column];
                _tile_loadd(4, upper, rowBytes);
                _tile_loadd(6, weights, 64);
                _tile_dpbf16ps(0, 4, 6);
                _tile_loadd(7, weights + kTileBytes / 2, 64);
                _tile_dpbf16ps(1, 4, 7);
                _tile_loadd(5, upper + kHalf * pass.step, rowBytes);
                _tile_dpbf16ps(2, 5, 6);
                _tile_dpbf16ps(3, 5, 7);
                weights += kTileBytes;
            }
            in += kTileDepth;
        }
    }
}

inline void multiply(const TilePass& pass, std::ptrdiff_t q, const std::uint16_t* weights) {
    switch (pass.tapColumns) {
        case 1: return multiply<1>(pass, q, weights);
        case 2: return multiply<2>(pass, q, weights);
        default: return multiply<3>(pass, q, weights);
    }
}

struct Activation {
    __m512 bias = _mm512_setzero_ps();
    __m512 gain, slope;

    Activation(const TilePass& pass, int channel)
        : gain(_mm512_set1_ps(pass.gain)), slope(_mm512_set1_ps(pass.slope)) {
        if (pass.bias != nullptr) bias = _mm512_loadu_ps(pass.bias + channel);
    }

    __m512 apply(__m512 v) const {
        v = _mm512_add_ps(v, bias);
        return _mm512_mul_ps(_mm512_max_ps(v, _mm512_mul_ps(v, slope)), gain);
    }
};

// 16 pixels of 16 channels.
inline void writeHalf(const TilePass& pass, const float* sums, std::ptrdiff_t q, int channel) {
    std::uint16_t* out = pass.out + q * pass.outChannels + channel;
    const Activation activation(pass, channel);
    for (int i = 0; i < kHalf; ++i) {
        __m512 v = _mm512_load_ps(sums + i * kHalf);
        if (pass.bias != nullptr) v = activation.apply(v);
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(out + i * pass.outChannels),
                            reinterpret_cast<__m256i>(_mm512_cvtneps_pbh(v)));
    }
}

// 16 pixels of 32 channels, a cache line each.
inline void writeLines(const TilePass& pass, const float* low, const float* high, std::ptrdiff_t q,
                       int channel) {
    std::uint16_t* out = pass.out + q * pass.outChannels + channel;
    const Activation lower(pass, channel);
    const Activation upper(pass, channel + kHalf);
    for (int i = 0; i < kHalf; ++i) {
        __m512 v = _mm512_load_ps(low + i * kHalf);
        __m512 w = _mm512_load_ps(high + i * kHalf);
        if (pass.bias != nullptr) {
            v = lower.apply(v);
            w = upper.apply(w);
        }
        const auto line = reinterpret_cast<__m512i>(_mm512_cvtne2ps_pbh(w, v));
        auto* to = reinterpret_cast<__m512i*>(out + i * pass.outChannels);
        if (pass.passesCaches) {
            _mm512_stream_si512(to, line);
        } else {
            _mm512_storeu_si512(to, line);
        }
    }
}

inline void write(const TilePass& pass, std::ptrdiff_t q, int channel) {
    alignas(64) float sums[4][kHalf * kHalf];
    _tile_stored(0, sums[0], 64);
    _tile_stored(1, sums[1], 64);
    _tile_stored(2, sums[2], 64);
    _tile_stored(3, sums[3], 64);
    if (channel + kHalf < pass.outChannels) {
        writeLines(pass, sums[0], sums[1], q, channel);
        writeLines(pass, sums[2], sums[3], q + kHalf, channel);
    } else {
        writeHalf(pass, sums[0], q, channel);
        writeHalf(pass, sums[2], q + kHalf, channel);
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
    const std::ptrdiff_t perBlock = static_cast<std::ptrdiff_t>(pass.tapRows) * pass.tapColumns *
                                    (pass.inChannels / kTileDepth) * kTileBytes;
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
    _mm_sfence();
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
