#include "core/background/enlarge.h"

#include <algorithm>
#include <cmath>
#include <new>

#include <opencv2/core.hpp>

#include "core/background/block_pixels.h"
#include "core/background/lanczos.h"
#include "core/background/network_enlarge.h"

namespace heirloom {

namespace {

constexpr int kLongestSide = 65500;  // of a JPEG
constexpr double kMostMegapixels = 800.0;
// Blocks that stay in the processor's cache, measured in the larger of the two pictures.
constexpr int kBlockColumns = 1024;
constexpr int kBlockRows = 128;

int scaledSide(int side, double factor) {
    return std::max(1, static_cast<int>(std::lround(side * factor)));
}

// Pixels of the target to one block, fewer where each is made from many of the source.
int blockLength(int length, int sourceLength, int targetLength) {
    const double reduction = std::max(1.0, double(sourceLength) / targetLength);
    return std::max(1, static_cast<int>(length / reduction));
}

void enlargeBlock(const Photo& photo, const LanczosAxis& horizontal, const LanczosAxis& vertical,
                  cv::Rect target, cv::Mat& pixels) {
    const cv::Range columns = horizontal.sourceOf({target.x, target.br().x});
    const cv::Range rows = vertical.sourceOf({target.y, target.br().y});
    const cv::Mat source = premultipliedFloat(photo.pixels(rows, columns), photo.layout);
    cv::Mat region = pixels(target);
    storePremultiplied(
        resampledPart(source, {columns.start, rows.start}, horizontal, vertical, target),
        photo.layout, region);
}

Result<void> enlargeByLanczos(const Photo& photo, const RunControl& control, cv::Mat& pixels) {
    const LanczosAxis horizontal(photo.width(), pixels.cols);
    const LanczosAxis vertical(photo.height(), pixels.rows);
    const int width = blockLength(kBlockColumns, photo.width(), pixels.cols);
    const int height = blockLength(kBlockRows, photo.height(), pixels.rows);
    const int across = (pixels.cols + width - 1) / width;
    for (int y = 0; y < pixels.rows; y += height) {
        if (control.shouldStop()) return cancelledError();
        control.report({"background", double(y) / pixels.rows, 0, 0});
        const int rows = std::min(height, pixels.rows - y);
        cv::parallel_for_(cv::Range(0, across), [&](const cv::Range& range) {
            for (int i = range.start; i < range.end; ++i) {
                const int x = i * width;
                enlargeBlock(photo, horizontal, vertical,
                             {x, y, std::min(width, pixels.cols - x), rows}, pixels);
            }
        });
    }
    control.report({"background", 1.0, 0, 0});
    return {};
}

}  // namespace

Result<cv::Size> outputSizeFor(cv::Size photo, double scale, int longSide) {
    if (!(scale > 0.0) || longSide < 0 || photo.empty()) {
        return makeError(ErrorCode::InvalidArgument, "The output needs a scale above 0, not %1.",
                         scale);
    }
    const int longer = std::max(photo.width, photo.height);
    const double factor = longSide > 0 ? double(longSide) / longer : scale;
    if (factor * longer > kLongestSide && factor != 1.0) {
        return makeError(ErrorCode::LimitExceeded,
                         "The output would be %1 pixels long, but at most %2 are possible. Choose "
                         "a smaller scale or long side.",
                         std::llround(factor * longer), kLongestSide);
    }
    const cv::Size size(scaledSide(photo.width, factor), scaledSide(photo.height, factor));
    const double megapixels = double(size.width) * size.height / 1e6;
    if (size != photo && megapixels > kMostMegapixels) {
        return makeError(ErrorCode::LimitExceeded,
                         "The output would have %1 x %2 pixels, but at most %3 megapixels are "
                         "possible. Choose a smaller scale or long side.",
                         size.width, size.height, static_cast<int>(kMostMegapixels));
    }
    return size;
}

double enlargementOf(cv::Size photo, cv::Size target) {
    return std::max(double(target.width) / photo.width, double(target.height) / photo.height);
}

Result<Photo> enlargedPhoto(const Photo& photo, cv::Size target, BackgroundRestorer* network,
                            const ColourTransform& colour, const RunControl& control) {
    if (network == nullptr && target == photo.pixels.size()) return photo;
    try {
        Photo enlarged = photo;
        enlarged.pixels = cv::Mat(target, photo.pixels.type());
        auto done = network != nullptr
                        ? enlargeByNetwork(photo, *network, colour, control, enlarged.pixels)
                        : enlargeByLanczos(photo, control, enlarged.pixels);
        if (!done) return done.error();
        return enlarged;
    } catch (const cv::Exception& error) {
        if (error.code != cv::Error::StsNoMem) {
            Error failed = makeError(ErrorCode::Internal, "Enlarging %1 failed inside OpenCV.",
                                     photo.source.path);
            failed.detail = error.what();
            return failed;
        }
    } catch (const std::bad_alloc&) {
    }
    return makeError(ErrorCode::OutOfMemory,
                     "The memory of this machine is not enough for an output of %1 x %2 pixels. "
                     "Choose a smaller scale or long side.",
                     target.width, target.height);
}

}  // namespace heirloom
