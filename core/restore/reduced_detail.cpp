#include "core/restore/reduced_detail.h"

#include <algorithm>
#include <vector>

#include <opencv2/core.hpp>

#include "core/restore/adjustments.h"
#include "core/restore/pixel_tiles.h"

namespace heirloom {

namespace {

static_assert(kTileWidth % 64 == 0 && kTileHeight % 64 == 0, "tiles are whole reduced pixels");

// Sums of the values and their squares, column by column.
HEIRLOOM_VECTOR_CLONES
void addRow(const float* in, int columns, float* sums, float* squares) {
    HEIRLOOM_INDEPENDENT
    for (int x = 0; x < columns; ++x) {
        sums[x] += in[x];
        squares[x] += in[x] * in[x];
    }
}

// One row of reduced pixels from `rows` rows of a plane.
void measureRow(const float* in, int stride, int columns, int rows, int side, float* out) {
    std::array<float, kTileWidth> sums{}, squares{};
    for (int y = 0; y < rows; ++y) addRow(in + y * stride, columns, sums.data(), squares.data());
    for (int x = 0; x < columns; x += side) {
        const int wide = std::min(side, columns - x);
        float sum = 0.0f, square = 0.0f;
        for (int i = x; i < x + wide; ++i) {
            sum += sums[i];
            square += squares[i];
        }
        const float share = 1.0f / static_cast<float>(wide * rows);
        const float mean = sum * share;
        out[x / side] = std::max(0.0f, square * share - mean * mean);
    }
}

}  // namespace

ReducedDetail measureDetail(const Photo& photo, const Photo& reduced, int level) {
    const int side = 1 << level;
    const cv::Size size((photo.width() + side - 1) / side, (photo.height() + side - 1) / side);
    const int planes = colourChannelCount(photo.layout) == 3 ? 4 : 1;
    std::array<cv::Mat, 4> spread;
    for (int i = 0; i < planes; ++i) spread[i].create(size, CV_32FC1);
    const int across = (photo.width() + kTileWidth - 1) / kTileWidth;
    const int down = (photo.height() + kTileHeight - 1) / kTileHeight;
    cv::parallel_for_(cv::Range(0, across * down), [&](const cv::Range& range) {
        TilePlanes tile(0, planes == 4);
        for (int i = range.start; i < range.end; ++i) {
            const cv::Rect rect = cv::Rect(i % across * kTileWidth, i / across * kTileHeight,
                                           kTileWidth, kTileHeight) &
                                  cv::Rect(cv::Point(), photo.pixels.size());
            tile.load(photo.pixels, photo.layout, rect);
            for (int y = 0; y < rect.height; y += side) {
                for (int plane = 0; plane < planes; ++plane) {
                    const float* in = plane == 0 ? tile.luma(0, y) : tile.chroma(plane - 1, 0, y);
                    measureRow(in, tile.stride(), rect.width, std::min(side, rect.height - y), side,
                               spread[plane].ptr<float>((rect.y + y) / side) + rect.x / side);
                }
            }
        }
    });
    ReducedDetail detail;
    detail.level = level;
    for (int i = 0; i < planes; ++i) {
        cv::copyMakeBorder(spread[i], detail.spread[i], kDenoiseReach, kDenoiseReach, kDenoiseReach,
                           kDenoiseReach, cv::BORDER_REFLECT_101);
    }
    detail.missingLift = meanLift(photo, side, 0) - meanLift(reduced, 1, level);
    return detail;
}

}  // namespace heirloom
