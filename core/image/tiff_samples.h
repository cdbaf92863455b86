// Strips and tiles of a TIFF page, unpacked to channels. Internal to core/image.
#pragma once

#include <string_view>
#include <vector>

#include <opencv2/core/mat.hpp>

#include "core/image/tiff_directory.h"

namespace heirloom {

// Reads the strips or tiles of one page into an array of its stored channels; values below
// 8 bit stay as they are, one a byte. What cannot be read stays as target was.
class TiffSampleReader {
public:
    TiffSampleReader(TIFF* tiff, const TiffDirectory& directory, cv::Mat& target)
        : m_tiff(tiff), m_directory(directory), m_target(target) {}

    // The reason why nothing could be read, or nothing.
    std::string_view read();
    bool missedBlocks() const { return m_missed; }

private:
    struct Block {
        std::uint32_t x = 0;
        std::uint32_t y = 0;
        std::uint32_t width = 0;
        std::uint32_t height = 0;
        int firstSample = 0;
    };

    std::string_view readTiles(int plane);
    std::string_view readStrips(int plane);
    void takeBlock(const Block& block, tmsize_t bytesRead);
    void unpackRow(const Block& block, const std::uint8_t* stored, std::uint8_t* out) const;
    bool isHopeless() const;
    // Where a stored sample goes, or -1.
    int channelOf(int sample) const;
    int samplesPerBlockPixel() const { return m_directory.isPlanar ? 1 : m_directory.samples; }

    TIFF* m_tiff;
    const TiffDirectory& m_directory;
    cv::Mat& m_target;
    std::vector<std::uint8_t> m_buffer;
    std::size_t m_rowBytes = 0;
    bool m_missed = false;
    bool m_gotAny = false;
    int m_failuresInARow = 0;
};

}  // namespace heirloom
