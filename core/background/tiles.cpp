#include "core/background/tiles.h"

#include <algorithm>

namespace heirloom {

namespace {

// The cores' borders along one side of the picture. The first and the last core need no
// padding outside the picture, so they are larger by that much.
std::vector<int> bordersOf(int length, const Tiling& tiling) {
    if (length <= tiling.side) return {0, length};
    const int inner = length - 2 * tiling.padding;
    const int largest = std::max(
        tiling.alignment, (tiling.side - 2 * tiling.padding) / tiling.alignment * tiling.alignment);
    const int count = std::max(1, (inner + largest - 1) / largest);
    const int equal = (inner + count - 1) / count;
    const int step = (equal + tiling.alignment - 1) / tiling.alignment * tiling.alignment;
    std::vector<int> borders{0};
    for (int border = tiling.padding + step; border < length - tiling.padding; border += step) {
        borders.push_back(border);
    }
    borders.push_back(length);
    return borders;
}

}  // namespace

cv::Rect paddedRect(cv::Rect core, cv::Size picture, int padding) {
    const cv::Rect padded(core.x - padding, core.y - padding, core.width + 2 * padding,
                          core.height + 2 * padding);
    return padded & cv::Rect(cv::Point(), picture);
}

std::vector<Tile> tilesOf(cv::Size picture, const Tiling& tiling) {
    const std::vector<int> columns = bordersOf(picture.width, tiling);
    const std::vector<int> rows = bordersOf(picture.height, tiling);
    std::vector<Tile> tiles;
    for (std::size_t j = 0; j + 1 < rows.size(); ++j) {
        for (std::size_t i = 0; i + 1 < columns.size(); ++i) {
            const cv::Rect core(columns[i], rows[j], columns[i + 1] - columns[i],
                                rows[j + 1] - rows[j]);
            tiles.push_back({core, paddedRect(core, picture, tiling.padding)});
        }
    }
    return tiles;
}

}  // namespace heirloom
