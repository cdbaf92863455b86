// Internal to core/nn/onednn: the two backbones of RetinaFace as layers of a graph.
#pragma once

#include <array>

#include "core/nn/onednn/conv_graph.h"
#include "core/nn/weight_source.h"

namespace heirloom::nn::onednn {

// A feature map and its number of channels.
struct BackboneFeature {
    GraphValue value = kNone;
    int channels = 0;
};

// Features at strides 8, 16 and 32. The backbone is told by the names in the checkpoint;
// MobileNet-0.25 when neither fits, so that the message of the source names what is missing.
std::array<BackboneFeature, 3> addBackbone(ConvGraph& graph, WeightSource& source,
                                           GraphValue input);

}  // namespace heirloom::nn::onednn
