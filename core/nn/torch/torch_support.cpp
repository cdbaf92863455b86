#include "core/nn/torch/torch_support.h"

#include <cstring>

namespace heirloom::nn {

at::Tensor WeightReader::take(const std::string& name, at::IntArrayRef wanted) {
    const std::vector<float> values = m_source.take(name, std::span(wanted.data(), wanted.size()));
    at::Tensor tensor = at::empty(wanted, at::kFloat);
    std::memcpy(tensor.data_ptr<float>(), values.data(), values.size() * sizeof(float));
    return tensor.to(m_device);
}

at::Device torchDevice(const RuntimeFacts& runtime) {
    if (runtime.device == Device::Cuda) {
        return at::Device(at::kCUDA, static_cast<c10::DeviceIndex>(runtime.cudaIndex));
    }
    return at::Device(at::kCPU);
}

at::ScalarType torchType(Precision precision) {
    switch (precision) {
        case Precision::Bf16: return at::kBFloat16;
        case Precision::Fp16: return at::kHalf;
        default: return at::kFloat;
    }
}

at::Tensor toTensor(const Planes& planes, at::Device device) {
    at::Tensor tensor = at::empty({1, planes.channels, planes.height, planes.width}, at::kFloat);
    std::memcpy(tensor.data_ptr<float>(), planes.values.data(),
                planes.values.size() * sizeof(float));
    return tensor.to(device);
}

Planes toPlanes(const at::Tensor& tensor) {
    const at::Tensor host = tensor.to(at::kCPU, at::kFloat).contiguous();
    Planes planes(static_cast<int>(host.size(1)), static_cast<int>(host.size(2)),
                  static_cast<int>(host.size(3)));
    std::memcpy(planes.values.data(), host.data_ptr<float>(), planes.values.size() * sizeof(float));
    return planes;
}

}  // namespace heirloom::nn
