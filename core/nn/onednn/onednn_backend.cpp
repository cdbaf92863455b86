#include "core/nn/onednn/onednn_backend.h"

namespace heirloom::nn::onednn {

namespace {

class OneDnnBackend : public Backend {
public:
    Result<RuntimeFacts> configure(const RuntimeOptions& options) override {
        return configureOneDnn(options);
    }
    Result<std::unique_ptr<GpenBackend>> createGpen(const Checkpoint& checkpoint,
                                                    const RuntimeFacts& runtime) override {
        return onednn::createGpen(checkpoint, runtime);
    }
    Result<std::unique_ptr<RetinaFaceBackend>> createRetinaFace(const Checkpoint&,
                                                                const RetinaFaceAnchors&,
                                                                const RuntimeFacts&) override {
        return makeError(ErrorCode::Unsupported, "No RetinaFace here.");
    }
    Result<std::unique_ptr<ParseNetBackend>> createParseNet(const Checkpoint&,
                                                            const RuntimeFacts&) override {
        return makeError(ErrorCode::Unsupported, "No ParseNet here.");
    }
    Result<std::unique_ptr<RrdbBackend>> createRrdb(const Checkpoint&,
                                                    const RuntimeFacts&) override {
        return makeError(ErrorCode::Unsupported, "No RRDB here.");
    }
    Result<double> bestConvolutionSeconds(const ConvolutionShape& shape,
                                          const RuntimeFacts& runtime) override {
        return bestSeconds(shape, runtime);
    }
};

}  // namespace

}  // namespace heirloom::nn::onednn

extern "C" __attribute__((visibility("default"))) heirloom::nn::Backend* heirloom_nn_backend() {
    static heirloom::nn::onednn::OneDnnBackend backend;
    return &backend;
}
