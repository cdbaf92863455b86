// Internal to core/nn/onednn: a ConvGraph for one size of the input.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "core/nn/onednn/buffer_plan.h"
#include "core/nn/onednn/conv_graph.h"
#include "core/nn/onednn/map_passes.h"

namespace heirloom::nn::onednn {

// The graph must outlive the plan and stay where it is. A run allocates nothing.
class ConvGraphPlan {
public:
    // Packs weights that the graph has not packed for this size yet. Throws dnnl::error and
    // std::bad_alloc.
    ConvGraphPlan(ConvGraph& graph, int height, int width);

    int height() const { return m_height; }
    int width() const { return m_width; }

    // The input, to be written before each run, or an output, to be read after it.
    GraphMap map(GraphValue value) const;
    void run(dnnl::stream& stream) const;

private:
    using Node = ConvGraph::Node;
    using Kind = ConvGraph::Kind;

    // Memory that one value has, or several as parts of one map or one after the other.
    struct Storage {
        std::size_t bytes = 0;
        int first = 0;
        int last = 0;
        int buffer = 0;
    };
    struct Place {
        int storage = 0;
        std::size_t offset = 0;  // in bytes
        GraphMap view;           // without data
    };

    void findLastUses();
    void placeValues();
    void place(GraphValue value);
    bool mayOverwrite(GraphValue value, GraphValue old) const;
    int ownStorage(GraphValue value);
    void createConvolutions();
    ConvolutionOptions optionsOf(GraphValue value) const;
    Convolution convolutionOf(GraphValue value);
    void planBuffers();
    void createSteps();
    std::function<void(dnnl::stream&)> convolutionStep(GraphValue value) const;
    std::function<void(dnnl::stream&)> poolStep(GraphValue value) const;
    std::function<void(dnnl::stream&)> stepOf(GraphValue value) const;

    ConvGraph& m_graph;
    int m_height;
    int m_width;
    std::vector<MapSize> m_sizes;
    std::vector<int> m_lastUse;
    std::vector<Place> m_places;
    std::vector<Storage> m_storages;
    std::vector<int> m_stackStorage;
    std::vector<Convolution> m_convolutions;  // one for each layer
    std::vector<bool> m_activatesLater;       // in a pass after the convolution
    int m_scratch = 0;
    BufferPlan m_buffers;
    std::vector<std::function<void(dnnl::stream&)>> m_steps;
};

// The plan for a size; one for another size goes first, so that there is memory for only one.
const ConvGraphPlan& planFor(std::unique_ptr<ConvGraphPlan>& kept, ConvGraph& graph, int height,
                             int width);

}  // namespace heirloom::nn::onednn
