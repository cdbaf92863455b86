// Internal to core/nn/torch: the networks on libtorch.
#pragma once

#include "core/nn/backend.h"

namespace heirloom::nn {

Result<RuntimeFacts> configureTorch(const RuntimeOptions& options);
// Measured; never on a CPU.
bool isTorchBFloat16Faster(const RuntimeFacts& runtime);
Result<std::unique_ptr<GpenBackend>> createTorchGpen(const Checkpoint& checkpoint,
                                                     const RuntimeFacts& runtime);
Result<std::unique_ptr<RetinaFaceBackend>> createTorchRetinaFace(const Checkpoint& checkpoint,
                                                                 const RetinaFaceAnchors& anchors,
                                                                 const RuntimeFacts& runtime);
Result<std::unique_ptr<ParseNetBackend>> createTorchParseNet(const Checkpoint& checkpoint,
                                                             const RuntimeFacts& runtime);
Result<std::unique_ptr<RrdbBackend>> createTorchRrdb(const Checkpoint& checkpoint,
                                                     const RuntimeFacts& runtime);

}  // namespace heirloom::nn
