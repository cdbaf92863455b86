#include "core/background/tiled_run.h"

#include <algorithm>
#include <cmath>
#include <deque>
#include <new>

#include <opencv2/core.hpp>

#include "core/base/memory.h"

namespace heirloom {

namespace {

Planes planesOf(const cv::Mat& picture) {
    Planes planes(3, picture.rows, picture.cols);
    for (int y = 0; y < picture.rows; ++y) {
        const auto* row = picture.ptr<cv::Vec3f>(y);
        for (int c = 0; c < 3; ++c) {
            float* out = planes.plane(c) + static_cast<std::size_t>(y) * picture.cols;
            for (int x = 0; x < picture.cols; ++x) out[x] = row[x][c];
        }
    }
    return planes;
}

// Copies the part of planes that begins at origin; false where a number is not finite.
bool copyClamped(const Planes& planes, cv::Point origin, cv::Mat& target) {
    bool finite = true;
    for (int y = 0; y < target.rows; ++y) {
        auto* row = target.ptr<cv::Vec3f>(y);
        for (int c = 0; c < 3; ++c) {
            const float* in =
                planes.plane(c) + static_cast<std::size_t>(y + origin.y) * planes.width + origin.x;
            for (int x = 0; x < target.cols; ++x) {
                finite = finite && std::isfinite(in[x]);
                row[x][c] = std::clamp(in[x], 0.0f, 1.0f);
            }
        }
    }
    return finite;
}

class TiledRun {
public:
    TiledRun(const cv::Mat& picture, int scale, Tiling& tiling, int smallestSide,
             const TileNetwork& network, const RunControl& control,
             const TilesBecameSmaller& becameSmaller)
        : m_picture(picture),
          m_scale(scale),
          m_tiling(tiling),
          m_smallestSide(smallestSide),
          m_network(network),
          m_control(control),
          m_becameSmaller(becameSmaller) {}

    Result<cv::Mat> run() {
        m_output.create(m_picture.rows * m_scale, m_picture.cols * m_scale, CV_32FC3);
        for (const Tile& tile : tilesOf(m_picture.size(), m_tiling)) m_cores.push_back(tile.core);
        const double area = m_picture.total();
        double done = 0.0;
        while (!m_cores.empty()) {
            if (m_control.shouldStop()) return cancelledError();
            m_control.report({"background", done / area, 0, 0});
            const cv::Rect core = m_cores.front();
            if (isTooLarge(core)) {
                split(core);
                continue;
            }
            auto worked = tried(core);
            if (!worked && worked.error().code == ErrorCode::OutOfMemory && makeSmaller()) continue;
            if (!worked) return worked.error();
            m_cores.pop_front();
            done += core.area();
        }
        m_control.report({"background", 1.0, 0, 0});
        return m_output;
    }

private:
    bool isTooLarge(cv::Rect core) const {
        const cv::Rect padded = paddedRect(core, m_picture.size(), m_tiling.padding);
        // A core as narrow as the alignment cannot be cut any further.
        return (padded.width > m_tiling.side && core.width > m_tiling.alignment) ||
               (padded.height > m_tiling.side && core.height > m_tiling.alignment);
    }

    // Cuts the first core across its longer side.
    void split(cv::Rect core) {
        m_cores.pop_front();
        const int longer = std::max(core.width, core.height);
        const int unit = m_tiling.alignment;
        const int half = std::max(unit, longer / 2 / unit * unit);
        cv::Rect first = core, second = core;
        if (core.width >= core.height) {
            first.width = half;
            second.x += half;
            second.width -= half;
        } else {
            first.height = half;
            second.y += half;
            second.height -= half;
        }
        m_cores.push_front(second);
        m_cores.push_front(first);
    }

    bool makeSmaller() {
        if (m_tiling.side <= m_smallestSide) return false;
        m_tiling.side = std::max(m_smallestSide, m_tiling.side / 2);
        returnFreeMemory();
        if (m_becameSmaller) m_becameSmaller(m_tiling.side);
        return true;
    }

    // The pixels of a tile may be what memory runs out for.
    Result<void> tried(cv::Rect core) {
        try {
            return work(core);
        } catch (const std::bad_alloc&) {
            return makeError(ErrorCode::OutOfMemory,
                             "The memory of this machine is not enough for a tile of the "
                             "background.");
        }
    }

    Result<void> work(cv::Rect core) {
        const cv::Rect padded = paddedRect(core, m_picture.size(), m_tiling.padding);
        auto result = m_network(planesOf(m_picture(padded)));
        if (!result) return result.error();
        if (result->width != padded.width * m_scale || result->height != padded.height * m_scale) {
            return makeError(ErrorCode::Internal, "The background network gave another size.");
        }
        cv::Mat target = m_output(cv::Rect(core.tl() * m_scale, core.size() * m_scale));
        if (copyClamped(*result, (core.tl() - padded.tl()) * m_scale, target)) return {};
        return makeError(ErrorCode::Damaged,
                         "The background model gives no usable numbers; its file may be damaged. "
                         "Choose another one, or none.");
    }

    const cv::Mat& m_picture;
    const int m_scale;
    Tiling& m_tiling;
    const int m_smallestSide;
    const TileNetwork& m_network;
    const RunControl& m_control;
    const TilesBecameSmaller& m_becameSmaller;
    cv::Mat m_output;
    std::deque<cv::Rect> m_cores;
};

}  // namespace

Result<cv::Mat> runInTiles(const cv::Mat& picture, int scale, Tiling& tiling, int smallestSide,
                           const TileNetwork& network, const RunControl& control,
                           const TilesBecameSmaller& becameSmaller) {
    return TiledRun(picture, scale, tiling, smallestSide, network, control, becameSmaller).run();
}

}  // namespace heirloom
