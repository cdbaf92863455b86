// Internal to core/nn/onednn: where the maps of a GPEN run lie, and how long they live.
#pragma once

#include <vector>

#include "core/nn/onednn/buffer_plan.h"
#include "core/nn/onednn/gpen_network.h"

namespace heirloom::nn::onednn {

// A map and the buffer that holds it during its life.
struct PlacedMap {
    PaddedMap map;
    int buffer = -1;

    bool exists() const { return buffer >= 0; }
};

// The buffers of one resolution of the encoder.
struct EncoderMaps {
    PlacedMap blurred;  // none at full size
    PlacedMap feature;  // at full size without a place: see gpen_first_rows.h
    int scratch = -1;
};

// The buffers of one resolution of the generator. The output of a layer is the input of the
// next convolution: concatenated, scaled, and with the padding that this one wants.
struct GeneratorMaps {
    int phases = -1;
    int doublingScratch = -1;
    int scratch = -1;
    PlacedMap doubled;    // none at 4 x 4, and where there are bands
    PlacedMap convolved;  // none where there are bands
    int bands = -1;       // see gpen_bands.h
    PlacedMap out;        // none at full size
    int picture = -1;     // three planes of floats
};

class GpenBuffers {
public:
    // Once. Throws std::bad_alloc.
    void plan(const GpenNetwork& network, int threads);
    // Before the first run, when what loading needed is gone.
    void populate() const { m_plan.populate(); }

    const std::vector<EncoderMaps>& encoder() const { return m_encoder; }        // full size first
    const std::vector<GeneratorMaps>& generator() const { return m_generator; }  // 4 x 4 first
    const PlacedMap& constant() const { return m_constant; }
    void* firstRows() const { return m_plan.data(m_firstRows); }

    template <class Value = void>
    Value* data(int buffer) const {
        return m_plan.data<Value>(buffer);
    }
    void* scratch(int buffer) const { return buffer >= 0 ? m_plan.data(buffer) : nullptr; }

    void* firstPixel(const PlacedMap& placed) const;
    MapTarget target(const PlacedMap& placed) const {
        return placed.map.target(firstPixel(placed), m_element);
    }
    MapView view(const PlacedMap& placed) const {
        return {firstPixel(placed), placed.map.strides()};
    }
    void clearBorder(const PlacedMap& placed) const {
        placed.map.clearBorder(m_plan.data(placed.buffer), m_element);
    }

private:
    PlacedMap place(const PaddedMap& map, int first, int last);
    // Alive in one step only: Winograd wants much of it where the maps are small.
    int placeScratch(std::size_t bytes, int step);
    void planEncoder(const GpenNetwork& network);
    void planGenerator(const GpenNetwork& network, int threads);

    Element m_element = Element::Float;
    std::vector<EncoderMaps> m_encoder;
    std::vector<GeneratorMaps> m_generator;
    PlacedMap m_constant;
    int m_firstRows = -1;
    BufferPlan m_plan;
};

}  // namespace heirloom::nn::onednn
