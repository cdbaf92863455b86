#include "core/nn/torch/gpen_layers.h"

#include <cmath>

namespace heirloom::nn {

namespace {

constexpr double kSlope = 0.2;
constexpr double kDemodulationEpsilon = 1e-8;

}  // namespace

at::Tensor fusedLeakyRelu(at::Tensor x, const at::Tensor& bias) {
    std::vector<std::int64_t> shape(static_cast<std::size_t>(x.dim()), 1);
    shape[1] = bias.size(0);
    x.add_(bias.view(shape));
    at::leaky_relu_(x, kSlope);
    return x.mul_(std::sqrt(2.0));
}

Linear Linear::load(WeightReader& reader, const std::string& name, std::int64_t out,
                    std::int64_t in, double learningRateMultiplier) {
    const double scale = learningRateMultiplier / std::sqrt(static_cast<double>(in));
    Linear linear;
    linear.weight = reader.take(name + ".weight", {out, in}) * scale;
    linear.bias = reader.take(name + ".bias", {out}) * learningRateMultiplier;
    return linear;
}

Blur::Blur(std::int64_t channelCount, double gain, at::TensorOptions options)
    : channels(channelCount) {
    const at::Tensor taps = at::tensor({1.0f, 3.0f, 3.0f, 1.0f});
    kernel = (at::outer(taps, taps) * (gain / 64.0))
                 .view({1, 1, 4, 4})
                 .repeat({channelCount, 1, 1, 1})
                 .to(options);
}

at::Tensor Blur::apply(const at::Tensor& x, std::int64_t padding) const {
    return at::conv2d(x, kernel, {}, 1, padding, 1, channels);
}

ModulatedConv ModulatedConv::load(WeightReader& reader, const std::string& name, std::int64_t out,
                                  std::int64_t in, std::int64_t kernel, std::int64_t styleDimension,
                                  at::ScalarType type) {
    ModulatedConv conv;
    conv.modulation = Linear::load(reader, name + ".modulation", in, styleDimension, 1.0);
    const double scale = 1.0 / std::sqrt(static_cast<double>(in * kernel * kernel));
    const at::Tensor weight =
        reader.take(name + ".weight", {1, out, in, kernel, kernel})[0] * scale;
    conv.squaredWeights = weight.square().sum({2, 3});
    conv.weight = weight.to(type);
    return conv;
}

at::Tensor ModulatedConv::style(const at::Tensor& latent) const {
    return modulation.apply(latent);
}

at::Tensor ModulatedConv::scaled(const at::Tensor& x, const at::Tensor& styleScale) const {
    return x * styleScale.view({1, -1, 1, 1}).to(x.scalar_type());
}

at::Tensor ModulatedConv::demodulation(const at::Tensor& styleScale) const {
    const at::Tensor energy = at::linear(styleScale.square(), squaredWeights);
    return at::rsqrt(energy + kDemodulationEpsilon).view({1, -1, 1, 1});
}

UpsamplingPhases::UpsamplingPhases(const at::Tensor& weight) {
    // Output row 2i gathers weight row 0 from input row i and weight row 2 from row
    // i - 1; output row 2i + 1 gathers weight row 1 from input row i. Columns alike.
    const at::Tensor outerRows = at::stack({weight.select(2, 2), weight.select(2, 0)}, 2);
    const at::Tensor innerRow = weight.narrow(2, 1, 1);
    const auto outerColumns = [](const at::Tensor& rows) {
        return at::stack({rows.select(3, 2), rows.select(3, 0)}, 3).contiguous();
    };
    const auto innerColumn = [](const at::Tensor& rows) {
        return rows.narrow(3, 1, 1).contiguous();
    };
    kernels = {outerColumns(outerRows), innerColumn(outerRows), outerColumns(innerRow),
               innerColumn(innerRow)};
}

at::Tensor UpsamplingPhases::apply(const at::Tensor& x) const {
    const std::int64_t rows = x.size(2);
    const std::int64_t columns = x.size(3);
    at::Tensor out = at::empty({1, kernels[0].size(0), 2 * rows + 1, 2 * columns + 1}, x.options());
    using at::indexing::None;
    using at::indexing::Slice;
    const Slice all;
    for (int phase = 0; phase < 4; ++phase) {
        const int rowPhase = phase / 2;
        const int columnPhase = phase % 2;
        const std::array<std::int64_t, 2> padding{1 - rowPhase, 1 - columnPhase};
        const at::Tensor part = at::conv2d(x, kernels[phase], {}, 1, padding);
        out.index_put_({all, all, Slice(rowPhase, None, 2), Slice(columnPhase, None, 2)}, part);
    }
    return out;
}

StyledConv StyledConv::load(WeightReader& reader, const std::string& name, std::int64_t out,
                            std::int64_t in, std::int64_t styleDimension, bool upsamples,
                            at::TensorOptions options) {
    const at::ScalarType type = at::typeMetaToScalarType(options.dtype());
    StyledConv layer;
    layer.conv = ModulatedConv::load(reader, name + ".conv", out, in, 3, styleDimension, type);
    layer.noiseWeight = reader.take(name + ".noise.weight", {1}).to(type);
    layer.bias = reader.take(name + ".activate.bias", {2 * out});
    layer.upsamples = upsamples;
    if (upsamples) {
        layer.phases = UpsamplingPhases(layer.conv.weight);
        layer.blur = Blur(out, 4.0, options);
    }
    return layer;
}

at::Tensor StyledConv::apply(const at::Tensor& x, const at::Tensor& latent,
                             const at::Tensor& feature) const {
    const at::Tensor styleScale = conv.style(latent);
    const at::Tensor scaled = conv.scaled(x, styleScale);
    at::Tensor out =
        upsamples ? blur.apply(phases.apply(scaled), 1) : at::conv2d(scaled, conv.weight, {}, 1, 1);
    out.mul_(conv.demodulation(styleScale));
    return fusedLeakyRelu(at::cat({out, feature * noiseWeight}, 1), bias);
}

ToRgb ToRgb::load(WeightReader& reader, const std::string& name, std::int64_t in,
                  std::int64_t styleDimension, at::TensorOptions options) {
    ToRgb layer;
    layer.conv = ModulatedConv::load(reader, name + ".conv", 3, in, 1, styleDimension,
                                     at::typeMetaToScalarType(options.dtype()));
    layer.bias = reader.take(name + ".bias", {1, 3, 1, 1});
    layer.blur = Blur(3, 4.0, options.dtype(at::kFloat));
    return layer;
}

at::Tensor ToRgb::doubled(const at::Tensor& picture) const {
    at::Tensor spread =
        at::zeros({1, 3, picture.size(2) * 2, picture.size(3) * 2}, picture.options());
    using at::indexing::None;
    using at::indexing::Slice;
    spread.index_put_({Slice(), Slice(), Slice(0, None, 2), Slice(0, None, 2)}, picture);
    return blur.apply(at::constant_pad_nd(spread, {2, 1, 2, 1}), 0);
}

at::Tensor ToRgb::apply(const at::Tensor& x, const at::Tensor& latent,
                        const at::Tensor& previous) const {
    const at::Tensor scaled = conv.scaled(x, conv.style(latent));
    at::Tensor out = at::conv2d(scaled, conv.weight).to(at::kFloat).add_(bias);
    if (previous.defined()) out.add_(doubled(previous));
    return out;
}

}  // namespace heirloom::nn
