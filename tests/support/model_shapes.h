// Names and shapes of the models' state dicts, and checkpoints made from them.
#pragma once

#include "core/models/model_recognition.h"
#include "tests/support/checkpoint_builder.h"

namespace heirloom::test {

struct GpenConfiguration {
    int size = 512;
    int styleDimension = 512;
    int mappingLayers = 8;
    int channelMultiplier = 2;
    double narrow = 1.0;
    bool inputSkip = false;
};

// Every tensor of the generator.
TensorShapes gpenShapes(const GpenConfiguration& configuration);
// Every tensor.
TensorShapes rrdbShapes(int scale, int features, int blocks, int growth);
// The layers that tell the architecture, and some others.
TensorShapes retinaFaceShapes(bool resnet);
TensorShapes parseNetShapes();
TensorShapes discriminatorShapes();

CheckpointBuilder builderOf(const TensorShapes& shapes);

}  // namespace heirloom::test
