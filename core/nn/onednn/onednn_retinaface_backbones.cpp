#include "core/nn/onednn/onednn_retinaface_backbones.h"

#include <string>

#include "core/nn/onednn/folded_weights.h"

namespace heirloom::nn::onednn {

namespace {

constexpr float kMobileNetSlope = 0.1f;

// MobileNet-0.25: depthwise separable blocks in three stages.
class MobileNet {
public:
    MobileNet(ConvGraph& graph, WeightSource& source, GraphValue input)
        : m_graph(graph), m_source(source) {
        GraphConvolution first =
            foldedLayer(source, "body.stage1.0.0", "body.stage1.0.1", {m_last.channels, 3});
        first.stride = 2;
        append(std::move(first), input);
    }

    void separable(int stage, int index, int out, int stride) {
        const std::string prefix =
            "body.stage" + std::to_string(stage) + "." + std::to_string(index) + ".";
        GraphConvolution depthwise =
            foldedLayer(m_source, prefix + "0", prefix + "1", {m_last.channels, 1});
        depthwise.depthwise = true;
        depthwise.stride = stride;
        append(std::move(depthwise), m_last.value);
        append(foldedLayer(m_source, prefix + "3", prefix + "4", {out, m_last.channels, 1}),
               m_last.value);
    }

    BackboneFeature last() const { return m_last; }

private:
    void append(GraphConvolution layer, GraphValue in) {
        layer.slope = kMobileNetSlope;
        m_last.channels = layer.outChannels;
        m_last.value = m_graph.convolution(in, std::move(layer));
    }

    ConvGraph& m_graph;
    WeightSource& m_source;
    BackboneFeature m_last{kNone, 8};
};

std::array<BackboneFeature, 3> addMobileNet(ConvGraph& graph, WeightSource& source,
                                            GraphValue input) {
    std::array<BackboneFeature, 3> features;
    MobileNet net(graph, source, input);
    net.separable(1, 1, 16, 1);
    net.separable(1, 2, 32, 2);
    net.separable(1, 3, 32, 1);
    net.separable(1, 4, 64, 2);
    net.separable(1, 5, 64, 1);
    features[0] = net.last();
    net.separable(2, 0, 128, 2);
    for (int i = 1; i <= 5; ++i) net.separable(2, i, 128, 1);
    features[1] = net.last();
    net.separable(3, 0, 256, 2);
    net.separable(3, 1, 256, 1);
    features[2] = net.last();
    return features;
}

// A bottleneck of ResNet-50 by torchvision's names; the stride sits on the 3x3 convolution.
GraphValue addBottleneck(ConvGraph& graph, WeightSource& source, const std::string& prefix,
                         BackboneFeature in, int middle, int stride) {
    const int out = 4 * middle;
    GraphConvolution reduce =
        foldedLayer(source, prefix + "conv1", prefix + "bn1", {middle, in.channels, 1});
    reduce.slope = 0.0f;
    GraphConvolution convolve =
        foldedLayer(source, prefix + "conv2", prefix + "bn2", {middle, middle});
    convolve.slope = 0.0f;
    convolve.stride = stride;
    GraphConvolution expand =
        foldedLayer(source, prefix + "conv3", prefix + "bn3", {out, middle, 1});
    expand.slope = 0.0f;
    expand.before = in.value;
    if (in.channels != out || stride != 1) {
        GraphConvolution shortcut = foldedLayer(source, prefix + "downsample.0",
                                                prefix + "downsample.1", {out, in.channels, 1});
        shortcut.stride = stride;
        expand.before = graph.convolution(in.value, std::move(shortcut));
    }
    const GraphValue reduced = graph.convolution(in.value, std::move(reduce));
    return graph.convolution(graph.convolution(reduced, std::move(convolve)), std::move(expand));
}

std::array<BackboneFeature, 3> addResNet(ConvGraph& graph, WeightSource& source, GraphValue input) {
    GraphConvolution stem = foldedLayer(source, "body.conv1", "body.bn1", {64, 3, 7});
    stem.stride = 2;
    stem.slope = 0.0f;
    BackboneFeature last{graph.maxPool(graph.convolution(input, std::move(stem))), 64};
    constexpr std::array<int, 4> kBlocks{3, 4, 6, 3};
    std::array<BackboneFeature, 4> features;
    for (int layer = 1; layer <= 4; ++layer) {
        const int middle = 32 << layer;
        for (int i = 0; i < kBlocks[layer - 1]; ++i) {
            const int stride = (layer > 1 && i == 0) ? 2 : 1;
            const std::string prefix =
                "body.layer" + std::to_string(layer) + "." + std::to_string(i) + ".";
            last = {addBottleneck(graph, source, prefix, last, middle, stride), 4 * middle};
        }
        features[layer - 1] = last;
    }
    return {features[1], features[2], features[3]};
}

}  // namespace

std::array<BackboneFeature, 3> addBackbone(ConvGraph& graph, WeightSource& source,
                                           GraphValue input) {
    if (source.has("body.layer1.0.conv1.weight")) return addResNet(graph, source, input);
    return addMobileNet(graph, source, input);
}

}  // namespace heirloom::nn::onednn
