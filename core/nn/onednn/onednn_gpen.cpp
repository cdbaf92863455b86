#include "core/base/memory.h"
#include "core/nn/onednn/bfloat16.h"
#include "core/nn/onednn/gpen_levels.h"
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
    void planBuffers() { m_buffers.plan(m_network, m_threads); }

    int size() const override { return m_network.architecture().size(); }
    Result<Planes> run(const Planes& crop) const override;

private:
    void encode(const GpenSteps& steps) const;
    std::vector<float> smallestFeature() const;
    void updateStyles() const;
    void writeConstant() const;
    Planes picture(const Planes& crop) const;

    mutable GpenNetwork m_network;  // the modulations change with every run
    Element m_element;
    int m_threads;
    const GpenKernels& m_kernels;
    mutable dnnl::stream m_stream;
    GpenBuffers m_buffers;
    mutable bool m_hasRun = false;
};

void OneDnnGpen::encode(const GpenSteps& steps) const {
    constexpr RowReach kBlurReach{1, 2, 1};
    const auto& encoder = m_buffers.encoder();
    for (int level = 1; level < m_network.architecture().levels(); ++level) {
        const EncoderMaps& maps = encoder[level];
        const MapShape& shape = encoder[level - 1].feature.map.shape;
        BlurPass blur{shape.height, shape.width, shape.channels / kBlock, {}, {}};
        for (int parity = 0; parity < 2; ++parity) {
            blur.out[parity] =
                maps.blurred.map.rows(m_buffers.firstPixel(maps.blurred), m_element, parity);
        }
        steps.runWithFeature(level - 1, kBlurReach, shape.height + 1, blur, &BlurPass::in,
                             m_kernels.blur);
        steps.convolve(m_network.encoder[level], maps.blurred, maps.feature, maps.scratch);
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
        if (!m_hasRun) m_buffers.populate();
        m_hasRun = true;
        const GpenFirstRows firstRows(m_network, crop, m_buffers.firstRows());
        const GpenSteps steps{m_network, m_buffers, m_kernels, m_stream, firstRows};
        encode(steps);
        updateStyles();
        writeConstant();
        for (std::size_t i = 0; i < m_network.generator.size(); ++i) runGeneratorLevel(steps, i);
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
            checkpoint.releaseMemory();  // it may outlive this call
            returnFreeMemory();
            network->planBuffers();
            return std::unique_ptr<GpenBackend>(std::move(network));
        });
}

}  // namespace heirloom::nn::onednn
