#include "core/quality/patch_shift.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/base/vector_clones.h"

namespace heirloom {

namespace {

// The window ends where its weight has fallen to 3 %.
constexpr double kWindowReach = 2.6;
constexpr double kUnknownVariance = 1e6;
// The best of some hundred shifts of pure noise reaches about 0.5.
constexpr double kLeastLikeness = 0.6;
// Least squares trusts its model; measured on damaged faces, shifts err this much more
// (variance), for JPEG's errors follow the picture.
constexpr double kModelError = 1.7;

// What rounding alone leaves of a patch without contrast.
constexpr double kFlat = 1e-6;

cv::Mat gaussianLine(double sigma) {
    const int reach = static_cast<int>(std::ceil(kWindowReach * sigma));
    return cv::getGaussianKernel(2 * reach + 1, sigma, CV_32F);
}

// A square of the picture round a pixel; beyond the border it is mirrored.
cv::Mat squareAt(const cv::Mat& picture, cv::Point centre, int reach) {
    const cv::Rect wanted(centre.x - reach, centre.y - reach, 2 * reach + 1, 2 * reach + 1);
    const cv::Rect whole(cv::Point(), picture.size());
    if ((wanted & whole) == wanted) return picture(wanted);
    cv::Mat padded;
    const int margin = std::min({reach, picture.cols - 1, picture.rows - 1});
    cv::copyMakeBorder(picture, padded, margin, margin, margin, margin, cv::BORDER_REFLECT_101);
    const cv::Rect inside =
        (wanted + cv::Point(margin, margin)) & cv::Rect(cv::Point(), padded.size());
    cv::Mat square(wanted.size(), picture.type(), cv::Scalar(0));
    if (!inside.empty()) {
        const cv::Point at = inside.tl() - (wanted.tl() + cv::Point(margin, margin));
        padded(inside).copyTo(square(cv::Rect(at, inside.size())));
    }
    return square;
}

// Weighted mean 0 and weighted norm 1; returns the norm from before.
double normalise(cv::Mat& patch, const cv::Mat& window) {
    const double mean = patch.dot(window) / cv::sum(window)[0];
    patch -= mean;
    const double norm = std::sqrt(std::max(0.0, patch.mul(patch).dot(window)));
    if (norm > 0.0) patch /= norm;
    return norm;
}

// Shifts that are worked on together, as many as fit into registers.
constexpr int kLanes = 24;

// out[i] += the sum over columns of weight * value, for the values from i on.
HEIRLOOM_VECTOR_CLONES
void addShifted(const float* weights, const float* values, int columns, double* out) {
    float sums[kLanes] = {};
    for (int x = 0; x < columns; ++x) {
        const float weight = weights[x];
        for (int i = 0; i < kLanes; ++i) sums[i] += weight * values[x + i];
    }
    for (int i = 0; i < kLanes; ++i) out[i] += static_cast<double>(sums[i]);
}

// What the sums for all shifts are made from: the values about their mean, so that little
// cancels, with room at the end of the rows for shifts that nobody asks for.
struct SearchedSquare {
    SearchedSquare(const cv::Mat& to, int shifts)
        : rows(to.rows), stride(to.cols + kLanes), shifts(shifts) {
        const double mean = cv::mean(to)[0];
        values.assign(static_cast<std::size_t>(rows) * stride, 0.0f);
        for (int y = 0; y < rows; ++y) {
            const auto* in = to.ptr<float>(y);
            for (int x = 0; x < to.cols; ++x) {
                values[static_cast<std::size_t>(y) * stride + x] = static_cast<float>(in[x] - mean);
            }
        }
    }
    const float* row(int y) const { return values.data() + static_cast<std::size_t>(y) * stride; }

