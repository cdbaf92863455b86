#include "core/nn/onednn/gpen_first_rows.h"

namespace heirloom::nn::onednn {

MapShape GpenFirstRows::shapeOf(const GpenNetwork& network) {
    return {network.paddedChannelsOf(0), kMostRows, network.architecture().size(),
            network.arithmetic().layout};
}

std::size_t GpenFirstRows::bytesPerThread(const GpenNetwork& network) {
    return wholePages(shapeOf(network).elements() * byteSize(network.arithmetic().element));
}

GpenFirstRows::GpenFirstRows(const GpenNetwork& network, const Planes& crop, void* memory)
    : m_compute(gpenKernels(network.arithmetic().element).first),
      m_memory(static_cast<std::byte*>(memory)),
      m_bytesPerThread(bytesPerThread(network)) {
    const MapShape shape = shapeOf(network);
    m_strides = {shape.pixelStride(), shape.rowStride(), shape.blockStride()};
    m_rowBytes =
        m_strides.row * static_cast<std::ptrdiff_t>(byteSize(network.arithmetic().element));
    m_pass.width = shape.width;
    m_pass.blocks = shape.channels / kBlock;
    for (int i = 0; i < 3; ++i) {
        m_pass.rgb[i] = crop.plane(i);
        m_pass.weights[i] = network.first.weights[i].data();
    }
    m_pass.bias = network.first.bias.data();
}

MapView GpenFirstRows::rows(int from, int to) const {
    std::byte* first = m_memory + omp_get_thread_num() * m_bytesPerThread - from * m_rowBytes;
    FirstPass pass = m_pass;
    pass.out = {first, m_strides};
    m_compute(pass, from, to);
    return {first, m_strides};
}

}  // namespace heirloom::nn::onednn
