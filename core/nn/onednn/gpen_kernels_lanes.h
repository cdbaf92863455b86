// Part of gpen_kernels_impl.h: 16 channels at a time, in either type of element.
#pragma once

#include <stdint.h>
#ifdef __AVX512BF16__
#include <immintrin.h>
#endif

#include "core/nn/onednn/gpen_kernels.h"

namespace heirloom::nn::onednn::HEIRLOOM_KERNEL_NAMESPACE {

namespace {

using Lanes = float __attribute__((vector_size(64)));
using Bits = uint32_t __attribute__((vector_size(64)));
using HalfBits = uint16_t __attribute__((vector_size(32)));
// As they lie in maps, which are aligned to nothing but their elements in some layouts.
using LooseLanes = float __attribute__((vector_size(64), aligned(4), may_alias));
using LooseHalfBits = uint16_t __attribute__((vector_size(32), aligned(2), may_alias));

constexpr float kSlope = 0.2f;

struct Float {
    using Value = float;
    static inline Lanes load(const float* p) { return *reinterpret_cast<const LooseLanes*>(p); }
    static inline float loadOne(const float* p) { return *p; }
    static inline void store(float* p, Lanes v) { *reinterpret_cast<LooseLanes*>(p) = v; }
    template <int kParts>
    static inline void storeParts(float* p, const Lanes* v) {
        for (int part = 0; part < kParts; ++part) store(p + part * kBlock, v[part]);
    }
};

struct BFloat {
    using Value = uint16_t;
    static inline Lanes load(const uint16_t* p) {
        const HalfBits half = *reinterpret_cast<const LooseHalfBits*>(p);
        return reinterpret_cast<Lanes>(__builtin_convertvector(half, Bits) << 16);
    }
    static inline float loadOne(const uint16_t* p) {
        const uint32_t bits = static_cast<uint32_t>(*p) << 16;
        return __builtin_bit_cast(float, bits);
    }
    static inline void store(uint16_t* p, Lanes v) {
#ifdef __AVX512BF16__
        *reinterpret_cast<LooseHalfBits*>(p) =
            reinterpret_cast<HalfBits>(_mm512_cvtneps_pbh(reinterpret_cast<__m512>(v)));
#else
        const Bits bits = reinterpret_cast<Bits>(v);
        const Bits rounded = (bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16;
        *reinterpret_cast<LooseHalfBits*>(p) = __builtin_convertvector(rounded, HalfBits);
#endif
    }
    // Blocks that follow each other; two make a cache line, which goes past the caches.
    template <int kParts>
    static inline void storeParts(uint16_t* p, const Lanes* v) {
#ifdef __AVX512BF16__
        if constexpr (kParts == 2) {
            const __m512bh line =
                _mm512_cvtne2ps_pbh(reinterpret_cast<__m512>(v[1]), reinterpret_cast<__m512>(v[0]));
            _mm512_stream_si512(reinterpret_cast<__m512i*>(p), reinterpret_cast<__m512i>(line));
            return;
        }
#endif
        for (int part = 0; part < kParts; ++part) store(p + part * kBlock, v[part]);
    }
};

inline Lanes constant(const float* p) {
    return *reinterpret_cast<const LooseLanes*>(p);
}

inline Lanes leaky(Lanes v) {
    const Lanes small = v * kSlope;
    return v > small ? v : small;
}

inline float sum(Lanes v) {
    using Eight = float __attribute__((vector_size(32)));
    using Four = float __attribute__((vector_size(16)));
    const Eight eight = __builtin_shufflevector(v, v, 0, 1, 2, 3, 4, 5, 6, 7) +
                        __builtin_shufflevector(v, v, 8, 9, 10, 11, 12, 13, 14, 15);
    const Four four = __builtin_shufflevector(eight, eight, 0, 1, 2, 3) +
                      __builtin_shufflevector(eight, eight, 4, 5, 6, 7);
    return (four[0] + four[2]) + (four[1] + four[3]);
}

template <class Value>
inline const Value* at(const MapView& map, ptrdiff_t y, ptrdiff_t x, ptrdiff_t block) {
    return static_cast<const Value*>(map.data) + y * map.strides.row + x * map.strides.pixel +
           block * map.strides.block;
}

template <class Value>
inline Value* at(const MapTarget& map, ptrdiff_t y, ptrdiff_t x, ptrdiff_t block) {
    return static_cast<Value*>(map.data) + y * map.strides.row + x * map.strides.pixel +
           block * map.strides.block;
}

inline int least(int a, int b) {
    return a < b ? a : b;
}

template <int kValue>
struct Count {
    static constexpr int kCount = kValue;
};

// Runs rows<kParts>(...) with the parts that whole cache lines need.
template <class Rows>
inline void inParts(bool passesCaches, const Rows& rows) {
    if (passesCaches) {
        rows(Count<2>());
#ifdef __AVX512BF16__
        _mm_sfence();
#endif
    } else {
        rows(Count<1>());
    }
}

}  // namespace

}  // namespace heirloom::nn::onednn::HEIRLOOM_KERNEL_NAMESPACE
