#include "ui/photo/edit_state.h"

#include <algorithm>

namespace heirloom::ui {

namespace {

bool equalChoices(const FaceChoice& a, const FaceChoice& b) {
    return a.face == b.face && a.enabled == b.enabled && a.strength == b.strength && a.box == b.box;
}

bool equalAdded(const AddedFace& a, const AddedFace& b) {
    return a.box == b.box && a.landmarks == b.landmarks && a.strength == b.strength &&
           a.enabled == b.enabled;
}

bool equalPresets(const std::optional<Preset>& a, const std::optional<Preset>& b) {
    if (a.has_value() != b.has_value()) return false;
    return !a || (a->id == b->id && a->builtIn == b->builtIn && a->values == b->values);
}

}  // namespace

bool operator==(const EditState& a, const EditState& b) {
    return a.parameters == b.parameters && a.strengthByHand == b.strengthByHand &&
           equalPresets(a.preset, b.preset) &&
           std::equal(a.choices.faces.begin(), a.choices.faces.end(), b.choices.faces.begin(),
                      b.choices.faces.end(), equalChoices) &&
           std::equal(a.choices.added.begin(), a.choices.added.end(), b.choices.added.begin(),
                      b.choices.added.end(), equalAdded);
}

bool changesWholePhoto(const RestoreParameters& parameters) {
    const bool filters = parameters.denoise > 0.0 || parameters.sharpen > 0.0;
    return (filters && parameters.scope == Scope::WholePhoto) || parameters.contrast > 0.0 ||
           parameters.brightness != 0.0 || parameters.scale != 1.0 || parameters.longSide > 0;
}

FaceChoice& choiceOf(FaceChoices& choices, int number, const cv::Rect2f& box) {
    const auto known = std::find_if(choices.faces.begin(), choices.faces.end(),
                                    [&](const FaceChoice& face) { return face.face == number; });
    if (known != choices.faces.end()) return *known;
    FaceChoice choice;
    choice.face = number;
    choice.box = box;
    choices.faces.push_back(choice);
    return choices.faces.back();
}

void tidyChoices(FaceChoices& choices) {
    std::erase_if(choices.faces,
                  [](const FaceChoice& choice) { return choice.enabled && !choice.strength; });
    std::sort(choices.faces.begin(), choices.faces.end(),
              [](const FaceChoice& a, const FaceChoice& b) { return a.face < b.face; });
}

int addedIndex(const FaceChoices& choices, const cv::Rect2f& box) {
    const auto found = std::find_if(choices.added.begin(), choices.added.end(),
                                    [&](const AddedFace& face) { return face.box == box; });
    return found == choices.added.end() ? -1 : static_cast<int>(found - choices.added.begin());
}

FaceChoices withoutFaces(int detectedCount) {
    FaceChoices choices;
    for (int number = 1; number <= detectedCount; ++number) {
        FaceChoice choice;
        choice.face = number;
        choice.enabled = false;
        choices.faces.push_back(choice);
    }
    return choices;
}

}  // namespace heirloom::ui
