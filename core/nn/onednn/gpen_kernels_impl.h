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
    static inline void store(float* p, Lanes v) { *reinterpret_cast<LooseLanes*>(p) = v; }
};

struct BFloat {
    using Value = uint16_t;
    static inline Lanes load(const uint16_t* p) {
        const HalfBits half = *reinterpret_cast<const LooseHalfBits*>(p);
        return reinterpret_cast<Lanes>(__builtin_convertvector(half, Bits) << 16);
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
    static inline void half(const StyledPass& pass, const Value* in, Value* out,
                            ptrdiff_t outStride, int channel, int count, RgbSums& sums) {
        const BlockConstants block(pass.constants, channel);
        const ptrdiff_t inStride = pass.shape.pixelStride();
        Lanes weights[3] = {};
        if constexpr (kHasRgb) {
            for (int k = 0; k < 3; ++k) weights[k] = constant(pass.constants.toRgb[k] + channel);
        }
        for (int i = 0; i < count; ++i) {
            const Lanes a = block.activated(Type::load(in + i * inStride));
            if constexpr (kHasOut) Type::store(out + i * outStride, a * block.scale);
            if constexpr (kHasRgb) {
                for (int k = 0; k < 3; ++k) sums.values[k][i] += a * weights[k];
            }
        }
    }

    template <bool kHasRgb, bool kHasOut>
    static void rows(const StyledPass& pass, int first, int last) {
        const MapShape& in = pass.shape;
        MapShape out = in;
        out.channels *= 2;
        RgbSums sums;
        for (int y = first; y < last; ++y) {
            for (int x = 0; x < in.width; x += kTile) {
                const int count = least(kTile, in.width - x);
                if constexpr (kHasRgb) sums.clear();
                const ptrdiff_t inStart = y * in.rowStride() + x * in.pixelStride();
                const ptrdiff_t outStart = y * out.rowStride() + x * out.pixelStride();
                for (int block = 0; block < out.blocks(); ++block) {
                    const bool isFeature = block >= in.blocks();
                    const auto* from =
                        static_cast<const Value*>(isFeature ? pass.feature : pass.convolved) +
                        inStart + (isFeature ? block - in.blocks() : block) * in.blockStride();
                    Value* to = nullptr;
                    if constexpr (kHasOut) {
                        to = static_cast<Value*>(pass.out) + outStart + block * out.blockStride();
                    }
                    half<kHasRgb, kHasOut>(pass, from, to, out.pixelStride(), block * kBlock, count,
                                           sums);
                }
                if constexpr (kHasRgb) {
                    sums.addTo(pass.rgb.data(), static_cast<ptrdiff_t>(y) * in.width + x, count);
                }
            }
        }
    }

    static void run(const StyledPass& pass, int first, int last) {
        const bool hasRgb = pass.rgb[0] != nullptr;
        if (hasRgb && pass.out != nullptr) {
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

    struct Phases {
        MapShape maps[4];
        const Value* data[4];
        int rows = 0;  // 2h + 1

        explicit Phases(const DoublingPass& pass) {
            const int height = pass.shape.height / 2;
            const int width = pass.shape.width / 2;
            for (int i = 0; i < 4; ++i) {
                maps[i] = pass.shape;
                maps[i].height = height + (i < 2 ? 1 : 0);
                maps[i].width = width + (i % 2 == 0 ? 1 : 0);
                data[i] = static_cast<const Value*>(pass.phases[i]);
            }
            rows = 2 * height + 1;
        }

        Row row(int y, int block) const {
            const bool inside = y >= 0 && y < rows;
            const int safe = inside ? y : 0;
            const int pair = safe % 2 == 0 ? 0 : 2;
            const auto start = [&](int i) {
                return data[i] + (safe / 2) * maps[i].rowStride() + block * maps[i].blockStride();
            };
            return {start(pair), start(pair + 1), inside ? 1.0f : 0.0f};
        }
    };

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

    static void rowPair(const DoublingPass& pass, const Phases& phases, int i) {
        const MapShape& half = pass.shape;
        MapShape out = half;
        out.channels *= 2;
        const int width = half.width / 2;
        const ptrdiff_t stride = half.pixelStride();
        for (int x = 0; x < width; x += kColumns) {
            const int count = least(kColumns, width - x);
            for (int block = 0; block < half.blocks(); ++block) {
                Row rows[5];
                for (int k = 0; k < 5; ++k) rows[k] = phases.row(2 * i - 1 + k, block);
                Columns columns;
                for (int k = 0; k <= count; ++k) {
                    blurDown(rows, (x + k) * stride, false, columns.even[0][k], columns.even[1][k]);
                }
                for (int k = 0; k < count + 2; ++k) {
                    const int column = x + k - 1;
                    if (column < 0 || column >= width) {
                        columns.odd[0][k] = columns.odd[1][k] = Lanes{};
                    } else {
                        blurDown(rows, column * stride, true, columns.odd[0][k], columns.odd[1][k]);
                    }
                }
                writePair(pass, out, columns, i, x, count, block);
            }
            for (int block = half.blocks(); block < out.blocks(); ++block) {
                feature(pass, out, i, x, count, block);
            }
        }
    }

    static inline void writePair(const DoublingPass& pass, const MapShape& out,
                                 const Columns& columns, int i, int x, int count, int block) {
        const BlockConstants constants(pass.constants, block * kBlock);
        const ptrdiff_t stride = out.pixelStride();
        for (int row = 0; row < 2; ++row) {
            Value* to = static_cast<Value*>(pass.out) + (2 * i + row) * out.rowStride() +
                        2 * x * stride + block * out.blockStride();
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

    static inline void feature(const DoublingPass& pass, const MapShape& out, int i, int x,
                               int count, int block) {
        const MapShape& in = pass.shape;
        const BlockConstants constants(pass.constants, block * kBlock);
        for (int row = 2 * i; row < 2 * i + 2; ++row) {
            const Value* from = static_cast<const Value*>(pass.feature) + row * in.rowStride() +
                                2 * x * in.pixelStride() + (block - in.blocks()) * in.blockStride();
            Value* to = static_cast<Value*>(pass.out) + row * out.rowStride() +
                        2 * x * out.pixelStride() + block * out.blockStride();
            for (int k = 0; k < 2 * count; ++k) {
                const Lanes a = constants.activated(Type::load(from + k * in.pixelStride()));
                Type::store(to + k * out.pixelStride(), a * constants.scale);
            }
        }
    }

    static void run(const DoublingPass& pass, int first, int last) {
        const Phases phases(pass);
        for (int i = first; i < last; ++i) rowPair(pass, phases, i);
    }
};

template <class Type>
struct Blur {
    using Value = typename Type::Value;
    static constexpr int kColumns = 32;

    static void run(const BlurPass& pass, int first, int last) {
        const MapShape& in = pass.shape;
        MapShape out = in;
        out.height += 1;
        out.width += 1;
        Lanes down[kColumns + 3];
        for (int y = first; y < last; ++y) {
            for (int x = 0; x < out.width; x += kColumns) {
                const int count = least(kColumns, out.width - x);
                for (int block = 0; block < in.blocks(); ++block) {
                    vertical(pass, y, x - 2, count + 3, block, down);
                    Value* to = static_cast<Value*>(pass.out) + y * out.rowStride() +
                                x * out.pixelStride() + block * out.blockStride();
                    for (int k = 0; k < count; ++k) {
                        const Lanes v = down[k] + down[k + 3] + 3.0f * (down[k + 1] + down[k + 2]);
                        Type::store(to + k * out.pixelStride(), v);
                    }
                }
            }
        }
    }

    static inline void vertical(const BlurPass& pass, int y, int x, int count, int block,
                                Lanes* down) {
        const MapShape& in = pass.shape;
        const Value* rows[4];
        float weights[4];
        for (int i = 0; i < 4; ++i) {
            const int row = y - 2 + i;
            const bool inside = row >= 0 && row < in.height;
            rows[i] = static_cast<const Value*>(pass.in) + (inside ? row : 0) * in.rowStride() +
                      block * in.blockStride();
            weights[i] = inside ? (i == 1 || i == 2 ? 3.0f : 1.0f) / 64.0f : 0.0f;
        }
        for (int k = 0; k < count; ++k) {
            const int column = x + k;
            if (column < 0 || column >= in.width) {
                down[k] = Lanes{};
                continue;
            }
            const ptrdiff_t offset = column * in.pixelStride();
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
        const MapShape& out = pass.shape;
        for (int y = first; y < last; ++y) {
            const ptrdiff_t row = static_cast<ptrdiff_t>(y) * out.width;
            for (int block = 0; block < out.blocks(); ++block) {
                const Lanes red = constant(pass.weights[0] + block * kBlock);
                const Lanes green = constant(pass.weights[1] + block * kBlock);
                const Lanes blue = constant(pass.weights[2] + block * kBlock);
                const Lanes bias = constant(pass.bias + block * kBlock);
                Value* to =
                    static_cast<Value*>(pass.out) + y * out.rowStride() + block * out.blockStride();
                for (int x = 0; x < out.width; ++x) {
                    const Lanes v = red * pass.rgb[0][row + x] + green * pass.rgb[1][row + x] +
                                    blue * pass.rgb[2][row + x] + bias;
                    Type::store(to + x * out.pixelStride(), leaky(v));
                }
            }
        }
    }
};

void matrix(const MatrixPass& pass, int first, int last) {
    const int whole = pass.columns / kBlock * kBlock;
    for (int i = first; i < last; ++i) {
        const float* weights = pass.weights + static_cast<ptrdiff_t>(i) * pass.columns;
        Lanes sums[4] = {};
        int k = 0;
        for (; k + 4 * kBlock <= whole; k += 4 * kBlock) {
            for (int part = 0; part < 4; ++part) {
                sums[part] +=
                    constant(weights + k + part * kBlock) * constant(pass.x + k + part * kBlock);
            }
        }
        for (; k < whole; k += kBlock) sums[0] += constant(weights + k) * constant(pass.x + k);
        float result = sum((sums[0] + sums[1]) + (sums[2] + sums[3]));
        for (; k < pass.columns; ++k) result += weights[k] * pass.x[k];
        pass.out[i] = result;
    }
}

template <class Type>
constexpr GpenKernels kernels() {
    return {Styled<Type>::run, Doubling<Type>::run, Blur<Type>::run, First<Type>::run, matrix};
}

}  // namespace

const GpenKernels kFloat = kernels<Float>();
const GpenKernels kBFloat16 = kernels<BFloat>();

}  // namespace heirloom::nn::onednn::HEIRLOOM_KERNEL_NAMESPACE
