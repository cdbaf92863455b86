#include "ui/photo/face_need.h"

#include <algorithm>

namespace heirloom::ui {

namespace {

// Off counts as below every strength.
double foundStrength(const FaceChoices& choices, int number, double photoStrength) {
    if (!isFaceEnabled(choices, number)) return -1.0;
    return strengthOfFace(choices, number, photoStrength);
}

double addedStrength(const FaceChoices& choices, int index, double photoStrength) {
    const AddedFace& face = choices.added[static_cast<std::size_t>(index)];
    return face.enabled ? face.strength.value_or(photoStrength) : -1.0;
}

// Strength before and after of every face that is on afterwards.
struct Pair {
    double before;
    double after;
};
std::vector<Pair> strengthPairs(const Preparation& made, const EditState& wanted,
                                int detectedCount) {
    std::vector<Pair> pairs;
    for (int number = 1; number <= detectedCount; ++number) {
        pairs.push_back({foundStrength(made.choices, number, made.parameters.strength),
                         foundStrength(wanted.choices, number, wanted.parameters.strength)});
    }
    for (std::size_t i = 0; i < wanted.choices.added.size(); ++i) {
        const int old = addedIndex(made.choices, wanted.choices.added[i].box);
        pairs.push_back(
            {old < 0 ? -1.0 : addedStrength(made.choices, old, made.parameters.strength),
             addedStrength(wanted.choices, static_cast<int>(i), wanted.parameters.strength)});
    }
    std::erase_if(pairs, [](const Pair& pair) { return pair.after < 0.0; });
    return pairs;
}

}  // namespace

FaceNeed faceNeed(const Preparation& made, const EditState& wanted, int detectedCount) {
    if (needsNetwork(made.parameters, wanted.parameters)) return FaceNeed::Network;
    const std::vector<Pair> pairs = strengthPairs(made, wanted, detectedCount);
    const bool anyNew =
        std::any_of(pairs.begin(), pairs.end(), [](const Pair& pair) { return pair.before < 0.0; });
    if (anyNew) return FaceNeed::Network;
    if (needsFaces(made.parameters, wanted.parameters)) return FaceNeed::Stages;
    // The colour of a face is set for its strength.
    const bool anyMoved = std::any_of(pairs.begin(), pairs.end(),
                                      [](const Pair& pair) { return pair.before != pair.after; });
    return wanted.parameters.rosy > 0.0 && anyMoved ? FaceNeed::Stages : FaceNeed::Nothing;
}

int renumbered(int number, const FaceChoices& from, const FaceChoices& to, int detectedCount) {
    if (number <= detectedCount) return number;
    const auto index = static_cast<std::size_t>(number - detectedCount - 1);
    if (index >= from.added.size()) return 0;
    const int place = addedIndex(to, from.added[index].box);
    return place < 0 ? 0 : detectedCount + 1 + place;
}

std::vector<double> patchStrengths(const PreviewScene& scene, const FaceChoices& madeFor,
                                   const EditState& wanted, int detectedCount) {
    std::vector<double> strengths;
    for (const int face : scene.patchFaces) {
        const int number = renumbered(face, madeFor, wanted.choices, detectedCount);
        double strength = -1.0;
        if (number > detectedCount) {
            strength = addedStrength(wanted.choices, number - detectedCount - 1,
                                     wanted.parameters.strength);
        } else if (number > 0) {
            strength = foundStrength(wanted.choices, number, wanted.parameters.strength);
        }
        strengths.push_back(strength < 0.0 ? -1.0 : strength / 100.0);
    }
    return strengths;
}

PreviewScene completedBy(const PreviewScene& newer, const FaceChoices& newerChoices,
                         const PreviewScene& older, const FaceChoices& olderChoices,
                         int detectedCount) {
    PreviewScene scene = newer;
    if (older.background.pixels.size() != newer.background.pixels.size()) return scene;
    for (std::size_t i = 0; i < older.patches.size(); ++i) {
        const int number =
            renumbered(older.patchFaces[i], olderChoices, newerChoices, detectedCount);
        const bool isThere = std::find(newer.patchFaces.begin(), newer.patchFaces.end(), number) !=
                             newer.patchFaces.end();
        if (number == 0 || isThere) continue;
        scene.patches.push_back(older.patches[i]);
        scene.patchFaces.push_back(number);
    }
    return scene;
}

}  // namespace heirloom::ui
