// Pictures of known pixels and a view to look at them with.
#pragma once

#include <functional>

#include <QColor>
#include <QImage>
#include <QPoint>
#include <QWidget>

#include "ui/compare/compare_view.h"

namespace heirloom::ui::test {

// With the levels of core/preview's pictureLevels(), by an own plain average.
Picture pictureOf(const QImage& image, int smallest = 512);
Picture plainPicture(QSize size, const QColor& colour);

// colour(x, y) at each pixel.
QImage drawn(QSize size, const std::function<QRgb(int, int)>& colour);
// Smooth waves and a bit of noise; no two places look alike.
QImage texture(QSize size);

QRgb pixelAt(QWidget& widget, QPoint point);  // device pixels, painted now
bool isClose(QRgb a, QRgb b, int tolerance = 2);

}  // namespace heirloom::ui::test
