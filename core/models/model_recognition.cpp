#include "core/models/model_recognition.h"

#include <cmath>

namespace heirloom {

namespace {

namespace fs = std::filesystem;
using Shape = std::vector<std::int64_t>;

// Larger ones are no model's, and their products could overflow.
constexpr std::int64_t kMostChannels = 1 << 20;
constexpr int kMostLayers = 1000;

// The shape when the tensor is there with this many dimensions and no silly side.
const Shape* find(const TensorShapes& shapes, const std::string& name, std::size_t dimensions) {
    const auto found = shapes.find(name);
    if (found == shapes.end() || found->second.size() != dimensions) return nullptr;
    for (const std::int64_t side : found->second) {
        if (side <= 0 || side > kMostChannels) return nullptr;
    }
    return &found->second;
}

bool has(const TensorShapes& shapes, const std::string& name) {
    return shapes.find(name) != shapes.end();
}

// How many of prefix + first + suffix, prefix + (first + 1) + suffix ... exist.
int countLayers(const TensorShapes& shapes, const std::string& prefix, int first,
                const std::string& suffix) {
    int count = 0;
    while (count < kMostLayers && has(shapes, prefix + std::to_string(first + count) + suffix)) {
        ++count;
    }
    return count;
}

// Output channels of the encoder, from full size down to 4 x 4.
std::vector<int> encoderChannels(const TensorShapes& shapes) {
    constexpr int kMostLevels = 12;  // 8192 x 8192
    std::vector<int> channels;
    const Shape* first = find(shapes, "ecd0.0.0.weight", 4);
    if (first == nullptr || (*first)[1] != 3) return channels;
    channels.push_back(static_cast<int>((*first)[0]));
    for (int level = 1; level < kMostLevels; ++level) {
        const Shape* conv = find(shapes, "ecd" + std::to_string(level) + ".0.1.weight", 4);
        if (conv == nullptr) break;
        channels.push_back(static_cast<int>((*conv)[0]));
    }
    return channels;
}

bool recogniseRestorer(const TensorShapes& shapes, RecognisedModel& model) {
    constexpr int kSmallest = 4;
    constexpr int kMultipliedFrom = 64;
    constexpr double kWidest = 512, kWidestMultiplied = 256;
    const std::vector<int> channels = encoderChannels(shapes);
    const Shape* latent = find(shapes, "final_linear.0.weight", 2);
    if (channels.size() < 2 || latent == nullptr) return false;

    RestorerShape restorer;
    restorer.styleDimension = static_cast<int>((*latent)[0]);
    restorer.mappingLayers = countLayers(shapes, "generator.style.", 1, ".weight");
    if (restorer.mappingLayers == 0) return false;
    int resolution = kSmallest;
    for (auto level = channels.rbegin(); level != channels.rend(); ++level, resolution *= 2) {
        restorer.channels[resolution] = *level;
        restorer.size = resolution;
    }
    restorer.narrow = restorer.channels[kSmallest] / kWidest;
    if (restorer.size >= kMultipliedFrom) {
        restorer.channelMultiplier = static_cast<int>(std::lround(
            restorer.channels[kMultipliedFrom] / (kWidestMultiplied * restorer.narrow)));
    }
    restorer.hasInputSkip = has(shapes, "heirloom.input_skip");
    model.shape = restorer;
    return true;
}

bool recogniseDetector(const TensorShapes& shapes, RecognisedModel& model) {
    for (const char* head : {"ClassHead", "BboxHead", "LandmarkHead"}) {
        if (find(shapes, std::string(head) + ".0.conv1x1.weight", 4) == nullptr) {
            return false;
        }
    }
    if (has(shapes, "body.layer1.0.conv1.weight")) {
        model.shape = DetectorShape{DetectorBackbone::ResNet50};
        return true;
    }
    if (has(shapes, "body.stage1.0.0.weight")) {
        model.shape = DetectorShape{DetectorBackbone::MobileNet025};
        return true;
    }
    return false;
}

bool recogniseParser(const TensorShapes& shapes, RecognisedModel& model) {
    const Shape* mask = find(shapes, "out_mask_conv.conv2d.weight", 4);
    if (mask == nullptr || find(shapes, "encoder.0.conv2d.weight", 4) == nullptr) {
        return false;
    }
    model.shape = ParserShape{static_cast<int>((*mask)[0])};
    return true;
}

bool recogniseBackground(const TensorShapes& shapes, RecognisedModel& model) {
    const Shape* first = find(shapes, "conv_first.weight", 4);
    const int blocks = countLayers(shapes, "body.", 0, ".rdb1.conv1.weight");
    if (first == nullptr || blocks == 0) return false;
    BackgroundShape background;
    background.features = static_cast<int>((*first)[0]);
    background.blocks = blocks;
    // x2 and x1 fold 2 x 2 and 4 x 4 pixels into channels and always enlarge by 4.
    switch ((*first)[1]) {
        case 3: background.scale = 4; break;
        case 12: background.scale = 2; break;
        case 48: background.scale = 1; break;
        default: return false;
    }
    model.shape = background;
    return true;
}

// StyleGAN2's, which GPEN is trained against.
bool isDiscriminator(const TensorShapes& shapes) {
    return has(shapes, "convs.0.0.weight") && has(shapes, "final_conv.0.weight");
}

}  // namespace

ModelKind RecognisedModel::kind() const {
    constexpr std::array kByIndex{ModelKind::FaceRestorer, ModelKind::FaceDetector,
                                  ModelKind::FaceParser, ModelKind::Background};
    return kByIndex[shape.index()];
}

int RecognisedModel::inputSize() const {
    constexpr int kParserSize = 512;
    if (const auto* restorer = std::get_if<RestorerShape>(&shape)) return restorer->size;
    return kind() == ModelKind::FaceParser ? kParserSize : 0;
}

bool RecognisedModel::hasInputSkip() const {
    const auto* restorer = std::get_if<RestorerShape>(&shape);
    return restorer != nullptr && restorer->hasInputSkip;
}

Message RecognisedModel::description() const {
    if (const auto* restorer = std::get_if<RestorerShape>(&shape)) {
        return Message("GPEN face restorer for crops of %1 x %1 pixels", restorer->size);
    }
    if (const auto* detector = std::get_if<DetectorShape>(&shape)) {
        return detector->backbone == DetectorBackbone::ResNet50
                   ? Message("RetinaFace face detector with ResNet-50")
                   : Message("RetinaFace face detector with MobileNet-0.25");
    }
    if (const auto* parser = std::get_if<ParserShape>(&shape)) {
        return Message("ParseNet face parser with %1 classes", parser->classes);
    }
    return Message("RealESRNet background restorer, %1 times the size",
                   std::get<BackgroundShape>(shape).scale);
}

Result<RecognisedModel> recogniseModel(const TensorShapes& shapes, const fs::path& name) {
    for (const auto recognise :
         {recogniseRestorer, recogniseDetector, recogniseParser, recogniseBackground}) {
        RecognisedModel model;
        if (recognise(shapes, model)) return model;
    }
    if (isDiscriminator(shapes)) {
        return makeError(ErrorCode::Unsupported,
                         "%1 is a discriminator, which is needed for training only. Choose the "
                         "generator instead: the same name without \"-D\".",
                         name);
    }
    return makeError(ErrorCode::Unsupported,
                     "%1 is not a model that Heirloom can use. Choose a GPEN, RetinaFace, ParseNet "
                     "or RealESRNet file.",
                     name);
}

Result<RecognisedModel> recogniseModel(const Checkpoint& checkpoint) {
    TensorShapes shapes;
    for (const auto& [name, tensor] : checkpoint.tensors()) shapes.emplace(name, tensor.shape);
    return recogniseModel(shapes, checkpoint.name());
}

}  // namespace heirloom
