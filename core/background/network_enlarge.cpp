#include "core/background/network_enlarge.h"

#include <algorithm>
#include <cmath>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/background/block_pixels.h"
#include "core/background/lanczos.h"
#include "core/background/tiles.h"
#include "core/image/pixel_access.h"

namespace heirloom {

namespace {

// The folding of the ×1 network; blocks that begin elsewhere would give other results.
constexpr int kAlignment = 4;

class NetworkEnlargement {
public:
    NetworkEnlargement(const Photo& photo, BackgroundRestorer& network,
                       const ColourTransform& colour, const RunControl& control, cv::Mat& pixels)
        : m_photo(photo),
          m_network(network),
          m_colour(colour),
          m_control(control),
          m_pixels(pixels),
          m_isColourless(isColourless(photo)),
          m_fromNetworkX(photo.width() * network.scale(), pixels.cols),
          m_fromNetworkY(photo.height() * network.scale(), pixels.rows),
          m_fromPhotoX(photo.width(), pixels.cols),
          m_fromPhotoY(photo.height(), pixels.rows) {}

    Result<void> run() {
        // One block is one tile of the network, so that no tile is cut twice; only where the
        // photo becomes far smaller are blocks larger, because Lanczos looks farther.
        const int padding = m_network.padding() + margin();
        const Tiling tiling{std::max(m_network.tileSide(), 3 * padding), padding, kAlignment};
        const std::vector<Tile> blocks = tilesOf(m_photo.pixels.size(), tiling);
        for (std::size_t i = 0; i < blocks.size(); ++i) {
            if (m_control.shouldStop()) return cancelledError();
            const cv::Rect target = targetOf(blocks[i].core);
            if (target.empty()) continue;
            if (auto done = enlarge(blocks[i].padded, target, partOf(i, blocks.size())); !done) {
                return done;
            }
        }
        m_control.report({"background", 1.0, 0, 0});
        return {};
    }

private:
    // The pixels of the photo that Lanczos looks around a block.
    int margin() const {
        const double factor =
            std::min({double(m_pixels.cols) / m_photo.width(),
                      double(m_pixels.rows) / m_photo.height(), double(m_network.scale())});
        const int needed = static_cast<int>(std::ceil(3.0 / factor)) + 2;
        return (needed + kAlignment - 1) / kAlignment * kAlignment;
    }

    cv::Rect targetOf(cv::Rect core) const {
        const auto scaled = [](int value, int from, int to) {
            return static_cast<int>(std::lround(double(value) * to / from));
        };
        const int x0 = scaled(core.x, m_photo.width(), m_pixels.cols);
        const int x1 = scaled(core.br().x, m_photo.width(), m_pixels.cols);
        const int y0 = scaled(core.y, m_photo.height(), m_pixels.rows);
        const int y1 = scaled(core.br().y, m_photo.height(), m_pixels.rows);
        return {x0, y0, x1 - x0, y1 - y0};
    }

    RunControl partOf(std::size_t index, std::size_t count) const {
        RunControl part;
        part.stopRequested = m_control.stopRequested;
        part.progress = [this, index, count](const Progress& progress) {
            Progress whole = progress;
            whole.fraction = (static_cast<double>(index) + progress.fraction) / double(count);
            m_control.report(whole);
        };
        return part;
    }

    Result<void> enlarge(cv::Rect source, cv::Rect target, const RunControl& control) {
        const cv::Mat pixels = m_photo.pixels(source);
        cv::Mat colour = colourFloat(pixels, m_photo.layout);
        cv::Mat alpha;
        if (hasAlpha(m_photo.layout)) {
            alpha = alphaFloat(pixels, m_photo.layout);
            colour = withHiddenColourFilled(colour, alpha);
        }
        cv::Mat working = m_colour.toWorkingSpace(colour);
        working = cv::min(cv::max(working, cv::Scalar::all(0.0)), cv::Scalar::all(1.0));
        auto restored = m_network.restore(working, control);
        if (!restored) return restored.error();

        cv::Mat own = m_colour.fromWorkingSpace(resampledPart(
            *restored, source.tl() * m_network.scale(), m_fromNetworkX, m_fromNetworkY, target));
        if (m_isColourless && own.channels() == 3) cv::cvtColor(luma(own), own, cv::COLOR_GRAY2RGB);
        cv::Mat region = m_pixels(target);
        storeColour(own, region, m_photo.layout);
        if (!alpha.empty()) {
            storeAlpha(resampledPart(alpha, source.tl(), m_fromPhotoX, m_fromPhotoY, target),
                       m_photo.layout, region);
        }
        return {};
    }

    const Photo& m_photo;
    BackgroundRestorer& m_network;
    const ColourTransform& m_colour;
    const RunControl& m_control;
    cv::Mat& m_pixels;
    const bool m_isColourless;
    const LanczosAxis m_fromNetworkX, m_fromNetworkY, m_fromPhotoX, m_fromPhotoY;
};

}  // namespace

Result<void> enlargeByNetwork(const Photo& photo, BackgroundRestorer& network,
                              const ColourTransform& colour, const RunControl& control,
                              cv::Mat& pixels) {
    return NetworkEnlargement(photo, network, colour, control, pixels).run();
}

}  // namespace heirloom
