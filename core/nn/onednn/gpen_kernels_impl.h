// The body of gpen_kernels_*.cpp, which define HEIRLOOM_KERNEL_NAMESPACE and are compiled
// for different instruction sets. Everything here has internal linkage and no header with
// inline functions is included but those of the compiler: otherwise the linker could
// give an old CPU the instructions of a new one.
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

// What one block of channels of a styled layer needs.
struct BlockConstants {
    Lanes gain, bias, scale;

    BlockConstants(const StyledConstants& constants, int channel)
        : gain(constant(constants.gain + channel)),
          bias(constant(constants.bias + channel)),
          scale(constant(constants.scale + channel)) {}

    inline Lanes activated(Lanes v) const { return leaky(v * gain + bias); }
};

// Pixels that are finished together: the sums for the picture stay in the first cache.
constexpr int kTile = 16;

struct RgbSums {
    Lanes values[3][kTile];

    void clear() {
        for (auto& colour : values) {
            for (Lanes& value : colour) value = Lanes{};
        }
    }
    void addTo(float* const* planes, ptrdiff_t offset, int count) const {
        for (int colour = 0; colour < 3; ++colour) {
            for (int i = 0; i < count; ++i) planes[colour][offset + i] += sum(values[colour][i]);
        }
    }
};

template <class Type>
struct Styled {
    using Value = typename Type::Value;

    template <bool kHasRgb, bool kHasOut>
    static inline void half(const StyledPass& pass, const MapView& from, int y, int x, int count,
                            int inBlock, int outBlock, RgbSums& sums) {
        const BlockConstants block(pass.constants, outBlock * kBlock);
        const Value* in = at<Value>(from, y, x, inBlock);
        Value* out = kHasOut ? at<Value>(pass.out, y, x, outBlock) : nullptr;
        Lanes weights[3] = {};
        if constexpr (kHasRgb) {
            for (int k = 0; k < 3; ++k) {
                weights[k] = constant(pass.constants.toRgb[k] + outBlock * kBlock);
            }
        }
        for (int i = 0; i < count; ++i) {
            const Lanes a = block.activated(Type::load(in + i * from.strides.pixel));
            if constexpr (kHasOut) {
                Type::store(out + i * pass.out.strides.pixel, a * block.scale);
            }
            if constexpr (kHasRgb) {
                for (int k = 0; k < 3; ++k) sums.values[k][i] += a * weights[k];
            }
        }
    }

    template <bool kHasRgb, bool kHasOut>
    static void rows(const StyledPass& pass, int first, int last) {
        RgbSums sums;
        for (int y = first; y < last; ++y) {
            for (int x = 0; x < pass.width; x += kTile) {
                const int count = least(kTile, pass.width - x);
                if constexpr (kHasRgb) sums.clear();
                for (int block = 0; block < pass.blocks; ++block) {
                    half<kHasRgb, kHasOut>(pass, pass.convolved, y, x, count, block, block, sums);
                }
                for (int block = 0; block < pass.blocks; ++block) {
                    half<kHasRgb, kHasOut>(pass, pass.feature, y, x, count, block,
                                           pass.blocks + block, sums);
                }
                if constexpr (kHasRgb) {
                    sums.addTo(pass.rgb.data(), static_cast<ptrdiff_t>(y) * pass.width + x, count);
                }
            }
        }
    }

    static void run(const StyledPass& pass, int first, int last) {
        const bool hasRgb = pass.rgb[0] != nullptr;
        if (hasRgb && pass.out.data != nullptr) {
            rows<true, true>(pass, first, last);
        } else if (hasRgb) {
            rows<true, false>(pass, first, last);
        } else {
            rows<false, true>(pass, first, last);
        }
    }
};

template <class Type>
struct Doubling {
    using Value = typename Type::Value;
    static constexpr int kColumns = 16;  // of the input; twice as many pixels come out

    // Rows of the interleaved phases, of which `row` may lie outside: then it counts nothing.
    struct Row {
        const Value* even = nullptr;
        const Value* odd = nullptr;
        float weight = 0.0f;
    };

