// Runs a network over a picture tile by tile and goes on with smaller tiles where memory
// runs out. Internal to core/background.
#pragma once

#include <functional>

#include <opencv2/core/mat.hpp>

#include "core/background/tiles.h"
#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/nn/planes.h"

namespace heirloom {

// Hears the new side of the tiles.
using TilesBecameSmaller = std::function<void(int side)>;

// RGB, 0...1 in; RGB, `scale` times as large, not clamped, out.
using TileNetwork = std::function<Result<Planes>(const Planes& tile)>;

// The picture (CV_32FC3, 0...1) `scale` times as large, clamped. When the network answers
// OutOfMemory or throws std::bad_alloc, tiling.side is halved for the rest of this run and for
// later ones, down to smallestSide. Asks control before each tile and reports the share of the
// picture that is done, stage "background". Errors: the network's; Cancelled; Damaged when the
// network gives no finite numbers.
Result<cv::Mat> runInTiles(const cv::Mat& picture, int scale, Tiling& tiling, int smallestSide,
                           const TileNetwork& network, const RunControl& control,
                           const TilesBecameSmaller& becameSmaller = {});

}  // namespace heirloom
