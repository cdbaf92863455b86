// What is worth a word about the open photo, as sentences for people.
//
// Thread rule: GUI thread.
#pragma once

#include <optional>
#include <vector>

#include "core/base/result.h"
#include "core/quality/photo_warnings.h"
#include "ui/photo/photo_facts.h"

namespace heirloom::ui {

struct NoteSources {
    std::vector<Message> reading;          // of the file
    std::vector<PhotoWarning> judgements;  // of the photo, its faces and the result
    std::vector<Message> work;             // of the restoration
    std::optional<PhotoWarning> strength;  // moved high by hand
    std::optional<Error> problem;          // that kept something from being shown
};

QVector<PhotoNote> photoNotes(const NoteSources& sources);

// Sentences about one face, joined; review: whether one of them asks for a look.
QString faceNote(const NoteSources& sources, int face, bool& review);

}  // namespace heirloom::ui
