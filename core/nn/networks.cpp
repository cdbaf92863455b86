// The public classes of the networks: each hands its work to the loaded backend.
#include <filesystem>
#include <system_error>

#include "core/nn/backend.h"
#include "core/nn/gpen_generator.h"
#include "core/nn/memory_budget.h"
#include "core/nn/parsenet.h"
#include "core/nn/retinaface.h"
#include "core/nn/roofline.h"
#include "core/nn/rrdbnet.h"

namespace heirloom {

namespace {

// libtorch is large: it is asked about CUDA only where the driver of NVIDIA is running.
bool mayHaveCuda() {
    std::error_code failed;
    return std::filesystem::exists("/dev/nvidiactl", failed) ||
           std::filesystem::exists("/dev/dxg", failed);
}

NetworkLibrary forCpu(const RuntimeOptions& options) {
    if (options.library != NetworkLibrary::Auto) return options.library;
    return nn::hasOneDnn() ? NetworkLibrary::OneDnn : NetworkLibrary::Torch;
}

Result<RuntimeFacts> configure(NetworkLibrary library, const RuntimeOptions& options) {
    auto loaded = nn::backend(library);
    if (!loaded) return loaded.error();
    auto facts = (*loaded)->configure(options);
    if (!facts) return facts;
    // Of the memory of a graphics card only the user can tell.
    facts->memoryBytes = facts->device == Device::Cuda
                             ? options.memoryBytes
                             : memoryBudget(options.memoryBytes, availableMemory());
    return facts;
}

}  // namespace

Result<RuntimeFacts> configureRuntime(const RuntimeOptions& options) {
    const bool wantsCuda =
        options.device == Device::Cuda || (options.device == Device::Auto && mayHaveCuda() &&
                                           options.library != NetworkLibrary::OneDnn);
    if (wantsCuda) {
        auto facts = configure(NetworkLibrary::Torch, options);
        if (!facts || facts->device == Device::Cuda) return facts;
    }
    return configure(forCpu(options), options);
}

Result<double> bestConvolutionSeconds(const ConvolutionShape& shape, const RuntimeFacts& runtime) {
    auto loaded = nn::backend(runtime.library);
    if (!loaded) return loaded.error();
    return (*loaded)->bestConvolutionSeconds(shape, runtime);
}

std::string RuntimeFacts::deviceName() const {
    return device == Device::Cuda ? "cuda:" + std::to_string(cudaIndex) : "cpu";
}

std::string RuntimeFacts::precisionName() const {
    switch (precision) {
        case Precision::Bf16: return "bf16";
        case Precision::Fp16: return "fp16";
        default: return "fp32";
    }
}

GpenGenerator::GpenGenerator(std::unique_ptr<nn::GpenBackend> network)
    : m_network(std::move(network)) {}
GpenGenerator::GpenGenerator(GpenGenerator&&) noexcept = default;
GpenGenerator& GpenGenerator::operator=(GpenGenerator&&) noexcept = default;
GpenGenerator::~GpenGenerator() = default;

Result<GpenGenerator> GpenGenerator::create(const Checkpoint& checkpoint,
                                            const RuntimeFacts& runtime) {
    auto loaded = nn::backend(runtime.library);
    if (!loaded) return loaded.error();
    auto network = (*loaded)->createGpen(checkpoint, runtime);
    if (!network) return network.error();
    return GpenGenerator(std::move(network).value());
}

int GpenGenerator::size() const {
    return m_network->size();
}

Result<Planes> GpenGenerator::run(const Planes& crop) const {
    return m_network->run(crop);
}

RetinaFaceAnchors defaultRetinaFaceAnchors() {
    return {std::vector<float>{16, 32}, std::vector<float>{64, 128}, std::vector<float>{256, 512}};
}

RetinaFaceNetwork::RetinaFaceNetwork(std::unique_ptr<nn::RetinaFaceBackend> network)
    : m_network(std::move(network)) {}
RetinaFaceNetwork::RetinaFaceNetwork(RetinaFaceNetwork&&) noexcept = default;
RetinaFaceNetwork& RetinaFaceNetwork::operator=(RetinaFaceNetwork&&) noexcept = default;
RetinaFaceNetwork::~RetinaFaceNetwork() = default;

std::vector<ConvolutionShape> RetinaFaceNetwork::convolutions(int height, int width) const {
    return m_network->convolutions(height, width);
}

Result<RetinaFaceNetwork> RetinaFaceNetwork::create(const Checkpoint& checkpoint,
                                                    const RetinaFaceAnchors& anchors,
                                                    const RuntimeFacts& runtime) {
    auto loaded = nn::backend(runtime.library);
    if (!loaded) return loaded.error();
    auto network = (*loaded)->createRetinaFace(checkpoint, anchors, runtime);
    if (!network) return network.error();
    return RetinaFaceNetwork(std::move(network).value());
}

Result<std::vector<FaceCandidate>> RetinaFaceNetwork::run(const RgbView& picture,
                                                          float threshold) const {
    return m_network->run(picture, threshold);
}

ParseNet::ParseNet(std::unique_ptr<nn::ParseNetBackend> network) : m_network(std::move(network)) {}
ParseNet::ParseNet(ParseNet&&) noexcept = default;
ParseNet& ParseNet::operator=(ParseNet&&) noexcept = default;
ParseNet::~ParseNet() = default;

std::vector<ConvolutionShape> ParseNet::convolutions(int height, int width) const {
    return m_network->convolutions(height, width);
}

Result<ParseNet> ParseNet::create(const Checkpoint& checkpoint, const RuntimeFacts& runtime) {
    auto loaded = nn::backend(runtime.library);
    if (!loaded) return loaded.error();
    auto network = (*loaded)->createParseNet(checkpoint, runtime);
    if (!network) return network.error();
    return ParseNet(std::move(network).value());
}

Result<Planes> ParseNet::run(const Planes& crop) const {
    return m_network->run(crop);
}

std::vector<std::uint8_t> ParseNet::labels(const Planes& logits) {
    std::vector<std::uint8_t> best(logits.planeSize(), 0);
    std::vector<float> highest(logits.plane(0), logits.plane(0) + logits.planeSize());
    for (int channel = 1; channel < logits.channels; ++channel) {
        const float* plane = logits.plane(channel);
        for (std::size_t i = 0; i < best.size(); ++i) {
            if (plane[i] > highest[i]) {
                highest[i] = plane[i];
                best[i] = static_cast<std::uint8_t>(channel);
            }
        }
    }
    return best;
}

RrdbNet::RrdbNet(std::unique_ptr<nn::RrdbBackend> network) : m_network(std::move(network)) {}
RrdbNet::RrdbNet(RrdbNet&&) noexcept = default;
RrdbNet& RrdbNet::operator=(RrdbNet&&) noexcept = default;
RrdbNet::~RrdbNet() = default;

std::vector<ConvolutionShape> RrdbNet::convolutions(int height, int width) const {
    return m_network->convolutions(height, width);
}

Result<RrdbNet> RrdbNet::create(const Checkpoint& checkpoint, const RuntimeFacts& runtime) {
    auto loaded = nn::backend(runtime.library);
    if (!loaded) return loaded.error();
    auto network = (*loaded)->createRrdb(checkpoint, runtime);
    if (!network) return network.error();
    return RrdbNet(std::move(network).value());
}

int RrdbNet::scale() const {
    return m_network->scale();
}

Result<Planes> RrdbNet::run(const Planes& picture) const {
    return m_network->run(picture);
}

}  // namespace heirloom
