#include "core/export/visible_caption.h"

#include <algorithm>
#include <cmath>
#include <new>

#include <opencv2/core.hpp>

#include "core/export/text_line.h"

namespace heirloom {

namespace {

constexpr double kBandOfHeight = 0.035;
constexpr int kLowestBand = 18;  // pixels
constexpr double kPaper = 0.95;
constexpr double kInk = 0.25;

cv::Mat withBand(const Photo& photo, int band) {
    cv::Mat pixels(photo.height() + band, photo.width(), photo.pixels.type());
    photo.pixels.copyTo(pixels.rowRange(0, photo.height()));
    cv::Scalar paper = cv::Scalar::all(std::round(kPaper * photo.maxValue()));
    if (hasAlpha(photo.layout)) paper[channelCount(photo.layout) - 1] = photo.maxValue();
    pixels.rowRange(photo.height(), pixels.rows).setTo(paper);
    return pixels;
}

Error noMemory(const Photo& photo) {
    return makeError(ErrorCode::OutOfMemory,
                     "The memory of this machine is not enough for a caption under %1.",
                     photo.source.path);
}

}  // namespace

Message restoredCaption() {
    return Message("Restored with AI");
}

int captionBandHeight(int photoHeight) {
    return std::max(kLowestBand, static_cast<int>(std::lround(kBandOfHeight * photoHeight)));
}

Result<CaptionedPhoto> withVisibleCaption(const Photo& photo, const std::string& text) {
    try {
        CaptionedPhoto result{photo, {}};
        const int band = captionBandHeight(photo.height());
        const int margin = std::min(band / 2, photo.width() / 8);
        TextLine line = textLine(text, band, photo.width() - 2 * margin);
        result.warnings = std::move(line.warnings);
        if (line.coverage.empty()) return result;
        result.photo.pixels = withBand(photo, band);
        layInk(line.coverage, {margin, photo.height()}, kInk, colourChannelCount(photo.layout),
               result.photo.pixels);
        return result;
    } catch (const std::bad_alloc&) {
        return noMemory(photo);
    } catch (const cv::Exception& error) {
        Error failed = noMemory(photo);
        if (error.code != cv::Error::StsNoMem) failed.code = ErrorCode::Internal;
        failed.detail = error.what();
        return failed;
    }
}

}  // namespace heirloom
