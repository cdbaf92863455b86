#include "core/quality/patch_shift.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
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
using Vector = float __attribute__((vector_size(32), aligned(alignof(float))));
constexpr int kVectorLanes = 8;
constexpr int kVectors = kLanes / kVectorLanes;

// out[i] += the sum over columns of weight * value, for the values from i on, of two rows: one
// alone would wait for its own sums.
HEIRLOOM_VECTOR_CLONES
void addShifted(const float* weights, const float* values, const float* weightsBelow,
                const float* valuesBelow, int columns, double* out) {
    Vector sums[kVectors] = {}, below[kVectors] = {};
    for (int x = 0; x < columns; ++x) {
#pragma GCC unroll 3
        for (int v = 0; v < kVectors; ++v) {
            const int at = x + v * kVectorLanes;
            sums[v] += weights[x] * *reinterpret_cast<const Vector*>(values + at);
            below[v] += weightsBelow[x] * *reinterpret_cast<const Vector*>(valuesBelow + at);
        }
    }
    for (int i = 0; i < kLanes; ++i) {
        out[i] += static_cast<double>(sums[i / kVectorLanes][i % kVectorLanes] +
                                      below[i / kVectorLanes][i % kVectorLanes]);
    }
}

// The same in double precision for a line of the window, as sums of squares cancel.
HEIRLOOM_VECTOR_CLONES
void addWindow(const double* weights, const double* values, int taps, int stride, double* out) {
    double sums[kLanes] = {};
    for (int x = 0; x < taps; ++x) {
        const double weight = weights[x];
        const double* from = values + static_cast<std::ptrdiff_t>(x) * stride;
        for (int i = 0; i < kLanes; ++i) sums[i] += weight * from[i];
    }
    for (int i = 0; i < kLanes; ++i) out[i] = sums[i];
}

// What the sums for all shifts are made from: the values about their mean, so that little
// cancels, with room at the end of the rows for shifts that nobody asks for.
class SearchedSquare {
public:
    SearchedSquare(const cv::Mat& to, int shifts)
        : m_rows(to.rows),
          m_stride(to.cols + kLanes),
          m_shifts(shifts),
          m_values(static_cast<std::size_t>(m_rows) * m_stride, 0.0f),
          m_exact(static_cast<std::size_t>(m_stride)) {
        const double mean = cv::mean(to)[0];
        for (int y = 0; y < m_rows; ++y) {
            const auto* in = to.ptr<float>(y);
            float* values = m_values.data() + static_cast<std::size_t>(y) * m_stride;
            for (int x = 0; x < to.cols; ++x) values[x] = static_cast<float>(in[x] - mean);
        }
    }
    const float* row(int y) const {
        return m_values.data() + static_cast<std::size_t>(y) * m_stride;
    }

    // For every shift the sum under a window that is the product of two lines, of the values or
    // their squares. CV_64FC1; columns beyond the shifts mean nothing.
    cv::Mat windowSums(const cv::Mat& line, bool ofSquares) {
        const std::vector<double> weights(line.begin<float>(), line.end<float>());
        const int taps = line.rows;
        const int columns = (m_shifts + kLanes - 1) / kLanes * kLanes;
        cv::Mat across(m_rows, columns, CV_64FC1), sums(m_shifts, columns, CV_64FC1);
        for (int y = 0; y < m_rows; ++y) {
            const float* in = row(y);
            for (int x = 0; x < m_stride; ++x) {
                const double value = in[x];
                m_exact[x] = ofSquares ? value * value : value;
            }
            for (int x = 0; x < m_shifts; x += kLanes) {
                addWindow(weights.data(), m_exact.data() + x, taps, 1, across.ptr<double>(y) + x);
            }
        }
        for (int y = 0; y < m_shifts; ++y) {
            for (int x = 0; x < m_shifts; x += kLanes) {
                addWindow(weights.data(), across.ptr<double>(y) + x, taps, columns,
                          sums.ptr<double>(y) + x);
            }
        }
        return sums;
    }

private:
    int m_rows, m_stride;
    int m_shifts;  // in each direction
    std::vector<float> m_values;
    std::vector<double> m_exact;  // one row
};

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

}  // namespace

