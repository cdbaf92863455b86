// The GPEN network behind the face-restorer interface.
#pragma once

#include "core/face/face_restorer.h"
#include "core/nn/gpen_generator.h"

namespace heirloom {

class GpenRestorer : public FaceRestorer {
public:
    GpenRestorer(GpenGenerator generator, CropTemplate cropTemplate, std::string identity);

    int size() const override { return m_generator.size(); }
    CropTemplate cropTemplate() const override { return m_template; }
    const std::string& identity() const override { return m_identity; }
    Result<cv::Mat> restore(const cv::Mat& crop) override;

private:
    GpenGenerator m_generator;
    CropTemplate m_template;
    std::string m_identity;
};

}  // namespace heirloom
