#include "core/nn/retinaface_decode.h"
#include "core/nn/torch/retinaface_backbones.h"
#include "core/nn/torch/torch_backend.h"

namespace heirloom::nn {

namespace {

constexpr const char* kName = "RetinaFace";
constexpr int kLevels = kRetinaFaceLevels;

// Context module of one pyramid level.
struct Ssh {
    FoldedConv conv3, conv5a, conv5b, conv7a, conv7b;

    static Ssh load(WeightReader& reader, const std::string& name, std::int64_t channels,
                    double slope) {
        const std::int64_t half = channels / 2;
        const std::int64_t quarter = channels / 4;
        const auto conv = [&](const char* part, std::int64_t out, std::int64_t in,
                              std::optional<double> activation) {
            const std::string prefix = name + "." + part;
            return FoldedConv::load(reader, prefix + ".0", prefix + ".1", {out, in, 3, 3},
                                    {.padding = 1, .slope = activation});
        };
        Ssh ssh;
        ssh.conv3 = conv("conv3X3", half, channels, std::nullopt);
        ssh.conv5a = conv("conv5X5_1", quarter, channels, slope);
        ssh.conv5b = conv("conv5X5_2", quarter, quarter, std::nullopt);
        ssh.conv7a = conv("conv7X7_2", quarter, quarter, slope);
        ssh.conv7b = conv("conv7x7_3", quarter, quarter, std::nullopt);  // small x in the files
        return ssh;
    }

    at::Tensor apply(const at::Tensor& x) const {
        const at::Tensor shared = conv5a.apply(x);
        return at::relu(
            at::cat({conv3.apply(x), conv5b.apply(shared), conv7b.apply(conv7a.apply(shared))}, 1));
    }
};

// A 1x1 convolution that predicts `values` numbers for each anchor of a cell.
struct Head {
    at::Tensor weight, bias;
    std::int64_t values = 0;

    static Head load(WeightReader& reader, const std::string& name, std::int64_t anchors,
                     std::int64_t values, std::int64_t channels) {
        return {reader.take(name + ".conv1x1.weight", {anchors * values, channels, 1, 1}),
                reader.take(name + ".conv1x1.bias", {anchors * values}), values};
    }

    // [cells * anchors, values] on the CPU.
    at::Tensor apply(const at::Tensor& x) const {
        return at::conv2d(x, weight, bias)
            .permute({0, 2, 3, 1})
            .reshape({-1, values})
            .to(at::kCPU)
            .contiguous();
    }
};

struct Level {
    Ssh ssh;
    Head scores, boxes, landmarks;
};

struct Network {
    at::Device device = at::kCPU;
    RetinaFaceAnchors anchors;
    std::unique_ptr<Backbone> backbone;
    std::array<FoldedConv, kLevels> lateral;
    FoldedConv mergeFine, mergeMiddle;
    std::array<Level, kLevels> levels;

