// The GPEN generator as it is usually run: each layer written down as the papers and their
// published programs do, one eager libtorch call after another. What the product's own
// formulation is compared with (eager_baseline.cpp), and nothing else.
#pragma once

#include <ATen/ATen.h>

#include <map>
#include <string>

#include "core/nn/checkpoint.h"

namespace heirloom::test {

// Not thread-safe. Takes its own copy of the weights.
class EagerGpen {
public:
    explicit EagerGpen(const Checkpoint& checkpoint);

    // 1 x 3 x size x size, RGB, -1...1; the result is not clamped.
    at::Tensor run(const at::Tensor& crop) const;

private:
    const at::Tensor& weight(const std::string& name) const { return m_weights.at(name); }
    bool has(const std::string& name) const { return m_weights.count(name) != 0; }
    at::Tensor linear(const at::Tensor& x, const std::string& name, double rate) const;
    at::Tensor encoderLevel(const at::Tensor& x, int level) const;
    at::Tensor latent(const at::Tensor& smallest) const;
    at::Tensor modulatedWeight(const std::string& name, const at::Tensor& latent,
                               bool demodulates) const;
    at::Tensor styled(const at::Tensor& x, const std::string& name, const at::Tensor& latent,
                      const at::Tensor& feature) const;
    at::Tensor rgb(const at::Tensor& x, const std::string& name, const at::Tensor& latent,
                   const at::Tensor& previous) const;

    std::map<std::string, at::Tensor> m_weights;
};

}  // namespace heirloom::test
