#include "core/restore/detector_anchors.h"

#include <algorithm>

namespace heirloom {

RetinaFaceAnchors anchorsOf(const InstalledModel& model) {
    RetinaFaceAnchors anchors = defaultRetinaFaceAnchors();
    for (std::size_t i = 0; i < std::min(anchors.size(), model.anchors.size()); ++i) {
        anchors[i].assign(model.anchors[i].begin(), model.anchors[i].end());
    }
    return anchors;
}

}  // namespace heirloom