    void load(WeightReader& reader);
    std::array<at::Tensor, kLevels> pyramid(const at::Tensor& input) const;
    void decode(const at::Tensor& feature, int level, float threshold,
                std::vector<FaceCandidate>& found) const;
};

void Network::load(WeightReader& reader) {
    backbone = loadBackbone(reader);
    const auto in = backbone->outputChannels();
    const auto lateralShape = reader.shape("fpn.output1.0.weight");
    const std::int64_t out = lateralShape.size() == 4 ? lateralShape[0] : 64;
    const double slope = out <= 64 ? 0.1 : 0.0;
    for (int i = 0; i < kLevels; ++i) {
        const std::string prefix = "fpn.output" + std::to_string(i + 1);
        lateral[i] = FoldedConv::load(reader, prefix + ".0", prefix + ".1", {out, in[i], 1, 1},
                                      {.slope = slope});
    }
    const auto merge = [&](const std::string& prefix) {
        return FoldedConv::load(reader, prefix + ".0", prefix + ".1", {out, out, 3, 3},
                                {.padding = 1, .slope = slope});
    };
    mergeFine = merge("fpn.merge1");
    mergeMiddle = merge("fpn.merge2");
    for (int i = 0; i < kLevels; ++i) {
        const auto count = static_cast<std::int64_t>(anchors[i].size());
        const std::string index = std::to_string(i);
        levels[i].ssh = Ssh::load(reader, "ssh" + std::to_string(i + 1), out, slope);
        levels[i].scores = Head::load(reader, "ClassHead." + index, count, kScoreValues, out);
        levels[i].boxes = Head::load(reader, "BboxHead." + index, count, kBoxValues, out);
        levels[i].landmarks =
            Head::load(reader, "LandmarkHead." + index, count, kLandmarkValues, out);
    }
}

std::array<at::Tensor, kLevels> Network::pyramid(const at::Tensor& input) const {
    const auto features = backbone->apply(input);
    at::Tensor fine = lateral[0].apply(features[0]);
    at::Tensor middle = lateral[1].apply(features[1]);
    const at::Tensor coarse = lateral[2].apply(features[2]);
    const auto grown = [](const at::Tensor& x, const at::Tensor& like) {
        return at::upsample_nearest2d(x, {like.size(2), like.size(3)});
    };
    middle = mergeMiddle.apply(middle + grown(coarse, middle));
    fine = mergeFine.apply(fine + grown(middle, fine));
    return {fine, middle, coarse};
}

void Network::decode(const at::Tensor& feature, int level, float threshold,
                     std::vector<FaceCandidate>& found) const {
    const Level& head = levels[level];
    const at::Tensor context = head.ssh.apply(feature);
    const at::Tensor scores = head.scores.apply(context);
    const at::Tensor boxes = head.boxes.apply(context);
    const at::Tensor points = head.landmarks.apply(context);
    const float* scoreValues = scores.data_ptr<float>();
    const auto columns = static_cast<int>(context.size(3));
    const auto anchorCount = static_cast<int>(anchors[level].size());
    for (int i = 0; i < static_cast<int>(scores.size(0)); ++i) {
        const float score =
            faceScore(scoreValues[kScoreValues * i], scoreValues[kScoreValues * i + 1]);
        if (!(score > threshold)) continue;
        const int cell = i / anchorCount;
        const AnchorPlace anchor{cell / columns, cell % columns, kRetinaFaceStrides[level],
                                 anchors[level][static_cast<std::size_t>(i % anchorCount)]};
        found.push_back(decodedFace(anchor, score, boxes.data_ptr<float>() + kBoxValues * i,
                                    points.data_ptr<float>() + kLandmarkValues * i));
    }
}

class TorchRetinaFace : public RetinaFaceBackend {
public:
    explicit TorchRetinaFace(std::unique_ptr<Network> network) : m_network(std::move(network)) {}

    std::vector<ConvolutionShape> convolutions(int, int) const override { return {}; }
    Result<std::vector<FaceCandidate>> run(const RgbView& picture, float threshold) const override {
        if (picture.height < 1 || picture.width < 1) {
            return makeError(ErrorCode::InvalidArgument, "RetinaFace expects an RGB picture.");
        }
        return guarded(kName, [&] { return candidates(picture, threshold); });
    }

private:
    // 1 x 3 x H x W, 0...255.
    at::Tensor toTensor(const RgbView& picture) const {
        const at::Tensor bytes = at::from_blob(
            const_cast<std::uint8_t*>(picture.data), {1, 3, picture.height, picture.width},
            {0, 1, static_cast<std::int64_t>(picture.rowBytes), 3}, at::kByte);
        return bytes.contiguous().to(m_network->device).to(at::kFloat);
    }

    std::vector<FaceCandidate> candidates(const RgbView& picture, float threshold) const {
        // The network was trained on BGR minus the mean colour of its training pictures.
        const at::Tensor rgb = toTensor(picture);
        const at::Tensor mean =
            at::tensor({104.0f, 117.0f, 123.0f}).view({1, 3, 1, 1}).to(m_network->device);
        const auto features = m_network->pyramid(rgb.flip(1) - mean);
        std::vector<FaceCandidate> found;
        for (int level = 0; level < kLevels; ++level) {
            m_network->decode(features[level], level, threshold, found);
        }
        return found;
    }

    std::unique_ptr<Network> m_network;
};

}  // namespace

Result<std::unique_ptr<RetinaFaceBackend>> createTorchRetinaFace(const Checkpoint& checkpoint,
                                                                 const RetinaFaceAnchors& anchors,
                                                                 const RuntimeFacts& runtime) {
    if (auto checked = checkAnchors(anchors); !checked) return checked.error();
    return created<RetinaFaceBackend>(kName, [&]() -> Result<std::unique_ptr<RetinaFaceBackend>> {
        auto network = std::make_unique<Network>();
        network->device = torchDevice(runtime);
        network->anchors = anchors;
        WeightReader reader(checkpoint, network->device);
        network->load(reader);
        if (auto complete = reader.finish(kName); !complete) return complete.error();
        return std::unique_ptr<RetinaFaceBackend>(new TorchRetinaFace(std::move(network)));
    });
}

}  // namespace heirloom::nn
