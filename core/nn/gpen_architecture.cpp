#include "core/nn/gpen_architecture.h"

namespace heirloom {

namespace {

// The shape, or an empty vector when there is no such tensor.
std::vector<std::int64_t> shapeOf(const Checkpoint& checkpoint, const std::string& name) {
    const CheckpointTensor* found = checkpoint.find(name);
    return found != nullptr ? found->shape : std::vector<std::int64_t>{};
}

ConvolutionShape plain(int in, int out, int side, int kernel) {
    const int pad = kernel / 2;
    return {.inChannels = in,
            .outChannels = out,
            .inHeight = side,
            .inWidth = side,
            .outHeight = side,
            .outWidth = side,
            .kernelHeight = kernel,
            .kernelWidth = kernel,
            .padTop = pad,
            .padLeft = pad};
}

// The encoder blurs with a padding of 2 before it halves: side + 1 pixels come in.
ConvolutionShape halving(int in, int out, int side) {
    ConvolutionShape shape = plain(in, out, side + 1, 3);
    shape.padTop = shape.padLeft = 0;
    shape.stride = 2;
    shape.outHeight = shape.outWidth = side / 2;
    return shape;
}

ConvolutionShape doubling(int in, int out, int side) {
    ConvolutionShape shape = plain(in, out, side, 3);
    shape.padTop = shape.padLeft = 0;
    shape.stride = 2;
    shape.outHeight = shape.outWidth = 2 * side + 1;
    shape.transposed = true;
    return shape;
}

}  // namespace

std::vector<ConvolutionShape> GpenArchitecture::convolutions() const {
    std::vector<ConvolutionShape> all;
    all.push_back(plain(3, channels.front(), size(), 1));
    for (int level = 1; level < levels(); ++level) {
        all.push_back(halving(channels[level - 1], channels[level], sideOfLevel(level - 1)));
    }
    const int smallest = channels.back();
    all.push_back(plain(smallest, smallest, kSmallest, 3));
    all.push_back(plain(2 * smallest, 3, kSmallest, 1));
    for (int level = levels() - 2; level >= 0; --level) {
        const int out = channels[level];
        const int side = sideOfLevel(level);
        all.push_back(doubling(2 * channels[level + 1], out, side / 2));
        all.push_back(plain(2 * out, out, side, 3));
        all.push_back(plain(2 * out, 3, side, 1));
    }
    return all;
}

std::string gpenEncoderName(int level, int part) {
    return "ecd" + std::to_string(level) + ".0." + std::to_string(part);
}

Result<GpenArchitecture> readGpenArchitecture(const Checkpoint& checkpoint) {
    constexpr int kMostLevels = 12;
    constexpr std::int64_t kMostChannels = 1 << 16;
    GpenArchitecture found;
    bool usable = true;
    const auto addLevel = [&](const std::vector<std::int64_t>& shape) {
        if (shape.size() != 4) return false;
        usable = usable && shape[0] > 0 && shape[0] <= kMostChannels;
        found.channels.push_back(usable ? static_cast<int>(shape[0]) : 0);
        return true;
    };
    bool more = addLevel(shapeOf(checkpoint, gpenEncoderName(0, 0) + ".weight"));
    for (int level = 1; more && level < kMostLevels; ++level) {
        more = addLevel(shapeOf(checkpoint, gpenEncoderName(level, 1) + ".weight"));
    }
    const auto last = shapeOf(checkpoint, "final_linear.0.weight");
    if (last.size() == 2 && last[0] <= kMostChannels) {
        found.styleDimension = static_cast<int>(last[0]);
    }
    const auto hasMapping = [&](int index) {
        return checkpoint.find("generator.style." + std::to_string(index) + ".weight") != nullptr;
    };
    while (hasMapping(found.mappingLayers + 1)) ++found.mappingLayers;
    if (!usable || found.levels() < 2 || found.styleDimension < 1 || found.mappingLayers < 1) {
        return makeError(ErrorCode::Damaged,
                         "%1 is not a GPEN model: the encoder or the mapping network is missing.",
                         checkpoint.name());
    }
    return found;
}

}  // namespace heirloom
