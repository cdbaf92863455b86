#include "core/models/model_choice.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <tuple>

namespace heirloom {

namespace {

constexpr double kSmallPhoto = 800;  // longest side in pixels
constexpr double kLargeCrop = 640;
constexpr int kUsualSize = 512;
constexpr int kLargeSize = 1024;

// Smaller is better.
using Rank = std::tuple<bool, bool, double, int>;

Rank rankOf(const RestorerCandidate& candidate, int wanted) {
    const double octaves =
        std::abs(std::log2(static_cast<double>(candidate.size)) - std::log2(wanted));
    return {!candidate.isTaskKnown, candidate.bundled, octaves, -candidate.size};
}

// Whole sentences, because they are looked up in the translations as they stand. %1 is what
// was measured, %2 the limit it was compared with, %3 the wanted size, %4 and %5 the name
// and size of the chosen model.
struct Sentences {
    std::string_view exact;
    std::string_view nearest;
    std::string_view bundled;
    std::string_view taskUnknown;
};

constexpr Sentences kSmallPhotoSentences{
    "The photo's longest side of %1 pixels is at most %2, so size %3 suits it: %4.",
    "The photo's longest side of %1 pixels is at most %2, so size %3 suits it; %4 (size %5) is "
    "the nearest that is installed.",
    "The photo's longest side of %1 pixels is at most %2, so size %3 suits it; only the bundled "
    "%4 (size %5) is installed.",
    "The photo's longest side of %1 pixels is at most %2, so size %3 suits it; only %4 (size %5) "
    "is installed, whose purpose is not known.",
};
constexpr Sentences kLargeFaceSentences{
    "The face takes %1 pixels of the photo, more than %2, so size %3 suits it: %4.",
    "The face takes %1 pixels of the photo, more than %2, so size %3 suits it; %4 (size %5) is "
    "the nearest that is installed.",
    "The face takes %1 pixels of the photo, more than %2, so size %3 suits it; only the bundled "
    "%4 (size %5) is installed.",
    "The face takes %1 pixels of the photo, more than %2, so size %3 suits it; only %4 (size %5) "
    "is installed, whose purpose is not known.",
};
constexpr Sentences kUsualFaceSentences{
    "The face takes %1 pixels of the photo, at most %2, so size %3 suits it: %4.",
    "The face takes %1 pixels of the photo, at most %2, so size %3 suits it; %4 (size %5) is the "
    "nearest that is installed.",
    "The face takes %1 pixels of the photo, at most %2, so size %3 suits it; only the bundled %4 "
    "(size %5) is installed.",
    "The face takes %1 pixels of the photo, at most %2, so size %3 suits it; only %4 (size %5) is "
    "installed, whose purpose is not known.",
};

std::string_view sentenceFor(const Sentences& sentences, const RestorerCandidate& chosen,
                             int wanted) {
    if (!chosen.isTaskKnown) return sentences.taskUnknown;
    if (chosen.bundled) return sentences.bundled;
    return chosen.size == wanted ? sentences.exact : sentences.nearest;
}

Message reasonFor(const RestorerCandidate& chosen, int wanted, double photoLongSide,
                  double cropSide) {
    const bool isSmallPhoto = photoLongSide <= kSmallPhoto;
    const Sentences& sentences = isSmallPhoto            ? kSmallPhotoSentences
                                 : cropSide > kLargeCrop ? kLargeFaceSentences
                                                         : kUsualFaceSentences;
    return Message(sentenceFor(sentences, chosen, wanted),
                   std::lround(isSmallPhoto ? photoLongSide : cropSide),
                   std::lround(isSmallPhoto ? kSmallPhoto : kLargeCrop), wanted, chosen.name,
                   chosen.size);
}

}  // namespace

int wantedRestorerSize(double photoLongSide, double cropSide) {
    return photoLongSide > kSmallPhoto && cropSide > kLargeCrop ? kLargeSize : kUsualSize;
}

Result<RestorerChoice> chooseRestorer(double photoLongSide, double cropSide,
                                      const std::vector<RestorerCandidate>& installed) {
    const int wanted = wantedRestorerSize(photoLongSide, cropSide);
    const auto best = std::min_element(installed.begin(), installed.end(),
                                       [wanted](const auto& left, const auto& right) {
                                           return rankOf(left, wanted) < rankOf(right, wanted);
                                       });
    if (best == installed.end()) {
        return makeError(ErrorCode::NotFound,
                         "No face restorer is installed. Download or import one in the model "
                         "manager.");
    }
    return RestorerChoice{best->name, best->size,
                          reasonFor(*best, wanted, photoLongSide, cropSide)};
}

}  // namespace heirloom
