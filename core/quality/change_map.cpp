#include "core/quality/change_map.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/image/pixel_access.h"

namespace heirloom {

namespace {

constexpr int kStripRows = 128;

// Where an enlarged pixel takes its four source pixels from. OpenCV's own resize would start
// a new phase in each strip.
struct Tap {
    int first = 0;  // may lie outside the picture: clamp
    std::array<float, 4> weights{};
};

// Keys, "Cubic convolution interpolation for digital image processing", 1981, a = -0.5.
Tap tapFor(int target, double sourcePerTarget) {
    const double position = (target + 0.5) * sourcePerTarget - 0.5;
    const double base = std::floor(position);
    const auto t = static_cast<float>(position - base);
    Tap tap;
    tap.first = static_cast<int>(base) - 1;
    tap.weights = {0.5f * (-t + 2 * t * t - t * t * t), 0.5f * (2 - 5 * t * t + 3 * t * t * t),
                   0.5f * (t + 4 * t * t - 3 * t * t * t), 0.5f * (-t * t + t * t * t)};
    return tap;
}

// One photo seen at the size of another, strip by strip, as CV_32FC1 or CV_32FC3 in 0...1.
class ScaledView {
public:
    ScaledView(const Photo& photo, cv::Size size)
        : m_pixels(photo.pixels), m_layout(photo.layout), m_size(size) {
        const bool smaller = size.width < photo.width() || size.height < photo.height();
        if (smaller) cv::resize(photo.pixels, m_pixels, size, 0, 0, cv::INTER_AREA);
        if (m_pixels.size() == size) return;
        m_rowStep = double(m_pixels.rows) / size.height;
        const double columnStep = double(m_pixels.cols) / size.width;
        m_columns.reserve(static_cast<std::size_t>(size.width));
        for (int x = 0; x < size.width; ++x) m_columns.push_back(tapFor(x, columnStep));
    }

    cv::Mat strip(int first, int last) const {
        if (m_columns.empty()) return colourFloat(m_pixels.rowRange(first, last), m_layout);
        const int above = std::clamp(tapFor(first, m_rowStep).first, 0, m_pixels.rows - 1);
        const int below = std::clamp(tapFor(last - 1, m_rowStep).first + 4, 1, m_pixels.rows);
        const cv::Mat wide = widened(colourFloat(m_pixels.rowRange(above, below), m_layout));
        cv::Mat out(last - first, wide.cols, wide.type(), cv::Scalar::all(0.0));
        for (int y = first; y < last; ++y) {
            const Tap tap = tapFor(y, m_rowStep);
            cv::Mat row = out.row(y - first);
            for (int i = 0; i < 4; ++i) {
                const int source = std::clamp(tap.first + i, 0, m_pixels.rows - 1) - above;
                cv::scaleAdd(wide.row(source), tap.weights[static_cast<std::size_t>(i)], row, row);
            }
        }
        return out;
    }

private:
    cv::Mat widened(const cv::Mat& rows) const {
        const int channels = rows.channels();
        cv::Mat out(rows.rows, m_size.width, rows.type());
        for (int y = 0; y < rows.rows; ++y) {
            const auto* in = rows.ptr<float>(y);
            auto* to = out.ptr<float>(y);
            for (const Tap& tap : m_columns) {
                for (int c = 0; c < channels; ++c) {
                    float sum = 0.0f;
                    for (int i = 0; i < 4; ++i) {
                        const int x = std::clamp(tap.first + i, 0, rows.cols - 1);
                        sum += tap.weights[static_cast<std::size_t>(i)] * in[x * channels + c];
                    }
                    *to++ = sum;
                }
            }
        }
        return out;
    }

