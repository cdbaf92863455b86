#include <algorithm>
#include <optional>
#include <string>

#include "core/nn/parsenet.h"
#include "core/nn/torch/torch_backend.h"
#include "core/nn/torch/torch_support.h"

namespace heirloom::nn {

namespace {

constexpr const char* kName = "ParseNet";
constexpr double kSlope = 0.2;
constexpr double kNormEpsilon = 1e-5;

enum class Scale { None, Down, Up };

// Reflection padding, 3x3 convolution, folded norm.
struct ConvLayer {
    at::Tensor weight, bias;
    Scale scale = Scale::None;

    static ConvLayer load(WeightReader& reader, const std::string& name, std::int64_t out,
                          std::int64_t in, Scale scale, bool hasNorm) {
        ConvLayer layer;
        layer.scale = scale;
        layer.weight = reader.take(name + ".conv2d.weight", {out, in, 3, 3});
        if (!hasNorm) {
            layer.bias = reader.take(name + ".conv2d.bias", {out});
            return layer;
        }
        const std::string norm = name + ".norm.norm.";
        const at::Tensor gamma = reader.take(norm + "weight", {out});
        const at::Tensor beta = reader.take(norm + "bias", {out});
        const at::Tensor mean = reader.take(norm + "running_mean", {out});
        const at::Tensor variance = reader.take(norm + "running_var", {out});
        const at::Tensor factor = gamma * at::rsqrt(variance + kNormEpsilon);
        layer.weight = layer.weight * factor.view({out, 1, 1, 1});
        layer.bias = beta - mean * factor;
        return layer;
    }

    at::Tensor apply(const at::Tensor& x) const {
        at::Tensor in = x;
        if (scale == Scale::Up) {
            in = at::upsample_nearest2d(in, {2 * in.size(2), 2 * in.size(3)});
        }
        return at::conv2d(at::reflection_pad2d(in, {1, 1, 1, 1}), weight, bias,
                          scale == Scale::Down ? 2 : 1);
    }
};

struct ResidualBlock {
    std::optional<ConvLayer> shortcut;
    ConvLayer first, second;

    static ResidualBlock load(WeightReader& reader, const std::string& name, std::int64_t out,
                              std::int64_t in, Scale scale) {
        ResidualBlock block;
        if (scale != Scale::None || in != out) {
            block.shortcut =
                ConvLayer::load(reader, name + ".shortcut_func", out, in, scale, false);
        }
        block.first = ConvLayer::load(reader, name + ".conv1", out, in,
                                      scale == Scale::Up ? Scale::Up : Scale::None, true);
        block.second = ConvLayer::load(reader, name + ".conv2", out, out,
                                       scale == Scale::Down ? Scale::Down : Scale::None, true);
        return block;
    }

    at::Tensor apply(const at::Tensor& x) const {
        const at::Tensor inner = at::leaky_relu(first.apply(x), kSlope);
        return second.apply(inner).add_(shortcut ? shortcut->apply(x) : x);
    }
};

struct Network {
    at::Device device = at::kCPU;
    ConvLayer head;
    std::vector<ResidualBlock> encoder, body, decoder;
    ConvLayer mask;

    void load(WeightReader& reader);
    at::Tensor run(const at::Tensor& input) const;
};

void Network::load(WeightReader& reader) {
    const auto outChannels = [&](const std::string& name, std::int64_t otherwise) {
        const auto shape = reader.shape(name + ".conv2d.weight");
        return shape.size() == 4 ? shape[0] : otherwise;
    };
    std::int64_t channels = outChannels("encoder.0", 64);
    head = ConvLayer::load(reader, "encoder.0", channels, 3, Scale::None, false);
    const auto loadBlocks = [&](const std::string& part, int first, Scale scale,
                                std::vector<ResidualBlock>& blocks) {
        for (int i = first;; ++i) {
            const std::string name = part + "." + std::to_string(i);
            if (!reader.has(name + ".conv1.conv2d.weight")) break;
            const std::int64_t out = outChannels(name + ".conv1", channels);
            blocks.push_back(ResidualBlock::load(reader, name, out, channels, scale));
            channels = out;
        }
    };
    loadBlocks("encoder", 1, Scale::Down, encoder);
    loadBlocks("body", 0, Scale::None, body);
    loadBlocks("decoder", 0, Scale::Up, decoder);
    mask = ConvLayer::load(reader, "out_mask_conv", kFacePartCount, channels, Scale::None, false);
    // The network also paints the parts in colours; nothing here needs that picture, but
    // a complete file has its weights.
    ConvLayer::load(reader, "out_img_conv", 3, channels, Scale::None, false);
}

at::Tensor Network::run(const at::Tensor& input) const {
    at::Tensor x = head.apply(input);
    for (const ResidualBlock& block : encoder) x = block.apply(x);
    const at::Tensor feature = x;
    for (const ResidualBlock& block : body) x = block.apply(x);
    x = feature + x;
    for (const ResidualBlock& block : decoder) x = block.apply(x);
    return mask.apply(x);
}

class TorchParseNet : public ParseNetBackend {
public:
    explicit TorchParseNet(std::unique_ptr<Network> network) : m_network(std::move(network)) {}

    std::vector<ConvolutionShape> convolutions(int, int) const override { return {}; }
    Result<Planes> run(const Planes& crop) const override {
        const int divisor = 1 << m_network->encoder.size();
        if (crop.channels != 3 || crop.height < 2 * divisor || crop.width < 2 * divisor ||
            crop.height % divisor != 0 || crop.width % divisor != 0) {
            return makeError(ErrorCode::InvalidArgument,
                             "ParseNet expects an RGB crop with sides divisible by %1.", divisor);
        }
        return guarded(kName,
                       [&] { return toPlanes(m_network->run(toTensor(crop, m_network->device))); });
    }

private:
    std::unique_ptr<Network> m_network;
};

}  // namespace

Result<std::unique_ptr<ParseNetBackend>> createTorchParseNet(const Checkpoint& checkpoint,
                                                             const RuntimeFacts& runtime) {
    return created<ParseNetBackend>(kName, [&]() -> Result<std::unique_ptr<ParseNetBackend>> {
        auto network = std::make_unique<Network>();
        network->device = torchDevice(runtime);
        WeightReader reader(checkpoint, network->device);
        network->load(reader);
        if (auto complete = reader.finish(kName); !complete) return complete.error();
        return std::unique_ptr<ParseNetBackend>(new TorchParseNet(std::move(network)));
    });
}

}  // namespace heirloom::nn
