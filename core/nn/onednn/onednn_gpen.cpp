#include <cmath>
#include <cstring>
#include <numbers>
#include <optional>

#include "core/nn/onednn/buffer_plan.h"
#include "core/nn/onednn/convolution.h"
#include "core/nn/onednn/gpen_kernels.h"
#include "core/nn/onednn/gpen_styles.h"
#include "core/nn/onednn/instruction_set.h"
#include "core/nn/onednn/onednn_backend.h"

namespace heirloom::nn::onednn {

namespace {

constexpr const char* kName = "GPEN";
constexpr float kSlope = 0.2f;
constexpr float kRoot2 = std::numbers::sqrt2_v<float>;
constexpr int kSmallest = GpenArchitecture::kSmallest;
constexpr int kTaps = 9;
// Below this side Winograd's larger weights cost more memory than its time is worth.
constexpr int kWinogradFrom = 32;

std::uint16_t toBFloat16(float value) {
    std::uint32_t bits;
    std::memcpy(&bits, &value, sizeof bits);
    return static_cast<std::uint16_t>((bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16);
}

float fromBFloat16(std::uint16_t half) {
    const std::uint32_t bits = static_cast<std::uint32_t>(half) << 16;
    float value;
    std::memcpy(&value, &bits, sizeof value);
    return value;
}

// Where one value of a map lies; for the maps of 4 x 4 pixels only.
std::ptrdiff_t indexOf(const MapShape& shape, int channel, int pixel) {
    return channel / kBlock * shape.blockStride() + channel % kBlock + pixel * shape.pixelStride();
}

// The weights of one phase of the transposed convolution: output row 2i gathers weight row
// 2 from input row i - 1 and weight row 0 from input row i; output row 2i + 1 gathers
// weight row 1 from input row i. Columns alike.
struct Phase {
    std::vector<int> rows, columns;

    explicit Phase(int index)
        : rows(index < 2 ? std::vector{2, 0} : std::vector{1}),
          columns(index % 2 == 0 ? std::vector{2, 0} : std::vector{1}) {}

    std::vector<float> weights(const std::vector<float>& all) const {
        const std::size_t planes = all.size() / kTaps;
        std::vector<float> chosen;
        chosen.reserve(planes * rows.size() * columns.size());
        for (std::size_t plane = 0; plane < planes; ++plane) {
            for (const int row : rows) {
                for (const int column : columns) {
                    chosen.push_back(all[plane * kTaps + row * 3 + column]);
                }
            }
        }
        return chosen;
    }

    ConvolutionOptions options(int outChannels) const {
        ConvolutionOptions options;
        options.outChannels = outChannels;
        options.kernelHeight = static_cast<int>(rows.size());
        options.kernelWidth = static_cast<int>(columns.size());
        options.padTop = options.padBottom = options.kernelHeight - 1;
        options.padLeft = options.padRight = options.kernelWidth - 1;
        return options;
    }
};

// [out][in][9] -> the same with both sides padded by zeros to the channels of the maps.
std::vector<float> paddedWeights(std::vector<float> weights, int out, int in, bool inIsConcat) {
    const ConcatChannels concat{in / 2};
    const int paddedIn = inIsConcat ? concat.padded() : paddedChannels(in);
    const int paddedOut = paddedChannels(out);
    if (paddedIn == in && paddedOut == out) return weights;
    std::vector<float> padded(static_cast<std::size_t>(paddedOut) * paddedIn * kTaps);
    for (int o = 0; o < out; ++o) {
        for (int i = 0; i < in; ++i) {
            const int to = inIsConcat ? concat.at(i) : i;
            std::copy_n(&weights[(static_cast<std::size_t>(o) * in + i) * kTaps], kTaps,
                        &padded[(static_cast<std::size_t>(o) * paddedIn + to) * kTaps]);
        }
    }
    return padded;
}

std::vector<float> paddedValues(std::vector<float> values) {
    values.resize(paddedChannels(static_cast<int>(values.size())));
    return values;
}

struct EncoderLevel {
    MapShape feature;
    int featureBuffer = 0;
    // Not at full size:
    int blurredBuffer = 0;
    Convolution conv;
};

struct StyledLayer {
    StyledModulation modulation;
    std::vector<Convolution> convs;  // one, or the four phases when it doubles
    std::vector<int> results;        // buffers of the same number
    int outBuffer = -1;              // concatenated and scaled for the next layer

    StyledConstants constants(const StyledModulation* next, const RgbModulation* rgb) const {
        StyledConstants all;
        all.gain = modulation.gain().data();
        all.bias = modulation.bias().data();
        // After the last layer nothing is scaled and nothing is written.
        all.scale = next != nullptr ? next->inputScale().data() : modulation.gain().data();
        for (int i = 0; rgb != nullptr && i < 3; ++i) all.toRgb[i] = rgb->weights()[i].data();
        return all;
    }
};

// One resolution of the generator: 4 x 4 has no doubling layer.
struct GeneratorLevel {
    int encoderLevel = 0;
    std::optional<StyledLayer> doubling;
    StyledLayer plain;
    RgbModulation rgb;
    int pictureBuffer = 0;  // three planes
};

class OneDnnGpen : public GpenBackend {
public:
    OneDnnGpen(GpenArchitecture architecture, const RuntimeFacts& runtime)
        : m_architecture(std::move(architecture)),
          m_element(elementFor(runtime.precision)),
          m_layout(layoutFor(m_element)),
          m_threads(runtime.threads),
          m_kernels(gpenKernels(m_element)),
          m_stream(cpuEngine()) {}

    void load(WeightSource& source);
    // After load().
    void planBuffers();

    int size() const override { return m_architecture.size(); }
    Result<Planes> run(const Planes& crop) const override;

private:
    void loadEncoder(WeightSource& source);
    void loadGenerator(WeightSource& source);
    StyledLayer loadStyled(WeightSource& source, const std::string& name, int level, int in,
                           bool inIsConcat, bool doubles);

    MapShape mapOf(int level, int channels) const {
        const int side = m_architecture.sideOfLevel(level);
        return {channels, side, side, m_layout};
    }
    int channelsOf(int level) const { return paddedChannels(m_architecture.channels[level]); }

    void convolve(const Convolution& conv, int from, int to) const {
        conv.execute(m_stream, m_buffers.data(from), m_buffers.data(to), m_buffers.data(m_scratch));
    }
    void encode(const Planes& crop) const;
    std::vector<float> smallestFeature() const;
    void updateStyles() const;
    void writeConstant() const;
    void doubleLevel(const GeneratorLevel& level, int from) const;
    void finishLevel(std::size_t index, int from) const;
    void startPicture(std::size_t index) const;
    Planes picture(const Planes& crop) const;

    GpenArchitecture m_architecture;
    Element m_element;
    Layout m_layout;
    int m_threads;
    const GpenKernels& m_kernels;
    mutable dnnl::stream m_stream;

    std::array<std::vector<float>, 3> m_firstWeights;
    std::vector<float> m_firstBias;
    std::vector<EncoderLevel> m_encoder;
    MappingNetwork m_mapping;
    std::vector<float> m_constant;  // [channels][4][4]
    int m_constantBuffer = 0;
    mutable std::vector<GeneratorLevel> m_generator;  // the styles change with every run
    float m_inputSkip = 0.0f;
    int m_scratch = 0;
    BufferPlan m_buffers;

    static Layout layoutFor(Element element);
};

// Winograd wants channels in blocks of 16, which AVX-512 brings; AMX wants them last.
Layout OneDnnGpen::layoutFor(Element element) {
    return element == Element::Float && hasAvx512() ? Layout::Blocked : Layout::ChannelsLast;
}

void OneDnnGpen::load(WeightSource& source) {
    loadEncoder(source);
    m_mapping = MappingNetwork::load(source, m_architecture);
    loadGenerator(source);
    if (source.has("heirloom.input_skip")) {
        m_inputSkip = source.take("heirloom.input_skip", {}).front();
    }
}

void OneDnnGpen::loadEncoder(WeightSource& source) {
    const auto& channels = m_architecture.channels;
    const int first = channels.front();
    const auto weights = source.take(gpenEncoderName(0, 0) + ".weight", {first, 3, 1, 1});
    m_firstBias = paddedValues(source.take(gpenEncoderName(0, 1) + ".bias", {first}));
    for (float& value : m_firstBias) value *= kRoot2;
    const float scale = kRoot2 / std::sqrt(3.0f);
    for (int colour = 0; colour < 3; ++colour) {
        m_firstWeights[colour].assign(paddedChannels(first), 0.0f);
        for (int i = 0; i < first; ++i) {
            m_firstWeights[colour][i] = weights[3 * i + colour] * scale;
        }
    }
    m_encoder.resize(channels.size());
    m_encoder.front().feature = mapOf(0, channelsOf(0));
    for (int level = 1; level < m_architecture.levels(); ++level) {
        const int in = channels[level - 1];
        const int out = channels[level];
        auto kernel = source.take(gpenEncoderName(level, 1) + ".weight", {out, in, 3, 3});
        std::vector<float> bias = source.take(gpenEncoderName(level, 2) + ".bias", {out});
        // The equalised scale goes into the gain of the activation.
        const float equalised = 1.0f / std::sqrt(static_cast<float>(in) * kTaps);
        for (float& value : bias) value /= equalised;
        ConvolutionOptions options;
        options.outChannels = channelsOf(level);
        options.stride = 2;
        options.slope = kSlope;
        options.gain = kRoot2 * equalised;
        MapShape blurred = mapOf(level - 1, channelsOf(level - 1));
        blurred.height += 1;
        blurred.width += 1;
        m_encoder[level].conv = Convolution(blurred, m_element, options,
                                            paddedWeights(std::move(kernel), out, in, false),
                                            paddedValues(std::move(bias)));
        m_encoder[level].feature = mapOf(level, channelsOf(level));
    }
}

StyledLayer OneDnnGpen::loadStyled(WeightSource& source, const std::string& name, int level, int in,
                                   bool inIsConcat, bool doubles) {
    const int out = m_architecture.channels[level];
    auto weights = source.take(name + ".conv.weight", {1, out, in, 3, 3});
    StyledLayer layer;
    constexpr float kBlurGain = 4.0f / 64.0f;  // the passes blur without it
    layer.modulation =
        StyledModulation::load(source, name, out, in, inIsConcat, m_architecture.styleDimension,
                               doubles ? kBlurGain : 1.0f, weights);
    weights = paddedWeights(std::move(weights), out, in, inIsConcat);
    const int paddedIn = inIsConcat ? ConcatChannels{in / 2}.padded() : paddedChannels(in);
    const MapShape from = mapOf(doubles ? level + 1 : level, paddedIn);
    if (doubles) {
        for (int i = 0; i < 4; ++i) {
            const Phase phase(i);
            layer.convs.emplace_back(from, m_element, phase.options(channelsOf(level)),
                                     phase.weights(weights), std::span<const float>());
        }
    } else {
        ConvolutionOptions options;
        options.outChannels = channelsOf(level);
        options.padTop = options.padLeft = options.padBottom = options.padRight = 1;
        options.mayUseWinograd = from.height >= kWinogradFrom;
        layer.convs.emplace_back(from, m_element, options, weights, std::span<const float>());
    }
    return layer;
}

void OneDnnGpen::loadGenerator(WeightSource& source) {
    const auto& channels = m_architecture.channels;
    const int style = m_architecture.styleDimension;
    const int smallest = channels.back();
    m_constant = source.take("generator.input.input", {1, smallest, kSmallest, kSmallest});
    const int last = m_architecture.levels() - 1;
    int conv = 0;
    for (int level = last; level >= 0; --level) {
        GeneratorLevel loaded;
        loaded.encoderLevel = level;
        const int out = channels[level];
        const auto convName = [&] { return "generator.convs." + std::to_string(conv++); };
        if (level == last) {
            loaded.plain = loadStyled(source, "generator.conv1", level, out, false, false);
            loaded.rgb = RgbModulation::load(source, "generator.to_rgb1", out, style);
        } else {
            loaded.doubling =
                loadStyled(source, convName(), level, 2 * channels[level + 1], true, true);
            loaded.plain = loadStyled(source, convName(), level, 2 * out, true, false);
            loaded.rgb = RgbModulation::load(
                source, "generator.to_rgbs." + std::to_string(last - level - 1), out, style);
        }
        m_generator.push_back(std::move(loaded));
    }
}

void OneDnnGpen::planBuffers() {
    const auto bytes = [this](const MapShape& shape) {
        return shape.elements() * byteSize(m_element);
    };
    // Steps of a run: encoder level k blurs in 2k - 1 and convolves in 2k; a generator level
    // takes four from there on: phases, doubling pass, convolution, styled pass.
    const int levels = m_architecture.levels();
    const auto stepOf = [&](int level) { return 2 * levels + 4 * (levels - 1 - level); };
    for (int level = 0; level < levels; ++level) {
        EncoderLevel& encoder = m_encoder[level];
        encoder.featureBuffer = m_buffers.add(bytes(encoder.feature), 2 * level, stepOf(level) + 3);
        if (level == 0) continue;
        MapShape blurred = m_encoder[level - 1].feature;
        blurred.height += 1;
        blurred.width += 1;
        encoder.blurredBuffer = m_buffers.add(bytes(blurred), 2 * level - 1, 2 * level);
    }
    std::size_t scratch = 1;
    for (const EncoderLevel& level : m_encoder) {
        if (level.blurredBuffer != 0) scratch = std::max(scratch, level.conv.scratchBytes());
    }
    const int start = stepOf(levels - 1);
    m_constantBuffer =
        m_buffers.add(bytes(mapOf(levels - 1, channelsOf(levels - 1))), start, start + 2);
    for (GeneratorLevel& level : m_generator) {
        const int step = stepOf(level.encoderLevel);
        const MapShape concat = mapOf(level.encoderLevel, 2 * channelsOf(level.encoderLevel));
        const auto planConvs = [&](StyledLayer& layer, int at) {
            for (const Convolution& conv : layer.convs) {
                layer.results.push_back(m_buffers.add(bytes(conv.outputShape()), at, at + 1));
                scratch = std::max(scratch, conv.scratchBytes());
            }
        };
        if (level.doubling) {
            planConvs(*level.doubling, step);
            level.doubling->outBuffer = m_buffers.add(bytes(concat), step + 1, step + 2);
        }
        planConvs(level.plain, step + 2);
        // Read by the phases of the next level, which come one step later.
        if (level.encoderLevel > 0) {
            level.plain.outBuffer = m_buffers.add(bytes(concat), step + 3, step + 4);
        }
        const std::size_t pixels = concat.elements() / concat.channels;
        level.pictureBuffer = m_buffers.add(3 * pixels * sizeof(float), step + 3, step + 7);
    }
    m_scratch = m_buffers.add(scratch, 0, stepOf(0) + 7);
    m_buffers.allocate();
}

void OneDnnGpen::encode(const Planes& crop) const {
    FirstPass first;
    first.shape = m_encoder.front().feature;
    for (int i = 0; i < 3; ++i) {
        first.rgb[i] = crop.plane(i);
        first.weights[i] = m_firstWeights[i].data();
    }
    first.bias = m_firstBias.data();
    first.out = m_buffers.data(m_encoder.front().featureBuffer);
    inParallel(first.shape.height, [&](int from, int to) { m_kernels.first(first, from, to); });
    for (std::size_t level = 1; level < m_encoder.size(); ++level) {
        const EncoderLevel& before = m_encoder[level - 1];
        const BlurPass blur{before.feature, m_buffers.data(before.featureBuffer),
                            m_buffers.data(m_encoder[level].blurredBuffer)};
        inParallel(before.feature.height + 1,
                   [&](int from, int to) { m_kernels.blur(blur, from, to); });
        convolve(m_encoder[level].conv, m_encoder[level].blurredBuffer,
                 m_encoder[level].featureBuffer);
    }
}

std::vector<float> OneDnnGpen::smallestFeature() const {
    const EncoderLevel& last = m_encoder.back();
    const int channels = m_architecture.channels.back();
    constexpr int kPixels = kSmallest * kSmallest;
    std::vector<float> values(static_cast<std::size_t>(channels) * kPixels);
    for (int channel = 0; channel < channels; ++channel) {
        for (int pixel = 0; pixel < kPixels; ++pixel) {
            const auto index = indexOf(last.feature, channel, pixel);
            values[channel * kPixels + pixel] =
                m_element == Element::Float
                    ? m_buffers.data<float>(last.featureBuffer)[index]
                    : fromBFloat16(m_buffers.data<std::uint16_t>(last.featureBuffer)[index]);
        }
    }
    return values;
}

void OneDnnGpen::updateStyles() const {
    const std::vector<float> latent = m_mapping.latent(smallestFeature());
    for (GeneratorLevel& level : m_generator) {
        if (level.doubling) level.doubling->modulation.update(latent);
        level.plain.modulation.update(latent);
        level.rgb.update(latent);
    }
}

void OneDnnGpen::writeConstant() const {
    const MapShape shape = m_encoder.back().feature;
    const std::vector<float>& scale = m_generator.front().plain.modulation.inputScale();
    constexpr int kPixels = kSmallest * kSmallest;
    const int channels = m_architecture.channels.back();
    for (int channel = 0; channel < shape.channels; ++channel) {
        for (int pixel = 0; pixel < kPixels; ++pixel) {
            const float value =
                channel < channels ? m_constant[channel * kPixels + pixel] * scale[channel] : 0.0f;
            const auto index = indexOf(shape, channel, pixel);
            if (m_element == Element::Float) {
                m_buffers.data<float>(m_constantBuffer)[index] = value;
            } else {
                m_buffers.data<std::uint16_t>(m_constantBuffer)[index] = toBFloat16(value);
            }
        }
    }
}

void OneDnnGpen::doubleLevel(const GeneratorLevel& level, int from) const {
    const StyledLayer& layer = *level.doubling;
    const EncoderLevel& encoder = m_encoder[level.encoderLevel];
    DoublingPass pass;
    pass.shape = encoder.feature;
    pass.feature = m_buffers.data(encoder.featureBuffer);
    pass.out = m_buffers.data(layer.outBuffer);
    pass.constants = layer.constants(&level.plain.modulation, nullptr);
    for (int i = 0; i < 4; ++i) {
        convolve(layer.convs[i], from, layer.results[i]);
        pass.phases[i] = m_buffers.data(layer.results[i]);
    }
    inParallel(pass.shape.height / 2,
               [&](int first, int last) { m_kernels.doubling(pass, first, last); });
}

// The picture so far, doubled as upfirdn2d does it with padding (2, 1), plus the bias.
void OneDnnGpen::startPicture(std::size_t index) const {
    const GeneratorLevel& level = m_generator[index];
    const int side = m_architecture.sideOfLevel(level.encoderLevel);
    float* out = m_buffers.data<float>(level.pictureBuffer);
    if (index == 0) {
        for (int i = 0; i < 3; ++i)
            std::fill_n(out + i * side * side, side * side, level.rgb.bias()[i]);
        return;
    }
    const float* in = m_buffers.data<float>(m_generator[index - 1].pictureBuffer);
    const int half = side / 2;
    inParallel(3 * side, [&](int first, int last) {
        for (int line = first; line < last; ++line) {
            const int colour = line / side;
            const int y = line % side;
            // Even rows lie nearer to the row above, odd ones nearer to the one below.
            const int near = y / 2;
            const int far = y % 2 == 0 ? near - 1 : near + 1;
            const float farWeight = far >= 0 && far < half ? 0.25f : 0.0f;
            const float* plane = in + static_cast<std::ptrdiff_t>(colour) * half * half;
            const float* nearRow = plane + static_cast<std::ptrdiff_t>(near) * half;
            const float* farRow =
                plane + static_cast<std::ptrdiff_t>(std::clamp(far, 0, half - 1)) * half;
            float* to = out + static_cast<std::ptrdiff_t>(line) * side;
            const float bias = level.rgb.bias()[colour];
            const auto column = [&](int x) {
                return x < 0 || x >= half ? 0.0f : 0.75f * nearRow[x] + farWeight * farRow[x];
            };
            float left = 0.0f;
            float middle = column(0);
            for (int x = 0; x < half; ++x) {
                const float right = column(x + 1);
                to[2 * x] = bias + 0.25f * left + 0.75f * middle;
                to[2 * x + 1] = bias + 0.75f * middle + 0.25f * right;
                left = middle;
                middle = right;
            }
        }
    });
}

void OneDnnGpen::finishLevel(std::size_t index, int from) const {
    const GeneratorLevel& level = m_generator[index];
    const bool isLast = index + 1 == m_generator.size();
    const EncoderLevel& encoder = m_encoder[level.encoderLevel];
    convolve(level.plain.convs.front(), from, level.plain.results.front());
    startPicture(index);
    StyledPass pass;
    pass.shape = encoder.feature;
    pass.convolved = m_buffers.data(level.plain.results.front());
    pass.feature = m_buffers.data(encoder.featureBuffer);
    pass.out = isLast ? nullptr : m_buffers.data(level.plain.outBuffer);
    pass.constants = level.plain.constants(
        isLast ? nullptr : &m_generator[index + 1].doubling->modulation, &level.rgb);
    const int side = pass.shape.height;
    for (int i = 0; i < 3; ++i) {
        pass.rgb[i] = m_buffers.data<float>(level.pictureBuffer) +
                      static_cast<std::ptrdiff_t>(i) * side * side;
    }
    inParallel(side, [&](int first, int last) { m_kernels.styled(pass, first, last); });
}

Planes OneDnnGpen::picture(const Planes& crop) const {
    Planes result(3, size(), size());
    const float* values = m_buffers.data<float>(m_generator.back().pictureBuffer);
    for (std::size_t i = 0; i < result.values.size(); ++i) {
        result.values[i] = values[i] + m_inputSkip * crop.values[i];
    }
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
        int from = m_constantBuffer;
        for (std::size_t i = 0; i < m_generator.size(); ++i) {
            const GeneratorLevel& level = m_generator[i];
            if (level.doubling) {
                doubleLevel(level, from);
                from = level.doubling->outBuffer;
            }
            finishLevel(i, from);
            from = level.plain.outBuffer;
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
            auto network = std::make_unique<OneDnnGpen>(std::move(*architecture), runtime);
            WeightSource source(checkpoint);
            network->load(source);
            if (auto complete = source.finish(kName); !complete) return complete.error();
            network->planBuffers();
            return std::unique_ptr<GpenBackend>(std::move(network));
        });
}

}  // namespace heirloom::nn::onednn
