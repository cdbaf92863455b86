// Rows of photo pixels turned into rows of a screen's pixels: blue, green, red and 255.
// Internal to core/preview.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include <opencv2/core/types.hpp>

#include "core/image/colour_transform.h"

namespace heirloom {

struct PhotoRow {
    const unsigned char* pixels = nullptr;
    bool is16Bit = false;
    int channels = 3;  // with alpha
    int columns = 0;
};

// sRGB as it is; 16 bit rounded. 3 or 4 channels.
void showSrgb(const PhotoRow& row, unsigned char* out);

// A grey photo: what each of its values looks like.
using GreyTable = std::vector<std::uint8_t>;  // 256 or 65536
GreyTable makeGreyTable(const ColourTransform& colour, bool is16Bit);
void showGrey(const PhotoRow& row, const GreyTable& table, unsigned char* out);

// A profile of three curves and a matrix, as nearly all are. Found by what the transform
// does, whatever the profile says it is.
struct CurvesAndMatrix {
    std::array<std::vector<float>, 3> linear;    // light of each of 256 or 65536 values
    std::array<std::array<float, 3>, 3> rows{};  // of the matrix to linear sRGB
    std::array<float, 3> black{};
};
// Empty when the transform is of another kind.
std::optional<CurvesAndMatrix> findCurvesAndMatrix(const ColourTransform& colour, bool is16Bit);
void showByMatrix(const PhotoRow& row, const CurvesAndMatrix& matrix, unsigned char* out);

// Any other profile: a grid of colours, values between them interpolated.
struct ColourGrid {
    static constexpr int kSide = 33;
    // 0...255, beyond where sRGB cannot show a colour: cut off after interpolation, as cutting
    // the nodes would bend what lies between them. Red runs slowest.
    std::vector<float> colours;
};
ColourGrid makeColourGrid(const ColourTransform& colour);
void showByGrid(const PhotoRow& row, const ColourGrid& grid, unsigned char* out);

// Whether the transform changes no colour visibly: the profile is sRGB under another name.
bool isNearlySrgb(const ColourTransform& colour);

// Composes a shown row over a mid grey checkerboard, by the alpha of the photo's row. first:
// where the row's first pixel lies on the board.
void layOnCheckerboard(const PhotoRow& row, cv::Point first, unsigned char* out);

}  // namespace heirloom
