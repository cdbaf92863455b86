// The anchor sizes of a detector: a property of the model that its file does not tell.
#pragma once

#include "core/models/model_store.h"
#include "core/nn/retinaface.h"

namespace heirloom {

// Those of the catalogue, or the usual ones.
RetinaFaceAnchors anchorsOf(const InstalledModel& model);

}  // namespace heirloom
