#include "core/face/gpen_restorer.h"

#include "core/face/network_range.h"

namespace heirloom {

GpenRestorer::GpenRestorer(GpenGenerator generator, CropTemplate cropTemplate, std::string identity)
    : m_generator(std::move(generator)),
      m_template(cropTemplate),
      m_identity(std::move(identity)) {}

Result<cv::Mat> GpenRestorer::restore(const cv::Mat& crop) {
    auto restored = m_generator.run(toNetworkRange(crop));
    if (!restored) return restored.error();
    if (!areFinite(*restored)) {
        return makeError(ErrorCode::Damaged,
                         "The model %1 gives no usable numbers; its file may be damaged.",
                         m_identity);
    }
    return fromNetworkRange(*restored);
}

}  // namespace heirloom
