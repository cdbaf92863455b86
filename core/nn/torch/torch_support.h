// Internal to core/nn/torch: what the networks share on top of libtorch. The only place that
// knows about differences between libtorch versions.
#pragma once

#include <ATen/ATen.h>
#include <c10/core/InferenceMode.h>
#include <c10/util/Exception.h>

#include <cstdint>
#include <memory>
#include <new>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/nn/checkpoint.h"
#include "core/nn/planes.h"
#include "core/nn/runtime.h"
#include "core/nn/weight_source.h"

namespace heirloom::nn {

// The weights of a checkpoint as float tensors on a device.
class WeightReader {
public:
    WeightReader(const Checkpoint& checkpoint, at::Device device)
        : m_source(checkpoint), m_device(device) {}

    bool has(const std::string& name) const { return m_source.has(name); }
    WeightShape shape(const std::string& name) const { return m_source.shape(name); }
    at::Tensor take(const std::string& name, at::IntArrayRef shape);
    Result<void> finish(const char* network) const { return m_source.finish(network); }

private:
    WeightSource m_source;
    at::Device m_device;
};

at::Device torchDevice(const RuntimeFacts& runtime);
at::ScalarType torchType(Precision precision);

// 1 x C x H x W views and copies.
at::Tensor toTensor(const Planes& planes, at::Device device);
Planes toPlanes(const at::Tensor& tensor);

// Runs work and turns what libtorch throws into an Error. Out of memory is told apart:
// on the CPU libtorch 1.13 reports it as a plain c10::Error with a known text.
template <class Work>
auto guarded(const char* network, Work&& work) -> Result<decltype(work())> {
    const auto failed = [network](const std::string& detail) {
        const bool memory = detail.find("not enough memory") != std::string::npos ||
                            detail.find("out of memory") != std::string::npos;
        Error error =
            memory ? makeError(ErrorCode::OutOfMemory,
                               "The memory of this machine is not enough to run %1.", network)
                   : makeError(ErrorCode::Internal, "%1 failed while running.", network);
        error.detail = detail;
        return error;
    };
    try {
        const c10::InferenceMode inference;
        return work();
    } catch (const c10::Error& error) {
        return failed(error.what_without_backtrace());
    } catch (const std::bad_alloc&) {
        return failed("out of memory");
    } catch (const std::runtime_error& error) {
        return failed(error.what());
    }
}

// For work that may fail by itself as well as throw.
template <class Network, class Work>
Result<std::unique_ptr<Network>> created(const char* network, Work&& work) {
    auto result = guarded(network, std::forward<Work>(work));
    if (!result) return result.error();
    return std::move(result).value();
}

}  // namespace heirloom::nn
