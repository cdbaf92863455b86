// Internal to core/nn/onednn: one level of the generator after its transposed convolution, a few
// rows at a time.
//
// Where maps are large, the time goes into bringing them from memory and back. So each thread
// takes rows of the level through all three steps (doubling pass, convolution, styled pass), and
// what lies between them stays in its second cache and needs no memory for whole maps.
#pragma once

#include <cstddef>
#include <functional>

#include "core/nn/onednn/gpen_convolutions.h"
#include "core/nn/onednn/gpen_kernels.h"

namespace heirloom::nn::onednn {

// The passes as for whole maps, but without the places of doubling.feature, doubling.out,
// styled.convolved and styled.feature.
struct BandedLevel {
    const GpenConvolution* conv = nullptr;
    DoublingPass doubling;
    StyledPass styled;
    // The encoder's feature: a view of the whole map, of which only the rows [from, to) need to
    // be there, until the next call in the same thread. At most kMostBandRows of them.
    std::function<MapView(int from, int to)> feature;
};

inline constexpr int kMostBandRows = 8;

// Only on tiles, which take any number of rows, and where it pays.
bool paysInBands(const GpenConvolution& conv);
// That a thread of the runtime needs.
std::size_t bandBytesPerThread(const GpenConvolution& conv);
// In all threads; memory: for all of them. How the rows are divided does not change the result.
void runInBands(const BandedLevel& level, const GpenKernels& kernels, void* memory);

}  // namespace heirloom::nn::onednn
