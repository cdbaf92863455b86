// The RetinaFace detector (MobileNet-0.25 or ResNet-50 backbone, told from the shapes).
// Source: Deng et al., "RetinaFace: Single-stage Dense Face Localisation in the Wild",
// CVPR 2020; facts in gpen.md.
//
// Not thread-safe: use one instance per thread.
#pragma once

#include <array>
#include <memory>
#include <vector>

#include "core/base/result.h"
#include "core/nn/checkpoint.h"
#include "core/nn/convolution_shape.h"
#include "core/nn/planes.h"
#include "core/nn/runtime.h"

namespace heirloom {

namespace nn {
class RetinaFaceBackend;
}

// Anchor side lengths in pixels for strides 8, 16 and 32. A property of the model that
// is not in its file.
using RetinaFaceAnchors = std::array<std::vector<float>, 3>;

RetinaFaceAnchors defaultRetinaFaceAnchors();  // {16, 32}, {64, 128}, {256, 512}

// In pixels of the picture that was given.
struct FaceCandidate {
    std::array<float, 4> box{};                       // x1, y1, x2, y2
    float score = 0.0f;                               // 0...1
    std::array<std::array<float, 2>, 5> landmarks{};  // left eye, right eye, nose, mouth
                                                      // corners left and right
};

class RetinaFaceNetwork {
public:
    static Result<RetinaFaceNetwork> create(const Checkpoint& checkpoint,
                                            const RetinaFaceAnchors& anchors,
                                            const RuntimeFacts& runtime);

    RetinaFaceNetwork(RetinaFaceNetwork&&) noexcept;
    RetinaFaceNetwork& operator=(RetinaFaceNetwork&&) noexcept;
    ~RetinaFaceNetwork();

    // What one run on a picture of this size computes; empty where the library in use does
    // not tell.
    std::vector<ConvolutionShape> convolutions(int height, int width) const;

    // picture: any size; it is not kept. Returns every anchor with a score strictly above
    // threshold, before non-maximum suppression, in the order of the anchors.
    Result<std::vector<FaceCandidate>> run(const RgbView& picture, float threshold) const;

private:
    explicit RetinaFaceNetwork(std::unique_ptr<nn::RetinaFaceBackend> network);
    std::unique_ptr<nn::RetinaFaceBackend> m_network;
};

}  // namespace heirloom
