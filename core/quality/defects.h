// Scratches and specks.
#pragma once

#include <vector>

#include <opencv2/core/mat.hpp>

namespace heirloom {

// The share of the picture, 0...1, that thin light or dark lines and small specks cover which
// stand clear of the noise and the texture around them. A rough figure: hairs before a plain
// background and printed letters count, too, and mould counts only where it makes specks.
//
// grey: CV_8UC1, a copy about 800 to 1300 pixels wide; on one under 300 pixels everything is
// thin, and the answer is 0. heads: rectangles of grey that are left out as long as a third of
// the picture remains, for their hair, lashes and teeth look like scratches.
double measureDefects(const cv::Mat& grey, const std::vector<cv::Rect>& heads = {});

}  // namespace heirloom
