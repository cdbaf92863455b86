#include "core/nn/onednn/onednn_backend.h"

#include "core/nn/onednn/tile_convolution.h"

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
    Result<std::unique_ptr<RetinaFaceBackend>> createRetinaFace(
        const Checkpoint& checkpoint, const RetinaFaceAnchors& anchors,
        const RuntimeFacts& runtime) override {
        return onednn::createRetinaFace(checkpoint, anchors, runtime);
    }
    Result<std::unique_ptr<ParseNetBackend>> createParseNet(const Checkpoint& checkpoint,
                                                            const RuntimeFacts& runtime) override {
        return onednn::createParseNet(checkpoint, runtime);
    }
    Result<std::unique_ptr<RrdbBackend>> createRrdb(const Checkpoint& checkpoint,
                                                    const RuntimeFacts& runtime) override {
        return onednn::createRrdb(checkpoint, runtime);
    }
    bool isBFloat16Faster(const RuntimeFacts&) const override { return hasTiles(); }
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
