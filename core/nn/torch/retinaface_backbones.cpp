#include "core/nn/torch/retinaface_backbones.h"

namespace heirloom::nn {

namespace {

constexpr double kNormEpsilon = 1e-5;
constexpr double kMobileNetSlope = 0.1;

// MobileNet-0.25: depthwise separable blocks in three stages.
class MobileNet : public Backbone {
public:
    explicit MobileNet(WeightReader& reader) {
        std::int64_t channels = 8;
        m_stages[0].push_back(
            FoldedConv::load(reader, "body.stage1.0.0", "body.stage1.0.1", {8, 3, 3, 3},
                             {.stride = 2, .padding = 1, .slope = kMobileNetSlope}));
        const auto separable = [&](int stage, int index, std::int64_t out, std::int64_t stride) {
            const std::string prefix =
                "body.stage" + std::to_string(stage) + "." + std::to_string(index) + ".";
            auto& blocks = m_stages[stage - 1];
            blocks.push_back(FoldedConv::load(
                reader, prefix + "0", prefix + "1", {channels, 1, 3, 3},
                {.stride = stride, .padding = 1, .groups = channels, .slope = kMobileNetSlope}));
            blocks.push_back(FoldedConv::load(reader, prefix + "3", prefix + "4",
                                              {out, channels, 1, 1}, {.slope = kMobileNetSlope}));
            channels = out;
        };
        separable(1, 1, 16, 1);
        separable(1, 2, 32, 2);
        separable(1, 3, 32, 1);
        separable(1, 4, 64, 2);
        separable(1, 5, 64, 1);
        separable(2, 0, 128, 2);
        for (int i = 1; i <= 5; ++i) separable(2, i, 128, 1);
        separable(3, 0, 256, 2);
        separable(3, 1, 256, 1);
    }

    std::array<std::int64_t, 3> outputChannels() const override { return {64, 128, 256}; }

    std::array<at::Tensor, 3> apply(const at::Tensor& input) const override {
        std::array<at::Tensor, 3> out;
        at::Tensor x = input;
        for (std::size_t stage = 0; stage < m_stages.size(); ++stage) {
            for (const FoldedConv& conv : m_stages[stage]) x = conv.apply(x);
            out[stage] = x;
        }
        return out;
    }

private:
    std::array<std::vector<FoldedConv>, 3> m_stages;
};

// ResNet-50 by torchvision's names; the stride sits on the 3x3 convolution.
class ResNet : public Backbone {
public:
    explicit ResNet(WeightReader& reader) {
        m_stem = FoldedConv::load(reader, "body.conv1", "body.bn1", {64, 3, 7, 7},
                                  {.stride = 2, .padding = 3, .slope = 0.0});
        constexpr std::array<int, 4> kBlocks{3, 4, 6, 3};
        std::int64_t in = 64;
        for (int layer = 1; layer <= 4; ++layer) {
            const std::int64_t middle = std::int64_t{32} << layer;
            for (int i = 0; i < kBlocks[layer - 1]; ++i) {
                const std::int64_t stride = (layer > 1 && i == 0) ? 2 : 1;
                const std::string prefix =
                    "body.layer" + std::to_string(layer) + "." + std::to_string(i) + ".";
                m_layers[layer - 1].push_back(loadBlock(reader, prefix, in, middle, stride));
                in = 4 * middle;
            }
        }
    }

    std::array<std::int64_t, 3> outputChannels() const override { return {512, 1024, 2048}; }

    std::array<at::Tensor, 3> apply(const at::Tensor& input) const override {
        at::Tensor x = at::max_pool2d(m_stem.apply(input), {3, 3}, {2, 2}, {1, 1});
        std::array<at::Tensor, 4> out;
        for (std::size_t layer = 0; layer < m_layers.size(); ++layer) {
            for (const Block& block : m_layers[layer]) x = block.apply(x);
            out[layer] = x;
        }
        return {out[1], out[2], out[3]};
    }

private:
    struct Block {
        FoldedConv reduce, convolve, expand;
        std::optional<FoldedConv> shortcut;

        at::Tensor apply(const at::Tensor& x) const {
            at::Tensor out = expand.apply(convolve.apply(reduce.apply(x)));
            out.add_(shortcut ? shortcut->apply(x) : x);
            return at::relu_(out);
        }
    };

    static Block loadBlock(WeightReader& reader, const std::string& prefix, std::int64_t in,
                           std::int64_t middle, std::int64_t stride) {
        const std::int64_t out = 4 * middle;
        Block block;
        block.reduce = FoldedConv::load(reader, prefix + "conv1", prefix + "bn1",
                                        {middle, in, 1, 1}, {.slope = 0.0});
        block.convolve =
            FoldedConv::load(reader, prefix + "conv2", prefix + "bn2", {middle, middle, 3, 3},
                             {.stride = stride, .padding = 1, .slope = 0.0});
        block.expand = FoldedConv::load(reader, prefix + "conv3", prefix + "bn3",
                                        {out, middle, 1, 1}, {.slope = std::nullopt});
        if (in != out || stride != 1) {
            block.shortcut =
                FoldedConv::load(reader, prefix + "downsample.0", prefix + "downsample.1",
                                 {out, in, 1, 1}, {.stride = stride, .slope = std::nullopt});
        }
        return block;
    }

    FoldedConv m_stem;
    std::array<std::vector<Block>, 4> m_layers;
};

}  // namespace

FoldedConv FoldedConv::load(WeightReader& reader, const std::string& convName,
                            const std::string& normName, at::IntArrayRef shape,
                            const Options& options) {
    const std::int64_t out = shape[0];
    const at::Tensor weight = reader.take(convName + ".weight", shape);
    const at::Tensor gamma = reader.take(normName + ".weight", {out});
    const at::Tensor beta = reader.take(normName + ".bias", {out});
    const at::Tensor mean = reader.take(normName + ".running_mean", {out});
    const at::Tensor variance = reader.take(normName + ".running_var", {out});
    const at::Tensor scale = gamma * at::rsqrt(variance + kNormEpsilon);
    return {(weight * scale.view({out, 1, 1, 1})).contiguous(), beta - mean * scale, options};
}

at::Tensor FoldedConv::apply(const at::Tensor& x) const {
    at::Tensor out =
        at::conv2d(x, weight, bias, options.stride, options.padding, 1, options.groups);
    if (options.slope) at::leaky_relu_(out, *options.slope);
    return out;
}

std::unique_ptr<Backbone> loadBackbone(WeightReader& reader) {
    if (reader.has("body.layer1.0.conv1.weight")) return std::make_unique<ResNet>(reader);
    return std::make_unique<MobileNet>(reader);
}

}  // namespace heirloom::nn
