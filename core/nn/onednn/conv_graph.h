// Internal to core/nn/onednn: networks whose work is convolutions one after the other.
//
// A ConvGraph is described once, layer by layer, with its weights. A ConvGraphPlan
// (conv_graph_plan.h) makes primitives and buffers of it for one size of the input.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "core/nn/convolution_shape.h"
#include "core/nn/onednn/convolution.h"

namespace heirloom::nn::onednn {

// What convolutions see outside of their input.
enum class Edges { Zeros, Reflected };

// Numbers of values (feature maps) and stacks of a graph.
using GraphValue = int;
using GraphStack = int;
inline constexpr int kNone = -1;

// result = gain * leaky(sum + bias + before, slope) + after; without a slope the sums alone.
// Every side is padded by half of the kernel.
struct GraphConvolution {
    int outChannels = 0;
    int kernel = 3;
    int stride = 1;
    bool depthwise = false;
    std::vector<float> weights;  // [out][in, or 1 if depthwise][kernel][kernel]
    std::vector<float> bias;     // one value per output channel
    std::optional<float> slope = std::nullopt;
    float gain = 1.0f;
    GraphValue before = kNone;
    GraphValue after = kNone;
    bool mayUseWinograd = false;
    // The result is float even in a graph of bfloat16.
    bool floatResult = false;
};

struct MapSize {
    int height = 0;
    int width = 0;
};

class ConvGraph {
public:
    // Channels are blocked or last, whichever oneDNN is fastest with for this element.
    ConvGraph(Element element, Edges edges);

    // The picture: a map of up to 3 channels is not padded to blocks.
    GraphValue input(int channels);
    // With a stack the result becomes its next part.
    GraphValue convolution(GraphValue in, GraphConvolution layer, GraphStack into = kNone);
    GraphValue maxPool(GraphValue in);  // 3 x 3, stride 2, padding 1; Edges::Zeros only
    GraphValue doubled(GraphValue in);  // nearest
    // a + b, b grown to the size of a by nearest; Edges::Zeros and float only.
    GraphValue nearestSum(GraphValue a, GraphValue b);
    // Maps of one size whose channels are to follow each other.
    GraphStack stack();
    // All parts of the stack so far, as one map.
    GraphValue joined(GraphStack stack);
    // What is read after a run.
    void output(GraphValue value) { m_outputs.push_back(value); }

    std::vector<ConvolutionShape> convolutions(int height, int width) const;

private:
    friend class ConvGraphPlan;

    enum class Kind { Input, Convolution, MaxPool, Doubled, NearestSum, Joined };

    struct Layer {
        GraphConvolution description;  // without weights
        ConvolutionWeights weights;    // padded
    };

    // One for each value.
    struct Node {
        Kind kind = Kind::Input;
        std::vector<GraphValue> in;
        int layer = kNone;
        GraphStack stack = kNone;
        int stackOffset = 0;     // in channels of the map
        std::vector<int> parts;  // numbers of channels, each padded to blocks in the map
        Element element = Element::Float;
    };

    struct StackParts {
        std::vector<GraphValue> values;
        int channels = 0;  // of the map
    };

    GraphValue add(Node node);
    bool isPadded(const Node& node) const { return node.kind != Kind::Input || node.parts[0] > 3; }
    int mapChannels(const Node& node) const;
    std::vector<int> channelPlaces(const Node& node) const;
    int border() const { return m_edges == Edges::Reflected ? 1 : 0; }
    // Of all values, without borders.
    std::vector<MapSize> sizes(int height, int width) const;

    std::unique_ptr<WeightArena> m_arena = std::make_unique<WeightArena>();  // of m_layers
    Element m_element;
    Edges m_edges;
    Layout m_layout;
    std::vector<Node> m_nodes;
    std::vector<Layer> m_layers;
    std::vector<StackParts> m_stacks;
    std::vector<GraphValue> m_outputs;
};

}  // namespace heirloom::nn::onednn
