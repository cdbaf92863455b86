#include "core/image/pixel_ops.h"

#include <cstring>
#include <limits>

#include <opencv2/core.hpp>

namespace heirloom {

namespace {

template <class Sample>
cv::Mat composeOverWhite(const cv::Mat& pixels, int colours) {
    constexpr std::uint64_t kMax = std::numeric_limits<Sample>::max();
    cv::Mat result(pixels.size(), CV_MAKETYPE(pixels.depth(), colours));
    for (int y = 0; y < pixels.rows; ++y) {
        const Sample* in = pixels.ptr<Sample>(y);
        Sample* out = result.ptr<Sample>(y);
        for (int x = 0; x < pixels.cols; ++x, in += colours + 1) {
            const std::uint64_t alpha = in[colours];
            for (int c = 0; c < colours; ++c) {
                *out++ =
                    static_cast<Sample>((in[c] * alpha + kMax * (kMax - alpha) + kMax / 2) / kMax);
            }
        }
    }
    return result;
}

}  // namespace

cv::Mat withLayout(const cv::Mat& pixels, PixelLayout from, PixelLayout to) {
    if (from == to) return pixels;
    const int fromColours = colourChannelCount(from);
    const int toColours = colourChannelCount(to);
    cv::Mat result(pixels.size(), CV_MAKETYPE(pixels.depth(), channelCount(to)));
    std::vector<int> pairs;
    for (int c = 0; c < toColours; ++c) {
        pairs.push_back(fromColours == 1 ? 0 : c);
        pairs.push_back(c);
    }
    if (hasAlpha(to)) result.setTo(cv::Scalar::all(pixels.depth() == CV_16U ? 65535.0 : 255.0));
    if (hasAlpha(from) && hasAlpha(to)) {
        pairs.push_back(fromColours);
        pairs.push_back(toColours);
    }
    cv::mixChannels(&pixels, 1, &result, 1, pairs.data(), pairs.size() / 2);
    return result;
}

cv::Mat roundedTo8Bit(const cv::Mat& pixels) {
    if (pixels.depth() == CV_8U) return pixels;
    cv::Mat result;
    pixels.convertTo(result, CV_8U, 1.0 / 257.0);
    return result;
}

cv::Mat overWhite(const cv::Mat& pixels, PixelLayout layout) {
    if (!hasAlpha(layout)) return pixels;
    const int colours = colourChannelCount(layout);
    return pixels.depth() == CV_16U ? composeOverWhite<std::uint16_t>(pixels, colours)
                                    : composeOverWhite<std::uint8_t>(pixels, colours);
}

bool swapsSides(int orientation) {
    return orientation >= 5 && orientation <= 8;
}

cv::Mat upright(const cv::Mat& pixels, int orientation) {
    cv::Mat turned = pixels;
    cv::Mat result;
    if (swapsSides(orientation)) cv::transpose(pixels, turned);
    switch (orientation) {
        case 2: cv::flip(turned, result, 1); return result;
        case 3: cv::flip(turned, result, -1); return result;
        case 4: cv::flip(turned, result, 0); return result;
        case 6: cv::flip(turned, result, 1); return result;
        case 7: cv::flip(turned, result, -1); return result;
        case 8: cv::flip(turned, result, 0); return result;
        default: return turned;  // 1, and 5, which is the transposition itself
    }
}

bool haveEqualPixels(const cv::Mat& a, const cv::Mat& b) {
    if (a.size() != b.size() || a.type() != b.type()) return false;
    const std::size_t rowBytes = static_cast<std::size_t>(a.cols) * a.elemSize();
    for (int y = 0; y < a.rows; ++y) {
        if (std::memcmp(a.ptr(y), b.ptr(y), rowBytes) != 0) return false;
    }
    return true;
}

}  // namespace heirloom
