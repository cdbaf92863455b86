// One line of text as a mask, for captions on pictures. Fonts are those of the system, found
// with Fontconfig glyph by glyph, so that Chinese beside Latin works wherever a font has it.
// Glyphs are set from left to right without shaping, which Arabic and Indic scripts would need.
//
// Thread rule: free functions without shared state, callable from any thread.
#pragma once

#include <string>
#include <vector>

#include <opencv2/core/mat.hpp>

#include "core/base/message.h"

namespace heirloom {

struct TextLine {
    cv::Mat coverage;  // CV_8UC1, 255 = ink; as wide as the text; empty when there is none
    std::vector<Message> warnings;
};

// text: UTF-8; line breaks and tabs count as spaces, broken bytes as U+FFFD. height: of the
// line in pixels, at least 1. Text that is wider than maxWidth becomes up to 30 % smaller; what
// still does not fit is cut with an ellipsis. Warnings name what was cut and the characters
// that no installed font has; those are left out.
TextLine textLine(const std::string& text, int height, int maxWidth);

// Lays ink over the colour channels of pixels (8 or 16 bit; an alpha channel stays).
// ink: 0...1, the same for each colour channel; topLeft: of the coverage in pixels.
void layInk(const cv::Mat& coverage, cv::Point topLeft, double ink, int colourChannels,
            cv::Mat& pixels);

}  // namespace heirloom
