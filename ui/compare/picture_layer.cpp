#include "ui/compare/picture_layer.h"

#include <cmath>
#include <cstring>

#include "ui/compare/screen_sampler.h"

namespace heirloom::ui {

namespace {

constexpr double kSquaresAbove = 2.0;
constexpr double kRefinement = 2.0;
constexpr double kEdgeTolerance = 1e-3;  // device pixels

}  // namespace

void PictureLayer::setPicture(const Picture& picture) {
    m_picture = picture;
    m_patch = {};
    m_patchArea = {};
    m_valid = {};
    m_refined = false;
}

void PictureLayer::setPatch(const QImage& patch, const QRectF& area) {
    m_valid -= patchRectangle();
    m_patch = patch.format() == QImage::Format_RGB32 ? patch
                                                     : patch.convertToFormat(QImage::Format_RGB32);
    m_patchArea = area;
    m_valid -= patchRectangle();
}

void PictureLayer::place(const QSize& size, const QRect& whole, double zoom) {
    if (size != m_pixels.size()) {
        m_pixels = QImage(size, QImage::Format_RGB32);
        m_valid = {};
    }
    if (whole.size() != m_whole.size() || zoom != m_zoom) {
        m_valid = {};
        m_refined = false;
    }
    if (!m_valid.isEmpty()) scroll(whole.topLeft() - m_whole.topLeft());
    m_whole = whole;
    m_zoom = zoom;
}

void PictureLayer::scroll(QPoint offset) {
    if (offset.isNull()) return;
    const QRect bounds = m_pixels.rect();
    const QRect kept = bounds & bounds.translated(offset);
    m_valid = m_valid.translated(offset) & bounds;
    if (kept.isEmpty()) return;
    // Rows are taken in the order in which none is overwritten before it has been read.
    const bool downwards = offset.y() > 0;
    for (int i = 0; i < kept.height(); ++i) {
        const int y = downwards ? kept.bottom() - i : kept.top() + i;
        std::memmove(m_pixels.scanLine(y) + 4 * kept.left(),
                     m_pixels.constScanLine(y - offset.y()) + 4 * (kept.left() - offset.x()),
                     static_cast<std::size_t>(kept.width()) * 4);
    }
}

const QImage& PictureLayer::pixels(const QRect& wanted) {
    const QRect needed = wanted & m_whole & m_pixels.rect();
    if (m_picture.isNull() || needed.isEmpty()) return m_pixels;
    for (const QRect& rectangle : QRegion(needed) - m_valid) fill(rectangle);
    m_valid += needed;
    return m_pixels;
}

double PictureLayer::scale() const {
    const QSizeF full = m_picture.fullSize();
    return std::max(m_whole.width() / full.width(), m_whole.height() / full.height());
}

const QImage& PictureLayer::level() const {
    return m_picture.levelFor(m_refined ? scale() * kRefinement : scale());
}

bool PictureLayer::refine() {
    if (m_picture.isNull() || m_whole.isEmpty() || m_refined) return false;
    const qint64 before = level().cacheKey();
    m_refined = true;
    if (level().cacheKey() == before) return false;
    m_valid = {};
    return true;
}

void PictureLayer::fill(const QRect& rectangle) {
    const QRect patched = rectangle & patchRectangle() & m_whole;
    for (const QRect& part : QRegion(rectangle) - patched) fillPicture(part);
    if (!patched.isEmpty()) fillPatch(patched);
    m_scaledPixels += qint64{rectangle.width()} * rectangle.height();
}

void PictureLayer::fillPicture(const QRect& rectangle) {
    const QImage& source = level();
    const QSizeF full = m_picture.fullSize();
    const QSizeF extent = m_picture.extentOf(source);
    const QRectF placed(m_whole.topLeft(),
                        QSizeF(extent.width() * m_whole.width() / full.width(),
                               extent.height() * m_whole.height() / full.height()));
    const bool squares = m_zoom > kSquaresAbove && source.size() == m_picture.fullSize();
    sampleOnto(m_pixels, rectangle, source, placed, squares ? Sampling::Nearest : Sampling::Smooth);
}

// Only device pixels that the patch covers wholly: the others would mix with what is beyond.
QRect PictureLayer::patchRectangle() const {
    if (m_patch.isNull()) return {};
    const double left = m_whole.x() + m_patchArea.left() * m_whole.width();
    const double top = m_whole.y() + m_patchArea.top() * m_whole.height();
    const double right = m_whole.x() + m_patchArea.right() * m_whole.width();
    const double bottom = m_whole.y() + m_patchArea.bottom() * m_whole.height();
    const QPoint first(static_cast<int>(std::ceil(left - kEdgeTolerance)),
                       static_cast<int>(std::ceil(top - kEdgeTolerance)));
    const QPoint last(static_cast<int>(std::floor(right + kEdgeTolerance)) - 1,
                      static_cast<int>(std::floor(bottom + kEdgeTolerance)) - 1);
    return {first, last};
}

void PictureLayer::fillPatch(const QRect& rectangle) {
    const QRectF placed(m_whole.x() + m_patchArea.x() * m_whole.width(),
                        m_whole.y() + m_patchArea.y() * m_whole.height(),
                        m_patchArea.width() * m_whole.width(),
                        m_patchArea.height() * m_whole.height());
    const double pixelsAcross = m_patchArea.width() * m_picture.fullSize().width();
    const bool squares = m_zoom > kSquaresAbove && std::abs(m_patch.width() - pixelsAcross) < 0.5;
    sampleOnto(m_pixels, rectangle, m_patch, placed,
               squares ? Sampling::Nearest : Sampling::Smooth);
}

}  // namespace heirloom::ui
