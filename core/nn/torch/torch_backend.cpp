#include "core/nn/torch/torch_backend.h"

namespace heirloom::nn {

namespace {

class TorchBackend : public Backend {
public:
    Result<RuntimeFacts> configure(const RuntimeOptions& options) override {
        return configureTorch(options);
    }
    Result<std::unique_ptr<GpenBackend>> createGpen(const Checkpoint& checkpoint,
                                                    const RuntimeFacts& runtime) override {
        return createTorchGpen(checkpoint, runtime);
    }
    Result<std::unique_ptr<RetinaFaceBackend>> createRetinaFace(
        const Checkpoint& checkpoint, const RetinaFaceAnchors& anchors,
        const RuntimeFacts& runtime) override {
        return createTorchRetinaFace(checkpoint, anchors, runtime);
    }
    Result<std::unique_ptr<ParseNetBackend>> createParseNet(const Checkpoint& checkpoint,
                                                            const RuntimeFacts& runtime) override {
        return createTorchParseNet(checkpoint, runtime);
    }
    Result<std::unique_ptr<RrdbBackend>> createRrdb(const Checkpoint& checkpoint,
                                                    const RuntimeFacts& runtime) override {
        return createTorchRrdb(checkpoint, runtime);
    }
    bool isBFloat16Faster(const RuntimeFacts& runtime) const override {
        return isTorchBFloat16Faster(runtime);
    }
    Result<double> bestConvolutionSeconds(const ConvolutionShape&, const RuntimeFacts&) override {
        return makeError(ErrorCode::Unsupported,
                         "The best speed of a convolution can only be measured with oneDNN.");
    }
};

}  // namespace

}  // namespace heirloom::nn

extern "C" __attribute__((visibility("default"))) heirloom::nn::Backend* heirloom_nn_backend() {
    static heirloom::nn::TorchBackend backend;
    return &backend;
}