    static Row rowOf(const DoublingPass& pass, int y, int block) {
        const bool inside = y >= 0 && y <= 2 * pass.height;
        const int safe = inside ? y : 0;
        const int pair = safe % 2 == 0 ? 0 : 2;
        return {at<Value>(pass.phases[pair], safe / 2, 0, block),
                at<Value>(pass.phases[pair + 1], safe / 2, 0, block), inside ? 1.0f : 0.0f};
    }

    // The vertical blur of two output rows at the columns that kColumns need.
    struct Columns {
        Lanes even[2][kColumns + 1];
        Lanes odd[2][kColumns + 2];  // from one column further left
    };

    static inline void blurDown(const Row* rows, ptrdiff_t offset, bool odd, Lanes& upper,
                                Lanes& lower) {
        Lanes v[5];
        for (int i = 0; i < 5; ++i) {
            v[i] = Type::load((odd ? rows[i].odd : rows[i].even) + offset);
        }
        // Of the five only the first and the last can lie outside.
        upper = v[0] * rows[0].weight + 3.0f * (v[1] + v[2]) + v[3];
        lower = v[1] + 3.0f * (v[2] + v[3]) + v[4] * rows[4].weight;
    }

    static void rowPair(const DoublingPass& pass, int i) {
        for (int x = 0; x < pass.width; x += kColumns) {
            const int count = least(kColumns, pass.width - x);
            for (int block = 0; block < pass.blocks; ++block) {
                Columns columns;
                blurColumns(pass, i, x, count, block, columns);
                writePair(pass, columns, i, x, count, block);
            }
            for (int block = 0; block < pass.blocks; ++block) {
                feature(pass, i, x, count, block);
            }
        }
    }

    static inline void blurColumns(const DoublingPass& pass, int i, int x, int count, int block,
                                   Columns& columns) {
        const ptrdiff_t evenStride = pass.phases[0].strides.pixel;
        const ptrdiff_t oddStride = pass.phases[1].strides.pixel;
        Row rows[5];
        for (int k = 0; k < 5; ++k) rows[k] = rowOf(pass, 2 * i - 1 + k, block);
        for (int k = 0; k <= count; ++k) {
            blurDown(rows, (x + k) * evenStride, false, columns.even[0][k], columns.even[1][k]);
        }
        for (int k = 0; k < count + 2; ++k) {
            const int column = x + k - 1;
            if (column < 0 || column >= pass.width) {
                columns.odd[0][k] = columns.odd[1][k] = Lanes{};
            } else {
                blurDown(rows, column * oddStride, true, columns.odd[0][k], columns.odd[1][k]);
            }
        }
    }

    static inline void writePair(const DoublingPass& pass, const Columns& columns, int i, int x,
                                 int count, int block) {
        const BlockConstants constants(pass.constants, block * kBlock);
        const ptrdiff_t stride = pass.out.strides.pixel;
        for (int row = 0; row < 2; ++row) {
            Value* to = at<Value>(pass.out, 2 * i + row, 2 * x, block);
            const Lanes* even = columns.even[row];
            const Lanes* odd = columns.odd[row] + 1;
            for (int k = 0; k < count; ++k) {
                const Lanes left = odd[k - 1] + 3.0f * (even[k] + odd[k]) + even[k + 1];
                const Lanes right = even[k] + 3.0f * (odd[k] + even[k + 1]) + odd[k + 1];
                Type::store(to + 2 * k * stride, constants.activated(left) * constants.scale);
                Type::store(to + (2 * k + 1) * stride,
                            constants.activated(right) * constants.scale);
            }
        }
    }

    static inline void feature(const DoublingPass& pass, int i, int x, int count, int block) {
        const BlockConstants constants(pass.constants, (pass.blocks + block) * kBlock);
        for (int row = 2 * i; row < 2 * i + 2; ++row) {
            const Value* from = at<Value>(pass.feature, row, 2 * x, block);
            Value* to = at<Value>(pass.out, row, 2 * x, pass.blocks + block);
            for (int k = 0; k < 2 * count; ++k) {
                const Lanes a =
                    constants.activated(Type::load(from + k * pass.feature.strides.pixel));
                Type::store(to + k * pass.out.strides.pixel, a * constants.scale);
            }
        }
    }

    static void run(const DoublingPass& pass, int first, int last) {
        for (int i = first; i < last; ++i) rowPair(pass, i);
    }
};

template <class Type>
struct Blur {
    using Value = typename Type::Value;
    static constexpr int kColumns = 32;

