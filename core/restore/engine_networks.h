// Internal to core/restore: one network each from the file of an installed model.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "core/base/message.h"
#include "core/base/result.h"
#include "core/models/model_store.h"
#include "core/nn/runtime.h"
#include "core/restore/model_provider.h"

namespace heirloom {

// identity: by which results are told apart. Errors: those of Checkpoint and of the networks.
Result<std::shared_ptr<FaceRestorer>> makeRestorer(const InstalledModel& model,
                                                   const RuntimeFacts& runtime,
                                                   const std::string& identity);
Result<std::shared_ptr<FaceDetector>> makeDetector(const InstalledModel& model,
                                                   const RuntimeFacts& runtime,
                                                   const std::string& identity);
Result<std::shared_ptr<FaceParser>> makeParser(const InstalledModel& model,
                                               const RuntimeFacts& runtime,
                                               const std::string& identity);
// note: for what happens while it works, such as smaller tiles.
Result<std::shared_ptr<BackgroundRestorer>> makeBackground(
    const InstalledModel& model, const RuntimeFacts& runtime, const std::string& identity,
    std::function<void(const Message&)> note);

}  // namespace heirloom
