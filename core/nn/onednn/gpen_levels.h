// Internal to core/nn/onednn: the steps of a GPEN run on its buffers, and the levels of the
// generator made of them.
#pragma once

#include "core/nn/onednn/gpen_buffers.h"
#include "core/nn/onednn/gpen_first_rows.h"
#include "core/nn/onednn/gpen_kernels.h"
#include "core/nn/onednn/gpen_network.h"

namespace heirloom::nn::onednn {

// What all steps of one run work with.
struct GpenSteps {
    const GpenNetwork& network;
    const GpenBuffers& buffers;
    const GpenKernels& kernels;
    dnnl::stream& stream;
    const GpenFirstRows& firstRows;

    void convolve(const GpenConvolution& conv, const PlacedMap& from, const PlacedMap& to,
                  int scratchBuffer) const {
        conv.execute(stream, buffers.data(from.buffer), buffers.data(to.buffer),
                     buffers.scratch(scratchBuffer));
    }

    // The steps [0, count) of a pass that reads the encoder's feature of a level.
    template <class Pass>
    void runWithFeature(int level, const RowReach& reach, int count, Pass pass,
                        MapView Pass::*feature, PassFunction<Pass> function) const {
        if (level == 0) {
            firstRows.forBands(count, reach, [&](const MapView& rows, int first, int last) {
                Pass part = pass;
                part.*feature = rows;
                function(part, first, last);
            });
        } else {
            pass.*feature = buffers.view(buffers.encoder()[level].feature);
            inParallel(count, [&](int first, int last) { function(pass, first, last); });
        }
    }
};

// From the result of the level before (the constant for the first), the encoder's feature and the
// styles of this run to the input of the next level and a picture. Levels run in their order,
// 4 x 4 first.
void runGeneratorLevel(const GpenSteps& steps, std::size_t index);

}  // namespace heirloom::nn::onednn