PatchSearch::PatchSearch(const cv::Mat& from, cv::Point2f centre, const PatchOptions& options)
    : m_at(cvRound(centre.x), cvRound(centre.y)),
      m_maxShift(options.maxShift),
      m_line(gaussianLine(options.windowSigma)),
      m_window(m_line * m_line.t()),
      m_patch(squareAt(from, m_at, m_line.rows / 2)) {
    cv::Mat reference = m_patch.clone();
    normalise(reference, m_window);
    // One row more, as rows are worked on by twos.
    m_weighted = cv::Mat::zeros(m_window.rows + 1, m_window.cols, CV_32FC1);
    cv::multiply(reference, m_window, m_weighted.rowRange(0, m_window.rows));
}

PatchShift PatchSearch::find(const cv::Mat& to) const {
    PatchShift result;
    result.shift = peakOf(correlationMap(to), m_maxShift, result.likeness);
    return result;
}

// The correlation for every whole shift, as normalise() on both patches would give it: with a
// reference of weighted mean 0 and norm 1, it is their product over the norm of the other.
cv::Mat PatchSearch::correlationMap(const cv::Mat& to) const {
    const double weight = cv::sum(m_window)[0];
    const double rest = cv::sum(m_weighted)[0];  // 0 but for rounding
    const int shifts = 2 * m_maxShift + 1;
    SearchedSquare square(squareAt(to, m_at, m_patch.rows / 2 + m_maxShift), shifts);
    const cv::Mat sums = square.windowSums(m_line, false);
    const cv::Mat squares = square.windowSums(m_line, true);
    cv::Mat map(shifts, shifts, CV_64FC1);
    std::vector<double> products(static_cast<std::size_t>(shifts) + kLanes);
    for (int y = 0; y < shifts; ++y) {
        std::fill(products.begin(), products.end(), 0.0);
        for (int row = 0; row < m_weighted.rows; row += 2) {
            const int below = std::min(row + 1, m_patch.rows - 1);  // the last one weighs nothing
            for (int x = 0; x < shifts; x += kLanes) {
                addShifted(m_weighted.ptr<float>(row), square.row(y + row) + x,
                           m_weighted.ptr<float>(row + 1), square.row(y + below) + x, m_patch.cols,
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

// Least squares: the variance of what the shift leaves unexplained, over the energy of the
// gradients. Blur, reduction and JPEG make neighbours alike, so that fewer samples are
// independent; how many follows from the gradients of what is unexplained, which for noise
// smoothed by a Gaussian have 1 / sigma^2 of its variance.
cv::Matx22d PatchSearch::covarianceOf(const cv::Mat& to, const PatchShift& found) const {
    const cv::Matx22d unknown = cv::Matx22d::eye() * kUnknownVariance;
    const cv::Point by(cvRound(found.shift[0]) + m_maxShift, cvRound(found.shift[1]) + m_maxShift);
    const cv::Mat searched = squareAt(to, m_at, m_patch.rows / 2 + m_maxShift);
    cv::Mat a = m_patch.clone();
    cv::Mat b = searched(cv::Rect(by, m_patch.size())).clone();
    if (!(normalise(a, m_window) > 1e-4) || !(normalise(b, m_window) > 1e-4)) return unknown;
    const double likeness = a.mul(b).dot(m_window);
    if (!(likeness > kLeastLikeness)) return unknown;
    const cv::Mat rest = b - a * likeness;
    const double variance = rest.mul(rest).dot(m_window);
    const double width2 = variance / std::max(1e-12, cv::trace(gradientEnergy(rest, m_window)));
    const double alike = 4.0 * CV_PI * width2;  // pixels that count as one
    const cv::Matx22d energy =
        gradientEnergy(a, m_window) * (likeness * likeness) + cv::Matx22d::eye() * 1e-9;
    const double weight = cv::sum(m_window)[0];
    const double sharpening = cv::sum(m_window.mul(m_window))[0] / weight;
    return energy.inv() * (kModelError * variance / weight * alike * sharpening);
}

}  // namespace heirloom
