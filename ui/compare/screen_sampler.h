// Scales pictures for the screen: the part that is seen, onto whole device pixels.
//
// Uses OpenCV's threads. Callable from any thread.
#pragma once

#include <QImage>
#include <QRect>
#include <QRectF>

namespace heirloom::ui {

enum class Sampling {
    Smooth,   // averages over each device pixel when it shrinks, bilinear when it enlarges
    Nearest,  // each picture pixel is a square
};

// Fills `rectangle` of target with source lying at `placed`: where the whole source would be
// in target's pixels. Beyond the source its border pixels are repeated. Both images are
// Format_RGB32; the result at a pixel does not depend on the rectangle, so that a picture may
// be filled piece by piece.
void sampleOnto(QImage& target, const QRect& rectangle, const QImage& source, const QRectF& placed,
                Sampling sampling);

}  // namespace heirloom::ui
