#include "core/nn/onednn/conv_graph_plan.h"

#include <algorithm>
#include <utility>

namespace heirloom::nn::onednn {

namespace {

// Below this side Winograd's larger weights cost more memory than its time is worth.
constexpr int kWinogradFrom = 48;

}  // namespace

ConvGraphPlan::ConvGraphPlan(ConvGraph& graph, int height, int width)
    : m_graph(graph), m_height(height), m_width(width), m_sizes(graph.sizes(height, width)) {
    findLastUses();
    placeValues();
    createConvolutions();
    planBuffers();
    createSteps();
}

void ConvGraphPlan::findLastUses() {
    const auto& nodes = m_graph.m_nodes;
    m_lastUse.resize(nodes.size());
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        m_lastUse[i] = static_cast<int>(i);
        for (const GraphValue from : nodes[i].in) m_lastUse[from] = static_cast<int>(i);
    }
    for (const GraphValue output : m_graph.m_outputs) {
        m_lastUse[output] = static_cast<int>(nodes.size());
    }
}

void ConvGraphPlan::placeValues() {
    m_stackStorage.assign(m_graph.m_stacks.size(), kNone);
    m_places.resize(m_graph.m_nodes.size());
    for (GraphValue value = 0; value < static_cast<int>(m_places.size()); ++value) place(value);
}

// Whether a layer may write its result over one of the maps that it adds.
bool ConvGraphPlan::mayOverwrite(GraphValue value, GraphValue old) const {
    const Node& node = m_graph.m_nodes[value];
    const Place& place = m_places[old];
    return m_lastUse[old] == value && node.stack == kNone && m_graph.m_nodes[old].stack == kNone &&
           m_graph.m_nodes[old].kind != Kind::Input &&
           node.element == m_graph.m_nodes[old].element &&
           m_storages[place.storage].last == value &&
           std::ranges::count(node.in, place.storage,
                              [this](GraphValue from) { return m_places[from].storage; }) == 1;
}

int ConvGraphPlan::ownStorage(GraphValue value) {
    const GraphMap& view = m_places[value].view;
    m_storages.push_back({view.bytes(), value, m_lastUse[value], 0});
    return static_cast<int>(m_storages.size()) - 1;
}

void ConvGraphPlan::place(GraphValue value) {
    const Node& node = m_graph.m_nodes[value];
    Place& place = m_places[value];
    const int border = m_graph.border();
    const Layout layout = m_graph.m_layout;
    place.view.shape = {m_graph.mapChannels(node), m_sizes[value].height + 2 * border,
                        m_sizes[value].width + 2 * border, layout};
    place.view.element = node.element;
    place.view.border = border;
    place.view.isPlanes = !m_graph.isPadded(node) && layout == Layout::Blocked;

    const bool sharesStack = node.stack != kNone && layout == Layout::Blocked;
    if (sharesStack) {
        int& storage = m_stackStorage[node.stack];
        GraphMap part = place.view;
        if (storage == kNone) {
            part.shape.channels = m_graph.m_stacks[node.stack].channels;
            m_storages.push_back({part.bytes(), value, value, 0});
            storage = static_cast<int>(m_storages.size()) - 1;
        }
        part.shape.channels = node.stackOffset;
        place.offset = part.bytes();
        place.storage = storage;
        m_storages[storage].last = std::max(m_storages[storage].last, m_lastUse[value]);
        return;
    }
    GraphValue old = kNone;
    if (node.kind == Kind::Convolution) old = m_graph.m_layers[node.layer].description.before;
    if (node.kind == Kind::NearestSum) old = node.in[0];
    const bool overwrites =
        old != kNone && (node.kind == Kind::NearestSum
                             ? m_lastUse[old] == value && m_graph.m_nodes[old].stack == kNone
                             : mayOverwrite(value, old));
    if (overwrites) {
        place.storage = m_places[old].storage;
        m_storages[place.storage].last = m_lastUse[value];
    } else {
        place.storage = ownStorage(value);
    }
}

ConvolutionOptions ConvGraphPlan::optionsOf(GraphValue value) const {
    const Node& node = m_graph.m_nodes[value];
    const GraphConvolution& layer = m_graph.m_layers[node.layer].description;
    const GraphMap& in = m_places[node.in[0]].view;
    const GraphMap& out = m_places[value].view;
    ConvolutionOptions options;
    options.outChannels = out.shape.channels;
    options.kernelHeight = options.kernelWidth = layer.kernel;
    options.stride = layer.stride;
    options.groups = layer.depthwise ? out.shape.channels : 1;
    // With a border the first pixel inside comes from the first three of the input, the
    // border itself from anything: it is written afterwards.
    const int leading = layer.kernel / 2 + in.border * (layer.stride - 1);
    const auto trailing = [&](int inSide, int outSide) {
        return (outSide - 1) * layer.stride + layer.kernel - inSide - leading;
    };
    options.padTop = options.padLeft = leading;
    options.padBottom = trailing(in.shape.height, out.shape.height);
    options.padRight = trailing(in.shape.width, out.shape.width);
    options.slope = layer.slope;
    options.gain = layer.gain;
    options.planesIn = in.isPlanes;
    options.floatResult = layer.floatResult;
    const bool overwrites = layer.before != kNone &&
                            m_places[layer.before].storage == m_places[value].storage &&
                            m_places[layer.before].offset == m_places[value].offset;
    options.accumulate = overwrites;
    options.addsBefore = layer.before != kNone && !overwrites;
    options.addsAfter = layer.after != kNone;
    options.mayUseWinograd =
        layer.mayUseWinograd && std::min(in.shape.height, in.shape.width) >= kWinogradFrom;
    return options;
}

