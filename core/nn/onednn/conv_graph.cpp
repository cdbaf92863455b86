#include "core/nn/onednn/conv_graph.h"

#include <algorithm>
#include <utility>

namespace heirloom::nn::onednn {

namespace {

int convolved(int side, int kernel, int stride) {
    return (side + kernel / 2 * 2 - kernel) / stride + 1;
}

// Zeros where the maps have channels that the network does not.
std::vector<float> paddedWeights(const GraphConvolution& layer, const std::vector<int>& places,
                                 int inChannels) {
    const int taps = layer.kernel * layer.kernel;
    const int in = layer.depthwise ? 1 : static_cast<int>(places.size());
    const int inPadded = layer.depthwise ? 1 : inChannels;
    const int outPadded = paddedChannels(layer.outChannels);
    std::vector<float> padded(static_cast<std::size_t>(outPadded) * inPadded * taps);
    for (int o = 0; o < layer.outChannels; ++o) {
        for (int i = 0; i < in; ++i) {
            const int to = layer.depthwise ? 0 : places[i];
            std::copy_n(&layer.weights[(static_cast<std::size_t>(o) * in + i) * taps], taps,
                        &padded[(static_cast<std::size_t>(o) * inPadded + to) * taps]);
        }
    }
    return padded;
}

}  // namespace

ConvGraph::ConvGraph(Element element, Edges edges)
    : m_element(element), m_edges(edges), m_layout(preferredLayout(element)) {}

GraphValue ConvGraph::add(Node node) {
    const auto value = static_cast<GraphValue>(m_nodes.size());
    if (node.stack != kNone && node.kind != Kind::Joined) {
        StackParts& parts = m_stacks[node.stack];
        node.stackOffset = parts.channels;
        parts.channels += mapChannels(node);
        parts.values.push_back(value);
    }
    m_nodes.push_back(std::move(node));
    return value;
}

int ConvGraph::mapChannels(const Node& node) const {
    if (!isPadded(node)) return node.parts[0];
    int channels = 0;
    for (const int part : node.parts) channels += paddedChannels(part);
    return channels;
}

// Where each channel lies in the map.
std::vector<int> ConvGraph::channelPlaces(const Node& node) const {
    std::vector<int> places;
    int start = 0;
    for (const int part : node.parts) {
        for (int i = 0; i < part; ++i) places.push_back(start + i);
        start += paddedChannels(part);
    }
    return places;
}

GraphValue ConvGraph::input(int channels) {
    Node node;
    node.parts = {channels};
    node.element = m_element;
    return add(std::move(node));
}

GraphValue ConvGraph::convolution(GraphValue in, GraphConvolution layer, GraphStack into) {
    Node node;
    node.kind = Kind::Convolution;
    node.in = {in};
    for (const GraphValue other : {layer.before, layer.after}) {
        if (other != kNone) node.in.push_back(other);
    }
    node.layer = static_cast<int>(m_layers.size());
    node.stack = into;
    node.parts = {layer.outChannels};
    node.element = layer.floatResult ? Element::Float : m_element;
    const Node& from = m_nodes[in];
    std::vector<float> weights = paddedWeights(layer, channelPlaces(from), mapChannels(from));
    layer.weights = {};
    std::vector<float> bias = std::move(layer.bias);
    bias.resize(paddedChannels(layer.outChannels));
    m_layers.push_back(
        {std::move(layer), ConvolutionWeights(std::move(weights), std::move(bias), *m_arena)});
    return add(std::move(node));
}

GraphValue ConvGraph::maxPool(GraphValue in) {
    Node node = m_nodes[in];
    node.kind = Kind::MaxPool;
    node.in = {in};
    node.stack = kNone;
    return add(std::move(node));
}

GraphValue ConvGraph::doubled(GraphValue in) {
    Node node = m_nodes[in];
    node.kind = Kind::Doubled;
    node.in = {in};
    node.stack = kNone;
    return add(std::move(node));
}

GraphValue ConvGraph::nearestSum(GraphValue a, GraphValue b) {
    Node node = m_nodes[a];
    node.kind = Kind::NearestSum;
    node.in = {a, b};
    node.stack = kNone;
    return add(std::move(node));
}

GraphStack ConvGraph::stack() {
    m_stacks.emplace_back();
    return static_cast<GraphStack>(m_stacks.size()) - 1;
}

GraphValue ConvGraph::joined(GraphStack stack) {
    const std::vector<GraphValue>& values = m_stacks[stack].values;
    if (values.size() == 1) return values.front();
    Node node;
    node.kind = Kind::Joined;
    node.in = values;
    node.stack = stack;
    node.element = m_element;
    for (const GraphValue value : values) node.parts.push_back(m_nodes[value].parts[0]);
    return add(std::move(node));
}

std::vector<MapSize> ConvGraph::sizes(int height, int width) const {
    std::vector<MapSize> sizes;
    for (const Node& node : m_nodes) {
        MapSize size = node.in.empty() ? MapSize{height, width} : sizes[node.in[0]];
        if (node.kind == Kind::Convolution) {
            const GraphConvolution& layer = m_layers[node.layer].description;
            size = {convolved(size.height, layer.kernel, layer.stride),
                    convolved(size.width, layer.kernel, layer.stride)};
        } else if (node.kind == Kind::MaxPool) {
            size = {convolved(size.height, 3, 2), convolved(size.width, 3, 2)};
        } else if (node.kind == Kind::Doubled) {
            size = {2 * size.height, 2 * size.width};
        }
        sizes.push_back(size);
    }
    return sizes;
}

std::vector<ConvolutionShape> ConvGraph::convolutions(int height, int width) const {
    const std::vector<MapSize> all = sizes(height, width);
    std::vector<ConvolutionShape> shapes;
    for (std::size_t i = 0; i < m_nodes.size(); ++i) {
        const Node& node = m_nodes[i];
        if (node.kind != Kind::Convolution) continue;
        const GraphConvolution& layer = m_layers[node.layer].description;
        const Node& from = m_nodes[node.in[0]];
        ConvolutionShape shape;
        shape.inChannels = static_cast<int>(channelPlaces(from).size());
        shape.outChannels = layer.outChannels;
        // Reflected pixels are input like any other.
        const bool reflects = m_edges == Edges::Reflected;
        const int around = reflects ? layer.kernel / 2 * 2 : 0;
        shape.inHeight = all[node.in[0]].height + around;
        shape.inWidth = all[node.in[0]].width + around;
        shape.outHeight = all[i].height;
        shape.outWidth = all[i].width;
        shape.kernelHeight = shape.kernelWidth = layer.kernel;
        shape.stride = layer.stride;
        shape.padTop = shape.padLeft = reflects ? 0 : layer.kernel / 2;
        shape.groups = layer.depthwise ? layer.outChannels : 1;
        shapes.push_back(shape);
    }
    return shapes;
}

}  // namespace heirloom::nn::onednn
