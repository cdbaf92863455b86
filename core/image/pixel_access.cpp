#include "core/image/pixel_access.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cmath>

#include <opencv2/core.hpp>
#include <opencv2/core/hal/hal.hpp>
#include <opencv2/imgproc.hpp>

#include "core/base/vector_clones.h"
#include "core/image/area_average.h"
#include "core/image/picture_memory.h"

namespace heirloom {

namespace {

double maxValueOf(const cv::Mat& pixels) {
    return pixels.depth() == CV_16U ? 65535.0 : 255.0;
}

// What is worth a thread of its own.
constexpr double kPixelsOfATask = 32768.0;

template <class Sample>
void storeRow(const float* colour, Sample* pixels, int columns, int colours, int channels) {
    constexpr float kMax = std::numeric_limits<Sample>::max();
    for (int x = 0; x < columns; ++x) {
        for (int c = 0; c < colours; ++c) {
            const float value = colour[x * colours + c] * kMax;
            pixels[x * channels + c] =
                static_cast<Sample>(std::lrintf(std::clamp(value, 0.0f, kMax)));
        }
    }
}

// How many samples of one channel are further from those of the other two than the tolerance.
template <class Sample>
HEIRLOOM_INLINE int colouredOf(const Sample* red, const Sample* green, const Sample* blue,
                               int columns, int tolerance) {
    int coloured = 0;
    for (int x = 0; x < columns; ++x) {
        const int r = red[x], g = green[x], b = blue[x];
        const int low = r < g ? (r < b ? r : b) : (g < b ? g : b);
        const int high = r > g ? (r > b ? r : b) : (g > b ? g : b);
        coloured += high - low > tolerance ? 1 : 0;
    }
    return coloured;
}

HEIRLOOM_VECTOR_CLONES
int colouredInRow(const std::uint8_t* const* channels, int columns, int tolerance) {
    return colouredOf(channels[0], channels[1], channels[2], columns, tolerance);
}

HEIRLOOM_VECTOR_CLONES
int colouredInRow(const std::uint16_t* const* channels, int columns, int tolerance) {
    return colouredOf(channels[0], channels[1], channels[2], columns, tolerance);
}

void splitRow(const std::uint8_t* row, std::uint8_t** channels, int columns, int count) {
    cv::hal::split8u(row, channels, columns, count);
}

void splitRow(const std::uint16_t* row, std::uint16_t** channels, int columns, int count) {
    cv::hal::split16u(row, channels, columns, count);
}

// The share of pixels whose channels differ visibly, over a sample of the rows.
template <class Sample>
double colouredShare(const cv::Mat& pixels, int tolerance) {
    const int count = pixels.channels();
    const int step = std::max(1, pixels.rows / 1024);
    const int rows = (pixels.rows + step - 1) / step;
    std::atomic<std::int64_t> coloured = 0;
    cv::parallel_for_(
        cv::Range(0, rows),
        [&](const cv::Range& range) {
            cv::Mat buffer(count, pixels.cols, pixels.depth());
            std::array<Sample*, 4> channels{};
            for (int c = 0; c < count; ++c)
                channels[static_cast<std::size_t>(c)] = buffer.ptr<Sample>(c);
            std::int64_t found = 0;
            for (int i = range.start; i < range.end; ++i) {
                splitRow(pixels.ptr<Sample>(i * step), channels.data(), pixels.cols, count);
                found += colouredInRow(channels.data(), pixels.cols, tolerance);
            }
            coloured += found;
        },
        static_cast<double>(rows) * pixels.cols / kPixelsOfATask);
    const double seen = static_cast<double>(rows) * pixels.cols;
    return seen > 0.0 ? static_cast<double>(coloured) / seen : 0.0;
}

}  // namespace

cv::Mat resizedPixels(const Photo& photo, double scale) {
    if (scale == 1.0) return photo.pixels;
    const cv::Size size(std::max(1, cvRound(photo.width() * scale)),
                        std::max(1, cvRound(photo.height() * scale)));
    if (scale < 1.0) return averagedDown(photo.pixels, size);
    cv::Mat out;
    cv::resize(photo.pixels, out, size, 0, 0, cv::INTER_CUBIC);
    return out;
}

cv::Mat rgb8(const cv::Mat& pixels, PixelLayout layout) {
    cv::Mat eight = pixels;
    if (pixels.depth() == CV_16U) pixels.convertTo(eight, CV_8U, 1.0 / 257.0);
    cv::Mat out;
    switch (layout) {
        case PixelLayout::Rgb: return eight;
        case PixelLayout::Rgba: cv::cvtColor(eight, out, cv::COLOR_RGBA2RGB); return out;
        case PixelLayout::Gray: cv::cvtColor(eight, out, cv::COLOR_GRAY2RGB); return out;
        case PixelLayout::GrayAlpha: {
            cv::Mat grey;
            cv::extractChannel(eight, grey, 0);
            cv::cvtColor(grey, out, cv::COLOR_GRAY2RGB);
            return out;
        }
    }
    return out;
}

cv::Mat colourFloat(const cv::Mat& pixels, PixelLayout layout) {
    const int colours = colourChannelCount(layout);
    cv::Mat colour = pixels;
    if (hasAlpha(layout)) {
        if (colours == 1) {
            cv::extractChannel(pixels, colour, 0);
        } else {
            cv::cvtColor(pixels, colour, cv::COLOR_RGBA2RGB);
        }
    }
    cv::Mat out = newPicture(colour.size(), CV_32FC(colours));
    cv::parallel_for_(
        cv::Range(0, colour.rows),
        [&](const cv::Range& rows) {
            cv::Mat part = out.rowRange(rows);
            colour.rowRange(rows).convertTo(part, CV_32F, 1.0 / maxValueOf(pixels));
        },
        static_cast<double>(out.total()) / kPixelsOfATask);
    return out;
}

void storeColour(const cv::Mat& colour, cv::Mat& pixels, PixelLayout layout) {
    CV_Assert(colour.size() == pixels.size() && colour.channels() == colourChannelCount(layout));
    const int colours = colour.channels();
    const int channels = pixels.channels();
    for (int y = 0; y < pixels.rows; ++y) {
        if (pixels.depth() == CV_16U) {
            storeRow(colour.ptr<float>(y), pixels.ptr<std::uint16_t>(y), pixels.cols, colours,
                     channels);
        } else {
            storeRow(colour.ptr<float>(y), pixels.ptr<std::uint8_t>(y), pixels.cols, colours,
                     channels);
        }
    }
}

cv::Mat luma(const cv::Mat& colour) {
    if (colour.channels() == 1) return colour.clone();
    cv::Mat out;
    cv::cvtColor(colour, out, cv::COLOR_RGB2GRAY);
    return out;
}

void addToAllChannels(cv::Mat& colour, const cv::Mat& change) {
    if (colour.channels() == 1) {
        colour += change;
        return;
    }
    for (int y = 0; y < colour.rows; ++y) {
        auto* row = colour.ptr<cv::Vec3f>(y);
        const auto* add = change.ptr<float>(y);
        for (int x = 0; x < colour.cols; ++x) row[x] += cv::Vec3f::all(add[x]);
    }
}

bool isColourless(const Photo& photo) {
    if (colourChannelCount(photo.layout) == 1) return true;
    constexpr double kMaxColouredShare = 0.001;  // specks of dust on a sensor
    constexpr int kTolerance = 3;                // in 8-bit units
    const double share = photo.is16Bit()
                             ? colouredShare<std::uint16_t>(photo.pixels, kTolerance * 257)
                             : colouredShare<std::uint8_t>(photo.pixels, kTolerance);
    return share <= kMaxColouredShare;
}

}  // namespace heirloom
