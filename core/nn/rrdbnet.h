// RRDBNet (RealESRNet): background restoration and enlargement.
// Source: Wang et al., "ESRGAN" (ECCVW 2018) and "Real-ESRGAN" (ICCVW 2021); facts in
// gpen.md.
//
// Not thread-safe: use one instance per thread.
#pragma once

#include <memory>
#include <vector>

#include "core/base/result.h"
#include "core/nn/checkpoint.h"
#include "core/nn/convolution_shape.h"
#include "core/nn/planes.h"
#include "core/nn/runtime.h"

namespace heirloom {

namespace nn {
class RrdbBackend;
}

class RrdbNet {
public:
    // Scale, width and depth are read from the shapes.
    static Result<RrdbNet> create(const Checkpoint& checkpoint, const RuntimeFacts& runtime);

    RrdbNet(RrdbNet&&) noexcept;
    RrdbNet& operator=(RrdbNet&&) noexcept;
    ~RrdbNet();

    int scale() const;  // 1, 2 or 4

    // What one run on a picture of this size computes; empty where the library in use does
    // not tell.
    std::vector<ConvolutionShape> convolutions(int height, int width) const;

    // picture: RGB, 0...1, any size of at least 8 x 8. Returns it scale() times larger,
    // not clamped.
    Result<Planes> run(const Planes& picture) const;

private:
    explicit RrdbNet(std::unique_ptr<nn::RrdbBackend> network);
    std::unique_ptr<nn::RrdbBackend> m_network;
};

}  // namespace heirloom
