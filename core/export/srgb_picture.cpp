#include "core/export/srgb_picture.h"

#include <algorithm>
#include <new>

#include <opencv2/core.hpp>

#include "core/background/enlarge.h"
#include "core/image/colour_transform.h"
#include "core/image/pixel_access.h"

namespace heirloom {

namespace {

constexpr int kStripRows = 128;

void putOnWhite(cv::Mat& rgb, const cv::Mat& pixels, PixelLayout layout, double maxValue) {
    cv::Mat alpha;
    cv::extractChannel(pixels, alpha, channelCount(layout) - 1);
    alpha.convertTo(alpha, CV_32F, 1.0 / maxValue);
    for (int y = 0; y < rgb.rows; ++y) {
        auto* row = rgb.ptr<cv::Vec3f>(y);
        const auto* share = alpha.ptr<float>(y);
        for (int x = 0; x < rgb.cols; ++x) {
            row[x] = row[x] * share[x] + cv::Vec3f::all(1.0f - share[x]);
        }
    }
}

// The photo's pixels in sRGB, strip by strip: the floats between take four times the memory.
cv::Mat inSrgb(const Photo& photo, const ColourTransform& colour) {
    cv::Mat result(photo.pixels.size(), CV_8UC3);
    const int strips = (photo.height() + kStripRows - 1) / kStripRows;
    cv::parallel_for_(cv::Range(0, strips), [&](const cv::Range& range) {
        for (int strip = range.start; strip < range.end; ++strip) {
            const cv::Range rows(strip * kStripRows,
                                 std::min(photo.height(), (strip + 1) * kStripRows));
            const cv::Mat pixels = photo.pixels.rowRange(rows);
            cv::Mat rgb = colour.toWorkingSpace(colourFloat(pixels, photo.layout));
            if (hasAlpha(photo.layout)) putOnWhite(rgb, pixels, photo.layout, photo.maxValue());
            cv::Mat target = result.rowRange(rows);
            storeColour(rgb, target, PixelLayout::Rgb);
        }
    });
    return result;
}

Result<ColourTransform> usableColour(const Photo& photo, std::vector<Message>& warnings) {
    const int channels = colourChannelCount(photo.layout);
    auto colour = ColourTransform::create(photo.iccProfile, channels);
    if (colour) return colour;
    warnings.emplace_back(
        "The colour profile of %1 cannot be used; its colours are taken for sRGB.",
        photo.source.path);
    return ColourTransform::create({}, channels);
}

}  // namespace

Result<Photo> srgbPicture(const Photo& photo, cv::Size size, const RunControl& control,
                          std::vector<Message>& warnings) {
    auto colour = usableColour(photo, warnings);
    if (!colour) return colour.error();
    auto reduced = enlargedPhoto(photo, size, nullptr, *colour, {control.stopRequested, {}});
    if (!reduced) return reduced.error();
    if (control.shouldStop()) return cancelledError();
    Photo picture;
    try {
        picture.pixels = inSrgb(*reduced, *colour);
    } catch (const std::bad_alloc&) {
        return makeError(ErrorCode::OutOfMemory,
                         "The memory of this machine is not enough for a copy of %1.",
                         photo.source.path);
    } catch (const cv::Exception& error) {
        Error failed = makeError(
            error.code == cv::Error::StsNoMem ? ErrorCode::OutOfMemory : ErrorCode::Internal,
            "A copy of %1 could not be made.", photo.source.path);
        failed.detail = error.what();
        return failed;
    }
    picture.metadata = photo.metadata;
    picture.source.path = photo.source.path;
    picture.source.format = photo.source.format;
    picture.source.resolution = photo.source.resolution;
    return picture;
}

}  // namespace heirloom
