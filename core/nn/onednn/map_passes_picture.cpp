// How a picture becomes the input of a network.
#include <algorithm>
#include <cstdint>
#include <type_traits>
#include <vector>

#include "core/base/vector_clones.h"
#include "core/nn/onednn/bfloat16.h"
#include "core/nn/onednn/map_passes.h"
#include "core/nn/onednn/onednn_support.h"

namespace heirloom::nn::onednn {

namespace {

void store(float value, float* to) {
    *to = value;
}
void store(float value, std::uint16_t* to) {
    *to = toBFloat16(value);
}

// The samples of a picture; the steps say where the next pixel, row and colour begin.
template <class Sample>
struct PictureSamples {
    const Sample* data;
    int height;
    int width;
    std::ptrdiff_t pixelStep;
    std::ptrdiff_t rowStep;
    std::ptrdiff_t colourStep;

    const Sample* row(int colour, int y) const { return data + colour * colourStep + y * rowStep; }
};

PictureSamples<float> samplesOf(const Planes& picture) {
    return {picture.values.data(), picture.height,
            picture.width,         1,
            picture.width,         static_cast<std::ptrdiff_t>(picture.planeSize())};
}

PictureSamples<std::uint8_t> samplesOf(const RgbView& picture) {
    return {picture.data,
            picture.height,
            picture.width,
            3,
            static_cast<std::ptrdiff_t>(picture.rowBytes),
            1};
}

// Every step-th sample less the mean.
template <int kStep, class Sample>
HEIRLOOM_INLINE void storeLessMean(const Sample* from, int count, float mean, float* to) {
    for (int x = 0; x < count; ++x) to[x] = static_cast<float>(from[x * kStep]) - mean;
}

HEIRLOOM_VECTOR_CLONES
void storeRow(const float* from, int count, float mean, float* to) {
    storeLessMean<1>(from, count, mean, to);
}

HEIRLOOM_VECTOR_CLONES
void storeRow(const std::uint8_t* from, int count, float mean, float* to) {
    storeLessMean<3>(from, count, mean, to);
}

// Where in its row each pixel of a row of the map comes from, for one column of the fold.
std::vector<std::ptrdiff_t> sourceColumns(const GraphMap& to, int fold, int within, int width,
                                          std::ptrdiff_t step) {
    std::vector<std::ptrdiff_t> columns(to.shape.width);
    for (int x = 0; x < to.shape.width; ++x) {
        columns[x] = reflected((x - to.border) * fold + within, width) * step;
    }
    return columns;
}

template <class Value, class Sample>
class PictureWriter {
public:
    PictureWriter(const PictureSamples<Sample>& picture, const PictureInput& input,
                  const GraphMap& to)
        : m_picture(picture),
          m_input(input),
          m_to(to),
          m_channels(std::min(to.shape.channels, 3 * input.fold * input.fold)) {
        for (int i = 0; i < input.fold; ++i) {
            m_columns.push_back(sourceColumns(to, input.fold, i, picture.width, picture.pixelStep));
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
        const Sample* from = m_picture.row(m_input.order[colour], sourceRow);
        const float mean = m_input.mean[colour];
        const Target target = targetOf(y, channel);
        if constexpr (std::is_same_v<Value, float>) {
            if (m_to.isPlanes && fold == 1 && m_to.border == 0) {
                return storeRow(from, m_to.shape.width, mean, target.at);
            }
        }
        const std::ptrdiff_t* columns = m_columns[within % fold].data();
        for (int x = 0; x < m_to.shape.width; ++x) {
            store(static_cast<float>(from[columns[x]]) - mean, target.at + x * target.step);
        }
    }

    const PictureSamples<Sample> m_picture;
    const PictureInput& m_input;
    const GraphMap& m_to;
    int m_channels;
    std::vector<std::vector<std::ptrdiff_t>> m_columns;
};

template <class Sample>
void writeSamples(const PictureSamples<Sample>& picture, const PictureInput& input,
                  const GraphMap& to) {
    const auto write = [&](const auto& writer) {
        inParallel(to.shape.height, [&](int first, int last) { writer.rows(first, last); });
    };
    if (to.element == Element::Float) {
        write(PictureWriter<float, Sample>(picture, input, to));
    } else {
        write(PictureWriter<std::uint16_t, Sample>(picture, input, to));
    }
}

}  // namespace

void writePicture(const Planes& picture, const PictureInput& input, const GraphMap& to) {
    writeSamples(samplesOf(picture), input, to);
}

void writePicture(const RgbView& picture, const PictureInput& input, const GraphMap& to) {
    writeSamples(samplesOf(picture), input, to);
}

}  // namespace heirloom::nn::onednn
