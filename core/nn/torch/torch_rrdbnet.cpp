#include <array>
#include <string>

#include "core/nn/torch/torch_backend.h"
#include "core/nn/torch/torch_support.h"

namespace heirloom::nn {

namespace {

constexpr const char* kName = "RealESRNet";
constexpr double kSlope = 0.2;
constexpr double kResidualScale = 0.2;
constexpr int kSmallestSide = 8;  // reflection padding needs more pixels than it adds

struct Conv {
    at::Tensor weight, bias;

    static Conv load(WeightReader& reader, const std::string& name, std::int64_t out,
                     std::int64_t in) {
        return {reader.take(name + ".weight", {out, in, 3, 3}), reader.take(name + ".bias", {out})};
    }
    at::Tensor apply(const at::Tensor& x) const { return at::conv2d(x, weight, bias, 1, 1); }
    at::Tensor activated(const at::Tensor& x) const {
        at::Tensor out = apply(x);
        return at::leaky_relu_(out, kSlope);
    }
};

struct DenseBlock {
    std::array<Conv, 5> convs;

    static DenseBlock load(WeightReader& reader, const std::string& name, std::int64_t features,
                           std::int64_t growth) {
        DenseBlock block;
        for (int i = 0; i < 5; ++i) {
            const std::int64_t out = i == 4 ? features : growth;
            block.convs[i] = Conv::load(reader, name + ".conv" + std::to_string(i + 1), out,
                                        features + i * growth);
        }
        return block;
    }

    at::Tensor apply(const at::Tensor& x) const {
        std::vector<at::Tensor> parts{x};
        for (int i = 0; i < 4; ++i) parts.push_back(convs[i].activated(at::cat(parts, 1)));
        return convs[4].apply(at::cat(parts, 1)).mul_(kResidualScale).add_(x);
    }
};

using Rrdb = std::array<DenseBlock, 3>;

struct Network {
    at::Device device = at::kCPU;
    int scale = 4;
    std::int64_t unshuffle = 1;
    Conv first, bodyEnd, up1, up2, high, last;
    std::vector<Rrdb> body;

    Result<void> load(WeightReader& reader, const std::filesystem::path& name);
    at::Tensor run(const at::Tensor& input) const;
};

Result<void> Network::load(WeightReader& reader, const std::filesystem::path& name) {
    const auto firstShape = reader.shape("conv_first.weight");
    const auto growthShape = reader.shape("body.0.rdb1.conv1.weight");
    const std::int64_t in = firstShape.size() == 4 ? firstShape[1] : 0;
    if ((in != 3 && in != 12 && in != 48) || growthShape.size() != 4) {
        return makeError(ErrorCode::Damaged,
                         "%1 is not a RealESRNet model: its first layers have other shapes.", name);
    }
    scale = in == 3 ? 4 : in == 12 ? 2 : 1;
    unshuffle = 4 / scale;
    const std::int64_t features = firstShape[0];
    first = Conv::load(reader, "conv_first", features, in);
    for (int i = 0; reader.has("body." + std::to_string(i) + ".rdb1.conv1.weight"); ++i) {
        Rrdb block;
        for (int k = 0; k < 3; ++k) {
            block[k] = DenseBlock::load(
                reader, "body." + std::to_string(i) + ".rdb" + std::to_string(k + 1), features,
                growthShape[0]);
        }
        body.push_back(std::move(block));
    }
    bodyEnd = Conv::load(reader, "conv_body", features, features);
    up1 = Conv::load(reader, "conv_up1", features, features);
    up2 = Conv::load(reader, "conv_up2", features, features);
    high = Conv::load(reader, "conv_hr", features, features);
    last = Conv::load(reader, "conv_last", 3, features);
    return {};
}

at::Tensor Network::run(const at::Tensor& input) const {
    const std::int64_t rows = input.size(2);
    const std::int64_t columns = input.size(3);
    at::Tensor x = input;
    if (unshuffle > 1) {
        const std::int64_t below = (unshuffle - rows % unshuffle) % unshuffle;
        const std::int64_t right = (unshuffle - columns % unshuffle) % unshuffle;
        if (below > 0 || right > 0) x = at::reflection_pad2d(x, {0, right, 0, below});
        x = at::pixel_unshuffle(x, unshuffle);
    }
    const at::Tensor feature = first.apply(x);
    x = feature;
    for (const Rrdb& block : body) {
        at::Tensor inner = x;
        for (const DenseBlock& dense : block) inner = dense.apply(inner);
        x = inner.mul_(kResidualScale).add_(x);
    }
    x = bodyEnd.apply(x).add_(feature);
    for (const Conv* up : {&up1, &up2}) {
        x = up->activated(at::upsample_nearest2d(x, {2 * x.size(2), 2 * x.size(3)}));
    }
    x = last.apply(high.activated(x));
    return x.narrow(2, 0, rows * scale).narrow(3, 0, columns * scale);
}

class TorchRrdb : public RrdbBackend {
public:
    explicit TorchRrdb(std::unique_ptr<Network> network) : m_network(std::move(network)) {}

    std::vector<ConvolutionShape> convolutions(int, int) const override { return {}; }
    int scale() const override { return m_network->scale; }

    Result<Planes> run(const Planes& picture) const override {
        if (picture.channels != 3 || picture.height < kSmallestSide ||
            picture.width < kSmallestSide) {
            return makeError(ErrorCode::InvalidArgument,
                             "RealESRNet expects an RGB picture of at least %1 x %1 pixels.",
                             kSmallestSide);
        }
        return guarded(
            kName, [&] { return toPlanes(m_network->run(toTensor(picture, m_network->device))); });
    }

private:
    std::unique_ptr<Network> m_network;
};

}  // namespace

Result<std::unique_ptr<RrdbBackend>> createTorchRrdb(const Checkpoint& checkpoint,
                                                     const RuntimeFacts& runtime) {
    return created<RrdbBackend>(kName, [&]() -> Result<std::unique_ptr<RrdbBackend>> {
        auto network = std::make_unique<Network>();
        network->device = torchDevice(runtime);
        WeightReader reader(checkpoint, network->device);
        if (auto known = network->load(reader, checkpoint.name()); !known) return known.error();
        if (auto complete = reader.finish(kName); !complete) return complete.error();
        return std::unique_ptr<RrdbBackend>(new TorchRrdb(std::move(network)));
    });
}

}  // namespace heirloom::nn
