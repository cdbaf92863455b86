// What one side of the compare view shows, scaled for the screen and kept between paints.
//
// Moving by whole device pixels scrolls what is there; only what came into view is scaled.
// Thread rule: GUI thread.
#pragma once

#include <QImage>
#include <QRect>
#include <QRectF>
#include <QRegion>

#include "ui/compare/picture.h"

namespace heirloom::ui {

class PictureLayer {
public:
    void setPicture(const Picture& picture);  // drops the patch
    // Newer pixels for a normalised part of the picture.
    void setPatch(const QImage& patch, const QRectF& area);
    const Picture& picture() const { return m_picture; }

    // size: of the pane. whole: where the picture lies in it. zoom: above 2 pixels are squares.
    void place(const QSize& size, const QRect& whole, double zoom);
    // The pane's pixels; those in `wanted` and inside the picture are up to date, the others
    // are undefined. The reference is valid until the next call of anything.
    const QImage& pixels(const QRect& wanted);
    // The next pixels() are averaged from twice as many picture pixels: nearer to the mean over
    // the full picture, but too slow for each frame of a movement. Another zoom or picture
    // ends it. Returns whether anything changes.
    bool refine();
    // How many pixels were scaled so far, for tests of the scrolling.
    qint64 scaledPixels() const { return m_scaledPixels; }

private:
    void scroll(QPoint offset);
    void fill(const QRect& rectangle);
    void fillPicture(const QRect& rectangle);
    void fillPatch(const QRect& rectangle);  // that it covers
    QRect patchRectangle() const;
    double scale() const;
    const QImage& level() const;

    Picture m_picture;
    QImage m_patch;
    QRectF m_patchArea;
    QImage m_pixels;
    QRegion m_valid;  // of m_pixels
    QRect m_whole;
    double m_zoom = 0.0;
    bool m_refined = false;
    qint64 m_scaledPixels = 0;
};

}  // namespace heirloom::ui
