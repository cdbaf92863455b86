// The shape of one convolution of a network: what a run costs, counted without running it.
#pragma once

#include <cstdint>

namespace heirloom {

// Batch of one. A transposed convolution gathers (kernel 3, stride 2, no padding: the one
// that GPEN uses); every other one pads by padTop and padLeft and takes what the output
// size needs below and to the right.
struct ConvolutionShape {
    int inChannels = 0;
    int outChannels = 0;
    int inHeight = 0;
    int inWidth = 0;
    int outHeight = 0;
    int outWidth = 0;
    int kernelHeight = 1;
    int kernelWidth = 1;
    int stride = 1;
    int padTop = 0;
    int padLeft = 0;
    int groups = 1;
    bool transposed = false;

    auto operator<=>(const ConvolutionShape&) const = default;

    // 10^9 floating-point operations; a multiplication and an addition count as two.
    double gflop() const {
        const double pixels = transposed ? static_cast<double>(inHeight) * inWidth
                                         : static_cast<double>(outHeight) * outWidth;
        return 2e-9 * pixels * kernelHeight * kernelWidth * (inChannels / groups) * outChannels;
    }
};

}  // namespace heirloom
