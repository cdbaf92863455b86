#include <algorithm>
#include <cmath>

#include "core/base/memory.h"
#include "core/nn/onednn/bfloat16.h"
#include "core/nn/onednn/gpen_buffers.h"
#include "core/nn/onednn/gpen_kernels.h"
#include "core/nn/onednn/gpen_network.h"
#include "core/nn/onednn/onednn_backend.h"

namespace heirloom::nn::onednn {

namespace {

constexpr const char* kName = "GPEN";
constexpr int kSmallest = GpenArchitecture::kSmallest;
constexpr int kSmallestPixels = kSmallest * kSmallest;

class OneDnnGpen : public GpenBackend {
public:
    OneDnnGpen(GpenArchitecture architecture, const RuntimeFacts& runtime, WeightSource& source)
        : m_network(std::move(architecture), GpenArithmetic::forPrecision(runtime.precision),
                    source),
          m_element(m_network.arithmetic().element),
          m_threads(runtime.threads),
          m_kernels(gpenKernels(m_element)),
          m_stream(cpuEngine()) {}

    // Before the first run.
    void planBuffers() { m_buffers.plan(m_network); }

    int size() const override { return m_network.architecture().size(); }
    Result<Planes> run(const Planes& crop) const override;

private:
    void convolve(const GpenConvolution& conv, const PlacedMap& from, const PlacedMap& to,
                  int scratchBuffer) const {
        conv.execute(m_stream, m_buffers.data(from.buffer), m_buffers.data(to.buffer),
                     m_buffers.scratch(scratchBuffer));
    }
    void encode(const Planes& crop) const;
    std::vector<float> smallestFeature() const;
    void updateStyles() const;
    void writeConstant() const;
    void doubleLevel(std::size_t index) const;
    void finishLevel(std::size_t index) const;
    void startPicture(std::size_t index) const;
    Planes picture(const Planes& crop) const;

