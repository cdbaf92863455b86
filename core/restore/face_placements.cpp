#include "core/restore/face_placements.h"

#include <algorithm>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/face/align.h"

namespace heirloom {

namespace {

// About 200 MB for a colour photo. What was asked for last is kept whatever its size.
constexpr std::int64_t kMostPixels = 12'000'000;

bool isSame(const FacePatch& a, const FacePatch& b) {
    return a.photoFromCrop == b.photoFromCrop && a.change.data == b.change.data &&
           a.mask.data == b.mask.data && a.mask.size() == b.mask.size();
}

bool areSame(const std::vector<FacePatch>& a, const std::vector<FacePatch>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), isSame);
}

}  // namespace

// made outside of the lists, so that a failure leaves nothing half done behind.
template <class Make>
FacePlacements::Entry FacePlacements::found(std::vector<FacePatch> from, const cv::Rect& strip,
                                            bool isMask, const Make& make) {
    const std::lock_guard lock(m_mutex);
    const auto known = std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry& entry) {
        return entry.strip == strip && entry.placed.change.empty() == isMask &&
               areSame(entry.from, from);
    });
    if (known != m_entries.end()) {
        m_entries.splice(m_entries.begin(), m_entries, known);
        return m_entries.front();
    }
    Entry entry;
    entry.from = std::move(from);
    entry.strip = strip;
    make(entry);
    m_entries.push_front(std::move(entry));
    forgetTheOldest();
    return m_entries.front();
}

void FacePlacements::forgetTheOldest() {
    std::int64_t pixels = 0;
    for (const Entry& entry : m_entries) pixels += entry.shown.area();
    while (pixels > kMostPixels && m_entries.size() > 1) {
        pixels -= m_entries.back().shown.area();
        m_entries.pop_back();
    }
}

FacePlacements::Entry FacePlacements::placed(const std::vector<FacePatch>& patches,
                                             std::size_t index, cv::Size photoSize,
                                             const cv::Rect& strip) {
    // The patch itself comes first, so that two of a pair are told apart.
    std::vector<FacePatch> from{patches[index]};
    for (std::size_t i = 0; i < patches.size(); ++i) {
        const cv::Rect rect =
            coveredRect(patches[i].photoFromCrop, patches[i].mask.cols, photoSize);
        if (i != index && !(rect & strip).empty()) from.push_back(patches[i]);
    }
    return found(from, strip, false, [&](Entry& entry) {
        const PlacedChange whole = placedChange(from, 0, photoSize, strip);
        cv::Rect shown = cv::boundingRect(cv::Mat(whole.share > 0.0f));
        if (shown.empty()) shown = cv::Rect(0, 0, 1, 1);
        entry.shown = shown + strip.tl();
        const PlacedChange part = whole(shown);
        entry.placed = {part.change.clone(), part.share.clone(), part.damage.clone(),
                        part.whole.clone()};
    });
}

void FacePlacements::compose(const std::vector<FacePatch>& patches, cv::Size photoSize,
                             const cv::Rect& rectangle, PixelLayout layout, cv::Mat pixels) {
    for (std::size_t i = 0; i < patches.size(); ++i) {
        if (patches[i].strength <= 0.0) continue;
        for (const cv::Rect& strip : stripsOf(patches[i], photoSize)) {
            if ((strip & rectangle).empty()) continue;
            const Entry entry = placed(patches, i, photoSize, strip);
            const cv::Rect common = entry.shown & rectangle;
            if (common.empty()) continue;
            const cv::Rect part = common - entry.shown.tl();
            addPlaced(entry.placed(part), patches[i].strength, layout,
                      pixels(common - rectangle.tl()));
        }
    }
}

cv::Mat FacePlacements::mask(const FacePatch& patch, cv::Size photoSize) {
    const cv::Rect rect = coveredRect(patch.photoFromCrop, patch.mask.cols, photoSize);
    return found({patch}, rect, true,
                 [&](Entry& entry) {
                     entry.shown = rect;
                     entry.placed.share = cropOntoPhoto(patch.mask, patch.photoFromCrop, rect);
                 })
        .placed.share;
}

}  // namespace heirloom
