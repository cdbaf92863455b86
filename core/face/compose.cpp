#include "core/face/compose.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>

#include <opencv2/core.hpp>

#include "core/base/vector_clones.h"
#include "core/face/align.h"
#include "core/face/enlarged_crop.h"
#include "core/image/picture_memory.h"

namespace heirloom {

namespace {

constexpr int kStripPixels = 2'000'000;
constexpr double kLeastSquare = 1e-12;
constexpr int kBlock = 64;

cv::Rect rectOf(const FacePatch& patch, cv::Size photoSize) {
    return coveredRect(patch.photoFromCrop, patch.mask.cols, photoSize);
}

// Cubic interpolation overshoots a little at the foot and the top of the ramp.
cv::Mat withinRange(const cv::Mat& mask) {
    return cv::min(cv::max(mask, 0.0), 1.0);
}

cv::Mat maskOn(const FacePatch& patch, cv::Rect rect) {
    return withinRange(cropOntoPhoto(patch.mask, patch.photoFromCrop, rect));
}

bool isEnlarged(const FacePatch& patch) {
    return enlargesOntoPhoto(patch.photoFromCrop);
}

// Pieces of a rectangle that bound the memory of its float pictures.
std::vector<cv::Rect> stripsOf(cv::Rect rect) {
    const int rows = std::max(1, kStripPixels / std::max(1, rect.width));
    std::vector<cv::Rect> strips;
    for (int y = rect.y; y < rect.br().y; y += rows) {
        strips.emplace_back(rect.x, y, rect.width, std::min(rows, rect.br().y - y));
    }
    return strips;
}

// A mask on a rectangle of the photo, a part at a time.
class PlacedMask {
public:
    PlacedMask(const FacePatch& patch, cv::Rect rect) {
        if (isEnlarged(patch)) {
            m_enlarged.emplace(patch.mask, cv::Mat(), patch.photoFromCrop, rect);
        } else {
            m_mask = maskOn(patch, rect);
        }
    }
    // part: within the rectangle. Empty where nothing of the mask reaches.
    cv::Mat on(cv::Rect part) const {
        if (!m_enlarged) return m_mask(part);
        cv::Mat mask;
        if (!m_enlarged->shows(part)) return mask;
        m_enlarged->place(part, &mask, nullptr);
        return mask;
    }

private:
    std::optional<EnlargedCrop> m_enlarged;
    cv::Mat m_mask;  // where it is not enlarged
};

// A patch within one of its strips, block by block.
class PlacedPatch {
public:
    PlacedPatch(const std::vector<FacePatch>& patches, std::size_t index, cv::Size photoSize,
                cv::Rect strip) {
        const FacePatch& patch = patches[index];
        if (isEnlarged(patch)) {
            m_enlarged.emplace(patch.mask, patch.change, patch.photoFromCrop, strip);
        } else {
            m_placed = {cropOntoPhoto(patch.change, patch.photoFromCrop, strip),
                        maskOn(patch, strip),
                        {},
                        {}};
        }
        placeDamage(patch, strip);
        for (std::size_t other = 0; other < patches.size(); ++other) {
            if (other == index) continue;
            const cv::Rect shared = rectOf(patches[other], photoSize) & strip;
            if (shared.empty()) continue;
            m_neighbours.push_back({shared - strip.tl(), PlacedMask(patches[other], shared)});
        }
    }

    // block: within the strip. Empty where the patch does not show.
    PlacedChange on(cv::Rect block) const {
        PlacedChange placed;
        if (!m_enlarged) {
            placed = m_placed(block);
        } else {
            if (!m_enlarged->shows(block)) return placed;
            m_enlarged->place(block, &placed.share, &placed.change);
            if (m_damage && m_damage->shows(block)) {
                m_damage->place(block, &placed.damage, &placed.whole);
            }
        }
        placed.share = shareOf(placed.share, block);
        return placed;
    }

private:
    struct Neighbour {
        cv::Rect shared;  // within the strip
        PlacedMask mask;
    };

    // How much of the patch goes into each pixel: the largest of all masks there, split among
    // the faces by the squares of their own. A face so keeps its middle although a neighbour's
    // oval reaches into it, and as everything is continuous there is no seam.
    cv::Mat shareOf(const cv::Mat& mask, cv::Rect block) const {
        cv::Mat squares;
        cv::Mat largest;
        for (const Neighbour& neighbour : m_neighbours) {
            const cv::Rect common = neighbour.shared & block;
            if (common.empty()) continue;
            const cv::Mat other = neighbour.mask.on(common - neighbour.shared.tl());
            if (squares.empty()) {
                squares = mask.mul(mask);
                largest = mask.clone();
            }
            if (other.empty()) continue;
            cv::Mat sum = squares(common - block.tl());
            cv::Mat top = largest(common - block.tl());
            sum += other.mul(other);
            top = cv::max(top, other);
        }
        if (squares.empty()) return mask;
        return largest.mul(mask.mul(mask) / cv::max(squares, kLeastSquare));
    }