// Winograd knows no leaky activation. It saves so much that a pass of its own for it pays.
Convolution ConvGraphPlan::convolutionOf(GraphValue value) {
    const Node& node = m_graph.m_nodes[value];
    const MapShape& in = m_places[node.in[0]].view.shape;
    ConvolutionWeights& weights = m_graph.m_layers[node.layer].weights;
    ConvolutionOptions options = optionsOf(value);
    const bool isLeaky = options.slope && *options.slope != 0.0f;
    if (options.mayUseWinograd && isLeaky && !options.addsAfter) {
        ConvolutionOptions bare = options;
        bare.slope.reset();
        if (Convolution::isWinograd(in, m_graph.m_element, bare)) {
            m_activatesLater[node.layer] = true;
            return Convolution(in, m_graph.m_element, bare, weights);
        }
    }
    return Convolution(in, m_graph.m_element, options, weights);
}

void ConvGraphPlan::createConvolutions() {
    m_convolutions.resize(m_graph.m_layers.size());
    m_activatesLater.resize(m_graph.m_layers.size());
    for (GraphValue value = 0; value < static_cast<int>(m_places.size()); ++value) {
        const Node& node = m_graph.m_nodes[value];
        if (node.kind != Kind::Convolution) continue;
        m_convolutions[node.layer] = convolutionOf(value);
    }
}

void ConvGraphPlan::planBuffers() {
    for (Storage& storage : m_storages) {
        storage.buffer = m_buffers.add(storage.bytes, storage.first, storage.last);
    }
    std::size_t scratch = 1;
    for (const Convolution& convolution : m_convolutions) {
        scratch = std::max(scratch, convolution.scratchBytes());
    }
    m_scratch = m_buffers.add(scratch, 0, static_cast<int>(m_places.size()));
    m_buffers.allocate();
}

GraphMap ConvGraphPlan::map(GraphValue value) const {
    const Place& place = m_places[value];
    GraphMap view = place.view;
    view.data = m_buffers.data<std::byte>(m_storages[place.storage].buffer) + place.offset;
    return view;
}

std::function<void(dnnl::stream&)> ConvGraphPlan::convolutionStep(GraphValue value) const {
    const Node& node = m_graph.m_nodes[value];
    const GraphConvolution& layer = m_graph.m_layers[node.layer].description;
    const ConvolutionOptions options = optionsOf(value);
    const Convolution* convolution = &m_convolutions[node.layer];
    const void* in = map(node.in[0]).data;
    const GraphMap out = map(value);
    const void* before = options.addsBefore ? map(layer.before).data : nullptr;
    const void* after = options.addsAfter ? map(layer.after).data : nullptr;
    void* scratch = m_buffers.data(m_scratch);
    const bool activates = m_activatesLater[node.layer];
    return [=](dnnl::stream& stream) {
        convolution->execute(stream, in, out.data, scratch, before, after);
        if (activates) leakyInPlace(out, *options.slope, options.gain);
        if (out.border > 0) reflectEdges(out);
    };
}

std::function<void(dnnl::stream&)> ConvGraphPlan::poolStep(GraphValue value) const {
    const GraphMap in = map(m_graph.m_nodes[value].in[0]);
    const GraphMap out = map(value);
    const auto below = [](int inSide, int outSide) { return (outSide - 1) * 2 + 3 - inSide - 1; };
    const dnnl::pooling_forward::desc operation(
        dnnl::prop_kind::forward_inference, dnnl::algorithm::pooling_max,
        mapDescription(in.shape, in.element), mapDescription(out.shape, out.element), {2, 2},
        {3, 3}, {1, 1},
        {below(in.shape.height, out.shape.height), below(in.shape.width, out.shape.width)});
    const dnnl::pooling_forward::primitive_desc description(operation, cpuEngine());
    const dnnl::pooling_forward pool(description);
    const dnnl::memory from(description.src_desc(), cpuEngine(), in.data);
    const dnnl::memory to(description.dst_desc(), cpuEngine(), out.data);
    return [=](dnnl::stream& stream) {
        pool.execute(stream, {{DNNL_ARG_SRC, from}, {DNNL_ARG_DST, to}});
    };
}

std::function<void(dnnl::stream&)> ConvGraphPlan::stepOf(GraphValue value) const {
    const Node& node = m_graph.m_nodes[value];
    const GraphMap out = map(value);
    switch (node.kind) {
        case Kind::Convolution: return convolutionStep(value);
        case Kind::MaxPool: return poolStep(value);
        case Kind::Doubled:
            return [from = map(node.in[0]), out](dnnl::stream&) { doubleNearest(from, out); };
        case Kind::NearestSum:
            return [a = map(node.in[0]), b = map(node.in[1]), out](dnnl::stream&) {
                addNearest(a, b, out);
            };
        case Kind::Joined: {
            if (m_graph.m_layout == Layout::Blocked) return {};  // they already lie so
            std::vector<GraphMap> parts;
            for (const GraphValue part : node.in) parts.push_back(map(part));
            return [parts, out](dnnl::stream&) { joinChannels(parts, out); };
        }
        default: return {};
    }
}

void ConvGraphPlan::createSteps() {
    for (GraphValue value = 0; value < static_cast<int>(m_places.size()); ++value) {
        if (auto step = stepOf(value)) m_steps.push_back(std::move(step));
    }
}

void ConvGraphPlan::run(dnnl::stream& stream) const {
    for (const auto& step : m_steps) step(stream);
    stream.wait();
}

const ConvGraphPlan& planFor(std::unique_ptr<ConvGraphPlan>& kept, ConvGraph& graph, int height,
                             int width) {
    if (kept == nullptr || kept->height() != height || kept->width() != width) {
        kept.reset();
        kept = std::make_unique<ConvGraphPlan>(graph, height, width);
    }
    return *kept;
}

}  // namespace heirloom::nn::onednn
