// The band with a caption under a restored photo. Internal to core/batch.
//
// Thread rule: as the steps in photo_job.h.
#pragma once

#include <opencv2/core/types.hpp>

#include "core/batch/photo_job.h"

namespace heirloom {

// Of the written picture, for a restored photo of that size.
cv::Size withCaptionBand(cv::Size restored, const JobOptions& options);

// Fails when the format holds a picture of that size, but not with the band below it.
Result<void> checkCaptionFits(cv::Size restored, const PhotoWork& work, const JobOptions& options);

// Lays the caption under the restored photo where one was asked for and adds it to the
// parameters of the record. What cannot be drawn is a warning. Errors: OutOfMemory.
Result<void> addCaption(PhotoWork& work, const JobOptions& options,
                        std::optional<Provenance>& record);

}  // namespace heirloom
