// Finds every face of a photo, however small in a large scan.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/run_control.h"
#include "core/face/face.h"
#include "core/image/photo.h"

namespace heirloom {

// Not thread-safe: one instance per thread.
class FaceDetector {
public:
    virtual ~FaceDetector() = default;

    // Faces by falling score. control is asked between scales and tiles.
    virtual Result<std::vector<Face>> detect(const Photo& photo, const RunControl& control) = 0;

    // Tells results of different detectors and settings apart.
    virtual std::string identity() const = 0;
};

}  // namespace heirloom
