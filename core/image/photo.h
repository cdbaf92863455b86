// One photo from decode to encode: pixels at their own depth, profile, metadata and
// the facts of the file they came from. Copying is cheap: cv::Mat shares pixels, so
// whoever writes clones first.
#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <vector>

#include <opencv2/core/mat.hpp>

#include "core/base/bytes.h"
#include "core/base/file_format.h"
#include "core/base/message.h"
#include "core/metadata/metadata.h"

namespace heirloom {

enum class PixelLayout { Gray, GrayAlpha, Rgb, Rgba };

int channelCount(PixelLayout layout);        // with alpha
int colourChannelCount(PixelLayout layout);  // without alpha: 1 or 3
bool hasAlpha(PixelLayout layout);

// How a JPEG was coded, so that it can be written the same way again.
struct JpegCoding {
    struct Component {
        int horizontalSampling = 1;
        int verticalSampling = 1;
        std::array<std::uint16_t, 64> quantisation{};  // natural (not zigzag) order
    };
    std::vector<Component> components;
    bool progressive = false;
    // The Huffman tables that the standard proposes (Annex K): whoever wrote the file preferred
    // one pass over the picture to a slightly smaller file.
    bool hasStandardTables = false;
};

struct TiffCoding {
    int compression = 1;  // TIFF tag 259
};

// How a PNG without a profile says that its colours are sRGB, so that it can be said again.
struct PngSrgbTags {
    std::optional<int> renderingIntent;  // of the sRGB chunk, 0...3; absent without one
    bool hasGamma = false;               // gAMA and cHRM are there, with the values of sRGB
    bool hasChromaticities = false;
};

// How large the photo is on paper, from JFIF, pHYs, TIFF tags or the BMP header.
struct PrintResolution {
    enum class Unit { AspectOnly, PerInch, PerCentimetre };
    double x = 0.0;  // of the upright photo
    double y = 0.0;
    Unit unit = Unit::PerInch;
};

struct SourceFacts {
    std::filesystem::path path;  // for messages; may be empty for pictures from memory
    FileFormat format = FileFormat::Png;
    std::uintmax_t byteCount = 0;
    int bitsPerSample = 8;  // as stored in the file; palette counts as 8
    int orientation = 1;    // as stored; the pixels in memory are already upright
    bool wasCmyk = false;
    bool damaged = false;  // parts could not be decoded
    std::optional<JpegCoding> jpeg;
    std::optional<TiffCoding> tiff;
    PngSrgbTags png;
    bool lossyWebP = false;
    std::optional<PrintResolution> resolution;
    std::vector<Message> warnings;
};

struct Photo {
    // CV_8UCn or CV_16UCn, interleaved, channels in the order of layout (RGB, not
    // BGR), alpha straight, upright, in the colour space of iccProfile (sRGB, or
    // sRGB-like grey, when empty).
    cv::Mat pixels;
    PixelLayout layout = PixelLayout::Rgb;
    Bytes iccProfile;
    MetadataBlocks metadata;
    SourceFacts source;

    int width() const { return pixels.cols; }
    int height() const { return pixels.rows; }
    bool is16Bit() const { return pixels.depth() == CV_16U; }
    double maxValue() const { return is16Bit() ? 65535.0 : 255.0; }
};

}  // namespace heirloom
