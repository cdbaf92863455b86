#include "core/preview/display_picture.h"

#include <algorithm>

#include <opencv2/core.hpp>

#include "core/image/colour_transform.h"
#include "core/preview/averaging.h"
#include "core/preview/display_rows.h"

namespace heirloom {

// At most one of the tables is there; none means sRGB.
struct DisplayTransform::State {
    PixelLayout layout = PixelLayout::Rgb;
    GreyTable grey;
    std::optional<CurvesAndMatrix> matrix;
    std::optional<ColourGrid> grid;

    void show(const PhotoRow& row, unsigned char* out) const {
        if (!grey.empty()) return showGrey(row, grey, out);
        if (matrix) return showByMatrix(row, *matrix, out);
        if (grid) return showByGrid(row, *grid, out);
        showSrgb(row, out);
    }
};

DisplayTransform::DisplayTransform(std::unique_ptr<State> state) : m_state(std::move(state)) {}
DisplayTransform::~DisplayTransform() = default;
DisplayTransform::DisplayTransform(DisplayTransform&&) noexcept = default;
DisplayTransform& DisplayTransform::operator=(DisplayTransform&&) noexcept = default;

DisplayTransform DisplayTransform::create(const Photo& photo) {
    const int channels = colourChannelCount(photo.layout);
    auto colour = ColourTransform::create(photo.iccProfile, channels);
    if (!colour) colour = ColourTransform::create({}, channels);
    auto state = std::make_unique<State>();
    state->layout = photo.layout;
    if (channels == 1) {
        state->grey = makeGreyTable(*colour, photo.is16Bit());
    } else if (!isNearlySrgb(*colour)) {
        state->matrix = findCurvesAndMatrix(*colour, photo.is16Bit());
        if (!state->matrix) state->grid = makeColourGrid(*colour);
    }
    return DisplayTransform(std::move(state));
}

cv::Mat DisplayTransform::apply(const cv::Mat& pixels, cv::Point origin) const {
    cv::Mat out(pixels.size(), CV_8UC4);
    const bool isTransparent = hasAlpha(m_state->layout);
    cv::parallel_for_(cv::Range(0, pixels.rows), [&](const cv::Range& rows) {
        for (int y = rows.start; y < rows.end; ++y) {
            const PhotoRow row{pixels.ptr(y), pixels.depth() == CV_16U, pixels.channels(),
                               pixels.cols};
            m_state->show(row, out.ptr(y));
            if (isTransparent) layOnCheckerboard(row, {origin.x, origin.y + y}, out.ptr(y));
        }
    });
    return out;
}

std::vector<cv::Mat> pictureLevels(const cv::Mat& picture, int smallest) {
    std::vector<cv::Mat> levels{picture};
    while (std::max(levels.back().cols, levels.back().rows) > std::max(1, smallest)) {
        levels.push_back(averagedDown(levels.back(), 2));
    }
    return levels;
}

}  // namespace heirloom
