// Part of gpen_kernels_impl.h: what follows the convolutions of the generator.
#pragma once

#include "core/nn/onednn/gpen_kernels_lanes.h"

namespace heirloom::nn::onednn::HEIRLOOM_KERNEL_NAMESPACE {

namespace {

// What one block of channels of a styled layer needs.
struct BlockConstants {
    Lanes gain, bias, scale;

    inline void load(const StyledConstants& constants, int channel) {
        gain = constant(constants.gain + channel);
        bias = constant(constants.bias + channel);
        scale = constant(constants.scale + channel);
    }
    inline Lanes activated(Lanes v) const { return leaky(v * gain + bias); }
};

// As many blocks side by side.
template <int kParts>
struct PartConstants {
    BlockConstants parts[kParts];

    PartConstants(const StyledConstants& constants, int block) {
        for (int part = 0; part < kParts; ++part) {
            parts[part].load(constants, (block + part) * kBlock);
        }
    }
    const BlockConstants& operator[](int part) const { return parts[part]; }
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

    template <int kParts, bool kHasRgb, bool kHasOut>
    static inline void half(const StyledPass& pass, const MapView& from, int y, int x, int count,
                            int inBlock, int outBlock, RgbSums& sums) {
        const PartConstants<kParts> blocks(pass.constants, outBlock);
        const Value* in = at<Value>(from, y, x, inBlock);
        Value* out = kHasOut ? at<Value>(pass.out, y, x, outBlock) : nullptr;
        Lanes weights[3][kParts] = {};
        if constexpr (kHasRgb) {
            for (int k = 0; k < 3; ++k) {
                for (int part = 0; part < kParts; ++part) {
                    weights[k][part] =
                        constant(pass.constants.toRgb[k] + (outBlock + part) * kBlock);
                }
            }
        }
        for (int i = 0; i < count; ++i) {
            Lanes scaled[kParts];
            for (int part = 0; part < kParts; ++part) {
                const Lanes a = blocks[part].activated(
                    Type::load(in + i * from.strides.pixel + part * from.strides.block));
                scaled[part] = a * blocks[part].scale;
                if constexpr (kHasRgb) {
                    for (int k = 0; k < 3; ++k) sums.values[k][i] += a * weights[k][part];
                }
            }
            if constexpr (kHasOut) {
                Type::template storeParts<kParts>(out + i * pass.out.strides.pixel, scaled);
            }
        }
    }

    template <int kParts, bool kHasRgb, bool kHasOut>
    static void rows(const StyledPass& pass, int first, int last) {
        constexpr auto kHalf = half<kParts, kHasRgb, kHasOut>;
        RgbSums sums;
        for (int y = first; y < last; ++y) {
            for (int x = 0; x < pass.width; x += kTile) {
                const int count = least(kTile, pass.width - x);
                if constexpr (kHasRgb) sums.clear();
                for (int block = 0; block < pass.blocks; block += kParts) {
                    kHalf(pass, pass.convolved, y, x, count, block, block, sums);
                }
                for (int block = 0; block < pass.blocks; block += kParts) {
                    kHalf(pass, pass.feature, y, x, count, block, pass.blocks + block, sums);
                }
                if constexpr (kHasRgb) {
                    sums.addTo(pass.rgb.data(), static_cast<ptrdiff_t>(y) * pass.width + x, count);
                }
            }
        }
    }

    static void run(const StyledPass& pass, int first, int last) {
        const bool hasRgb = pass.rgb[0] != nullptr;
        const bool hasOut = pass.out.data != nullptr;
        inParts(hasOut && pass.out.passesCaches, [&](auto parts) {
            constexpr int kParts = decltype(parts)::kCount;
            if (hasRgb && hasOut) {
                rows<kParts, true, true>(pass, first, last);
            } else if (hasRgb) {
                rows<kParts, true, false>(pass, first, last);
            } else {
                rows<kParts, false, true>(pass, first, last);
            }
        });
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

    template <int kParts>
    static void rowPair(const DoublingPass& pass, int i) {
        for (int x = 0; x < pass.width; x += kColumns) {
            const int count = least(kColumns, pass.width - x);
            for (int block = 0; block < pass.blocks; block += kParts) {
                Columns columns[kParts];
                for (int part = 0; part < kParts; ++part) {
                    blurColumns(pass, i, x, count, block + part, columns[part]);
                }
                writePair<kParts>(pass, columns, i, x, count, block);
            }
            for (int block = 0; block < pass.blocks; block += kParts) {
                feature<kParts>(pass, i, x, count, block);
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

    template <int kParts>
    static inline void writePair(const DoublingPass& pass, const Columns* columns, int i, int x,
                                 int count, int block) {
        const PartConstants<kParts> constants(pass.constants, block);
        const ptrdiff_t stride = pass.out.strides.pixel;
        for (int row = 0; row < 2; ++row) {
            Value* to = at<Value>(pass.out, 2 * i + row, 2 * x, block);
            for (int k = 0; k < count; ++k) {
                Lanes left[kParts], right[kParts];
                for (int part = 0; part < kParts; ++part) {
                    const Lanes* even = columns[part].even[row] + k;
                    const Lanes* odd = columns[part].odd[row] + 1 + k;
                    const BlockConstants& block = constants[part];
                    left[part] = block.activated(odd[-1] + 3.0f * (even[0] + odd[0]) + even[1]);
                    right[part] = block.activated(even[0] + 3.0f * (odd[0] + even[1]) + odd[1]);
                    left[part] *= block.scale;
                    right[part] *= block.scale;
                }
                Type::template storeParts<kParts>(to + 2 * k * stride, left);
                Type::template storeParts<kParts>(to + (2 * k + 1) * stride, right);
            }
        }
    }

    template <int kParts>
    static inline void feature(const DoublingPass& pass, int i, int x, int count, int block) {
        const PartConstants<kParts> constants(pass.constants, pass.blocks + block);
        for (int row = 2 * i; row < 2 * i + 2; ++row) {
            const Value* from = at<Value>(pass.feature, row, 2 * x, block);
            Value* to = at<Value>(pass.out, row, 2 * x, pass.blocks + block);
            for (int k = 0; k < 2 * count; ++k) {
                Lanes scaled[kParts];
                for (int part = 0; part < kParts; ++part) {
                    const Value* value =
                        from + k * pass.feature.strides.pixel + part * pass.feature.strides.block;
                    scaled[part] =
                        constants[part].activated(Type::load(value)) * constants[part].scale;
                }
                Type::template storeParts<kParts>(to + k * pass.out.strides.pixel, scaled);
            }
        }
    }

    static void run(const DoublingPass& pass, int first, int last) {
        inParts(pass.out.passesCaches, [&](auto parts) {
            for (int i = first; i < last; ++i) rowPair<decltype(parts)::kCount>(pass, i);
        });
    }
};

}  // namespace

}  // namespace heirloom::nn::onednn::HEIRLOOM_KERNEL_NAMESPACE