    mutable GpenNetwork m_network;  // the modulations change with every run
    Element m_element;
    int m_threads;
    const GpenKernels& m_kernels;
    mutable dnnl::stream m_stream;
    GpenBuffers m_buffers;
};

void OneDnnGpen::encode(const Planes& crop) const {
    FirstPass first;
    first.width = size();
    first.blocks = m_network.paddedChannelsOf(0) / kBlock;
    for (int i = 0; i < 3; ++i) {
        first.rgb[i] = crop.plane(i);
        first.weights[i] = m_network.first.weights[i].data();
    }
    first.bias = m_network.first.bias.data();
    first.out = m_buffers.target(m_buffers.encoder().front().feature);
    inParallel(size(), [&](int from, int to) { m_kernels.first(first, from, to); });
    for (std::size_t level = 1; level < m_buffers.encoder().size(); ++level) {
        const EncoderMaps& maps = m_buffers.encoder()[level];
        const PlacedMap& before = m_buffers.encoder()[level - 1].feature;
        const MapShape& shape = before.map.shape;
        BlurPass blur{
            shape.height, shape.width, shape.channels / kBlock, m_buffers.view(before), {}};
        for (int parity = 0; parity < 2; ++parity) {
            blur.out[parity] =
                maps.blurred.map.rows(m_buffers.firstPixel(maps.blurred), m_element, parity);
        }
        inParallel(shape.height + 1, [&](int from, int to) { m_kernels.blur(blur, from, to); });
        convolve(m_network.encoder[level], maps.blurred, maps.feature, maps.scratch);
    }
}

// Where one value of a 4 x 4 map lies.
std::ptrdiff_t indexOf(const MapStrides& strides, int channel, int pixel) {
    return channel / kBlock * strides.block + channel % kBlock + pixel / kSmallest * strides.row +
           pixel % kSmallest * strides.pixel;
}

std::vector<float> OneDnnGpen::smallestFeature() const {
    const MapView feature = m_buffers.view(m_buffers.encoder().back().feature);
    const int channels = m_network.architecture().channels.back();
    std::vector<float> values(static_cast<std::size_t>(channels) * kSmallestPixels);
    for (int channel = 0; channel < channels; ++channel) {
        for (int pixel = 0; pixel < kSmallestPixels; ++pixel) {
            const std::ptrdiff_t index = indexOf(feature.strides, channel, pixel);
            values[channel * kSmallestPixels + pixel] =
                m_element == Element::Float
                    ? static_cast<const float*>(feature.data)[index]
                    : fromBFloat16(static_cast<const std::uint16_t*>(feature.data)[index]);
        }
    }
    return values;
}

void OneDnnGpen::updateStyles() const {
    const std::vector<float> latent = m_network.mapping.latent(smallestFeature());
    std::vector<StyledModulation*> layers;
    std::vector<Product> products;
    for (GeneratorLevel& level : m_network.generator) {
        if (level.doubling) layers.push_back(&level.doubling->modulation);
        layers.push_back(&level.plain.modulation);
        products.push_back(level.rgb.styleFrom(latent));
    }
    for (StyledModulation* layer : layers) products.push_back(layer->styleFrom(latent));
    computeAll(products);
    for (GeneratorLevel& level : m_network.generator) level.rgb.acceptStyle();
    products.clear();
    for (StyledModulation* layer : layers) {
        layer->acceptStyle();
        products.push_back(layer->demodulationProduct());
    }
    computeAll(products);
    for (StyledModulation* layer : layers) layer->acceptDemodulation();
}

void OneDnnGpen::writeConstant() const {
    m_buffers.clearBorder(m_buffers.constant());
    const MapTarget to = m_buffers.target(m_buffers.constant());
    const std::vector<float>& scale = m_network.generator.front().plain.modulation.inputScale();
    const int channels = m_network.architecture().channels.back();
    for (int channel = 0; channel < m_buffers.constant().map.shape.channels; ++channel) {
        for (int pixel = 0; pixel < kSmallestPixels; ++pixel) {
            const float value =
                channel < channels
                    ? m_network.constant[channel * kSmallestPixels + pixel] * scale[channel]
                    : 0.0f;
            const std::ptrdiff_t index = indexOf(to.strides, channel, pixel);
            if (m_element == Element::Float) {
                static_cast<float*>(to.data)[index] = value;
            } else {
                static_cast<std::uint16_t*>(to.data)[index] = toBFloat16(value);
            }
        }
    }
}

StyledConstants constantsOf(const StyledModulation& layer, const std::vector<float>& scale) {
    StyledConstants constants;
    constants.gain = layer.gain().data();
    constants.bias = layer.bias().data();
    constants.scale = scale.data();
    return constants;
}

void OneDnnGpen::doubleLevel(std::size_t index) const {
    const GeneratorLevel& level = m_network.generator[index];
    const GeneratorMaps& maps = m_buffers.generator()[index];
    const PlacedMap& feature = m_buffers.encoder()[level.encoderLevel].feature;
    const DoublingLayer& layer = *level.doubling;
    void* phases = m_buffers.data(maps.phases);
    layer.conv.execute(m_stream, m_buffers.data(m_buffers.generator()[index - 1].out.buffer),
                       phases, m_buffers.scratch(maps.doublingScratch));
    m_buffers.clearBorder(maps.doubled);
    DoublingPass pass;
    pass.height = feature.map.shape.height / 2;
    pass.width = feature.map.shape.width / 2;
    pass.blocks = feature.map.shape.channels / kBlock;
    pass.phases = layer.conv.phases(phases);
    pass.feature = m_buffers.view(feature);
    pass.out = m_buffers.target(maps.doubled);
    pass.constants = constantsOf(layer.modulation, level.plain.modulation.inputScale());
    inParallel(pass.height, [&](int first, int last) { m_kernels.doubling(pass, first, last); });
}

// The picture so far, doubled as upfirdn2d does it with padding (2, 1), plus the bias.
void OneDnnGpen::startPicture(std::size_t index) const {
    const GeneratorLevel& level = m_network.generator[index];
    const int side = m_network.architecture().sideOfLevel(level.encoderLevel);
    const auto& bias = level.rgb.bias();
    float* out = m_buffers.data<float>(m_buffers.generator()[index].picture);
    if (index == 0) {
        for (int i = 0; i < 3; ++i) std::fill_n(out + i * side * side, side * side, bias[i]);
        return;
    }
    const float* in = m_buffers.data<float>(m_buffers.generator()[index - 1].picture);
    const int half = side / 2;
    inParallel(3 * side, [&](int first, int last) {
        for (int line = first; line < last; ++line) {
            const std::ptrdiff_t colour = line / side;
            const int y = line % side;
            // Even rows lie nearer to the row above, odd ones nearer to the one below.
            const int far = y % 2 == 0 ? y / 2 - 1 : y / 2 + 1;
            const float farWeight = far >= 0 && far < half ? 0.25f : 0.0f;
            const float* plane = in + colour * half * half;
            const float* nearRow = plane + static_cast<std::ptrdiff_t>(y / 2) * half;
            const float* farRow =
                plane + static_cast<std::ptrdiff_t>(std::clamp(far, 0, half - 1)) * half;
            const auto column = [&](int x) {
                return x >= half ? 0.0f : 0.75f * nearRow[x] + farWeight * farRow[x];
            };
            float* to = out + static_cast<std::ptrdiff_t>(line) * side;
            float left = 0.0f;
            float middle = column(0);
            for (int x = 0; x < half; ++x) {
                const float right = column(x + 1);
                to[2 * x] = bias[colour] + 0.25f * left + 0.75f * middle;
                to[2 * x + 1] = bias[colour] + 0.75f * middle + 0.25f * right;
                left = middle;
                middle = right;
            }
        }
    });
}

void OneDnnGpen::finishLevel(std::size_t index) const {
    const GeneratorLevel& level = m_network.generator[index];
    const GeneratorMaps& maps = m_buffers.generator()[index];
    const PlacedMap& feature = m_buffers.encoder()[level.encoderLevel].feature;
    convolve(level.plain.conv, level.doubling ? maps.doubled : m_buffers.constant(), maps.convolved,
             maps.scratch);
    startPicture(index);
    StyledPass pass;
    pass.width = feature.map.shape.width;
    pass.blocks = feature.map.shape.channels / kBlock;
    pass.convolved = m_buffers.view(maps.convolved);
    pass.feature = m_buffers.view(feature);
    if (maps.out.exists()) {
        m_buffers.clearBorder(maps.out);
        pass.out = m_buffers.target(maps.out);
        pass.constants =
            constantsOf(level.plain.modulation,
                        m_network.generator[index + 1].doubling->modulation.inputScale());
    } else {
        // Nothing is scaled for a next layer: any numbers will do.
        pass.constants = constantsOf(level.plain.modulation, level.plain.modulation.gain());
    }
    const std::ptrdiff_t pixels = static_cast<std::ptrdiff_t>(pass.width) * pass.width;
    for (int i = 0; i < 3; ++i) {
        pass.constants.toRgb[i] = level.rgb.weights()[i].data();
        pass.rgb[i] = m_buffers.data<float>(maps.picture) + i * pixels;
    }
    inParallel(pass.width, [&](int first, int last) { m_kernels.styled(pass, first, last); });
}

Planes OneDnnGpen::picture(const Planes& crop) const {
    Planes result(3, size(), size());
    const float* values = m_buffers.data<float>(m_buffers.generator().back().picture);
    inParallel(3 * size(), [&](int first, int last) {
        for (std::ptrdiff_t i = static_cast<std::ptrdiff_t>(first) * size();
             i < static_cast<std::ptrdiff_t>(last) * size(); ++i) {
            result.values[i] = values[i] + m_network.inputSkip * crop.values[i];
        }
    });
    return result;
}

Result<Planes> OneDnnGpen::run(const Planes& crop) const {
    if (crop.channels != 3 || crop.height != size() || crop.width != size()) {
        return makeError(ErrorCode::InvalidArgument,
                         "GPEN expects a crop of %1 x %1 pixels, not %2 x %3.", size(), crop.width,
                         crop.height);
    }
    return guarded(kName, m_threads, [&] {
        encode(crop);
        updateStyles();
        writeConstant();
        for (std::size_t i = 0; i < m_buffers.generator().size(); ++i) {
            if (i > 0) doubleLevel(i);
            finishLevel(i);
        }
        m_stream.wait();
        return picture(crop);
    });
}

}  // namespace

Result<std::unique_ptr<GpenBackend>> createGpen(const Checkpoint& checkpoint,
                                                const RuntimeFacts& runtime) {
    return created<GpenBackend>(
        kName, runtime.threads, [&]() -> Result<std::unique_ptr<GpenBackend>> {
            auto architecture = readGpenArchitecture(checkpoint);
            if (!architecture) return architecture.error();
            WeightSource source(checkpoint);
            auto network = std::make_unique<OneDnnGpen>(std::move(*architecture), runtime, source);
            if (auto complete = source.finish(kName); !complete) return complete.error();
            returnFreeMemory();
            network->planBuffers();
            return std::unique_ptr<GpenBackend>(std::move(network));
        });
}

}  // namespace heirloom::nn::onednn
