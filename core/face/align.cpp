#include "core/face/align.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/base/vector_clones.h"
#include "core/face/area_reduction.h"
#include "core/image/pixel_access.h"

namespace heirloom {

namespace {

// At 512 x 512. GPEN: the 96 x 112 ArcFace points made square with inner padding 0.25.
constexpr std::array<std::array<double, 2>, 5> kGpenPoints{
    {{202.04068428190476, 242.8839634590476},
     {309.43024554666664, 242.28998092190477},
     {256.07679966476195, 303.9591703771428},
     {211.9597749333333, 366.82819474285714},
     {300.8911249066667, 366.33630951619045}}};
// FFHQ as in GFPGAN and facexlib.
constexpr std::array<std::array<double, 2>, 5> kFfhqPoints{{{192.98138, 239.94708},
                                                            {318.90277, 240.1936},
                                                            {256.63416, 314.01935},
                                                            {201.26117, 371.41043},
                                                            {313.08905, 371.15118}}};

// Averaging starts where one target pixel covers clearly more than one source pixel.
constexpr double kMinReduction = 1.2;

cv::Matx23d withScaledSource(const cv::Matx23d& transform, double x, double y) {
    // Pixel centres: index i of the smaller picture lies at (i + 0.5) * x - 0.5.
    const cv::Matx33d larger(x, 0, 0.5 * x - 0.5, 0, y, 0.5 * y - 0.5, 0, 0, 1);
    return transform * larger;
}

cv::Matx23d withReducedTarget(const cv::Matx23d& transform, double x, double y) {
    const cv::Matx33d full(transform(0, 0), transform(0, 1), transform(0, 2), transform(1, 0),
                           transform(1, 1), transform(1, 2), 0, 0, 1);
    const cv::Matx23d smaller(1 / x, 0, 0.5 / x - 0.5, 0, 1 / y, 0.5 / y - 0.5);
    return smaller * full;
}

// Averages a picture down by a factor, to floats; returns the exact factors in x and y.
cv::Mat reduced(const cv::Mat& picture, double factor, cv::Point2d& exact) {
    const cv::Size size(std::max(1, cvRound(picture.cols / factor)),
                        std::max(1, cvRound(picture.rows / factor)));
    exact = {double(picture.cols) / size.width, double(picture.rows) / size.height};
    return areaReduced(picture, size);
}

cv::Rect boundsOf(const cv::Matx23d& photoFromCrop, int size) {
    double left = INFINITY, top = INFINITY, right = -INFINITY, bottom = -INFINITY;
    for (const double y : {-0.5, size - 0.5}) {
        for (const double x : {-0.5, size - 0.5}) {
            const cv::Point2d point = transformed(photoFromCrop, {x, y});
            left = std::min(left, point.x);
            right = std::max(right, point.x);
            top = std::min(top, point.y);
            bottom = std::max(bottom, point.y);
        }
    }
    constexpr int kInterpolationMargin = 2;
    const int x = static_cast<int>(std::floor(left)) - kInterpolationMargin;
    const int y = static_cast<int>(std::floor(top)) - kInterpolationMargin;
    return {x, y, static_cast<int>(std::ceil(right)) + kInterpolationMargin + 1 - x,
            static_cast<int>(std::ceil(bottom)) + kInterpolationMargin + 1 - y};
}

// The rectangle's pixels as floats; what lies outside the photo is mirrored or black.
cv::Mat paddedColour(const Photo& photo, const cv::Rect& rect, CropBorder border) {
    const cv::Rect whole(0, 0, photo.width(), photo.height());
    cv::Rect inside = rect & whole;
    if (inside.empty()) {
        inside = {std::clamp(rect.x, 0, photo.width() - 1),
                  std::clamp(rect.y, 0, photo.height() - 1), 1, 1};
    }
    if (border == CropBorder::Reflect) {
        // The mirror image reaches as far into the photo as the crop reaches out of it.
        const int reachX = std::max({0, -rect.x, rect.br().x - photo.width()});
        const int reachY = std::max({0, -rect.y, rect.br().y - photo.height()});
        inside = cv::Rect(inside.x - reachX, inside.y - reachY, inside.width + 2 * reachX,
                          inside.height + 2 * reachY) &
                 whole;
    }
    const cv::Mat colour = colourFloat(photo.pixels(inside), photo.layout);
    const cv::Rect target = rect - inside.tl();
    if ((target & cv::Rect(cv::Point(), colour.size())) == target) return colour(target);
    const int left = std::max(0, -target.x);
    const int top = std::max(0, -target.y);
    const int right = std::max(0, target.br().x - colour.cols);
    const int bottom = std::max(0, target.br().y - colour.rows);
    cv::Mat padded;
    cv::copyMakeBorder(
        colour, padded, top, bottom, left, right,
        border == CropBorder::Reflect ? cv::BORDER_REFLECT_101 : cv::BORDER_CONSTANT);
    return padded(target + cv::Point(left, top));
}

// Where the pixels of a row of the crop lie between four pixels of the source: which row and
// column the first of them has, and the shares of the others.
struct Places {
    explicit Places(int count) : offset(count), fx(count), fy(count), x(count), y(count) {}

