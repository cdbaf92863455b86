// RealESRNet behind the background interface: overlapping tiles without seams.
//
// Not thread-safe: one instance per thread.
#pragma once

#include <cstddef>
#include <string>

#include "core/background/background_restorer.h"
#include "core/background/tiles.h"
#include "core/nn/checkpoint.h"
#include "core/nn/rrdbnet.h"
#include "core/nn/runtime.h"

namespace heirloom {

class RrdbBackground : public BackgroundRestorer {
public:
    // checkpoint and runtime: those that the network was made with. memoryBytes: what it may
    // use for one tile beside its weights; 0: 700 MB on the CPU, 4 GB on a GPU.
    RrdbBackground(RrdbNet network, const Checkpoint& checkpoint, const RuntimeFacts& runtime,
                   std::string identity, std::size_t memoryBytes = 0);

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
};

}  // namespace heirloom
