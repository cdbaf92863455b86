// What the shapes of the tensors in a checkpoint tell about a GPEN generator.
//
// Source: Yang et al., CVPR 2021 (arXiv 2105.06070); names in gpen.md.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/nn/checkpoint.h"
#include "core/nn/convolution_shape.h"

namespace heirloom {

struct GpenArchitecture {
    static constexpr int kSmallest = 4;  // side of the first feature map

    int styleDimension = 0;
    int mappingLayers = 0;
    std::vector<int> channels;  // by encoder level: full size first, 4 x 4 last

    int levels() const { return static_cast<int>(channels.size()); }
    int size() const { return kSmallest << (levels() - 1); }
    int sideOfLevel(int level) const { return size() >> level; }
    // Every convolution of one run; the fixed blurs are not among them.
    std::vector<ConvolutionShape> convolutions() const;
};

// "ecd3.0.1": part 0 is the blur, then the convolution and its bias; level 0 has no blur.
std::string gpenEncoderName(int level, int part);

// Errors: Damaged when the encoder or the mapping network is missing.
Result<GpenArchitecture> readGpenArchitecture(const Checkpoint& checkpoint);

}  // namespace heirloom
