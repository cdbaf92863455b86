// RealESRNet behind the background interface: overlapping tiles without seams.
//
// Not thread-safe: one instance per thread.
#pragma once

#include <functional>
#include <string>

#include "core/background/background_restorer.h"
#include "core/background/tiles.h"
#include "core/base/message.h"
#include "core/nn/checkpoint.h"
#include "core/nn/rrdbnet.h"
#include "core/nn/runtime.h"

namespace heirloom {

class RrdbBackground : public BackgroundRestorer {
public:
    using Note = std::function<void(const Message& message)>;

    // checkpoint and runtime: those that the network was made with. What one tile takes beside
    // the weights is runtime.memoryBytes at most, and never more than 700 MB on the CPU and
    // 4 GB on a GPU, where larger tiles gain nothing. note hears when tiles become smaller.
    RrdbBackground(RrdbNet network, const Checkpoint& checkpoint, const RuntimeFacts& runtime,
                   std::string identity, Note note = {});

    const std::string& identity() const override { return m_identity; }
    int scale() const override { return m_network.scale(); }
    int padding() const override { return m_tiling.padding; }
    int tileSide() const override { return m_tiling.side; }

    // Tiles become smaller, and stay so, where memory runs out.
    Result<cv::Mat> restore(const cv::Mat& picture, const RunControl& control) override;

private:
    RrdbNet m_network;
    std::string m_identity;
    Tiling m_tiling;
    Note m_note;
};

}  // namespace heirloom
