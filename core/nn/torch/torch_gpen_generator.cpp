#include <cmath>
#include <optional>

#include "core/nn/gpen_architecture.h"
#include "core/nn/torch/gpen_layers.h"
#include "core/nn/torch/torch_backend.h"

namespace heirloom::nn {

namespace {

constexpr const char* kName = "GPEN";
constexpr double kMappingRate = 0.01;  // learning-rate multiplier of the mapping network
constexpr int kSmallest = GpenArchitecture::kSmallest;

struct EncoderLevel {
    std::optional<Blur> blur;  // absent at full size
    at::Tensor weight;
    at::Tensor bias;

    at::Tensor apply(const at::Tensor& x) const {
        at::Tensor out =
            blur ? at::conv2d(blur->apply(x, 2), weight, {}, 2) : at::conv2d(x, weight);
        return fusedLeakyRelu(out, bias);
    }
};

at::Tensor pixelNorm(const at::Tensor& x) {
    return x * at::rsqrt(x.square().mean(1, true) + 1e-8);
}

struct Network {
    GpenArchitecture architecture;
    at::TensorOptions maps;  // their device and type
    std::vector<EncoderLevel> encoder;
    Linear finalLinear;
    std::vector<Linear> mapping;
    at::Tensor constant;
    StyledConv firstConv;
    ToRgb firstToRgb;
    std::vector<StyledConv> convs;  // two per resolution from 8 x 8 on
    std::vector<ToRgb> toRgbs;
    double inputSkip = 0.0;  // this project's own models: result = skip * input + generator

    void load(WeightReader& reader);
    void loadEncoder(WeightReader& reader);
    void loadGenerator(WeightReader& reader);
    at::Tensor run(const at::Tensor& input) const;
    at::Tensor latent(const at::Tensor& smallest) const;
};

void Network::loadEncoder(WeightReader& reader) {
    const auto& channels = architecture.channels;
    for (int level = 0; level < architecture.levels(); ++level) {
        EncoderLevel loaded;
        const std::int64_t out = channels[level];
        if (level == 0) {
            loaded.weight =
                (reader.take(gpenEncoderName(0, 0) + ".weight", {out, 3, 1, 1}) / std::sqrt(3.0))
                    .to(maps);
            loaded.bias = reader.take(gpenEncoderName(0, 1) + ".bias", {out});
        } else {
            const std::int64_t in = channels[level - 1];
            loaded.blur = Blur(in, 1.0, maps);
            loaded.weight = (reader.take(gpenEncoderName(level, 1) + ".weight", {out, in, 3, 3}) /
                             std::sqrt(in * 9.0))
                                .to(maps);
            loaded.bias = reader.take(gpenEncoderName(level, 2) + ".bias", {out});
        }
        encoder.push_back(std::move(loaded));
    }
    finalLinear = Linear::load(reader, "final_linear.0", architecture.styleDimension,
                               channels.back() * kSmallest * kSmallest, 1.0);
}

void Network::loadGenerator(WeightReader& reader) {
    const std::int64_t style = architecture.styleDimension;
    for (int i = 1; i <= architecture.mappingLayers; ++i) {
        mapping.push_back(Linear::load(reader, "generator.style." + std::to_string(i), style, style,
                                       kMappingRate));
    }
    const auto& channels = architecture.channels;
    const std::int64_t smallest = channels.back();
    constant = reader.take("generator.input.input", {1, smallest, kSmallest, kSmallest}).to(maps);
    firstConv = StyledConv::load(reader, "generator.conv1", smallest, smallest, style, false, maps);
    firstToRgb = ToRgb::load(reader, "generator.to_rgb1", 2 * smallest, style, maps);
    for (int level = architecture.levels() - 2; level >= 0; --level) {
        const std::int64_t in = 2 * channels[level + 1];
        const std::int64_t out = channels[level];
        const auto convName = [&] { return "generator.convs." + std::to_string(convs.size()); };
        convs.push_back(StyledConv::load(reader, convName(), out, in, style, true, maps));
        convs.push_back(StyledConv::load(reader, convName(), out, 2 * out, style, false, maps));
        toRgbs.push_back(ToRgb::load(reader, "generator.to_rgbs." + std::to_string(toRgbs.size()),
                                     2 * out, style, maps));
    }
}

void Network::load(WeightReader& reader) {
    loadEncoder(reader);
    loadGenerator(reader);
    if (reader.has("heirloom.input_skip")) {
        inputSkip = reader.take("heirloom.input_skip", {}).item<float>();
    }
}

at::Tensor Network::latent(const at::Tensor& smallest) const {
    at::Tensor x = finalLinear.apply(smallest.to(at::kFloat).reshape({1, -1}));
    x = fusedLeakyRelu(x, at::zeros({architecture.styleDimension}, x.options()));
    x = pixelNorm(x);
    for (const Linear& layer : mapping) {
        x = fusedLeakyRelu(at::linear(x, layer.weight), layer.bias);
    }
    return x;
}

at::Tensor Network::run(const at::Tensor& input) const {
    std::vector<at::Tensor> features;
    at::Tensor x = input.to(maps);
    for (const EncoderLevel& level : encoder) {
        x = level.apply(x);
        features.push_back(x);
    }
    const at::Tensor style = latent(x);
    x = firstConv.apply(constant, style, features.back());
    at::Tensor picture = firstToRgb.apply(x, style, {});
    features.pop_back();
    for (std::size_t i = 0; i < toRgbs.size(); ++i) {
        x = convs[2 * i].apply(x, style, features.back());
        x = convs[2 * i + 1].apply(x, style, features.back());
        picture = toRgbs[i].apply(x, style, picture);
        features.pop_back();
    }
    return inputSkip == 0.0 ? picture : picture.add_(input, inputSkip);
}

class TorchGpen : public GpenBackend {
public:
    explicit TorchGpen(std::unique_ptr<Network> network) : m_network(std::move(network)) {}

    int size() const override { return m_network->architecture.size(); }

    Result<Planes> run(const Planes& crop) const override {
        if (crop.channels != 3 || crop.height != size() || crop.width != size()) {
            return makeError(ErrorCode::InvalidArgument,
                             "GPEN expects a crop of %1 x %1 pixels, not %2 x %3.", size(),
                             crop.width, crop.height);
        }
        return guarded(kName, [&] {
            return toPlanes(m_network->run(toTensor(crop, m_network->maps.device())));
        });
    }

private:
    std::unique_ptr<Network> m_network;
};

}  // namespace

Result<std::unique_ptr<GpenBackend>> createTorchGpen(const Checkpoint& checkpoint,
                                                     const RuntimeFacts& runtime) {
    return created<GpenBackend>(kName, [&]() -> Result<std::unique_ptr<GpenBackend>> {
        auto network = std::make_unique<Network>();
        network->maps = at::TensorOptions(torchDevice(runtime)).dtype(torchType(runtime.precision));
        WeightReader reader(checkpoint, network->maps.device());
        auto architecture = readGpenArchitecture(checkpoint);
        if (!architecture) return architecture.error();
        network->architecture = *architecture;
        network->load(reader);
        if (auto complete = reader.finish(kName); !complete) return complete.error();
        return std::unique_ptr<GpenBackend>(new TorchGpen(std::move(network)));
    });
}

}  // namespace heirloom::nn