    static void run(const BlurPass& pass, int first, int last) {
        Lanes down[kColumns + 3];
        for (int y = first; y < last; ++y) {
            const MapTarget& out = pass.out[y % 2];
            for (int x = 0; x <= pass.width; x += kColumns) {
                const int count = least(kColumns, pass.width + 1 - x);
                for (int block = 0; block < pass.blocks; ++block) {
                    vertical(pass, y, x - 2, count + 3, block, down);
                    Value* to = at<Value>(out, y / 2, x, block);
                    for (int k = 0; k < count; ++k) {
                        const Lanes v = down[k] + down[k + 3] + 3.0f * (down[k + 1] + down[k + 2]);
                        Type::store(to + k * out.strides.pixel, v);
                    }
                }
            }
        }
    }

    static inline void vertical(const BlurPass& pass, int y, int x, int count, int block,
                                Lanes* down) {
        const Value* rows[4];
        float weights[4];
        for (int i = 0; i < 4; ++i) {
            const int row = y - 2 + i;
            const bool inside = row >= 0 && row < pass.height;
            rows[i] = at<Value>(pass.in, inside ? row : 0, 0, block);
            weights[i] = inside ? (i == 1 || i == 2 ? 3.0f : 1.0f) / 64.0f : 0.0f;
        }
        for (int k = 0; k < count; ++k) {
            const int column = x + k;
            if (column < 0 || column >= pass.width) {
                down[k] = Lanes{};
                continue;
            }
            const ptrdiff_t offset = column * pass.in.strides.pixel;
            down[k] = Type::load(rows[0] + offset) * weights[0] +
                      Type::load(rows[1] + offset) * weights[1] +
                      Type::load(rows[2] + offset) * weights[2] +
                      Type::load(rows[3] + offset) * weights[3];
        }
    }
};

template <class Type>
struct First {
    using Value = typename Type::Value;

    static void run(const FirstPass& pass, int first, int last) {
        for (int y = first; y < last; ++y) {
            const ptrdiff_t row = static_cast<ptrdiff_t>(y) * pass.width;
            for (int block = 0; block < pass.blocks; ++block) {
                const Lanes red = constant(pass.weights[0] + block * kBlock);
                const Lanes green = constant(pass.weights[1] + block * kBlock);
                const Lanes blue = constant(pass.weights[2] + block * kBlock);
                const Lanes bias = constant(pass.bias + block * kBlock);
                Value* to = at<Value>(pass.out, y, 0, block);
                for (int x = 0; x < pass.width; ++x) {
                    const Lanes v = red * pass.rgb[0][row + x] + green * pass.rgb[1][row + x] +
                                    blue * pass.rgb[2][row + x] + bias;
                    Type::store(to + x * pass.out.strides.pixel, leaky(v));
                }
            }
        }
    }
};

template <class Type>
void matrix(const MatrixPass& pass, int first, int last) {
    using Value = typename Type::Value;
    constexpr int kStep = 4 * kBlock;
    for (int i = first; i < last; ++i) {
        const Value* weights =
            static_cast<const Value*>(pass.weights) + static_cast<ptrdiff_t>(i) * pass.columns;
        Lanes sums[4] = {};
        int k = 0;
        for (; k + kStep <= pass.columns; k += kStep) {
            for (int part = 0; part < 4; ++part) {
                const int at = k + part * kBlock;
                sums[part] += Type::load(weights + at) * constant(pass.x + at);
            }
        }
        for (; k + kBlock <= pass.columns; k += kBlock) {
            sums[0] += Type::load(weights + k) * constant(pass.x + k);
        }
        float result = pass.bias[i] + sum((sums[0] + sums[1]) + (sums[2] + sums[3]));
        for (; k < pass.columns; ++k) result += Type::loadOne(weights + k) * pass.x[k];
        pass.out[i] = result;
    }
}

template <class Type>
constexpr GpenKernels kernels() {
    return {Styled<Type>::run, Doubling<Type>::run, Blur<Type>::run, First<Type>::run,
            matrix<Type>};
}

}  // namespace

const GpenKernels kFloat = kernels<Float>();
const GpenKernels kBFloat16 = kernels<BFloat>();

}  // namespace heirloom::nn::onednn::HEIRLOOM_KERNEL_NAMESPACE
