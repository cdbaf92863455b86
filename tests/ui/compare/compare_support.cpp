#include "tests/ui/compare/compare_support.h"

#include <cmath>
#include <cstdlib>

#include <opencv2/imgproc.hpp>

namespace heirloom::ui::test {

namespace {

QImage halved(const QImage& image) {
    const cv::Mat full(image.height(), image.width(), CV_8UC4,
                       const_cast<uchar*>(image.constBits()),
                       static_cast<std::size_t>(image.bytesPerLine()));
    // An odd last row or column is averaged with itself.
    cv::Mat even;
    cv::copyMakeBorder(full, even, 0, full.rows % 2, 0, full.cols % 2, cv::BORDER_REPLICATE);
    cv::Mat half;
    cv::resize(even, half, even.size() / 2, 0, 0, cv::INTER_AREA);
    return imageOf(half);
}

}  // namespace

QImage drawn(QSize size, const std::function<QRgb(int, int)>& colour) {
    QImage image(size, QImage::Format_RGB32);
    for (int y = 0; y < size.height(); ++y) {
        auto* row = reinterpret_cast<QRgb*>(image.scanLine(y));
        for (int x = 0; x < size.width(); ++x) row[x] = colour(x, y) | 0xff000000u;
    }
    return image;
}

QImage texture(QSize size) {
    std::uint32_t state = 1;
    return drawn(size, [&](int x, int y) {
        state = state * 1664525u + 1013904223u;
        const int noise = static_cast<int>(state >> 28);
        const int red = static_cast<int>(120 + 90 * std::sin(x * 0.11) * std::cos(y * 0.07));
        const int green = static_cast<int>(120 + 90 * std::sin(x * 0.013 + y * 0.31));
        const int blue = (x * 3 + y * 5) % 200;
        return qRgb(red + noise, green + noise, blue + noise);
    });
}

Picture pictureOf(const QImage& image, int smallest) {
    std::vector<QImage> levels{image};
    while (std::max(levels.back().width(), levels.back().height()) > smallest) {
        levels.push_back(halved(levels.back()));
    }
    return Picture(std::move(levels), image.size());
}

Picture plainPicture(QSize size, const QColor& colour) {
    QImage image(size, QImage::Format_RGB32);
    image.fill(colour);
    return pictureOf(image);
}

QRgb pixelAt(QWidget& widget, QPoint point) {
    return widget.grab().toImage().pixel(point);
}

bool isClose(QRgb a, QRgb b, int tolerance) {
    return std::abs(qRed(a) - qRed(b)) <= tolerance &&
           std::abs(qGreen(a) - qGreen(b)) <= tolerance &&
           std::abs(qBlue(a) - qBlue(b)) <= tolerance;
}

}  // namespace heirloom::ui::test
