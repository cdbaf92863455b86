// ParseNet: which part of a face each pixel of an aligned crop belongs to.
// Source: Chen et al., "Progressive Semantic-Aware Style Transformation for Blind Face
// Restoration" (CVPR 2021), the parsing network; facts in gpen.md.
//
// Not thread-safe: use one instance per thread.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/base/result.h"
#include "core/nn/checkpoint.h"
#include "core/nn/convolution_shape.h"
#include "core/nn/planes.h"
#include "core/nn/runtime.h"

namespace heirloom {

namespace nn {
class ParseNetBackend;
}

enum class FacePart : std::uint8_t {
    Background,
    Skin,
    Nose,
    Glasses,
    LeftEye,
    RightEye,
    LeftBrow,
    RightBrow,
    LeftEar,
    RightEar,
    Mouth,
    UpperLip,
    LowerLip,
    Hair,
    Hat,
    Earring,
    Necklace,
    Neck,
    Cloth
};
inline constexpr int kFacePartCount = 19;

class ParseNet {
public:
    static Result<ParseNet> create(const Checkpoint& checkpoint, const RuntimeFacts& runtime);

    ParseNet(ParseNet&&) noexcept;
    ParseNet& operator=(ParseNet&&) noexcept;
    ~ParseNet();

    // What one run on a picture of this size computes; empty where the library in use does
    // not tell.
    std::vector<ConvolutionShape> convolutions(int height, int width) const;

    // crop: RGB, -1...1; sides divisible by 2 for each level of the encoder (the official
    // network is made for 512 x 512). Returns one plane of logits for each class.
    Result<Planes> run(const Planes& crop) const;

    // The class with the largest logit for each pixel.
    static std::vector<std::uint8_t> labels(const Planes& logits);

private:
    explicit ParseNet(std::unique_ptr<nn::ParseNetBackend> network);
    std::unique_ptr<nn::ParseNetBackend> m_network;
};

}  // namespace heirloom
