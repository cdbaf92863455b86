// The picture of before and after that goes beside an output. Internal to core/batch.
//
// Thread rule: as writeRestored() in photo_job.h.
#pragma once

#include "core/batch/photo_job.h"

namespace heirloom {

// Turns the original and the restored photo of the work into a comparison where one was asked
// for, and lets the original go. What else than Cancelled goes wrong is a warning: the restored
// photo is worth more.
Result<void> makeComparison(PhotoWork& work, const JobOptions& options, const RunControl& control);

// Writes it beside the output, which has been written. Failing is a warning, too.
void writeComparison(PhotoWork& work, const JobOptions& options);

// Where it is wanted for this output.
std::filesystem::path wantedComparison(const std::filesystem::path& output);

}  // namespace heirloom
