#include "core/restore/engine_networks.h"

#include <utility>

#include "core/background/rrdb_background.h"
#include "core/face/gpen_restorer.h"
#include "core/face/parsenet_parser.h"
#include "core/face/retinaface_detector.h"
#include "core/nn/checkpoint.h"
#include "core/restore/detector_anchors.h"

namespace heirloom {

Result<std::shared_ptr<FaceRestorer>> makeRestorer(const InstalledModel& model,
                                                   const RuntimeFacts& runtime,
                                                   const std::string& identity) {
    auto checkpoint = Checkpoint::open(model.path);
    if (!checkpoint) return checkpoint.error();
    auto generator = GpenGenerator::create(*checkpoint, runtime);
    if (!generator) return generator.error();
    return std::shared_ptr<FaceRestorer>(
        std::make_shared<GpenRestorer>(std::move(generator).value(), model.cropTemplate, identity));
}

Result<std::shared_ptr<FaceDetector>> makeDetector(const InstalledModel& model,
                                                   const RuntimeFacts& runtime,
                                                   const std::string& identity) {
    auto checkpoint = Checkpoint::open(model.path);
    if (!checkpoint) return checkpoint.error();
    auto network = RetinaFaceNetwork::create(*checkpoint, anchorsOf(model), runtime);
    if (!network) return network.error();
    return std::shared_ptr<FaceDetector>(
        std::make_shared<RetinaFaceDetector>(std::move(network).value(), identity));
}

Result<std::shared_ptr<FaceParser>> makeParser(const InstalledModel& model,
                                               const RuntimeFacts& runtime,
                                               const std::string& identity) {
    auto checkpoint = Checkpoint::open(model.path);
    if (!checkpoint) return checkpoint.error();
    auto network = ParseNet::create(*checkpoint, runtime);
    if (!network) return network.error();
    return std::shared_ptr<FaceParser>(
        std::make_shared<ParsenetParser>(std::move(network).value(), identity));
}

Result<std::shared_ptr<BackgroundRestorer>> makeBackground(
    const InstalledModel& model, const RuntimeFacts& runtime, const std::string& identity,
    std::function<void(const Message&)> note) {
    auto checkpoint = Checkpoint::open(model.path);
    if (!checkpoint) return checkpoint.error();
    auto network = RrdbNet::create(*checkpoint, runtime);
    if (!network) return network.error();
    return std::shared_ptr<BackgroundRestorer>(std::make_shared<RrdbBackground>(
        std::move(network).value(), *checkpoint, runtime, identity, std::move(note)));
}

}  // namespace heirloom
