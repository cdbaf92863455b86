// Everything that a person decides about the open photo, as one value: what undo moves
// between, and what a crash must not lose.
//
// Thread rule: plain values and pure functions.
#pragma once

#include <optional>

#include <QJsonObject>
#include <QString>

#include "core/restore/face_choices.h"
#include "core/restore/parameters.h"
#include "core/restore/preset.h"

namespace heirloom::ui {

struct EditState {
    RestoreParameters parameters;
    FaceChoices choices;           // those of found faces have their boxes, too
    std::optional<Preset> preset;  // as it was when it was chosen
    bool strengthByHand = false;   // a person moved it, so a high one is worth a word
};

bool operator==(const EditState& a, const EditState& b);
inline bool operator!=(const EditState& a, const EditState& b) {
    return !(a == b);
}

// Whether the photo would look different without any face restored.
bool changesWholePhoto(const RestoreParameters& parameters);

// The choice for a found face, made if there is none; box: where it lies.
FaceChoice& choiceOf(FaceChoices& choices, int number, const cv::Rect2f& box);
// Drops choices that choose nothing.
void tidyChoices(FaceChoices& choices);
// The place in choices.added of the face with this box; -1 where there is none.
int addedIndex(const FaceChoices& choices, const cv::Rect2f& box);
// Every found face off, and none added: what is left is the work on the whole photo.
FaceChoices withoutFaces(int detectedCount);

QJsonObject editStateToJson(const EditState& state);
// Values that are missing or out of range stay as they are by default.
EditState editStateFromJson(const QJsonObject& json);

}  // namespace heirloom::ui
