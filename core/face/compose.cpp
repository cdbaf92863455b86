#include "core/face/compose.h"

#include <algorithm>

#include <opencv2/core.hpp>

#include "core/face/align.h"
#include "core/image/pixel_access.h"

namespace heirloom {

namespace {

constexpr int kStripPixels = 2'000'000;
constexpr double kLeastSquare = 1e-12;

cv::Rect rectOf(const FacePatch& patch, cv::Size photoSize) {
    return coveredRect(patch.photoFromCrop, patch.mask.cols, photoSize);
}

cv::Mat maskOn(const FacePatch& patch, cv::Rect rect) {
    cv::Mat mask = cropOntoPhoto(patch.mask, patch.photoFromCrop, rect);
    // Cubic interpolation overshoots a little at the foot and the top of the ramp.
    return cv::min(cv::max(mask, 0.0), 1.0);
}

// Pieces of a rectangle that bound the memory of its float pictures.
std::vector<cv::Rect> stripsOf(cv::Rect rect) {
    const int rows = std::max(1, kStripPixels / std::max(1, rect.width));
    std::vector<cv::Rect> strips;
    for (int y = rect.y; y < rect.br().y; y += rows) {
        strips.emplace_back(rect.x, y, rect.width, std::min(rows, rect.br().y - y));
    }
    return strips;
}

// How much of a patch goes into each pixel: the largest of all masks there, split among the
// faces by the squares of their own. A face so keeps its middle although a neighbour's oval
// reaches into it, and as everything is continuous there is no seam.
cv::Mat shareOf(std::size_t index, const std::vector<FacePatch>& patches,
                const std::vector<cv::Rect>& rects, cv::Rect strip) {
    cv::Mat mask = maskOn(patches[index], strip);
    cv::Mat squares;
    cv::Mat largest;
    for (std::size_t other = 0; other < patches.size(); ++other) {
        const cv::Rect shared = rects[other] & strip;
        if (other == index || shared.empty()) continue;
        if (squares.empty()) {
            squares = mask.mul(mask);
            largest = mask.clone();
        }
        const cv::Mat neighbour = maskOn(patches[other], shared);
        const cv::Rect part = shared - strip.tl();
        cv::Mat sum = squares(part);
        cv::Mat top = largest(part);
        sum += neighbour.mul(neighbour);
        top = cv::max(top, neighbour);
    }
    if (squares.empty()) return mask;
    return largest.mul(mask.mul(mask) / cv::max(squares, kLeastSquare));
}

void addChange(cv::Mat& colour, const cv::Mat& change, const cv::Mat& weight, float strength) {
    const int channels = colour.channels();
    for (int y = 0; y < colour.rows; ++y) {
        auto* out = colour.ptr<float>(y);
        const auto* add = change.ptr<float>(y);
        const auto* share = weight.ptr<float>(y);
        for (int x = 0; x < colour.cols; ++x) {
            const float by = share[x] * strength;
            for (int c = 0; c < channels; ++c) {
                out[x * channels + c] += by * add[x * channels + c];
            }
        }
    }
}

}  // namespace

std::vector<cv::Rect> stripsOf(const FacePatch& patch, cv::Size photoSize) {
    const cv::Rect rect = rectOf(patch, photoSize);
    return rect.empty() ? std::vector<cv::Rect>() : stripsOf(rect);
}

PlacedChange placedChange(const std::vector<FacePatch>& patches, std::size_t index,
                          cv::Size photoSize, cv::Rect strip) {
    std::vector<cv::Rect> rects;
    for (const FacePatch& patch : patches) rects.push_back(rectOf(patch, photoSize));
    return {cropOntoPhoto(patches[index].change, patches[index].photoFromCrop, strip),
            shareOf(index, patches, rects, strip)};
}

void addPlaced(const PlacedChange& placed, double strength, PixelLayout layout, cv::Mat pixels) {
    cv::parallel_for_(cv::Range(0, pixels.rows), [&](const cv::Range& rows) {
        cv::Mat part = pixels.rowRange(rows);
        cv::Mat colour = colourFloat(part, layout);
        addChange(colour, placed.change.rowRange(rows), placed.share.rowRange(rows),
                  static_cast<float>(strength));
        storeColour(colour, part, layout);
    });
}

void composeFaces(Photo& photo, const std::vector<FacePatch>& patches) {
    photo.pixels = photo.pixels.clone();
    for (std::size_t i = 0; i < patches.size(); ++i) {
        if (patches[i].strength <= 0.0) continue;
        for (const cv::Rect& strip : stripsOf(patches[i], photo.pixels.size())) {
            addPlaced(placedChange(patches, i, photo.pixels.size(), strip), patches[i].strength,
                      photo.layout, photo.pixels(strip));
        }
    }
}

cv::Mat combinedMask(cv::Size photoSize, const std::vector<FacePatch>& patches) {
    cv::Mat combined = cv::Mat::zeros(photoSize, CV_32FC1);
    for (const FacePatch& patch : patches) {
        const cv::Rect rect = rectOf(patch, photoSize);
        if (rect.empty()) continue;
        cv::Mat region = combined(rect);
        region = cv::max(region, maskOn(patch, rect));
    }
    return combined;
}

}  // namespace heirloom
