// Fallback for machines without a RetinaFace model: OpenCV's frontal-face cascade, with
// the eyes found by a second cascade and the other landmarks placed by proportion.
#pragma once

#include <filesystem>
#include <memory>

#include "core/face/face_detector.h"

namespace heirloom {

class CascadeDetector : public FaceDetector {
public:
    // folder: holds haarcascade_frontalface_alt2.xml and haarcascade_eye.xml, as in
    // OpenCV's data package. Empty: the usual places are searched.
    static Result<std::unique_ptr<CascadeDetector>> create(
        const std::filesystem::path& folder = {});
    ~CascadeDetector() override;

    Result<std::vector<Face>> detect(const Photo& photo, const RunControl& control) override;
    std::string identity() const override { return "opencv-cascade"; }

private:
    struct Cascades;
    explicit CascadeDetector(std::unique_ptr<Cascades> cascades);
    std::unique_ptr<Cascades> m_cascades;
};

}  // namespace heirloom
