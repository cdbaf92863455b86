#include "core/nn/onednn/onednn_support.h"

#include "core/nn/onednn/instruction_set.h"

namespace heirloom::nn::onednn {

const dnnl::engine& cpuEngine() {
    static const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
    return engine;
}

Element elementFor(Precision precision) {
    return precision == Precision::Bf16 ? Element::BFloat16 : Element::Float;
}

Layout preferredLayout(Element element) {
    return element == Element::Float && hasAvx512() ? Layout::Blocked : Layout::ChannelsLast;
}

dnnl::memory::data_type dataType(Element element) {
    return element == Element::Float ? dnnl::memory::data_type::f32 : dnnl::memory::data_type::bf16;
}

dnnl::memory::format_tag formatTag(Layout layout) {
    return layout == Layout::Blocked ? dnnl::memory::format_tag::nChw16c
                                     : dnnl::memory::format_tag::nhwc;
}

dnnl::memory::desc mapDescription(const MapShape& shape, Element element) {
    return {
        {1, shape.channels, shape.height, shape.width}, dataType(element), formatTag(shape.layout)};
}

}  // namespace heirloom::nn::onednn
