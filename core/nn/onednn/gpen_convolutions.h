// Internal to core/nn/onednn: the three kinds of convolution in GPEN, on tiles where the
// processor has them and the channels allow, else on oneDNN.
//
// A convolution tells how its input has to lie in memory and how its output will; the
// passes between them read and write any such map.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "core/nn/onednn/convolution.h"
#include "core/nn/onednn/gpen_kernels.h"
#include "core/nn/onednn/tile_convolution.h"

namespace heirloom::nn::onednn {

// How a network computes: the same for all its layers.
struct GpenArithmetic {
    Element element = Element::Float;
    Layout layout = Layout::ChannelsLast;
    bool usesTiles = false;

    static GpenArithmetic forPrecision(Precision precision);
};

// 3x3: with stride 1 and a padding of 1 (styled layers), or with stride 2 and none, bias and
// activation (encoder). weights: [out][in][9]. Both throw dnnl::error and std::bad_alloc.
class GpenConvolution {
public:
    GpenConvolution() = default;
    static GpenConvolution styled(const GpenArithmetic& arithmetic, int inChannels, int outChannels,
                                  int side, std::span<const float> weights, WeightArena& arena);
    // side: of the output; the input has 2 * side + 1. result = gain * leaky(sum + bias).
    static GpenConvolution encoder(const GpenArithmetic& arithmetic, int inChannels,
                                   int outChannels, int side, std::span<const float> weights,
                                   std::span<const float> bias, float gain, WeightArena& arena);

    const PaddedMap& input() const { return m_input; }
    const PaddedMap& output() const { return m_output; }
    std::size_t scratchBytes() const { return m_tiles ? 0 : m_plain.scratchBytes(); }
    // Starts of buffers.
    void execute(dnnl::stream& stream, const void* in, void* out, void* scratch) const;
    // Whether it can run for some rows alone: see TileConvolution::executeRows().
    bool runsRows() const { return m_tiles.has_value(); }
    void executeRows(const void* in, void* out, int rows) const {
        m_tiles->executeRows(in, out, rows);
    }

private:
    PaddedMap m_input, m_output;
    std::optional<TileConvolution> m_tiles;
    Convolution m_plain;
};

// Transposed 3x3 with stride 2 and no padding, as the four phases into which its result falls
// by the parity of row and column: 2x2, 2x1, 1x2 and 1x1 convolutions of the input.
class GpenTransposedConvolution {
public:
    GpenTransposedConvolution() = default;
    // side: of the input. weights: [out][in][9], as ConvTranspose2d uses them with the first
    // two swapped.
    GpenTransposedConvolution(const GpenArithmetic& arithmetic, int inChannels, int outChannels,
                              int side, std::span<const float> weights, WeightArena& arena);

    const PaddedMap& input() const { return m_input; }
    // All phases lie in one buffer.
    std::size_t outputBytes() const { return m_outputBytes; }
    std::size_t scratchBytes() const;
    void execute(dnnl::stream& stream, const void* in, void* out, void* scratch) const;
    // Even rows and columns, even rows and odd columns, odd and even, odd and odd.
    std::array<MapView, 4> phases(const void* out) const;

private:
    struct Phase {
        PaddedMap output;
        std::size_t offset = 0;  // in the buffer, in bytes
        std::optional<TileConvolution> tiles;
        Convolution plain;
    };

    Element m_element = Element::Float;
    PaddedMap m_input;
    std::array<Phase, 4> m_phases;
    std::size_t m_outputBytes = 0;
};

}  // namespace heirloom::nn::onednn
