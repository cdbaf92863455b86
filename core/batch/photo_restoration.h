// The step of a photo that needs the networks. Internal to core/batch.
//
// Thread rule: as restoreDecoded() in photo_job.h.
#pragma once

#include "core/batch/photo_job.h"

namespace heirloom {

// Takes the decoded photo out of the work and puts the restored one in, with what the report
// has to say of it. The work ends here when there is nothing to write.
Result<void> restoreWork(PhotoWork& work, const JobOptions& options, ModelProvider& models,
                         const RunControl& control);

}  // namespace heirloom
