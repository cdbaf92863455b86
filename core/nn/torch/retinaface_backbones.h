// Internal to core/nn/torch: the two backbones of RetinaFace, batch norms folded into the
// convolutions.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>

#include "core/nn/torch/torch_support.h"

namespace heirloom::nn {

struct FoldedConv {
    struct Options {
        std::int64_t stride = 1;
        std::int64_t padding = 0;
        std::int64_t groups = 1;
        // Leaky ReLU after the norm; 0 is a plain ReLU, absent none at all.
        std::optional<double> slope;
    };

    at::Tensor weight, bias;
    Options options;

    // convName has .weight (no bias), normName has weight, bias and running statistics.
    static FoldedConv load(WeightReader& reader, const std::string& convName,
                           const std::string& normName, at::IntArrayRef shape,
                           const Options& options);
    at::Tensor apply(const at::Tensor& x) const;
};

class Backbone {
public:
    virtual ~Backbone() = default;
    // Channels of the features at strides 8, 16 and 32.
    virtual std::array<std::int64_t, 3> outputChannels() const = 0;
    virtual std::array<at::Tensor, 3> apply(const at::Tensor& x) const = 0;
};

// Tells the backbone by the names in the checkpoint; MobileNet-0.25 when neither fits,
// so that the message of the reader names what is missing.
std::unique_ptr<Backbone> loadBackbone(WeightReader& reader);

}  // namespace heirloom::nn
