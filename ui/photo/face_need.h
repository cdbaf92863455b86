// What a change of mind about the open photo costs: only another picture, the stages of its
// faces, or the network. Pure functions.
#pragma once

#include <vector>

#include "core/restore/photo_session_results.h"
#include "ui/photo/edit_state.h"

namespace heirloom::ui {

// What faces were restored for. Numbers of choices are those of the scene's patches.
struct Preparation {
    RestoreParameters parameters;
    FaceChoices choices;
};

enum class FaceNeed { Nothing, Stages, Network };

// detectedCount: faces that were found, whose numbers are the same on both sides.
FaceNeed faceNeed(const Preparation& made, const EditState& wanted, int detectedCount);

// The strength, 0...1, of each patch of a scene; below 0: the face is off or gone.
std::vector<double> patchStrengths(const PreviewScene& scene, const FaceChoices& madeFor,
                                   const EditState& wanted, int detectedCount);

// The number that a face of one set of choices has in another; 0 where it is not there.
int renumbered(int number, const FaceChoices& from, const FaceChoices& to, int detectedCount);

// The faces of newer, and those of older that it does not have yet, for a scene that fills up
// face by face. Scenes of different sizes are not mixed.
PreviewScene completedBy(const PreviewScene& newer, const FaceChoices& newerChoices,
                         const PreviewScene& older, const FaceChoices& olderChoices,
                         int detectedCount);

}  // namespace heirloom::ui
