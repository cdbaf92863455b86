#include "core/quality/change_map.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <vector>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/base/vector_clones.h"
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

// What compareRows() comes to for 8-bit photos of one size and layout, where floats would only
// give the difference back.
template <int kChannels>
HEIRLOOM_INLINE void compareBytes(const std::uint8_t* from, const std::uint8_t* to, int columns,
                                  std::uint8_t* out) {
    HEIRLOOM_INDEPENDENT
    for (int x = 0; x < columns; ++x) {
        int largest = std::abs(int(from[x * kChannels]) - int(to[x * kChannels]));
        for (int c = 1; c < (kChannels < 3 ? 1 : 3); ++c) {
            const int size = std::abs(int(from[x * kChannels + c]) - int(to[x * kChannels + c]));
            largest = largest < size ? size : largest;
        }
        out[x] = static_cast<std::uint8_t>(largest);
    }
}

HEIRLOOM_VECTOR_CLONES
void compareByteRow(const std::uint8_t* from, const std::uint8_t* to, int columns, int channels,
                    std::uint8_t* out) {
    switch (channels) {
        case 1: return compareBytes<1>(from, to, columns, out);
        case 2: return compareBytes<2>(from, to, columns, out);
        case 3: return compareBytes<3>(from, to, columns, out);
        default: return compareBytes<4>(from, to, columns, out);
    }
}

// Rows of the map one by one.
class Comparison {
public:
    Comparison(const Photo& before, const Photo& after)
        : m_after(after),
          m_view(before, after.pixels.size()),
          m_bytes(before.pixels.size() == after.pixels.size() &&
                          before.pixels.type() == after.pixels.type() &&
                          before.pixels.depth() == CV_8U && before.layout == after.layout
                      ? before.pixels
                      : cv::Mat()) {}

    void rows(int first, int last, cv::Mat map) const {
        if (m_bytes.empty()) {
            return compareRows(m_view.strip(first, last),
                               colourFloat(m_after.pixels.rowRange(first, last), m_after.layout),
                               map);
        }
        const std::size_t rowBytes = m_bytes.cols * m_bytes.elemSize();
        for (int y = first; y < last; ++y) {
            const auto* from = m_bytes.ptr(y);
            const auto* to = m_after.pixels.ptr(y);
            auto* out = map.ptr(y - first);
            // Most rows of most photos are far from any face.
            if (std::memcmp(from, to, rowBytes) == 0) {
                std::memset(out, 0, static_cast<std::size_t>(map.cols));
            } else {
                compareByteRow(from, to, map.cols, m_bytes.channels(), out);
            }
        }
    }

private:
    const Photo& m_after;
    ScaledView m_view;
    cv::Mat m_bytes;  // of before, where they can be compared as they are; else empty
};

struct ChangeSums {
    std::int64_t changed = 0, sum = 0;
    int largest = 0;
};

HEIRLOOM_VECTOR_CLONES
ChangeSums sumsOfRow(const std::uint8_t* row, int columns, int from) {
    int changed = 0, sum = 0, largest = 0;
    for (int x = 0; x < columns; ++x) {
        changed += row[x] >= from ? 1 : 0;
        sum += row[x];
        largest = largest < row[x] ? row[x] : largest;
    }
    return {changed, sum, largest};
}

void addTo(ChangeSums& sums, const cv::Mat& rows, int from) {
    for (int y = 0; y < rows.rows; ++y) {
        const ChangeSums row = sumsOfRow(rows.ptr(y), rows.cols, from);
        sums.changed += row.changed;
        sums.sum += row.sum;
        sums.largest = std::max(sums.largest, row.largest);
    }
}

ChangeSummary summaryOf(const ChangeSums& sums, std::size_t pixels) {
    const double share = 1.0 / double(pixels);
    return {double(sums.changed) / double(pixels), double(sums.sum) * share, sums.largest};
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
    const Comparison comparison(before, after);
    inStrips(map.rows,
             [&](int first, int last) { comparison.rows(first, last, map.rowRange(first, last)); });
    return map;
}

ChangeSummary summariseChange(const cv::Mat& map, int from) {
    if (map.empty()) return {};
    ChangeSums sums;
    addTo(sums, map, from);
    return summaryOf(sums, map.total());
}

ChangeSummary summariseChange(const Photo& before, const Photo& after, int from) {
    if (before.pixels.empty() || after.pixels.empty()) return {};
    const Comparison comparison(before, after);
    ChangeSums all;
    std::mutex adding;
    inStrips(after.height(), [&](int first, int last) {
        cv::Mat rows(last - first, after.width(), CV_8UC1);
        comparison.rows(first, last, rows);
        ChangeSums sums;
        addTo(sums, rows, from);
        const std::lock_guard lock(adding);
        all.changed += sums.changed;
        all.sum += sums.sum;
        all.largest = std::max(all.largest, sums.largest);
    });
    return summaryOf(all, after.pixels.total());
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
