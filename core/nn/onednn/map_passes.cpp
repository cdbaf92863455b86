#include "core/nn/onednn/map_passes.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

#include "core/nn/onednn/onednn_support.h"

namespace heirloom::nn::onednn {

namespace {

// A map as rows of pixels that are only moved: each pixel is a block of channels, or all of
// them where they come last.
struct PixelRows {
    std::byte* data;
    int groups;
    int height;
    std::size_t pixelBytes;
    std::size_t rowBytes;

    explicit PixelRows(const GraphMap& map)
        : data(static_cast<std::byte*>(map.data)),
          groups(map.shape.layout == Layout::Blocked ? map.shape.channels / kBlock : 1),
          height(map.shape.height),
          pixelBytes(static_cast<std::size_t>(map.shape.pixelStride()) * byteSize(map.element)),
          rowBytes(pixelBytes * map.shape.width) {}

    std::byte* row(int group, int y) const {
        return data + (static_cast<std::size_t>(group) * height + y) * rowBytes;
    }
};

// Where the pixels of a row or column lie that grows from `in` to `out`.
std::vector<int> nearestIndices(int in, int out) {
    std::vector<int> indices(out);
    const float scale = static_cast<float>(in) / static_cast<float>(out);
    for (int i = 0; i < out; ++i) {
        indices[i] =
            out == 2 * in ? i / 2 : std::min(static_cast<int>(std::floor(i * scale)), in - 1);
    }
    return indices;
}

// Copies pixels of a size that the compiler knows, if it is one of a block.
template <std::size_t kBytes>
void gatherPixels(const std::byte* from, std::byte* to, const std::vector<int>& columns,
                  std::size_t bytes) {
    const std::size_t size = kBytes != 0 ? kBytes : bytes;
    for (const int column : columns) {
        std::memcpy(to, from + column * size, size);
        to += size;
    }
}

}  // namespace

Planes readPlanes(const GraphMap& from, int channels, int height, int width) {
    Planes planes(channels, height, width);
    const auto* data = static_cast<const float*>(from.data);
    inParallel(height, [&](int first, int last) {
        for (int y = first; y < last; ++y) {
            for (int start = 0; start < channels; start += kBlock) {
                const float* row = data + start / kBlock * from.shape.blockStride() +
                                   (y + from.border) * from.shape.rowStride() +
                                   from.border * from.shape.pixelStride();
                const int count = std::min(kBlock, channels - start);
                for (int channel = 0; channel < count; ++channel) {
                    float* out =
                        planes.plane(start + channel) + static_cast<std::ptrdiff_t>(y) * width;
                    for (int x = 0; x < width; ++x)
                        out[x] = row[x * from.shape.pixelStride() + channel];
                }
            }
        }
    });
    return planes;
}

void leakyInPlace(const GraphMap& map, float slope, float gain) {
    const PixelRows rows(map);
    const auto count = static_cast<std::ptrdiff_t>(rows.rowBytes / sizeof(float));
    const float low = slope * gain;
    inParallel(rows.groups * rows.height, [&](int first, int last) {
        auto* values = reinterpret_cast<float*>(rows.row(0, first));
        for (std::ptrdiff_t i = 0; i < (last - first) * count; ++i) {
            values[i] *= values[i] > 0.0f ? gain : low;
        }
    });
}

void reflectEdges(const GraphMap& map) {
    const PixelRows rows(map);
    const int height = rows.height;
    const int width = map.shape.width;
    inParallel(rows.groups * height, [&](int first, int last) {
        for (int i = first; i < last; ++i) {
            std::byte* row = rows.row(0, i);
            std::memcpy(row, row + 2 * rows.pixelBytes, rows.pixelBytes);
            std::memcpy(row + (width - 1) * rows.pixelBytes, row + (width - 3) * rows.pixelBytes,
                        rows.pixelBytes);
        }
    });
    for (int group = 0; group < rows.groups; ++group) {
        std::memcpy(rows.row(group, 0), rows.row(group, 2), rows.rowBytes);
        std::memcpy(rows.row(group, height - 1), rows.row(group, height - 3), rows.rowBytes);
    }
}

void doubleNearest(const GraphMap& from, const GraphMap& to) {
    const PixelRows in(from);
    const PixelRows out(to);
    const auto sourceOf = [&](int i, int count) {
        return reflected(i - to.border, 2 * count) / 2 + from.border;
    };
    std::vector<int> columns(to.shape.width);
    for (int x = 0; x < to.shape.width; ++x) columns[x] = sourceOf(x, from.width());
    inParallel(out.groups * out.height, [&](int first, int last) {
        for (int i = first; i < last; ++i) {
            const int group = i / out.height;
            const int y = i % out.height;
            const std::byte* source = in.row(group, sourceOf(y, from.height()));
            std::byte* target = out.row(group, y);
            if (in.pixelBytes == kBlock * sizeof(float)) {
                gatherPixels<kBlock * sizeof(float)>(source, target, columns, 0);
            } else {
                gatherPixels<0>(source, target, columns, in.pixelBytes);
            }
        }
    });
}

void addNearest(const GraphMap& a, const GraphMap& b, const GraphMap& to) {
    const PixelRows first(a);
    const PixelRows second(b);
    const PixelRows sum(to);
    const std::vector<int> rows = nearestIndices(b.shape.height, to.shape.height);
    const std::vector<int> columns = nearestIndices(b.shape.width, to.shape.width);
    const auto step = static_cast<int>(sum.pixelBytes / sizeof(float));
    inParallel(sum.groups * sum.height, [&](int start, int end) {
        for (int i = start; i < end; ++i) {
            const int group = i / sum.height;
            const int y = i % sum.height;
            const auto* x1 = reinterpret_cast<const float*>(first.row(group, y));
            const auto* x2 = reinterpret_cast<const float*>(second.row(group, rows[y]));
            auto* out = reinterpret_cast<float*>(sum.row(group, y));
            for (int x = 0; x < to.shape.width; ++x) {
                const float* grown = x2 + static_cast<std::ptrdiff_t>(columns[x]) * step;
                for (int k = 0; k < step; ++k) out[k] = x1[k] + grown[k];
                x1 += step;
                out += step;
            }
        }
    });
}

void joinChannels(std::span<const GraphMap> parts, const GraphMap& to) {
    std::size_t offset = 0;
    const PixelRows out(to);
    for (const GraphMap& part : parts) {
        const PixelRows in(part);
        inParallel(out.height, [&](int first, int last) {
            const std::byte* from = in.row(0, first);
            std::byte* target = out.row(0, first) + offset;
            const auto pixels = static_cast<std::ptrdiff_t>(last - first) * to.shape.width;
            for (std::ptrdiff_t i = 0; i < pixels; ++i) {
                std::memcpy(target, from, in.pixelBytes);
                from += in.pixelBytes;
                target += out.pixelBytes;
            }
        });
        offset += in.pixelBytes;
    }
}

}  // namespace heirloom::nn::onednn
