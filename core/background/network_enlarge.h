// Enlarging a photo through a network. Internal to core/background.
#pragma once

#include "core/background/background_restorer.h"
#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/image/colour_transform.h"
#include "core/image/photo.h"

namespace heirloom {

// Fills pixels (of the wanted size, the photo's type); see enlargedPhoto().
Result<void> enlargeByNetwork(const Photo& photo, BackgroundRestorer& network,
                              const ColourTransform& colour, const RunControl& control,
                              cv::Mat& pixels);

}  // namespace heirloom
