// Internal to core/nn/onednn: convolutions as they come from a checkpoint.
#pragma once

#include <string>

#include "core/nn/onednn/conv_graph.h"
#include "core/nn/weight_source.h"

namespace heirloom::nn::onednn {

// What a layer needs to know of its weights to take them.
struct LayerShape {
    int out = 0;
    int in = 0;  // 1 for a depthwise layer
    int kernel = 3;
};

// A layer with a batch norm folded into it: convName has .weight (no bias), normName weight,
// bias and running statistics.
GraphConvolution foldedLayer(WeightSource& source, const std::string& convName,
                             const std::string& normName, const LayerShape& shape);

// A layer with a bias: name has .weight and .bias.
GraphConvolution plainLayer(WeightSource& source, const std::string& name, const LayerShape& shape);

}  // namespace heirloom::nn::onednn
