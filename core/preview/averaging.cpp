#include "core/preview/averaging.h"

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

namespace heirloom {

cv::Mat averagedDown(const cv::Mat& picture, int side) {
    const cv::Size size((picture.cols + side - 1) / side, (picture.rows + side - 1) / side);
    cv::Mat out(size, picture.type());
    // OpenCV's fast way needs a whole ratio.
    const auto average = [&](cv::Rect from, cv::Rect to) {
        if (from.empty()) return;
        cv::Mat part = out(to);
        cv::resize(picture(from), part, to.size(), 0, 0, cv::INTER_AREA);
    };
    const int columns = picture.cols / side;
    const int rows = picture.rows / side;
    const int width = side * columns;
    const int height = side * rows;
    average({0, 0, width, height}, {0, 0, columns, rows});
    average({width, 0, picture.cols - width, height}, {columns, 0, 1, rows});
    average({0, height, width, picture.rows - height}, {0, rows, columns, 1});
    average({width, height, picture.cols - width, picture.rows - height}, {columns, rows, 1, 1});
    return out;
}

}  // namespace heirloom
