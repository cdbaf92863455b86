#include "core/nn/torch/torch_support.h"

#include <algorithm>
#include <cstring>

namespace heirloom::nn {

namespace {

std::string shapeText(at::IntArrayRef shape) {
    std::string text = "[";
    for (std::size_t i = 0; i < shape.size(); ++i) {
        if (i > 0) text += ", ";
        text += std::to_string(shape[i]);
    }
    return text + "]";
}

// The first few names; a foreign file would otherwise give pages.
std::string nameList(const std::vector<std::string>& names) {
    constexpr std::size_t kShown = 5;
    std::string text;
    for (std::size_t i = 0; i < std::min(kShown, names.size()); ++i) {
        if (i > 0) text += ", ";
        text += names[i];
    }
    if (names.size() > kShown) text += " and " + std::to_string(names.size() - kShown) + " more";
    return text;
}

}  // namespace

std::vector<std::int64_t> WeightReader::shape(const std::string& name) const {
    const CheckpointTensor* found = m_checkpoint.find(name);
    return found ? found->shape : std::vector<std::int64_t>{};
}

at::Tensor WeightReader::take(const std::string& name, at::IntArrayRef wanted) {
    m_taken.insert(name);
    const CheckpointTensor* found = m_checkpoint.find(name);
    if (found == nullptr) {
        m_missing.push_back(name);
        return at::zeros(wanted, at::TensorOptions().device(m_device));
    }
    if (at::IntArrayRef(found->shape) != wanted) {
        m_misshapen.push_back(name + " is " + shapeText(found->shape) + " instead of " +
                              shapeText(wanted));
        return at::zeros(wanted, at::TensorOptions().device(m_device));
    }
    const std::vector<float> values = found->toFloat();
    at::Tensor tensor = at::empty(wanted, at::kFloat);
    std::memcpy(tensor.data_ptr<float>(), values.data(), values.size() * sizeof(float));
    return tensor.to(m_device);
}

bool WeightReader::mayBeLeftOver(const std::string& name) const {
    const auto endsWith = [&](const char* suffix) {
        const std::size_t length = std::strlen(suffix);
        return name.size() >= length && name.compare(name.size() - length, length, suffix) == 0;
    };
    // Buffers that are constants of the architecture, counters of training, the
    // classifier of a backbone, and this project's own notes.
    return endsWith(".kernel") || endsWith(".num_batches_tracked") ||
           name.rfind("body.fc.", 0) == 0 || name.rfind("heirloom.", 0) == 0;
}

Result<void> WeightReader::finish(const char* network) const {
    std::vector<std::string> unexpected;
    for (const auto& [name, tensor] : m_checkpoint.tensors()) {
        if (m_taken.count(name) == 0 && !mayBeLeftOver(name)) unexpected.push_back(name);
    }
    if (m_missing.empty() && m_misshapen.empty() && unexpected.empty()) return {};

    std::string reasons;
    const auto add = [&reasons](const char* what, const std::vector<std::string>& names) {
        if (names.empty()) return;
        if (!reasons.empty()) reasons += "; ";
        reasons += std::string(what) + nameList(names);
    };
    add("missing: ", m_missing);
    add("wrong shape: ", m_misshapen);
    add("unexpected: ", unexpected);
    return makeError(ErrorCode::Damaged, "%1 is not a usable %2 model: %3.", m_checkpoint.name(),
                     network, reasons);
}

at::Device torchDevice(const RuntimeFacts& runtime) {
    if (runtime.device == Device::Cuda) {
        return at::Device(at::kCUDA, static_cast<c10::DeviceIndex>(runtime.cudaIndex));
    }
    return at::Device(at::kCPU);
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