    void placeDamage(const FacePatch& patch, cv::Rect strip) {
        if (patch.damage.empty()) return;
        if (m_enlarged) {
            m_damage.emplace(patch.damage, patch.whole, patch.photoFromCrop, strip);
            return;
        }
        m_placed.damage = withinRange(cropOntoPhoto(patch.damage, patch.photoFromCrop, strip));
        m_placed.whole = cropOntoPhoto(patch.whole, patch.photoFromCrop, strip);
    }

    std::optional<EnlargedCrop> m_enlarged, m_damage;
    PlacedChange m_placed;  // of the whole strip, where it is not enlarged
    std::vector<Neighbour> m_neighbours;
};

std::vector<cv::Rect> blocksOf(cv::Size strip) {
    std::vector<cv::Rect> blocks;
    for (int y = 0; y < strip.height; y += kBlock) {
        for (int x = 0; x < strip.width; x += kBlock) {
            blocks.push_back(cv::Rect(x, y, kBlock, kBlock) & cv::Rect(cv::Point(), strip));
        }
    }
    return blocks;
}

template <class Work>
void forEachBlock(cv::Size strip, const Work& work) {
    const std::vector<cv::Rect> blocks = blocksOf(strip);
    cv::parallel_for_(cv::Range(0, static_cast<int>(blocks.size())), [&](const cv::Range& range) {
        for (int i = range.start; i < range.end; ++i) work(blocks[static_cast<std::size_t>(i)]);
    });
}

// Rounded as lrint() does; written so that it becomes vector code.
template <class Sample>
HEIRLOOM_INLINE Sample rounded(float value) {
    constexpr float kMax = std::numeric_limits<Sample>::max();
    constexpr float kWholeNumbersOnly = 12582912.0f;  // 1.5 * 2^23
    const float clamped = value < 0.0f ? 0.0f : (value > kMax ? kMax : value);
    return static_cast<Sample>(
        static_cast<std::int32_t>((clamped + kWholeNumbersOnly) - kWholeNumbersOnly));
}

template <class Sample>
HEIRLOOM_INLINE Sample withChange(Sample pixel, float by, float change) {
    constexpr float kMax = std::numeric_limits<Sample>::max();
    constexpr float kScale = static_cast<float>(1.0 / std::numeric_limits<Sample>::max());
    return rounded<Sample>((pixel * kScale + by * change) * kMax);
}

template <class Sample, int kChannels>
HEIRLOOM_INLINE void addRow(const float* change, const float* share, float strength, int columns,
                            Sample* pixels) {
    constexpr int kColours = kChannels < 3 ? 1 : 3;
    constexpr int kPiece = 64;
    float by[kPiece * kColours];
    for (int x = 0; x < columns; x += kPiece, pixels += kPiece * kChannels) {
        const int count = std::min(kPiece, columns - x);
        for (int i = 0; i < count; ++i) {
            for (int c = 0; c < kColours; ++c) by[i * kColours + c] = share[x + i] * strength;
        }
        const float* add = change + x * kColours;
        if constexpr (kColours == kChannels) {
            HEIRLOOM_INDEPENDENT
            for (int i = 0; i < count * kColours; ++i) {
                pixels[i] = withChange(pixels[i], by[i], add[i]);
            }
        } else {
            for (int i = 0; i < count; ++i) {
                for (int c = 0; c < kColours; ++c) {
                    Sample& pixel = pixels[i * kChannels + c];
                    pixel = withChange(pixel, by[i * kColours + c], add[i * kColours + c]);
                }
            }
        }
    }
}

template <class Sample>
HEIRLOOM_INLINE void addRowOf(const float* change, const float* share, float strength, int columns,
                              int channels, Sample* pixels) {
    switch (channels) {
        case 1: return addRow<Sample, 1>(change, share, strength, columns, pixels);
        case 2: return addRow<Sample, 2>(change, share, strength, columns, pixels);
        case 3: return addRow<Sample, 3>(change, share, strength, columns, pixels);
        default: return addRow<Sample, 4>(change, share, strength, columns, pixels);
    }
}

HEIRLOOM_VECTOR_CLONES
void addAnyRow(const float* change, const float* share, float strength, int columns, int channels,
               bool is16Bit, unsigned char* pixels) {
    if (is16Bit) {
        addRowOf(change, share, strength, columns, channels,
                 reinterpret_cast<std::uint16_t*>(pixels));
    } else {
        addRowOf(change, share, strength, columns, channels, pixels);
    }
}

// What takes one pixel to what shall be there.
template <class Sample>
void replaceDamaged(const PlacedChange& placed, int y, const cv::Mat& pixels, float* change) {
    constexpr float kScale = static_cast<float>(1.0 / std::numeric_limits<Sample>::max());
    const auto* damage = placed.damage.ptr<float>(y);
    const auto* whole = placed.whole.ptr<float>(y);
    const auto* own = pixels.ptr<Sample>(y);
    const int colours = placed.whole.channels(), channels = pixels.channels();
    for (int x = 0; x < pixels.cols; ++x) {
        for (int c = 0; c < colours; ++c) {
            float& by = change[x * colours + c];
            const float replacing = whole[x * colours + c] - own[x * channels + c] * kScale;
            by += damage[x] * (replacing - by);
        }
    }
}

// Row y of the change to these pixels.
const float* changeRow(const PlacedChange& placed, int y, const cv::Mat& pixels,
                       std::vector<float>& buffer) {
    const auto* change = placed.change.ptr<float>(y);
    if (placed.damage.empty()) return change;
    buffer.assign(change, change + placed.change.cols * placed.change.channels());
    if (pixels.depth() == CV_16U) {
        replaceDamaged<std::uint16_t>(placed, y, pixels, buffer.data());
    } else {
        replaceDamaged<std::uint8_t>(placed, y, pixels, buffer.data());
    }
    return buffer.data();
}

void addRows(const PlacedChange& placed, double strength, cv::Range rows, cv::Mat& pixels) {
    std::vector<float> buffer;
    for (int y = rows.start; y < rows.end; ++y) {
        addAnyRow(changeRow(placed, y, pixels, buffer), placed.share.ptr<float>(y),
                  static_cast<float>(strength), pixels.cols, pixels.channels(),
                  pixels.depth() == CV_16U, pixels.ptr(y));
    }
}

}  // namespace

std::vector<cv::Rect> stripsOf(const FacePatch& patch, cv::Size photoSize) {
    const cv::Rect rect = rectOf(patch, photoSize);
    return rect.empty() ? std::vector<cv::Rect>() : stripsOf(rect);
}

PlacedChange placedChange(const std::vector<FacePatch>& patches, std::size_t index,
                          cv::Size photoSize, cv::Rect strip) {
    const PlacedPatch patch(patches, index, photoSize, strip);
    const int type = patches[index].change.type();
    PlacedChange whole{cv::Mat::zeros(strip.size(), type),
                       cv::Mat::zeros(strip.size(), CV_32FC1),
                       {},
                       {}};
    if (!patches[index].damage.empty()) {
        whole.damage = cv::Mat::zeros(strip.size(), CV_32FC1);
        whole.whole = cv::Mat::zeros(strip.size(), type);
    }
    forEachBlock(strip.size(), [&](cv::Rect block) {
        const PlacedChange placed = patch.on(block);
        if (placed.share.empty()) return;
        placed.change.copyTo(whole.change(block));
        placed.share.copyTo(whole.share(block));
        if (placed.damage.empty()) return;
        placed.damage.copyTo(whole.damage(block));
        placed.whole.copyTo(whole.whole(block));
    });
    return whole;
}

PlacedChange PlacedChange::operator()(cv::Rect part) const {
    PlacedChange out{change(part), share(part), {}, {}};
    if (!damage.empty()) {
        out.damage = damage(part);
        out.whole = whole(part);
    }
    return out;
}

void addPlaced(const PlacedChange& placed, double strength, PixelLayout layout, cv::Mat pixels) {
    CV_Assert(pixels.channels() == channelCount(layout));
    cv::parallel_for_(cv::Range(0, pixels.rows),
                      [&](const cv::Range& rows) { addRows(placed, strength, rows, pixels); });
}

void composeFaces(Photo& photo, const std::vector<FacePatch>& patches) {
    photo.pixels = copiedPicture(photo.pixels);
    composeFacesInPlace(photo, patches);
}

void composeFacesInPlace(Photo& photo, const std::vector<FacePatch>& patches) {
    for (std::size_t i = 0; i < patches.size(); ++i) {
        if (patches[i].strength <= 0.0) continue;
        for (const cv::Rect& strip : stripsOf(patches[i], photo.pixels.size())) {
            const PlacedPatch patch(patches, i, photo.pixels.size(), strip);
            forEachBlock(strip.size(), [&](cv::Rect block) {
                const PlacedChange placed = patch.on(block);
                if (placed.share.empty()) return;
                cv::Mat pixels = photo.pixels(block + strip.tl());
                addRows(placed, patches[i].strength, cv::Range(0, block.height), pixels);
            });
        }
    }
}

cv::Mat combinedMask(cv::Size photoSize, const std::vector<FacePatch>& patches) {
    cv::Mat combined = cv::Mat::zeros(photoSize, CV_32FC1);
    for (const FacePatch& patch : patches) {
        const cv::Rect rect = rectOf(patch, photoSize);
        if (rect.empty()) continue;
        cv::Mat region = combined(rect);
        region = cv::max(region, maskOn(patch, rect));
    }
    return combined;
}

}  // namespace heirloom
