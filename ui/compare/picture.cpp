#include "ui/compare/picture.h"

#include <cmath>
#include <utility>

namespace heirloom::ui {

namespace {

// Rounding in the caller's zoom must not choose the level that is twice as large.
constexpr double kScaleTolerance = 1e-6;

}  // namespace

QImage imageOf(const cv::Mat& picture) {
    if (picture.empty()) return {};
    auto* owner = new cv::Mat(picture);
    return QImage(
        owner->data, owner->cols, owner->rows, static_cast<qsizetype>(owner->step),
        QImage::Format_RGB32, [](void* mat) { delete static_cast<cv::Mat*>(mat); }, owner);
}

Picture::Picture(std::vector<QImage> levels, QSize fullSize, int firstLevel)
    : m_levels(std::move(levels)), m_fullSize(fullSize), m_firstLevel(firstLevel) {
    for (QImage& level : m_levels) {
        if (level.format() != QImage::Format_RGB32) level.convertTo(QImage::Format_RGB32);
    }
}

const QImage& Picture::levelFor(double scale) const {
    static const QImage kNone;
    if (m_levels.empty()) return kNone;
    std::size_t chosen = 0;
    while (chosen + 1 < m_levels.size()) {
        const double ofNext = std::ldexp(1.0, -(m_firstLevel + static_cast<int>(chosen) + 1));
        if (ofNext < scale * (1.0 - kScaleTolerance)) break;
        ++chosen;
    }
    return m_levels[chosen];
}

QSizeF Picture::extentOf(const QImage& level) const {
    for (std::size_t i = 0; i < m_levels.size(); ++i) {
        if (m_levels[i].cacheKey() != level.cacheKey()) continue;
        const int shift = m_firstLevel + static_cast<int>(i);
        const auto roundedUp = [shift](int length) {
            return static_cast<int>(std::ceil(std::ldexp(length, -shift)));
        };
        if (level.width() != roundedUp(m_fullSize.width()) ||
            level.height() != roundedUp(m_fullSize.height())) {
            break;
        }
        return QSizeF(level.size()) * std::ldexp(1.0, shift);
    }
    return m_fullSize;
}

}  // namespace heirloom::ui
