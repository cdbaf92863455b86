#include <algorithm>
#include <string>

#include "core/nn/onednn/conv_graph_plan.h"
#include "core/nn/onednn/folded_weights.h"
#include "core/nn/onednn/onednn_backend.h"
#include "core/nn/onednn/onednn_retinaface_backbones.h"
#include "core/nn/retinaface_decode.h"

namespace heirloom::nn::onednn {

namespace {

constexpr const char* kName = "RetinaFace";
constexpr int kLevels = kRetinaFaceLevels;

// What a level predicts for the anchors of a cell, one kind after the other.
struct HeadChannels {
    int anchors = 0;

    int scores() const { return 0; }
    int boxes() const { return kScoreValues * anchors; }
    int landmarks() const { return boxes() + kBoxValues * anchors; }
    int all() const { return landmarks() + kLandmarkValues * anchors; }
};

// The layers after the backbone: pyramid, context modules, heads.
class Loader {
public:
    Loader(ConvGraph& graph, WeightSource& source, const RetinaFaceAnchors& anchors)
        : m_graph(graph), m_source(source), m_anchors(anchors) {}

    // One map of predictions for each level.
    std::array<GraphValue, kLevels> load(GraphValue input) {
        const auto features = addBackbone(m_graph, m_source, input);
        const WeightShape lateral = m_source.shape("fpn.output1.0.weight");
        m_channels = lateral.size() == 4 ? static_cast<int>(lateral[0]) : 64;
        m_slope = m_channels <= 64 ? 0.1f : 0.0f;
        const std::array<GraphValue, kLevels> pyramid = addPyramid(features);
        std::array<GraphValue, kLevels> heads{};
        for (int i = 0; i < kLevels; ++i) heads[i] = addHead(addContext(pyramid[i], i), i);
        return heads;
    }

private:
    GraphConvolution activated(const std::string& name, int out, int in, int kernel, float slope) {
        GraphConvolution layer = foldedLayer(m_source, name + ".0", name + ".1", {out, in, kernel});
        layer.slope = slope;
        layer.mayUseWinograd = out >= 32 && in >= 64;  // below it is slower
        return layer;
    }

    std::array<GraphValue, kLevels> addPyramid(const std::array<BackboneFeature, kLevels>& in) {
        std::array<GraphValue, kLevels> out{};
        for (int i = kLevels - 1; i >= 0; --i) {
            out[i] =
                m_graph.convolution(in[i].value, activated("fpn.output" + std::to_string(i + 1),
                                                           m_channels, in[i].channels, 1, m_slope));
            if (i == kLevels - 1) continue;
            const GraphValue sum = m_graph.nearestSum(out[i], out[i + 1]);
            out[i] = m_graph.convolution(sum, activated("fpn.merge" + std::to_string(i + 1),
                                                        m_channels, m_channels, 3, m_slope));
        }
        return out;
    }

    // SSH: 3x3, 5x5 and 7x7 by chains of 3x3, joined and through a ReLU.
    GraphValue addContext(GraphValue in, int level) {
        const std::string name = "ssh" + std::to_string(level + 1) + ".";
        const int half = m_channels / 2;
        const int quarter = m_channels / 4;
        const auto conv = [&](const char* part, GraphValue from, int out, int channels, float slope,
                              GraphStack into = kNone) {
            return m_graph.convolution(from, activated(name + part, out, channels, 3, slope), into);
        };
        const GraphStack all = m_graph.stack();
        conv("conv3X3", in, half, m_channels, 0.0f, all);
        const GraphValue shared = conv("conv5X5_1", in, quarter, m_channels, m_slope);
        conv("conv5X5_2", shared, quarter, quarter, 0.0f, all);
        const GraphValue wide = conv("conv7X7_2", shared, quarter, quarter, m_slope);
        conv("conv7x7_3", wide, quarter, quarter, 0.0f, all);  // small x in the files
        return m_graph.joined(all);
    }

    // The three heads of a level as one convolution.
    GraphValue addHead(GraphValue in, int level) {
        const HeadChannels head{static_cast<int>(m_anchors[level].size())};
        GraphConvolution layer;
        layer.outChannels = head.all();
        layer.kernel = 1;
        const auto append = [&](const char* kind, int values) {
            const std::string name = std::string(kind) + "." + std::to_string(level) + ".conv1x1";
            const GraphConvolution part =
                plainLayer(m_source, name, {head.anchors * values, m_channels, 1});
            layer.weights.insert(layer.weights.end(), part.weights.begin(), part.weights.end());
            layer.bias.insert(layer.bias.end(), part.bias.begin(), part.bias.end());
        };
        append("ClassHead", kScoreValues);
        append("BboxHead", kBoxValues);
        append("LandmarkHead", kLandmarkValues);
        const GraphValue out = m_graph.convolution(in, std::move(layer));
        m_graph.output(out);
        return out;
    }

