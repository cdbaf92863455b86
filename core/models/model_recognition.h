// Tells what a model file is from the names and shapes of its tensors, without libtorch.
//
// The task of a GPEN generator cannot be seen: colourisation, inpainting and segmentation
// models have the very shapes of a face restorer and are reported as one. The catalogue
// tells them apart by hash (ModelStore), and the user is asked where that is unknown.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/message.h"
#include "core/base/result.h"
#include "core/models/model_kind.h"
#include "core/nn/checkpoint.h"

namespace heirloom {

// FullGenerator(size, style_dim, n_mlp, channel_multiplier, narrow) of GPEN.
struct RestorerShape {
    int size = 0;  // side of the crop in pixels
    int styleDimension = 0;
    int mappingLayers = 0;
    // Absent below 64 pixels, where no layer depends on it.
    std::optional<int> channelMultiplier;
    double narrow = 0.0;
    std::map<int, int> channels;  // by resolution, 4 ... size
    bool hasInputSkip = false;    // heirloom.input_skip: one of this project's own models
};

enum class DetectorBackbone { MobileNet025, ResNet50 };

struct DetectorShape {
    DetectorBackbone backbone = DetectorBackbone::MobileNet025;
};

struct ParserShape {
    int classes = 0;
};

struct BackgroundShape {
    int scale = 0;     // 1, 2 or 4
    int features = 0;  // num_feat
    int blocks = 0;
};

struct RecognisedModel {
    std::variant<RestorerShape, DetectorShape, ParserShape, BackgroundShape> shape;

    ModelKind kind() const;
    // Side of the square input in pixels; 0 when it takes any size.
    int inputSize() const;
    bool hasInputSkip() const;
    // "GPEN face restorer for crops of 512 x 512 pixels"
    Message description() const;
};

using TensorShapes = std::map<std::string, std::vector<std::int64_t>>;

// Looks at the layers that tell the architecture; whether all others are there is checked
// when the model is loaded. name is used in messages. Errors: Unsupported, with a sentence
// of its own for discriminators.
Result<RecognisedModel> recogniseModel(const TensorShapes& shapes,
                                       const std::filesystem::path& name);
Result<RecognisedModel> recogniseModel(const Checkpoint& checkpoint);

}  // namespace heirloom
