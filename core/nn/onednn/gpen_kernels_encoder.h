// Part of gpen_kernels_impl.h: what comes before the convolutions of the encoder.
#pragma once

#include "core/nn/onednn/gpen_kernels_lanes.h"

namespace heirloom::nn::onednn::HEIRLOOM_KERNEL_NAMESPACE {

namespace {

template <class Type>
struct Blur {
    using Value = typename Type::Value;
    static constexpr int kColumns = 32;

    static void run(const BlurPass& pass, int first, int last) {
        inParts(pass.out[0].passesCaches, [&](auto parts) {
            for (int y = first; y < last; ++y) row<decltype(parts)::kCount>(pass, y);
        });
    }

    template <int kParts>
    static void row(const BlurPass& pass, int y) {
        const MapTarget& out = pass.out[y % 2];
        Lanes down[kParts][kColumns + 3];
        for (int x = 0; x <= pass.width; x += kColumns) {
            const int count = least(kColumns, pass.width + 1 - x);
            for (int block = 0; block < pass.blocks; block += kParts) {
                for (int part = 0; part < kParts; ++part) {
                    vertical(pass, y, x - 2, count + 3, block + part, down[part]);
                }
                Value* to = at<Value>(out, y / 2, x, block);
                for (int k = 0; k < count; ++k) {
                    Lanes v[kParts];
                    for (int part = 0; part < kParts; ++part) {
                        const Lanes* d = down[part] + k;
                        v[part] = d[0] + d[3] + 3.0f * (d[1] + d[2]);
                    }
                    Type::template storeParts<kParts>(to + k * out.strides.pixel, v);
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

}  // namespace

}  // namespace heirloom::nn::onednn::HEIRLOOM_KERNEL_NAMESPACE
