#include "tests/bench/eager_baseline_network.h"

#include <cmath>

namespace heirloom::test {

namespace {

at::Tensor fusedLeakyRelu(const at::Tensor& x, const at::Tensor& bias) {
    std::vector<std::int64_t> shape(static_cast<std::size_t>(x.dim()), 1);
    shape[1] = bias.size(0);
    return at::leaky_relu(x + bias.view(shape), 0.2) * std::sqrt(2.0);
}

// Each channel by itself; the kernel has 4 x 4 taps.
at::Tensor blurred(const at::Tensor& x, const at::Tensor& kernel, int padding) {
    const std::int64_t channels = x.size(1);
    const at::Tensor each = kernel.view({1, 1, 4, 4}).repeat({channels, 1, 1, 1});
    return at::conv2d(x, each, {}, 1, padding, 1, channels);
}

// Zeros between the pixels, then the blur.
at::Tensor doubled(const at::Tensor& picture, const at::Tensor& kernel) {
    const std::int64_t rows = picture.size(2), columns = picture.size(3);
    at::Tensor spread = picture.view({1, 3, rows, 1, columns, 1});
    spread = at::constant_pad_nd(spread, {0, 1, 0, 0, 0, 1});
    spread = spread.reshape({1, 3, 2 * rows, 2 * columns});
    return blurred(at::constant_pad_nd(spread, {2, 1, 2, 1}), kernel, 0);
}

}  // namespace

EagerGpen::EagerGpen(const Checkpoint& checkpoint) {
    for (const auto& [name, tensor] : checkpoint.tensors()) {
        std::vector<float> values = tensor.toFloat();
        m_weights[name] = at::from_blob(values.data(), tensor.shape).clone();
    }
}

at::Tensor EagerGpen::linear(const at::Tensor& x, const std::string& name, double rate) const {
    const at::Tensor& matrix = weight(name + ".weight");
    return at::linear(x, matrix * (rate / std::sqrt(static_cast<double>(matrix.size(1)))),
                      weight(name + ".bias") * rate);
}

at::Tensor EagerGpen::encoderLevel(const at::Tensor& x, int level) const {
    const std::string name = "ecd" + std::to_string(level) + ".0.";
    const bool blurs = level > 0;
    const at::Tensor& kernels = weight(name + (blurs ? "1.weight" : "0.weight"));
    const double fanIn = static_cast<double>(kernels.size(1) * kernels.size(2) * kernels.size(3));
    const at::Tensor in = blurs ? blurred(x, weight(name + "0.kernel"), 2) : x;
    const at::Tensor out = at::conv2d(in, kernels * (1 / std::sqrt(fanIn)), {}, blurs ? 2 : 1);
    return fusedLeakyRelu(out, weight(name + (blurs ? "2.bias" : "1.bias")));
}

at::Tensor EagerGpen::latent(const at::Tensor& smallest) const {
    constexpr double kMappingRate = 0.01;
    at::Tensor x = linear(smallest.reshape({1, -1}), "final_linear.0", 1.0);
    x = at::leaky_relu(x, 0.2) * std::sqrt(2.0);
    x = x * at::rsqrt(at::mean(x.pow(2), 1, true) + 1e-8);
    for (int i = 1; has("generator.style." + std::to_string(i) + ".weight"); ++i) {
        x = linear(x, "generator.style." + std::to_string(i), kMappingRate);
        x = at::leaky_relu(x, 0.2) * std::sqrt(2.0);
    }
    return x;
}

// [1, out, in, k, k], made anew for every crop.
at::Tensor EagerGpen::modulatedWeight(const std::string& name, const at::Tensor& latent,
                                      bool demodulates) const {
    const at::Tensor& kernels = weight(name + ".conv.weight");
    const at::Tensor style = linear(latent, name + ".conv.modulation", 1.0).view({1, 1, -1, 1, 1});
    const double fanIn = static_cast<double>(kernels.size(2) * kernels.size(3) * kernels.size(4));
    const at::Tensor modulated = kernels * (1 / std::sqrt(fanIn)) * style;
    if (!demodulates) return modulated;
    const at::Tensor norm = at::rsqrt(modulated.pow(2).sum({2, 3, 4}) + 1e-8);
    return modulated * norm.view({1, -1, 1, 1, 1});
}

at::Tensor EagerGpen::styled(const at::Tensor& x, const std::string& name, const at::Tensor& latent,
                             const at::Tensor& feature) const {
    const at::Tensor kernels = modulatedWeight(name, latent, true)[0];
    at::Tensor out;
    if (has(name + ".conv.blur.kernel")) {
        out = at::conv_transpose2d(x, kernels.transpose(0, 1), {}, 2);
        out = blurred(out, weight(name + ".conv.blur.kernel"), 1);
    } else {
        out = at::conv2d(x, kernels, {}, 1, 1);
    }
    out = at::cat({out, weight(name + ".noise.weight") * feature}, 1);
    return fusedLeakyRelu(out, weight(name + ".activate.bias"));
}

at::Tensor EagerGpen::rgb(const at::Tensor& x, const std::string& name, const at::Tensor& latent,
                          const at::Tensor& previous) const {
    const at::Tensor out =
        at::conv2d(x, modulatedWeight(name, latent, false)[0]) + weight(name + ".bias");
    return previous.defined() ? out + doubled(previous, weight(name + ".upsample.kernel")) : out;
}

at::Tensor EagerGpen::run(const at::Tensor& crop) const {
    std::vector<at::Tensor> features;
    at::Tensor x = crop;
    for (int level = 0;
         has("ecd" + std::to_string(level) + ".0.0." + (level > 0 ? "kernel" : "weight"));
         ++level) {
        x = encoderLevel(x, level);
        features.push_back(x);
    }
    const at::Tensor style = latent(x);
    x = styled(weight("generator.input.input"), "generator.conv1", style, features.back());
    at::Tensor picture = rgb(x, "generator.to_rgb1", style, {});
    features.pop_back();
    for (int i = 0; !features.empty(); ++i, features.pop_back()) {
        const std::string conv = "generator.convs.";
        x = styled(x, conv + std::to_string(2 * i), style, features.back());
        x = styled(x, conv + std::to_string(2 * i + 1), style, features.back());
        picture = rgb(x, "generator.to_rgbs." + std::to_string(i), style, picture);
    }
    return picture;
}

}  // namespace heirloom::test
