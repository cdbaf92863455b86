// The guided filter of a plane by itself, with windows of whole pixels: row by row, so that what
// is needed again stays in the cache next to the processor.
// Source: He, Sun, Tang, "Guided Image Filtering", PAMI 2013.
#pragma once

#include <opencv2/core/mat.hpp>

namespace heirloom {

// Not thread-safe: one for each thread.
class GuidedRows {
public:
    GuidedRows();

    // in: a tile's first pixel in a plane that holds 2 * radius more pixels all round. Variance
    // that is small against noise^2 is smoothed away. Writes width x height values. width: at
    // most kTileWidth; radius: 3 or 6. Rows of both are read and written up to the next multiple
    // of 8 pixels.
    void filter(const float* in, int inStride, int width, int height, int radius, float noise,
                float* out, int outStride);

private:
    cv::Mat m_rows;
};

}  // namespace heirloom
