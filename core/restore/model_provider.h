// Where a restoration gets its networks from; tests put fakes here.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/background/background_restorer.h"
#include "core/face/face_detector.h"
#include "core/face/face_parser.h"
#include "core/face/face_restorer.h"

namespace heirloom {

// For reports and provenance.
struct UsedModel {
    std::string name;
    std::string kind;       // "restorer", "detector", ...
    std::string sha256;     // empty where there is no single file
    std::string precision;  // "fp32"
    std::string device;     // "cpu", "cuda:0"
};

struct ChosenRestorer {
    std::shared_ptr<FaceRestorer> restorer;
    std::string modelName;
    Message reason;  // why this one; empty when the user named it
};

// Not thread-safe: one instance per thread.
class ModelProvider {
public:
    virtual ~ModelProvider() = default;

    virtual Result<std::shared_ptr<FaceDetector>> detector() = 0;

    // photoLongSide and cropSide in pixels of the photo; cropSide is the side of the
    // square that the face's crop covers.
    virtual Result<ChosenRestorer> restorerFor(int photoLongSide, double cropSide) = 0;

    // Every model that has been loaded, in that order.
    virtual std::vector<UsedModel> usedModels() const { return {}; }

    // What happened to the networks since the last call that the user should know, such as
    // smaller tiles because memory ran short.
    virtual std::vector<Message> takeNotes() { return {}; }

    // Null when no parsing model is there, or none is wanted.
    virtual Result<std::shared_ptr<FaceParser>> parser() { return std::shared_ptr<FaceParser>(); }

    // For enlarging a whole photo by this factor; null when no model is there, or none is
    // wanted.
    virtual Result<std::shared_ptr<BackgroundRestorer>> background(double) {
        return std::shared_ptr<BackgroundRestorer>();
    }
};

}  // namespace heirloom