    int rows, stride;
    int shifts;  // in each direction
    std::vector<float> values;
};

// For every shift the sum under a window that is the product of two lines, of the values or
// their squares.
cv::Mat windowSums(const SearchedSquare& square, const cv::Mat& line, bool ofSquares) {
    const int taps = line.rows;
    cv::Mat across(square.rows, square.shifts, CV_64FC1, cv::Scalar(0.0));
    for (int y = 0; y < square.rows; ++y) {
        const float* in = square.row(y);
        auto* out = across.ptr<double>(y);
        for (int i = 0; i < taps; ++i) {
            const double weight = line.at<float>(i);
            for (int x = 0; x < square.shifts; ++x) {
                const double value = in[x + i];
                out[x] += weight * (ofSquares ? value * value : value);
            }
        }
    }
    cv::Mat sums(square.shifts, square.shifts, CV_64FC1, cv::Scalar(0.0));
    for (int y = 0; y < square.shifts; ++y) {
        auto* out = sums.ptr<double>(y);
        for (int i = 0; i < taps; ++i) {
            const double weight = line.at<float>(i);
            const auto* in = across.ptr<double>(y + i);
            for (int x = 0; x < square.shifts; ++x) out[x] += weight * in[x];
        }
    }
    return sums;
}

// The correlation for every whole shift, as normalise() on both patches would give it: with a
// reference of weighted mean 0 and norm 1, it is their product over the norm of the other.
cv::Mat correlationMap(const cv::Mat& from, const cv::Mat& to, const cv::Mat& line,
                       const cv::Mat& window, int maxShift) {
    cv::Mat reference = from.clone();
    normalise(reference, window);
    const cv::Mat weighted = reference.mul(window);
    const double weight = cv::sum(window)[0];
    const double rest = cv::sum(weighted)[0];  // 0 but for rounding
    const int shifts = 2 * maxShift + 1;
    const SearchedSquare square(to, shifts);
    const cv::Mat sums = windowSums(square, line, false);
    const cv::Mat squares = windowSums(square, line, true);
    cv::Mat map(shifts, shifts, CV_64FC1);
    std::vector<double> products(static_cast<std::size_t>(shifts) + kLanes);
    for (int y = 0; y < shifts; ++y) {
        std::fill(products.begin(), products.end(), 0.0);
        for (int row = 0; row < from.rows; ++row) {
            for (int x = 0; x < shifts; x += kLanes) {
                addShifted(weighted.ptr<float>(row), square.row(y + row) + x, from.cols,
                           products.data() + x);
            }
        }
        for (int x = 0; x < shifts; ++x) {
            const double mean = sums.at<double>(y, x) / weight;
            const double variance = squares.at<double>(y, x) - mean * mean * weight;
            const double norm = std::sqrt(std::max(0.0, variance));
            map.at<double>(y, x) = norm > kFlat ? (products[x] - mean * rest) / norm : 0.0;
        }
    }
    return map;
}

// The top of the parabola through three equidistant values, within half a step.
double peakOffset(double before, double at, double after) {
    const double bend = before - 2.0 * at + after;
    if (!(bend < 0.0)) return 0.0;
    return std::clamp(0.5 * (before - after) / bend, -0.5, 0.5);
}

cv::Vec2d peakOf(const cv::Mat& map, int maxShift, double& likeness) {
    cv::Point at;
    cv::minMaxLoc(map, nullptr, &likeness, nullptr, &at);
    cv::Vec2d peak(at.x - maxShift, at.y - maxShift);
    if (at.x > 0 && at.x + 1 < map.cols) {
        peak[0] += peakOffset(map.at<double>(at.y, at.x - 1), map.at<double>(at),
                              map.at<double>(at.y, at.x + 1));
    }
    if (at.y > 0 && at.y + 1 < map.rows) {
        peak[1] += peakOffset(map.at<double>(at.y - 1, at.x), map.at<double>(at),
                              map.at<double>(at.y + 1, at.x));
    }
    return peak;
}

// Weighted second moments of the gradient.
cv::Matx22d gradientEnergy(const cv::Mat& patch, const cv::Mat& window) {
    cv::Mat gx, gy;
    cv::Sobel(patch, gx, CV_32F, 1, 0, 3, 0.125);
    cv::Sobel(patch, gy, CV_32F, 0, 1, 3, 0.125);
    const cv::Mat wx = gx.mul(window);
    return {wx.dot(gx), wx.dot(gy), wx.dot(gy), gy.mul(window).dot(gy)};
}

// Least squares: the variance of what the shift leaves unexplained, over the energy of the
// gradients. Blur, reduction and JPEG make neighbours alike, so that fewer samples are
// independent; how many follows from the gradients of what is unexplained, which for noise
// smoothed by a Gaussian have 1 / sigma^2 of its variance.
cv::Matx22d covarianceOf(const cv::Mat& from, const cv::Mat& moved, const cv::Mat& window) {
    const cv::Matx22d unknown = cv::Matx22d::eye() * kUnknownVariance;
    cv::Mat a = from.clone();
    cv::Mat b = moved.clone();
    if (!(normalise(a, window) > 1e-4) || !(normalise(b, window) > 1e-4)) return unknown;
    const double likeness = a.mul(b).dot(window);
    if (!(likeness > kLeastLikeness)) return unknown;
    const cv::Mat rest = b - a * likeness;
    const double variance = rest.mul(rest).dot(window);
    const double width2 = variance / std::max(1e-12, cv::trace(gradientEnergy(rest, window)));
    const double alike = 4.0 * CV_PI * width2;  // pixels that count as one
    const cv::Matx22d energy =
        gradientEnergy(a, window) * (likeness * likeness) + cv::Matx22d::eye() * 1e-9;
    const double weight = cv::sum(window)[0];
    const double sharpening = cv::sum(window.mul(window))[0] / weight;
    return energy.inv() * (kModelError * variance / weight * alike * sharpening);
}

}  // namespace

PatchShift findShift(const cv::Mat& from, const cv::Mat& to, cv::Point2f centre,
                     const PatchOptions& options) {
    const cv::Mat line = gaussianLine(options.windowSigma);
    const cv::Mat window = line * line.t();
    const int reach = window.rows / 2;
    const cv::Point at(cvRound(centre.x), cvRound(centre.y));
    const cv::Mat reference = squareAt(from, at, reach);
    const cv::Mat search = squareAt(to, at, reach + options.maxShift);
    PatchShift result;
    const cv::Mat map = correlationMap(reference, search, line, window, options.maxShift);
    result.shift = peakOf(map, options.maxShift, result.likeness);
    const cv::Rect matched(cvRound(result.shift[0]) + options.maxShift,
                           cvRound(result.shift[1]) + options.maxShift, reference.cols,
                           reference.rows);
    result.covariance = covarianceOf(reference, search(matched), window);
    return result;
}

}  // namespace heirloom