    ConvGraph& m_graph;
    WeightSource& m_source;
    const RetinaFaceAnchors& m_anchors;
    int m_channels = 64;
    float m_slope = 0.1f;
};

// Reads the predictions of one level.
class LevelDecoder {
public:
    LevelDecoder(const GraphMap& map, const std::vector<float>& sides, int stride)
        : m_map(map),
          m_sides(sides),
          m_channels{static_cast<int>(sides.size())},
          m_stride(stride) {}

    void addFaces(float threshold, std::vector<FaceCandidate>& found) const {
        for (int row = 0; row < m_map.height(); ++row) {
            for (int column = 0; column < m_map.width(); ++column) {
                for (int anchor = 0; anchor < m_channels.anchors; ++anchor) {
                    addFace(row, column, anchor, threshold, found);
                }
            }
        }
    }

private:
    void addFace(int row, int column, int anchor, float threshold,
                 std::vector<FaceCandidate>& found) const {
        const float* pixel = static_cast<const float*>(m_map.data) + row * m_map.shape.rowStride() +
                             column * m_map.shape.pixelStride();
        const auto copy = [&](int channel, int count, float* to) {
            for (int i = 0; i < count; ++i, ++channel) {
                to[i] = pixel[channel / kBlock * m_map.shape.blockStride() + channel % kBlock];
            }
        };
        std::array<float, kScoreValues> scores;
        copy(m_channels.scores() + kScoreValues * anchor, kScoreValues, scores.data());
        const float score = faceScore(scores[0], scores[1]);
        if (!(score > threshold)) return;
        std::array<float, kBoxValues> box;
        std::array<float, kLandmarkValues> landmarks;
        copy(m_channels.boxes() + kBoxValues * anchor, kBoxValues, box.data());
        copy(m_channels.landmarks() + kLandmarkValues * anchor, kLandmarkValues, landmarks.data());
        found.push_back(decodedFace({row, column, m_stride, m_sides[anchor]}, score, box.data(),
                                    landmarks.data()));
    }

    const GraphMap m_map;
    const std::vector<float>& m_sides;
    HeadChannels m_channels;
    int m_stride;
};

// Float whatever the precision of the runtime: detections are the same in each.
class OneDnnRetinaFace : public RetinaFaceBackend {
public:
    OneDnnRetinaFace(RetinaFaceAnchors anchors, int threads)
        : m_anchors(std::move(anchors)),
          m_threads(threads),
          m_graph(Element::Float, Edges::Zeros),
          m_stream(cpuEngine()) {}

    void load(WeightSource& source) {
        m_input = m_graph.input(3);
        m_heads = Loader(m_graph, source, m_anchors).load(m_input);
    }

    std::vector<ConvolutionShape> convolutions(int height, int width) const override {
        return m_graph.convolutions(height, width);
    }

    Result<std::vector<FaceCandidate>> run(const RgbView& picture, float threshold) const override {
        if (picture.height < 1 || picture.width < 1) {
            return makeError(ErrorCode::InvalidArgument, "RetinaFace expects an RGB picture.");
        }
        return guarded(kName, m_threads, [&] {
            const ConvGraphPlan& plan = planFor(m_plan, m_graph, picture.height, picture.width);
            // The network was trained on BGR minus the mean colour of its training pictures.
            writePicture(picture, {{2, 1, 0}, {104.0f, 117.0f, 123.0f}}, plan.map(m_input));
            plan.run(m_stream);
            std::vector<FaceCandidate> found;
            for (int i = 0; i < kLevels; ++i) {
                LevelDecoder(plan.map(m_heads[i]), m_anchors[i], kRetinaFaceStrides[i])
                    .addFaces(threshold, found);
            }
            return found;
        });
    }

private:
    RetinaFaceAnchors m_anchors;
    int m_threads;
    mutable ConvGraph m_graph;  // packs its weights when it is planned
    mutable dnnl::stream m_stream;
    GraphValue m_input = kNone;
    std::array<GraphValue, kLevels> m_heads{};
    mutable std::unique_ptr<ConvGraphPlan> m_plan;
};

}  // namespace

Result<std::unique_ptr<RetinaFaceBackend>> createRetinaFace(const Checkpoint& checkpoint,
                                                            const RetinaFaceAnchors& anchors,
                                                            const RuntimeFacts& runtime) {
    if (auto checked = checkAnchors(anchors); !checked) return checked.error();
    return created<RetinaFaceBackend>(
        kName, runtime.threads, [&]() -> Result<std::unique_ptr<RetinaFaceBackend>> {
            auto network = std::make_unique<OneDnnRetinaFace>(anchors, runtime.threads);
            WeightSource source(checkpoint);
            network->load(source);
            if (auto complete = source.finish(kName); !complete) return complete.error();
            return std::unique_ptr<RetinaFaceBackend>(std::move(network));
        });
}

}  // namespace heirloom::nn::onednn
