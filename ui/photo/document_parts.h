// Small values that the open photo keeps. Internal to ui/photo.
#pragma once

#include <QImage>

#include "ui/photo/face_need.h"
#include "ui/photo/render_tasks.h"

namespace heirloom::ui {

// A scene and the choices whose numbers its patches have.
struct ShownScene {
    SharedScene scene;
    FaceChoices choices;
};

// A run of the session's face stages.
struct FaceRun {
    enum class Kind {
        Enhance,     // a person waits for it: with progress, face by face
        Update,      // quick and quiet, from what the session has
        Background,  // no faces, only the size, for saving what was never enhanced
    };
    Kind kind = Kind::Enhance;
    Preparation made;
    bool again = false;  // something changed meanwhile
};

struct FacePictures {
    cv::Rect2f box;  // of the face, in pixels of the photo
    QImage asIs;
    QImage restored;
};

}  // namespace heirloom::ui
