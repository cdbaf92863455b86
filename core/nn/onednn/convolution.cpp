#include "core/nn/onednn/convolution.h"

#include <cstring>

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

dnnl::primitive_attr attributes(const ConvolutionOptions& options) {
    dnnl::post_ops after;
    if (options.accumulate) after.append_sum();
    if (options.slope) {
        after.append_eltwise(options.gain, algorithm::eltwise_relu, *options.slope, 0.0f);
    }
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
    const memory::desc from = mapDescription(in, element);
    const memory::desc to = mapDescription(out, element);
    const memory::desc weights =
        weightDescription(in, options, dataType(element), Tag::any, Tag::any);
    const memory::desc bias =
        hasBias ? memory::desc({options.outChannels}, Type::f32, Tag::a) : memory::desc();
    const dnnl::convolution_forward::desc operation(
        dnnl::prop_kind::forward_inference, method, from, weights, bias, to,
        {options.stride, options.stride}, {options.padTop, options.padLeft},
        {options.padBottom, options.padRight});
    return {operation, attributes(options), cpuEngine()};
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

}  // namespace

Convolution::Convolution(const MapShape& in, Element element, const ConvolutionOptions& options,
                         std::span<const float> weights, std::span<const float> bias)
    : m_output(outputOf(in, options)),
      m_description(bestDescription(in, m_output, element, options, !bias.empty())),
      m_primitive(m_description) {
    const memory plain(weightDescription(in, options, Type::f32, Tag::oihw, Tag::goihw),
                       cpuEngine(), const_cast<float*>(weights.data()));
    m_weights = memory(m_description.weights_desc(), cpuEngine());
    dnnl::stream stream(cpuEngine());
    dnnl::reorder(plain, m_weights).execute(stream, const_cast<memory&>(plain), m_weights);
    stream.wait();
    if (!bias.empty()) {
        m_bias = memory(m_description.bias_desc(), cpuEngine());
        std::memcpy(m_bias.get_data_handle(), bias.data(), bias.size_bytes());
    }
}

std::size_t Convolution::scratchBytes() const {
    return m_description.scratchpad_desc().get_size();
}

std::size_t Convolution::weightBytes() const {
    return m_weights.get_desc().get_size();
}

const char* Convolution::implementation() const {
    return m_description.impl_info_str();
}

void Convolution::execute(dnnl::stream& stream, const void* in, void* out, void* scratch) const {
    const auto& engine = cpuEngine();
    std::unordered_map<int, memory> arguments{
        {DNNL_ARG_SRC, memory(m_description.src_desc(), engine, const_cast<void*>(in))},
        {DNNL_ARG_WEIGHTS, m_weights},
        {DNNL_ARG_DST, memory(m_description.dst_desc(), engine, out)},
        {DNNL_ARG_SCRATCHPAD, memory(m_description.scratchpad_desc(), engine, scratch)}};
    if (m_bias) arguments.emplace(DNNL_ARG_BIAS, m_bias);
    m_primitive.execute(stream, arguments);
}

}  // namespace heirloom::nn::onednn