    cv::Mat m_pixels;
    PixelLayout m_layout;
    cv::Size m_size;
    double m_rowStep = 1.0;
    std::vector<Tap> m_columns;  // empty: nothing to enlarge
};

cv::Mat asRgb(const cv::Mat& colour) {
    if (colour.channels() == 3) return colour;
    cv::Mat out;
    cv::cvtColor(colour, out, cv::COLOR_GRAY2RGB);
    return out;
}

void compareRows(const cv::Mat& before, const cv::Mat& after, cv::Mat map) {
    const cv::Mat a = asRgb(before);
    const cv::Mat b = asRgb(after);
    for (int y = 0; y < map.rows; ++y) {
        const auto* from = a.ptr<cv::Vec3f>(y);
        const auto* to = b.ptr<cv::Vec3f>(y);
        auto* out = map.ptr<std::uint8_t>(y);
        for (int x = 0; x < map.cols; ++x) {
            float largest = 0.0f;
            for (int c = 0; c < 3; ++c) {
                // The cubic overshoots; pixels cannot.
                const float value = std::clamp(from[x][c], 0.0f, 1.0f);
                largest = std::max(largest, std::abs(to[x][c] - value));
            }
            out[x] = static_cast<std::uint8_t>(std::lrintf(std::min(largest, 1.0f) * 255.0f));
        }
    }
}

template <class Work>
void inStrips(int rows, const Work& work) {
    const int strips = (rows + kStripRows - 1) / kStripRows;
    cv::parallel_for_(cv::Range(0, strips), [&](const cv::Range& range) {
        for (int strip = range.start; strip < range.end; ++strip) {
            work(strip * kStripRows, std::min(rows, (strip + 1) * kStripRows));
        }
    });
}

// RGB colours for changes of 0...255.
std::array<cv::Vec3b, 256> heatColours(int full) {
    cv::Mat steps(1, 256, CV_8UC1), coloured;
    for (int i = 0; i < 256; ++i) {
        steps.at<std::uint8_t>(i) = cv::saturate_cast<std::uint8_t>(255.0 * i / std::max(1, full));
    }
    cv::applyColorMap(steps, coloured, cv::COLORMAP_INFERNO);
    std::array<cv::Vec3b, 256> colours;
    for (int i = 0; i < 256; ++i) {
        const auto& bgr = coloured.at<cv::Vec3b>(i);
        colours[static_cast<std::size_t>(i)] = {bgr[2], bgr[1], bgr[0]};
    }
    return colours;
}

}  // namespace

cv::Mat changeMap(const Photo& before, const Photo& after) {
    if (before.pixels.empty() || after.pixels.empty()) return {};
    cv::Mat map(after.pixels.size(), CV_8UC1);
    const ScaledView view(before, after.pixels.size());
    inStrips(map.rows, [&](int first, int last) {
        compareRows(view.strip(first, last),
                    colourFloat(after.pixels.rowRange(first, last), after.layout),
                    map.rowRange(first, last));
    });
    return map;
}

ChangeSummary summariseChange(const cv::Mat& map, int from) {
    ChangeSummary summary;
    if (map.empty()) return summary;
    double largest = 0.0;
    cv::minMaxLoc(map, nullptr, &largest);
    summary.largest = static_cast<int>(largest);
    summary.mean = cv::mean(map)[0];
    std::int64_t changed = 0;
    for (int y = 0; y < map.rows; ++y) {
        const auto* row = map.ptr<std::uint8_t>(y);
        changed += std::count_if(row, row + map.cols, [from](int v) { return v >= from; });
    }
    summary.changedShare = double(changed) / double(map.total());
    return summary;
}

cv::Mat changePicture(const cv::Mat& map, const Photo& after, const ChangePictureOptions& options) {
    CV_Assert(map.size() == after.pixels.size() && map.type() == CV_8UC1);
    const std::array<cv::Vec3b, 256> heat = heatColours(options.full);
    cv::Mat picture(map.size(), CV_8UC3);
    inStrips(map.rows, [&](int first, int last) {
        cv::Mat grey;
        cv::cvtColor(rgb8(after.pixels.rowRange(first, last), after.layout), grey,
                     cv::COLOR_RGB2GRAY);
        for (int y = first; y < last; ++y) {
            const auto* change = map.ptr<std::uint8_t>(y);
            const auto* tone = grey.ptr<std::uint8_t>(y - first);
            auto* out = picture.ptr<cv::Vec3b>(y);
            for (int x = 0; x < map.cols; ++x) {
                // A small change stays see-through, a full one hides the picture.
                const double cover = std::min(1.0, double(change[x]) / std::max(1, options.full));
                const double under = options.dimmed * tone[x] * (1.0 - cover);
                const cv::Vec3b& colour = heat[change[x]];
                for (int c = 0; c < 3; ++c) {
                    out[x][c] = cv::saturate_cast<std::uint8_t>(under + colour[c]);
                }
            }
        }
    });
    return picture;
}

}  // namespace heirloom
