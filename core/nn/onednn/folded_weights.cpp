#include "core/nn/onednn/folded_weights.h"

#include <cmath>

namespace heirloom::nn::onednn {

namespace {

constexpr float kNormEpsilon = 1e-5f;

GraphConvolution withWeights(WeightSource& source, const std::string& name,
                             const LayerShape& shape) {
    GraphConvolution layer;
    layer.outChannels = shape.out;
    layer.kernel = shape.kernel;
    layer.weights =
        source.take(name + ".weight", {shape.out, shape.in, shape.kernel, shape.kernel});
    return layer;
}

}  // namespace

GraphConvolution foldedLayer(WeightSource& source, const std::string& convName,
                             const std::string& normName, const LayerShape& shape) {
    GraphConvolution layer = withWeights(source, convName, shape);
    const auto gamma = source.take(normName + ".weight", {shape.out});
    layer.bias = source.take(normName + ".bias", {shape.out});
    const auto mean = source.take(normName + ".running_mean", {shape.out});
    const auto variance = source.take(normName + ".running_var", {shape.out});
    const std::size_t each = layer.weights.size() / static_cast<std::size_t>(shape.out);
    for (int o = 0; o < shape.out; ++o) {
        const float factor = gamma[o] / std::sqrt(variance[o] + kNormEpsilon);
        for (std::size_t i = 0; i < each; ++i) layer.weights[o * each + i] *= factor;
        layer.bias[o] -= mean[o] * factor;
    }
    return layer;
}

GraphConvolution plainLayer(WeightSource& source, const std::string& name,
                            const LayerShape& shape) {
    GraphConvolution layer = withWeights(source, name, shape);
    layer.bias = source.take(name + ".bias", {shape.out});
    return layer;
}

}  // namespace heirloom::nn::onednn
