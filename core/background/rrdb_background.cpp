#include "core/background/rrdb_background.h"

#include <algorithm>
#include <cmath>

#include <opencv2/core.hpp>

#include "core/background/tiled_run.h"

namespace heirloom {

namespace {

// The ×2 and ×1 networks begin by folding 2 x 2 or 4 x 4 pixels into one; all reaches and
// costs are those of the folded picture. 345 convolutions in a row could see 350 folded
// pixels, but each counts little: with seeded weights of full gain the influence of what
// lies 8 away is 0.7 grey levels, 12 away 0.02, 16 away 0.001. Trained weights are expected
// to look farther than random ones, hence more than twice that.
constexpr int kFoldedPadding = 32;
constexpr int kSmallestFoldedCore = 16;
constexpr int kLargestSide = 1024;
// The network itself takes no less.
constexpr int kSmallestPicture = 8;

constexpr std::size_t kCpuMemory = std::size_t{700} << 20;
constexpr std::size_t kGpuMemory = std::size_t{4} << 30;

int foldOf(int scale) {
    return 4 / scale;
}

int featuresOf(const Checkpoint& checkpoint) {
    constexpr int kUsual = 64;
    const CheckpointTensor* first = checkpoint.find("conv_first.weight");
    return first != nullptr && !first->shape.empty() ? static_cast<int>(first->shape[0]) : kUsual;
}

// An upper bound of what was measured (peak of the resident size on the CPU, libtorch 1.13:
// 8.2 to 10.3 kB with 32 features, 6.2 kB with 16). The layers at four times the folded
// size decide: some six planes of 16 pixels a feature.
double bytesPerFoldedPixel(int features) {
    return 4.0 * 16.0 * 6.0 * features;
}

Tiling tilingFor(int scale, int features, std::size_t memoryBytes) {
    const int fold = foldOf(scale);
    const double pixels = static_cast<double>(memoryBytes) / bytesPerFoldedPixel(features);
    const int side = static_cast<int>(std::min(std::sqrt(pixels), double(kLargestSide)));
    const int smallest = 2 * kFoldedPadding + kSmallestFoldedCore;
    Tiling tiling;
    tiling.padding = kFoldedPadding * fold;
    tiling.alignment = fold;
    tiling.side = std::max(smallest, side) * fold;
    return tiling;
}

// Repeats the border of pictures that are too small for the network.
cv::Mat atLeastSmallest(const cv::Mat& picture) {
    const int below = std::max(0, kSmallestPicture - picture.rows);
    const int right = std::max(0, kSmallestPicture - picture.cols);
    if (below == 0 && right == 0) return picture;
    cv::Mat larger;
    cv::copyMakeBorder(picture, larger, 0, below, 0, right, cv::BORDER_REPLICATE);
    return larger;
}

}  // namespace

RrdbBackground::RrdbBackground(RrdbNet network, const Checkpoint& checkpoint,
                               const RuntimeFacts& runtime, std::string identity, Note note)
    : m_network(std::move(network)), m_identity(std::move(identity)), m_note(std::move(note)) {
    std::size_t memoryBytes = runtime.device == Device::Cuda ? kGpuMemory : kCpuMemory;
    if (runtime.memoryBytes > 0) memoryBytes = std::min(memoryBytes, runtime.memoryBytes);
    m_tiling = tilingFor(m_network.scale(), featuresOf(checkpoint), memoryBytes);
}

Result<cv::Mat> RrdbBackground::restore(const cv::Mat& picture, const RunControl& control) {
    if (picture.type() != CV_32FC3 || picture.empty()) {
        return makeError(ErrorCode::InvalidArgument,
                         "The background network expects a picture of three float channels.");
    }
    const int fold = foldOf(scale());
    const int smallestSide = 2 * m_tiling.padding + kSmallestFoldedCore * fold;
    auto restored = runInTiles(
        atLeastSmallest(picture), scale(), m_tiling, smallestSide,
        [this](const Planes& tile) { return m_network.run(tile); }, control,
        [this](int side) {
            if (m_note) {
                m_note(
                    Message("Memory ran short: the background is now worked on in smaller "
                            "tiles of %1 x %1 pixels, which takes longer.",
                            side));
            }
        });
    if (!restored && restored.error().code == ErrorCode::OutOfMemory) {
        Error error = makeError(ErrorCode::OutOfMemory,
                                "The memory of this machine is not enough for the background "
                                "network, not even in small tiles. Close other programs, or "
                                "enlarge without a background model.");
        error.detail = restored.error().detail;
        return error;
    }
    if (!restored) return restored.error();
    return (*restored)(cv::Rect(cv::Point(), picture.size() * scale()));
}

}  // namespace heirloom
