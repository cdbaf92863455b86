#include "core/nn/onednn/convolution.h"

#include <cstring>
#include <string_view>

namespace heirloom::nn::onednn {

namespace {

using dnnl::algorithm;
using dnnl::memory;
using Tag = memory::format_tag;
using Type = memory::data_type;

memory::desc weightDescription(const MapShape& in, const ConvolutionOptions& options, Type type,
                               Tag tag, Tag groupedTag) {
    const memory::dim kernelHeight = options.kernelHeight;
    const memory::dim kernelWidth = options.kernelWidth;
    if (options.groups == 1) {
        return {{options.outChannels, in.channels, kernelHeight, kernelWidth}, type, tag};
    }
    return {{options.groups, options.outChannels / options.groups, in.channels / options.groups,
             kernelHeight, kernelWidth},
            type,
            groupedTag};
}

dnnl::primitive_attr attributes(const ConvolutionOptions& options, const memory::desc& other) {
    dnnl::post_ops after;
    if (options.accumulate) after.append_sum();
    if (options.addsBefore) after.append_binary(algorithm::binary_add, other);
    if (options.slope) {
        after.append_eltwise(options.gain, algorithm::eltwise_relu, *options.slope, 0.0f);
    }
    if (options.addsAfter) after.append_binary(algorithm::binary_add, other);
    dnnl::primitive_attr attributes;
    attributes.set_post_ops(after);
    attributes.set_scratchpad_mode(dnnl::scratchpad_mode::user);
    return attributes;
}

MapShape outputOf(const MapShape& in, const ConvolutionOptions& options) {
    MapShape out = in;
    out.channels = options.outChannels;
    out.height =
        (in.height + options.padTop + options.padBottom - options.kernelHeight) / options.stride +
        1;
    out.width =
        (in.width + options.padLeft + options.padRight - options.kernelWidth) / options.stride + 1;
    return out;
}

dnnl::convolution_forward::primitive_desc description(const MapShape& in, const MapShape& out,
                                                      Element element,
                                                      const ConvolutionOptions& options,
                                                      bool hasBias, algorithm method) {
    const memory::desc from = options.planesIn ? memory::desc({1, in.channels, in.height, in.width},
                                                              dataType(element), Tag::nchw)
                                               : mapDescription(in, element);
    const memory::desc to = mapDescription(out, options.floatResult ? Element::Float : element);
    const memory::desc weights =
        weightDescription(in, options, dataType(element), Tag::any, Tag::any);
    const memory::desc bias =
        hasBias ? memory::desc({options.outChannels}, Type::f32, Tag::a) : memory::desc();
    const dnnl::convolution_forward::desc operation(
        dnnl::prop_kind::forward_inference, method, from, weights, bias, to,
        {options.stride, options.stride}, {options.padTop, options.padLeft},
        {options.padBottom, options.padRight});
    return {operation, attributes(options, mapDescription(out, element)), cpuEngine()};
}

dnnl::convolution_forward::primitive_desc bestDescription(const MapShape& in, const MapShape& out,
                                                          Element element,
                                                          const ConvolutionOptions& options,
                                                          bool hasBias) {
    if (options.mayUseWinograd && element == Element::Float) {
        try {
            return description(in, out, element, options, hasBias, algorithm::convolution_winograd);
        } catch (const dnnl::error&) {
            // This CPU, layout or shape has none; the direct one always exists.
        }
    }
    return description(in, out, element, options, hasBias, algorithm::convolution_direct);
}

// By oneDNN: knows every layout.
void reorderWeights(const KernelWeights& weights, const memory::desc& plain, memory to) {
    std::vector<float> chosen;
    chosen.reserve(weights.values.size() / weights.tapsInFile * weights.tapCount());
    for (std::size_t start = 0; start < weights.values.size(); start += weights.tapsInFile) {
        for (const int tap : weights.taps) chosen.push_back(weights.values[start + tap]);
    }
    memory from(plain, cpuEngine(), chosen.data());
    dnnl::stream stream(cpuEngine());
    dnnl::reorder(from, to).execute(stream, from, to);
    stream.wait();
}

bool usesWinograd(const dnnl::convolution_forward::primitive_desc& description) {
    return std::string_view(description.impl_info_str()).find("wino") != std::string_view::npos;
}

}  // namespace

memory ConvolutionWeights::packed(const memory::desc& plain, const memory::desc& wanted,
                                  bool keepPlain) {
    for (const memory& known : m_packed) {
        if (known.get_desc() == wanted) return known;
    }
    dnnl::stream stream(cpuEngine());
    const auto reorder = [&stream](memory from, memory to) {
        dnnl::reorder(from, to).execute(stream, from, to);
        stream.wait();
    };
    memory from =
        m_plain.empty() ? memory(plain, cpuEngine()) : memory(plain, cpuEngine(), m_plain.data());
    if (m_plain.empty()) reorder(m_packed.front(), from);
    const memory packed(wanted, cpuEngine(), m_arena->take(wanted.get_size()));
    reorder(from, packed);
    m_packed.push_back(packed);  // only now: memory can run out on the way
    if (!keepPlain) m_plain = {};
    return packed;
}

Convolution::Convolution(const MapShape& in, Element element, const ConvolutionOptions& options,
                         ConvolutionWeights& weights)
    : m_output(outputOf(in, options)),
      m_description(bestDescription(in, m_output, element, options, true)),
      m_primitive(m_description),
      m_weights(weights.packed(weightDescription(in, options, Type::f32, Tag::oihw, Tag::goihw),
                               m_description.weights_desc(), usesWinograd(m_description))),
      m_bias(m_description.bias_desc(), cpuEngine(), const_cast<float*>(weights.bias().data())) {
    m_other = mapDescription(m_output, element);
    m_beforePlace = options.accumulate ? 1 : 0;
    m_afterPlace = m_beforePlace + (options.addsBefore ? 1 : 0) + (options.slope ? 1 : 0);
}

Convolution::Convolution(const MapShape& in, Element element, const ConvolutionOptions& options,
                         const KernelWeights& weights, std::span<const float> bias,
                         WeightArena& arena)
    : m_output(outputOf(in, options)),
      m_description(bestDescription(in, m_output, element, options, !bias.empty())),
      m_primitive(m_description) {
    const memory::desc packed = m_description.weights_desc();
    m_weights = memory(packed, cpuEngine(), arena.take(packed.get_size()));
    if (!packWeights(weights, packed, m_weights.get_data_handle())) {
        reorderWeights(weights, weightDescription(in, options, Type::f32, Tag::oihw, Tag::goihw),
                       m_weights);
    }
    if (!bias.empty()) {
        m_bias = memory(m_description.bias_desc(), cpuEngine());
        std::memcpy(m_bias.get_data_handle(), bias.data(), bias.size_bytes());
    }
}

bool Convolution::isWinograd(const MapShape& in, Element element,
                             const ConvolutionOptions& options) {
    return usesWinograd(bestDescription(in, outputOf(in, options), element, options, true));
}

std::size_t Convolution::scratchBytes() const {
    return m_description.scratchpad_desc().get_size();
}

void Convolution::addOther(std::unordered_map<int, memory>& arguments, int place,
                           const void* other) const {
    if (other == nullptr) return;
    arguments.emplace(DNNL_ARG_ATTR_MULTIPLE_POST_OP(place) | DNNL_ARG_SRC_1,
                      memory(m_other, cpuEngine(), const_cast<void*>(other)));
}

void Convolution::execute(dnnl::stream& stream, const void* in, void* out, void* scratch,
                          const void* before, const void* after) const {
    const auto& engine = cpuEngine();
    std::unordered_map<int, memory> arguments{
        {DNNL_ARG_SRC, memory(m_description.src_desc(), engine, const_cast<void*>(in))},
        {DNNL_ARG_WEIGHTS, m_weights},
        {DNNL_ARG_DST, memory(m_description.dst_desc(), engine, out)},
        {DNNL_ARG_SCRATCHPAD, memory(m_description.scratchpad_desc(), engine, scratch)}};
    if (m_bias) arguments.emplace(DNNL_ARG_BIAS, m_bias);
    addOther(arguments, m_beforePlace, before);
    addOther(arguments, m_afterPlace, after);
    m_primitive.execute(stream, arguments);
}

}  // namespace heirloom::nn::onednn
