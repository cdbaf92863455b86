#include "core/export/comparison.h"

#include <algorithm>
#include <cmath>
#include <new>

#include <opencv2/core.hpp>

#include "core/export/srgb_picture.h"
#include "core/export/text_line.h"

namespace heirloom {

namespace {

constexpr int kShortestLongSide = 64;
constexpr int kLongestLongSide = 20000;
constexpr double kPaper = 242.0;        // of 255: lighter than most photos, darker than white
constexpr double kInk = 0.2;            // dark grey on it
constexpr double kGapOfHeight = 0.008;  // thin
constexpr double kLabelOfHeight = 0.045;
constexpr double kCaptionOfHeight = 0.055;
constexpr int kSmallestLine = 16;  // pixels; smaller letters cannot be read

// Where everything lies on the whole picture.
struct Layout {
    cv::Rect before;
    cv::Rect after;
    int gap = 0;
    int labelLine = 0;    // height of the line below each picture
    int captionLine = 0;  // of each line below those
    cv::Size whole;
};

int widthAt(cv::Size photo, int height) {
    return std::max(1, static_cast<int>(std::lround(double(photo.width) * height / photo.height)));
}

int lineOf(int height, double share) {
    return std::max(kSmallestLine, static_cast<int>(std::lround(share * height)));
}

Layout layoutFor(cv::Size before, cv::Size after, int height, int captions) {
    Layout layout;
    layout.gap = std::max(2, static_cast<int>(std::lround(kGapOfHeight * height)));
    layout.labelLine = lineOf(height, kLabelOfHeight);
    layout.captionLine = lineOf(height, kCaptionOfHeight);
    layout.before = {layout.gap, layout.gap, widthAt(before, height), height};
    layout.after = {layout.before.br().x + layout.gap, layout.gap, widthAt(after, height), height};
    // A part of a line below the last one keeps letters off the edge.
    const int text = layout.labelLine + captions * layout.captionLine + layout.gap;
    layout.whole = {layout.after.br().x + layout.gap, layout.after.br().y + text};
    return layout;
}

// The largest that fits. Very long and narrow photos are narrowed once they are a line high.
Layout fittingLayout(cv::Size before, cv::Size after, int captions, int longSide) {
    int height = std::max(before.height, after.height);
    Layout layout = layoutFor(before, after, height, captions);
    for (int longer = std::max(layout.whole.width, layout.whole.height);
         longer > longSide && height > 1;
         longer = std::max(layout.whole.width, layout.whole.height)) {
        height = std::clamp(static_cast<int>(double(height) * longSide / longer), 1, height - 1);
        layout = layoutFor(before, after, height, captions);
    }
    if (layout.whole.width > longSide) {
        const int width = (longSide - 3 * layout.gap) / 2;
        layout.before.width = std::min(layout.before.width, width);
        layout.after.x = layout.before.br().x + layout.gap;
        layout.after.width = std::min(layout.after.width, width);
        layout.whole.width = layout.after.br().x + layout.gap;
    }
    return layout;
}

class Sheet {
public:
    Sheet(const Layout& layout, ComparisonPicture& result)
        : m_layout(layout), m_pixels(result.picture.pixels), m_warnings(result.warnings) {}

    void drawTexts(const ComparisonOptions& options) {
        const int top = m_layout.before.br().y;
        drawCentred(options.beforeLabel, labelArea(m_layout.before, top));
        drawCentred(options.afterLabel, labelArea(m_layout.after, top));
        cv::Rect line(m_layout.gap, top + m_layout.labelLine,
                      m_layout.whole.width - 2 * m_layout.gap, m_layout.captionLine);
        for (const std::string& caption : options.captionLines) {
            if (caption.empty()) continue;
            drawCentred(caption, line);
            line.y += line.height;
        }
    }

private:
    cv::Rect labelArea(const cv::Rect& picture, int top) const {
        return {picture.x, top, picture.width, m_layout.labelLine};
    }

    void drawCentred(const std::string& text, const cv::Rect& area) {
        const TextLine line = textLine(text, area.height, area.width);
        m_warnings.insert(m_warnings.end(), line.warnings.begin(), line.warnings.end());
        layInk(line.coverage, {area.x + (area.width - line.coverage.cols) / 2, area.y}, kInk, 3,
               m_pixels);
    }

    const Layout& m_layout;
    cv::Mat& m_pixels;
    std::vector<Message>& m_warnings;
};

Result<ComparisonPicture> draw(const Photo& before, const Photo& after,
                               const ComparisonOptions& options, const Layout& layout,
                               const RunControl& control) {
    ComparisonPicture result;
    control.report({"comparison", 0.0, 0, 0});
    auto right = srgbPicture(after, layout.after.size(), control, result.warnings);
    if (!right) return right.error();
    control.report({"comparison", 0.5, 0, 0});
    auto left = srgbPicture(before, layout.before.size(), control, result.warnings);
    if (!left) return left.error();

    cv::Mat whole(layout.whole, CV_8UC3, cv::Scalar::all(kPaper));
    left->pixels.copyTo(whole(layout.before));
    right->pixels.copyTo(whole(layout.after));
    result.picture = std::move(*right);
    result.picture.pixels = whole;
    // The paper size of the photo says nothing about this picture.
    result.picture.source.resolution.reset();
    Sheet(layout, result).drawTexts(options);
    control.report({"comparison", 1.0, 0, 0});
    return result;
}

}  // namespace

Result<ComparisonPicture> comparisonPicture(const Photo& before, const Photo& after,
                                            const ComparisonOptions& options,
                                            const RunControl& control) {
    if (before.pixels.empty() || after.pixels.empty()) {
        return makeError(ErrorCode::InvalidArgument,
                         "A comparison needs two photos, and one has no pixels.");
    }
    if (options.longSide < kShortestLongSide || options.longSide > kLongestLongSide) {
        return makeError(ErrorCode::InvalidArgument,
                         "A comparison is from %1 to %2 pixels long, not %3.", kShortestLongSide,
                         kLongestLongSide, options.longSide);
    }
    const int captions =
        static_cast<int>(std::count_if(options.captionLines.begin(), options.captionLines.end(),
                                       [](const std::string& line) { return !line.empty(); }));
    try {
        return draw(
            before, after, options,
            fittingLayout(before.pixels.size(), after.pixels.size(), captions, options.longSide),
            control);
    } catch (const std::bad_alloc&) {
        return makeError(ErrorCode::OutOfMemory,
                         "The memory of this machine is not enough for a comparison of %1.",
                         after.source.path);
    }
}

}  // namespace heirloom
