#include "core/restore/replaced_pixels.h"

#include <algorithm>
#include <utility>

#include <opencv2/core.hpp>

#include "core/image/picture_memory.h"

namespace heirloom {

namespace {

// Columns of the rectangles that cross the rows from `top` on, from left to right.
std::vector<cv::Range> columnsAt(int top, const std::vector<cv::Rect>& rectangles) {
    std::vector<cv::Range> columns;
    for (const cv::Rect& rectangle : rectangles) {
        if (rectangle.empty() || top < rectangle.y || top >= rectangle.br().y) continue;
        columns.emplace_back(rectangle.x, rectangle.br().x);
    }
    std::sort(columns.begin(), columns.end(),
              [](const cv::Range& a, const cv::Range& b) { return a.start < b.start; });
    return columns;
}

// The same pixels, each once: bands of rows between the edges of the rectangles.
std::vector<cv::Rect> withoutOverlap(const std::vector<cv::Rect>& rectangles) {
    std::vector<int> edges;
    for (const cv::Rect& rectangle : rectangles) {
        edges.push_back(rectangle.y);
        edges.push_back(rectangle.br().y);
    }
    std::sort(edges.begin(), edges.end());
    std::vector<cv::Rect> parts;
    for (std::size_t i = 0; i + 1 < edges.size(); ++i) {
        const int height = edges[i + 1] - edges[i];
        if (height == 0) continue;
        int covered = 0;
        for (const cv::Range& columns : columnsAt(edges[i], rectangles)) {
            const int left = std::max(columns.start, covered);
            if (left >= columns.end) continue;
            parts.emplace_back(left, edges[i], columns.end - left, height);
            covered = columns.end;
        }
    }
    return parts;
}

}  // namespace

void ReplacedPixels::keep(const Photo& photo, const std::vector<cv::Rect>& rectangles) {
    m_parts.clear();
    for (const cv::Rect& rectangle : withoutOverlap(rectangles)) {
        m_parts.push_back({rectangle, copiedPicture(photo.pixels(rectangle))});
    }
}

void ReplacedPixels::putBack(cv::Mat& pixels) {
    for (const Part& part : m_parts) part.pixels.copyTo(pixels(part.rectangle));
    m_parts.clear();
}

ChangeSummary ReplacedPixels::changeTo(const Photo& photo) const {
    ChangeSummary whole;
    Photo before, after;
    before.layout = after.layout = photo.layout;
    for (const Part& part : m_parts) {
        before.pixels = part.pixels;
        after.pixels = photo.pixels(part.rectangle);
        const ChangeSummary change = summariseChange(before, after);
        const double share = double(part.rectangle.area()) / double(photo.pixels.total());
        whole.changedShare += share * change.changedShare;
        whole.mean += share * change.mean;
        whole.largest = std::max(whole.largest, change.largest);
    }
    return whole;
}

}  // namespace heirloom
