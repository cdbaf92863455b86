// Single glyphs from whatever installed font has them; the only place that sees FreeType and
// Fontconfig. Internal to core/export.
//
// One thread at a time uses an object; several objects may live on several threads.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include <opencv2/core/mat.hpp>

namespace heirloom {

struct Glyph {
    cv::Mat coverage;      // CV_8UC1, 255 = ink; empty for a space
    int left = 0;          // of the ink, from the pen
    int top = 0;           // of the ink, above the baseline
    double advance = 0.0;  // to the next pen position, pixels
    int font = -1;         // of this source
    unsigned index = 0;    // in that font
};

class GlyphSource {
public:
    // text: what will be asked for; decides which fonts come first.
    explicit GlyphSource(const std::u32string& text);
    ~GlyphSource();

    // em: size of the font in pixels. Nothing when no font has the character.
    std::optional<Glyph> glyph(char32_t code, double em);
    // What moves the second glyph nearer to the first; 0 across fonts.
    double kerning(const Glyph& first, const Glyph& second, double em);

private:
    struct Fonts;
    std::unique_ptr<Fonts> m_fonts;
};

}  // namespace heirloom
