#include "core/nn/onednn/map_passes.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

#include "core/nn/onednn/bfloat16.h"
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

int reflected(int i, int count) {
    if (i < 0) i = -i;
    return i < count ? i : 2 * (count - 1) - i;
}

void store(float value, float* to) {
    *to = value;
}
void store(float value, std::uint16_t* to) {
    *to = toBFloat16(value);
}

// Which column of the picture each pixel of a row comes from, for one column of the fold.
std::vector<int> sourceColumns(const GraphMap& to, int fold, int within, int width) {
    std::vector<int> columns(to.shape.width);
    for (int x = 0; x < to.shape.width; ++x) {
        columns[x] = reflected((x - to.border) * fold + within, width);
    }
    return columns;
}

template <class Value>
class PictureWriter {
public:
    PictureWriter(const Planes& picture, const PictureInput& input, const GraphMap& to)
        : m_picture(picture),
          m_input(input),
          m_to(to),
          m_channels(std::min(to.shape.channels, 3 * input.fold * input.fold)) {
        for (int i = 0; i < input.fold; ++i) {
            m_columns.push_back(sourceColumns(to, input.fold, i, picture.width));
        }
    }

    void rows(int first, int last) const {
        for (int y = first; y < last; ++y) {
            for (int channel = 0; channel < m_channels; ++channel) row(y, channel);
            for (int channel = m_channels; channel < m_to.shape.channels; ++channel) {
                const Target target = targetOf(y, channel);
                for (int x = 0; x < m_to.shape.width; ++x) target.at[x * target.step] = Value{};
            }
        }
    }

private:
    struct Target {
        Value* at;
        std::ptrdiff_t step;
    };

    Target targetOf(int y, int channel) const {
        auto* data = static_cast<Value*>(m_to.data);
        const MapShape& shape = m_to.shape;
        if (m_to.isPlanes) {
            return {data + (static_cast<std::ptrdiff_t>(channel) * shape.height + y) * shape.width,
                    1};
        }
        return {data + channel / kBlock * m_to.shape.blockStride() + channel % kBlock +
                    y * m_to.shape.rowStride(),
                m_to.shape.pixelStride()};
    }

    void row(int y, int channel) const {
        const int fold = m_input.fold;
        const int colour = channel / (fold * fold);
        const int within = channel % (fold * fold);
        const int sourceRow = reflected((y - m_to.border) * fold + within / fold, m_picture.height);
        const float* from = m_picture.plane(m_input.order[colour]) +
                            static_cast<std::ptrdiff_t>(sourceRow) * m_picture.width;
        const float mean = m_input.mean[colour];
        const Target target = targetOf(y, channel);
        if (m_to.isPlanes && fold == 1 && m_to.border == 0) {
            for (int x = 0; x < m_to.shape.width; ++x) store(from[x] - mean, target.at + x);
            return;
        }
        const int* columns = m_columns[within % fold].data();
        for (int x = 0; x < m_to.shape.width; ++x) {
            store(from[columns[x]] - mean, target.at + x * target.step);
        }
    }

    const Planes& m_picture;
    const PictureInput& m_input;
    const GraphMap& m_to;
    int m_channels;
    std::vector<std::vector<int>> m_columns;
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

void writePicture(const Planes& picture, const PictureInput& input, const GraphMap& to) {
    const auto write = [&](const auto& writer) {
        inParallel(to.shape.height, [&](int first, int last) { writer.rows(first, last); });
    };
    if (to.element == Element::Float) {
        write(PictureWriter<float>(picture, input, to));
    } else {
        write(PictureWriter<std::uint16_t>(picture, input, to));
    }
}

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
