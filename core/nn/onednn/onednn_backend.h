// Internal to core/nn/onednn: what the module offers to core/nn.
#pragma once

#include "core/nn/backend.h"

namespace heirloom::nn::onednn {

Result<RuntimeFacts> configureOneDnn(const RuntimeOptions& options);
Result<std::unique_ptr<GpenBackend>> createGpen(const Checkpoint& checkpoint,
                                                const RuntimeFacts& runtime);
Result<std::unique_ptr<RetinaFaceBackend>> createRetinaFace(const Checkpoint& checkpoint,
                                                            const RetinaFaceAnchors& anchors,
                                                            const RuntimeFacts& runtime);
Result<std::unique_ptr<ParseNetBackend>> createParseNet(const Checkpoint& checkpoint,
                                                        const RuntimeFacts& runtime);
Result<std::unique_ptr<RrdbBackend>> createRrdb(const Checkpoint& checkpoint,
                                                const RuntimeFacts& runtime);
Result<double> bestSeconds(const ConvolutionShape& shape, const RuntimeFacts& runtime);

}  // namespace heirloom::nn::onednn
