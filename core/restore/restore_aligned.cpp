#include <opencv2/imgproc.hpp>

#include "core/image/pixel_access.h"
#include "core/restore/photo_session.h"

namespace heirloom {

Result<Photo> restoreAligned(const Photo& crop, FaceRestorer& restorer) {
    const int channels = colourChannelCount(crop.layout);
    auto colour = ColourTransform::create(crop.iccProfile, channels);
    if (!colour) colour = ColourTransform::create({}, channels);
    if (!colour) return colour.error();
    cv::Mat working = colour->toWorkingSpace(colourFloat(crop.pixels, crop.layout));
    const int size = restorer.size();
    if (working.cols != size || working.rows != size) {
        cv::Mat resized;
        cv::resize(working, resized, cv::Size(size, size), 0, 0,
                   working.cols > size ? cv::INTER_AREA : cv::INTER_LINEAR);
        working = resized;
    }
    auto restored = restorer.restore(working);
    if (!restored) return restored.error();
    Photo photo = crop;
    photo.layout = channels == 1 ? PixelLayout::Gray : PixelLayout::Rgb;
    photo.pixels = cv::Mat(size, size, CV_MAKETYPE(crop.pixels.depth(), channels));
    storeColour(colour->fromWorkingSpace(*restored), photo.pixels, photo.layout);
    return photo;
}

}  // namespace heirloom
