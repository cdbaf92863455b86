// How fast this machine could do the arithmetic of a network at best: the yardstick of
// `heirloom-cli bench`.
#pragma once

#include <span>

#include "core/base/result.h"
#include "core/nn/convolution_shape.h"
#include "core/nn/runtime.h"

namespace heirloom {

// Seconds that oneDNN's fastest implementation needs for this shape by itself: any layout,
// any algorithm (Winograd included), packed weights, warm data, the shortest of several
// runs, on the threads of the runtime. precision is Fp32 or Bf16. A transposed convolution
// may be one primitive or its four phases. Takes up to a tenth of a second and the memory
// of the shape's tensors. Errors: Unsupported where the build has no oneDNN.
Result<double> bestConvolutionSeconds(const ConvolutionShape& shape, const RuntimeFacts& runtime);

// The sum over all shapes; equal ones are measured once.
Result<double> idealSeconds(std::span<const ConvolutionShape> shapes, const RuntimeFacts& runtime);

double totalGflop(std::span<const ConvolutionShape> shapes);

}  // namespace heirloom
