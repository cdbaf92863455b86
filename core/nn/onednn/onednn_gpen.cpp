#include <algorithm>
#include <cmath>

#include "core/base/memory.h"
#include "core/nn/onednn/bfloat16.h"
#include "core/nn/onednn/gpen_bands.h"
#include "core/nn/onednn/gpen_buffers.h"
#include "core/nn/onednn/gpen_first_rows.h"
#include "core/nn/onednn/gpen_kernels.h"
#include "core/nn/onednn/gpen_network.h"
#include "core/nn/onednn/gpen_picture.h"
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
    void convolve(const GpenConvolution& conv, const PlacedMap& from, const PlacedMap& to,
                  int scratchBuffer) const {
        conv.execute(m_stream, m_buffers.data(from.buffer), m_buffers.data(to.buffer),
                     m_buffers.scratch(scratchBuffer));
    }
    // The steps [0, count) of a pass that reads the encoder's feature of a level.
    template <class Pass>
    void runWithFeature(int level, const GpenFirstRows& firstRows, const RowReach& reach, int count,
                        Pass pass, MapView Pass::*feature, PassFunction<Pass> function) const;
    void encode(const GpenFirstRows& firstRows) const;
    std::vector<float> smallestFeature() const;
    void updateStyles() const;
    void writeConstant() const;
    // What both ways to run a level have in common.
    DoublingPass doublingPass(std::size_t index) const;
    StyledPass styledPass(std::size_t index) const;
    void doubleLevel(std::size_t index) const;
    void finishInBands(std::size_t index, const GpenFirstRows& firstRows) const;
    void finishWhole(std::size_t index, const GpenFirstRows& firstRows) const;
    void startPicture(std::size_t index) const;
    Planes picture(const Planes& crop) const;

    mutable GpenNetwork m_network;  // the modulations change with every run
    Element m_element;
    int m_threads;
    const GpenKernels& m_kernels;
    mutable dnnl::stream m_stream;
    GpenBuffers m_buffers;
    mutable bool m_hasRun = false;
};

template <class Pass>
void OneDnnGpen::runWithFeature(int level, const GpenFirstRows& firstRows, const RowReach& reach,
                                int count, Pass pass, MapView Pass::*feature,
                                PassFunction<Pass> function) const {
    if (level == 0) {
        firstRows.forBands(count, reach, [&](const MapView& rows, int first, int last) {
            Pass part = pass;
            part.*feature = rows;
            function(part, first, last);
        });
    } else {
        pass.*feature = m_buffers.view(m_buffers.encoder()[level].feature);
        inParallel(count, [&](int first, int last) { function(pass, first, last); });
    }
}

void OneDnnGpen::encode(const GpenFirstRows& firstRows) const {
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
        runWithFeature(level - 1, firstRows, kBlurReach, shape.height + 1, blur, &BlurPass::in,
                       m_kernels.blur);
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

DoublingPass OneDnnGpen::doublingPass(std::size_t index) const {
    const GeneratorLevel& level = m_network.generator[index];
    const GeneratorMaps& maps = m_buffers.generator()[index];
    const MapShape& shape = m_buffers.encoder()[level.encoderLevel].feature.map.shape;
    DoublingPass pass;
    pass.height = shape.height / 2;
    pass.width = shape.width / 2;
    pass.blocks = shape.channels / kBlock;
    pass.phases = level.doubling->conv.phases(m_buffers.data(maps.phases));
    pass.constants = constantsOf(level.doubling->modulation, level.plain.modulation.inputScale());
    return pass;
}

StyledPass OneDnnGpen::styledPass(std::size_t index) const {
    const GeneratorLevel& level = m_network.generator[index];
    const GeneratorMaps& maps = m_buffers.generator()[index];
    const MapShape& shape = m_buffers.encoder()[level.encoderLevel].feature.map.shape;
    StyledPass pass;
    pass.width = shape.width;
    pass.blocks = shape.channels / kBlock;
    if (maps.out.exists()) {
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
    return pass;
}

void OneDnnGpen::doubleLevel(std::size_t index) const {
    const GeneratorMaps& maps = m_buffers.generator()[index];
    m_network.generator[index].doubling->conv.execute(
        m_stream, m_buffers.data(m_buffers.generator()[index - 1].out.buffer),
        m_buffers.data(maps.phases), m_buffers.scratch(maps.doublingScratch));
}

void OneDnnGpen::startPicture(std::size_t index) const {
    const GeneratorLevel& level = m_network.generator[index];
    const int side = m_network.architecture().sideOfLevel(level.encoderLevel);
    const auto& bias = level.rgb.bias();
    float* out = m_buffers.data<float>(m_buffers.generator()[index].picture);
    if (index == 0) {
        for (int i = 0; i < 3; ++i) std::fill_n(out + i * side * side, side * side, bias[i]);
    } else {
        doublePicture(m_buffers.data<float>(m_buffers.generator()[index - 1].picture), side / 2,
                      bias, out);
    }
}

void OneDnnGpen::finishInBands(std::size_t index, const GpenFirstRows& firstRows) const {
    static_assert(kMostBandRows <= GpenFirstRows::kMostRows);
    const GeneratorLevel& level = m_network.generator[index];
    const GeneratorMaps& maps = m_buffers.generator()[index];
    if (maps.out.exists()) m_buffers.clearBorder(maps.out);
    BandedLevel banded{&level.plain.conv, doublingPass(index), styledPass(index), {}};
    if (level.encoderLevel == 0) {
        banded.feature = [&](int from, int to) { return firstRows.rows(from, to); };
    } else {
        const MapView feature = m_buffers.view(m_buffers.encoder()[level.encoderLevel].feature);
        banded.feature = [feature](int, int) { return feature; };
    }
    startPicture(index);
    runInBands(banded, m_kernels, m_buffers.data(maps.bands));
}

void OneDnnGpen::finishWhole(std::size_t index, const GpenFirstRows& firstRows) const {
    const GeneratorLevel& level = m_network.generator[index];
    const GeneratorMaps& maps = m_buffers.generator()[index];
    if (level.doubling) {
        constexpr RowReach kPairReach{2, 0, 0};
        m_buffers.clearBorder(maps.doubled);
        DoublingPass doubling = doublingPass(index);
        doubling.out = m_buffers.target(maps.doubled);
        runWithFeature(level.encoderLevel, firstRows, kPairReach, doubling.height, doubling,
                       &DoublingPass::feature, m_kernels.doubling);
    }
    convolve(level.plain.conv, level.doubling ? maps.doubled : m_buffers.constant(), maps.convolved,
             maps.scratch);
    startPicture(index);  // only now: its buffer may have held the map before
    if (maps.out.exists()) m_buffers.clearBorder(maps.out);
    StyledPass styled = styledPass(index);
    styled.convolved = m_buffers.view(maps.convolved);
    runWithFeature(level.encoderLevel, firstRows, {}, styled.width, styled, &StyledPass::feature,
                   m_kernels.styled);
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
        encode(firstRows);
        updateStyles();
        writeConstant();
        for (std::size_t i = 0; i < m_buffers.generator().size(); ++i) {
            if (i > 0) doubleLevel(i);
            if (m_buffers.generator()[i].bands >= 0) {
                finishInBands(i, firstRows);
            } else {
                finishWhole(i, firstRows);
            }
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
            checkpoint.releaseMemory();  // it may outlive this call
            returnFreeMemory();
            network->planBuffers();
            return std::unique_ptr<GpenBackend>(std::move(network));
        });
}

}  // namespace heirloom::nn::onednn
