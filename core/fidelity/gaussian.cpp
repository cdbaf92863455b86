#include "core/fidelity/gaussian.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include <opencv2/core.hpp>

#include "core/fidelity/line_sums.h"

namespace heirloom {

namespace {

// Shorter pictures are not worth a second thread.
constexpr int kLeastRows = 64;
constexpr double kReach = 4.0;  // of the window, in sigmas

// Rows of a picture, of which the last so many are kept.
class RowRing {
public:
    RowRing(int rows, int values)
        : m_rows(rows),
          m_stride(((values / kLine + 1) | 1) * kLine),
          m_values(static_cast<std::size_t>(rows) * m_stride) {}
    float* row(int y) { return m_values.data() + static_cast<std::size_t>(y % m_rows) * m_stride; }

private:
    // An odd number of cache lines, so that neighbours do not displace one another.
    static constexpr int kLine = 16;
    int m_rows, m_stride;
    std::vector<float> m_values;
};

class Blur {
public:
    Blur(const cv::Mat& picture, double sigma, cv::Mat& out)
        : m_picture(picture),
          m_out(out),
          m_reach(std::max(1, cvRound(2.0 * kReach * sigma + 1.0) / 2)),
          m_weights(gaussianWeights(sigma, m_reach)),
          m_values(picture.cols * picture.channels()) {}

    void work(const cv::Range& rows) const {
        const int channels = m_picture.channels();
        const int margin = m_reach * channels;
        std::vector<float> line(static_cast<std::size_t>(m_values) + 2 * margin);
        SymmetricLines shifted(m_reach), above(m_reach);
        for (int i = 0; i <= m_reach; ++i) {
            shifted.set(i, line.data() + margin - i * channels,
                        line.data() + margin + i * channels);
        }
        // The last rows, blurred across.
        RowRing ring(std::min(m_picture.rows, 2 * m_reach + 1), m_values);
        int next = std::max(0, rows.start - m_reach);
        for (int y = rows.start; y < rows.end; ++y) {
            for (; next < std::min(m_picture.rows, y + m_reach + 1); ++next) {
                fillLine(m_picture.ptr<float>(next), line.data() + margin);
                shifted.sum(m_weights, m_values, ring.row(next));
            }
            for (int i = 0; i <= m_reach; ++i) {
                above.set(i, ring.row(mirrored(y - i)), ring.row(mirrored(y + i)));
            }
            above.sum(m_weights, m_values, m_out.ptr<float>(y));
        }
    }

private:
    int mirrored(int y) const {
        return cv::borderInterpolate(y, m_picture.rows, cv::BORDER_REFLECT_101);
    }

    // With its mirror images to both sides of it.
    void fillLine(const float* in, float* line) const {
        const int columns = m_picture.cols, channels = m_picture.channels();
        std::copy(in, in + m_values, line);
        for (int i = 1; i <= m_reach; ++i) {
            const int left = cv::borderInterpolate(-i, columns, cv::BORDER_REFLECT_101);
            const int right =
                cv::borderInterpolate(columns - 1 + i, columns, cv::BORDER_REFLECT_101);
            for (int c = 0; c < channels; ++c) {
                line[-i * channels + c] = in[left * channels + c];
                line[(columns - 1 + i) * channels + c] = in[right * channels + c];
            }
        }
    }

    const cv::Mat& m_picture;
    cv::Mat& m_out;
    int m_reach;
    std::vector<float> m_weights;
    int m_values;
};

}  // namespace

cv::Mat gaussian(const cv::Mat& picture, double sigma) {
    cv::Mat out(picture.size(), picture.type());
    const Blur blur(picture, sigma, out);
    const int parts = std::clamp(picture.rows / kLeastRows, 1, std::max(1, cv::getNumThreads()));
    cv::parallel_for_(
        cv::Range(0, parts),
        [&](const cv::Range& range) {
            blur.work({picture.rows * range.start / parts, picture.rows * range.end / parts});
        },
        parts);
    return out;
}

}  // namespace heirloom
