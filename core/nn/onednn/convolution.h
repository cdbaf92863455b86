// Internal to core/nn/onednn: one convolution with packed weights.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/nn/onednn/huge_memory.h"
#include "core/nn/onednn/onednn_support.h"
#include "core/nn/onednn/weight_packing.h"

namespace heirloom::nn::onednn {

struct ConvolutionOptions {
    int outChannels = 0;
    int kernelHeight = 3;
    int kernelWidth = 3;
    int stride = 1;
    int padTop = 0;
    int padLeft = 0;
    int padBottom = 0;
    int padRight = 0;
    int groups = 1;
    // result = gain * leaky(sum + bias, slope); without a slope the sum alone.
    std::optional<float> slope;
    float gain = 1.0f;
    // Adds to what the output buffer holds, before the activation.
    bool accumulate = false;
    // result = gain * leaky(sum + bias + before, slope) + after, with other maps of the size of
    // the result. In bfloat16 these are bfloat16, too.
    bool addsBefore = false;
    bool addsAfter = false;
    // The input lies in planes: [channels][height][width].
    bool planesIn = false;
    // The result is float whatever the input is.
    bool floatResult = false;
    // Four times the weights for a third of the time; only 3x3 with stride 1 in float.
    bool mayUseWinograd = false;
};

// The weights and biases of one convolution, in the layouts that were asked for. Sizes of the
// input mostly share one, so that a convolution for another size packs nothing.
class ConvolutionWeights {
public:
    // weights: [out][in / groups][kernelHeight][kernelWidth]; bias: one value per output
    // channel. What is packed goes into the arena.
    ConvolutionWeights(std::vector<float> weights, std::vector<float> bias, WeightArena& arena)
        : m_arena(&arena), m_plain(std::move(weights)), m_bias(std::move(bias)) {}

    std::span<const float> bias() const { return m_bias; }
    dnnl::memory packed(const dnnl::memory::desc& plain, const dnnl::memory::desc& wanted,
                        bool keepPlain);

private:
    WeightArena* m_arena;
    // Until they are packed. Winograd's cannot be unpacked, so these stay beside them.
    std::vector<float> m_plain;
    std::vector<float> m_bias;
    std::vector<dnnl::memory> m_packed;
};

// Immutable after creation; execute() may not run twice at the same time with the same
// scratch memory.
class Convolution {
public:
    Convolution() = default;
    // bias: one value per output channel, or empty. It and the weights may go away after the
    // call. The packed weights go into the arena, which has to outlive the convolution. Throws
    // dnnl::error and std::bad_alloc.
    Convolution(const MapShape& in, Element element, const ConvolutionOptions& options,
                const KernelWeights& weights, std::span<const float> bias, WeightArena& arena);
    // The weights must outlive the convolution.
    Convolution(const MapShape& in, Element element, const ConvolutionOptions& options,
                ConvolutionWeights& weights);

    // Whether such a convolution would be Winograd's.
    static bool isWinograd(const MapShape& in, Element element, const ConvolutionOptions& options);

    MapShape outputShape() const { return m_output; }
    std::size_t scratchBytes() const;

    void execute(dnnl::stream& stream, const void* in, void* out, void* scratch,
                 const void* before = nullptr, const void* after = nullptr) const;

private:
    void addOther(std::unordered_map<int, dnnl::memory>& arguments, int place,
                  const void* other) const;

    MapShape m_output;
    dnnl::convolution_forward::primitive_desc m_description;
    dnnl::convolution_forward m_primitive;
    dnnl::memory m_weights;
    dnnl::memory m_bias;
    dnnl::memory::desc m_other;  // of the maps that are added
    int m_beforePlace = -1;      // among the operations after the convolution
    int m_afterPlace = -1;
};

}  // namespace heirloom::nn::onednn