    std::vector<int> offset;
    std::vector<float> fx, fy;
    std::vector<double> x, y;
};

// Positions outside are clamped to the border.
HEIRLOOM_VECTOR_CLONES
void findPlaces(const double* begin, const double* step, int count, double right, double bottom,
                double* x, double* y) {
    for (int i = 0; i < count; ++i) {
        const double atX = begin[0] + step[0] * i;
        const double atY = begin[1] + step[1] * i;
        const double insideX = atX < 0.0 ? 0.0 : atX;
        const double insideY = atY < 0.0 ? 0.0 : atY;
        x[i] = right < insideX ? right : insideX;
        y[i] = bottom < insideY ? bottom : insideY;
    }
}

// lastX, lastY: of the first of the four pixels.
HEIRLOOM_VECTOR_CLONES
void splitPlaces(const double* x, const double* y, int count, int lastX, int lastY, int stride,
                 int channels, int* offset, float* fx, float* fy) {
    for (int i = 0; i < count; ++i) {
        const int x0 = static_cast<int>(x[i]) < lastX ? static_cast<int>(x[i]) : lastX;
        const int y0 = static_cast<int>(y[i]) < lastY ? static_cast<int>(y[i]) : lastY;
        fx[i] = static_cast<float>(x[i] - x0);
        fy[i] = static_cast<float>(y[i] - y0);
        offset[i] = y0 * stride + x0 * channels;
    }
}

template <int kChannels>
void interpolate(const float* source, const Places& places, int right, int below, int count,
                 float* out) {
    for (int i = 0; i < count; ++i) {
        const float* at = source + places.offset[i];
        const float fx = places.fx[i], fy = places.fy[i];
        for (int c = 0; c < kChannels; ++c, ++at) {
            const float top = at[0] + fx * (at[right] - at[0]);
            const float bottom = at[below] + fx * (at[below + right] - at[below]);
            out[i * kChannels + c] = top + fy * (bottom - top);
        }
    }
}

// Bilinear sampling at exact positions; OpenCV's own rounds them to 1/32 pixel, which
// shows as jitter on strong edges. Positions outside are clamped to the border.
void sampleRow(const cv::Mat& source, const cv::Matx23d& sourceFromCrop, int y, Places& places,
               float* out) {
    const int count = static_cast<int>(places.x.size());
    const int channels = source.channels();
    const auto stride = static_cast<int>(source.step1());
    const cv::Point2d begin = transformed(sourceFromCrop, {0.0, double(y)});
    const double first[] = {begin.x, begin.y};
    const double step[] = {sourceFromCrop(0, 0), sourceFromCrop(1, 0)};
    findPlaces(first, step, count, source.cols - 1, source.rows - 1, places.x.data(),
               places.y.data());
    splitPlaces(places.x.data(), places.y.data(), count, std::max(0, source.cols - 2),
                std::max(0, source.rows - 2), stride, channels, places.offset.data(),
                places.fx.data(), places.fy.data());
    const int right = source.cols > 1 ? channels : 0;
    const int below = source.rows > 1 ? stride : 0;
    if (channels == 1) {
        interpolate<1>(source.ptr<float>(), places, right, below, count, out);
    } else {
        interpolate<3>(source.ptr<float>(), places, right, below, count, out);
    }
}

cv::Mat sampled(const cv::Mat& source, const cv::Matx23d& sourceFromCrop, int size) {
    cv::Mat crop(size, size, source.type());
    cv::parallel_for_(cv::Range(0, size), [&](const cv::Range& rows) {
        Places places(size);
        for (int y = rows.start; y < rows.end; ++y) {
            sampleRow(source, sourceFromCrop, y, places, crop.ptr<float>(y));
        }
    });
    return crop;
}

}  // namespace

Landmarks templateLandmarks(CropTemplate cropTemplate, int size) {
    const auto& points = cropTemplate == CropTemplate::Gpen ? kGpenPoints : kFfhqPoints;
    Landmarks landmarks;
    for (std::size_t i = 0; i < landmarks.size(); ++i) {
        landmarks[i] = {static_cast<float>(points[i][0] * size / 512.0),
                        static_cast<float>(points[i][1] * size / 512.0)};
    }
    return landmarks;
}

std::optional<cv::Matx23d> estimateSimilarity(const Landmarks& from, const Landmarks& to) {
    constexpr double kCount = 5.0;
    cv::Point2d fromMean, toMean;
    for (std::size_t i = 0; i < from.size(); ++i) {
        fromMean += cv::Point2d(from[i]) / kCount;
        toMean += cv::Point2d(to[i]) / kCount;
    }
    // In two dimensions Umeyama's solution without reflection is a complex division:
    // (a + ib) = sum(conj(from) * to) / sum(|from|^2).
    double dot = 0.0, cross = 0.0, spread = 0.0;
    for (std::size_t i = 0; i < from.size(); ++i) {
        const cv::Point2d f = cv::Point2d(from[i]) - fromMean;
        const cv::Point2d t = cv::Point2d(to[i]) - toMean;
        dot += f.dot(t);
        cross += f.cross(t);
        spread += f.dot(f);
    }
    if (!(spread > 1e-9) || !std::isfinite(spread)) return std::nullopt;
    const double a = dot / spread;
    const double b = cross / spread;
    if (!(a * a + b * b > 1e-18)) return std::nullopt;
    return cv::Matx23d(a, -b, toMean.x - a * fromMean.x + b * fromMean.y,  //
                       b, a, toMean.y - b * fromMean.x - a * fromMean.y);
}

std::optional<cv::Matx23d> photoFromCropOf(const Landmarks& photoLandmarks,
                                           CropTemplate cropTemplate, int size) {
    const auto cropFromPhoto =
        estimateSimilarity(photoLandmarks, templateLandmarks(cropTemplate, size));
    if (!cropFromPhoto) return std::nullopt;
    return inverted(*cropFromPhoto);
}

cv::Matx23d inverted(const cv::Matx23d& transform) {
    cv::Matx23d inverse;
    cv::invertAffineTransform(transform, inverse);
    return inverse;
}

cv::Point2d transformed(const cv::Matx23d& t, cv::Point2d point) {
    return {t(0, 0) * point.x + t(0, 1) * point.y + t(0, 2),
            t(1, 0) * point.x + t(1, 1) * point.y + t(1, 2)};
}

double scaleOf(const cv::Matx23d& similarity) {
    return std::hypot(similarity(0, 0), similarity(1, 0));
}

cv::Mat extractCrop(const Photo& photo, const cv::Matx23d& photoFromCrop, int size,
                    const CropOptions& options) {
    const cv::Rect rect = boundsOf(photoFromCrop, size);
    const double factor = scaleOf(photoFromCrop);
    const bool reduces = options.sampling == CropSampling::AntiAliased && factor > kMinReduction;
    // What lies within the photo is averaged down as it is.
    const bool isPart = (rect & cv::Rect(cv::Point(), photo.pixels.size())) == rect;
    cv::Mat source = reduces && isPart && !hasAlpha(photo.layout)
                         ? photo.pixels(rect)
                         : paddedColour(photo, rect, options.border);
    cv::Matx23d sourceFromCrop = photoFromCrop;
    sourceFromCrop(0, 2) -= rect.x;
    sourceFromCrop(1, 2) -= rect.y;
    if (reduces) {
        cv::Point2d exact;
        source = reduced(source, factor, exact);
        sourceFromCrop = withReducedTarget(sourceFromCrop, exact.x, exact.y);
    }
    return sampled(source, sourceFromCrop, size);
}

cv::Rect coveredRect(const cv::Matx23d& photoFromCrop, int size, cv::Size photoSize) {
    return boundsOf(photoFromCrop, size) & cv::Rect(cv::Point(), photoSize);
}

cv::Mat cropOntoPhoto(const cv::Mat& crop, const cv::Matx23d& photoFromCrop, cv::Rect rect) {
    cv::Mat source = crop;
    cv::Matx23d transform = photoFromCrop;
    const double factor = 1.0 / scaleOf(photoFromCrop);
    if (factor > kMinReduction) {
        cv::Point2d exact;
        source = reduced(crop, factor, exact);
        transform = withScaledSource(transform, exact.x, exact.y);
    }
    transform(0, 2) -= rect.x;
    transform(1, 2) -= rect.y;
    cv::Mat out;
    cv::warpAffine(source, out, transform, rect.size(),
                   enlargesOntoPhoto(photoFromCrop) ? cv::INTER_CUBIC : cv::INTER_LINEAR,
                   cv::BORDER_CONSTANT);
    return out;
}

bool enlargesOntoPhoto(const cv::Matx23d& photoFromCrop) {
    return 1.0 / scaleOf(photoFromCrop) < 1.0;
}

}  // namespace heirloom
