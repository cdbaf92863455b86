// Networks on a graphics card that go on with the processor when the card's memory runs out.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "core/background/background_restorer.h"
#include "core/base/message.h"
#include "core/base/result.h"
#include "core/face/face_detector.h"
#include "core/face/face_parser.h"
#include "core/face/face_restorer.h"

namespace heirloom {

template <class Network>
struct FallbackPlan {
    using Make = std::function<Result<std::shared_ptr<Network>>()>;

    Make onCard;
    // Called once at most, perhaps long after the plan was made.
    Make onProcessor;
    std::function<void(const Message& message)> note;  // may be empty
    std::string model;                                 // its name for the note
};

// The network on the card. Once it answers OutOfMemory or throws std::bad_alloc, while it is
// made or while it works, the note is given, and the same work and all later work is done by
// the one on the processor. What that answers is final. Other errors pass through.
//
// The results have the thread rules of their interfaces.
Result<std::shared_ptr<FaceRestorer>> withFallback(FallbackPlan<FaceRestorer> plan);
Result<std::shared_ptr<FaceDetector>> withFallback(FallbackPlan<FaceDetector> plan);
Result<std::shared_ptr<FaceParser>> withFallback(FallbackPlan<FaceParser> plan);
Result<std::shared_ptr<BackgroundRestorer>> withFallback(FallbackPlan<BackgroundRestorer> plan);

}  // namespace heirloom
