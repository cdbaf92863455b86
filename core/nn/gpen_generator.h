// The GPEN generator: one aligned face in, the restored face out.
//
// Every hyper-parameter is read from the shapes in the checkpoint, so all official
// sizes and this project's small models load through the same code.
// Source: Yang et al., "GAN Prior Embedded Network for Blind Face Restoration in the
// Wild", CVPR 2021 (arXiv 2105.06070); names and arithmetic in gpen.md.
//
// Not thread-safe: use one instance per thread. The weights stay loaded for the
// lifetime of the object.
#pragma once

#include <memory>
#include <vector>

#include "core/base/result.h"
#include "core/nn/checkpoint.h"
#include "core/nn/planes.h"
#include "core/nn/runtime.h"

namespace heirloom {

namespace nn {
class GpenBackend;
}

class GpenGenerator {
public:
    // Checks the name and shape of every tensor.
    static Result<GpenGenerator> create(const Checkpoint& checkpoint, const RuntimeFacts& runtime);

    GpenGenerator(GpenGenerator&&) noexcept;
    GpenGenerator& operator=(GpenGenerator&&) noexcept;
    ~GpenGenerator();

    // Width and height of the crops, a power of two.
    int size() const;

    // crop: RGB, -1...1, 3 x size() x size(). Returns the same layout, not clamped.
    Result<Planes> run(const Planes& crop) const;

private:
    explicit GpenGenerator(std::unique_ptr<nn::GpenBackend> network);
    std::unique_ptr<nn::GpenBackend> m_network;
};

}  // namespace heirloom
