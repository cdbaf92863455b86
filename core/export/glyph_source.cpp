#include "core/export/glyph_source.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include <fontconfig/fontconfig.h>
#include <ft2build.h>
#include FT_FREETYPE_H

namespace heirloom {

namespace {

// Destroys what a C library handed out.
template <auto destroy>
struct Closer {
    template <class Handle>
    void operator()(Handle* handle) const {
        destroy(handle);
    }
};

using Library = std::unique_ptr<FT_LibraryRec_, Closer<FT_Done_FreeType>>;
using Face = std::unique_ptr<FT_FaceRec_, Closer<FT_Done_Face>>;
using Pattern = std::unique_ptr<FcPattern, Closer<FcPatternDestroy>>;
using FontSet = std::unique_ptr<FcFontSet, Closer<FcFontSetDestroy>>;

constexpr double kUnit = 64.0;  // FreeType counts in 1/64 pixel

bool isHan(char32_t code) {
    return (code >= 0x3400 && code <= 0x9FFF) || (code >= 0xF900 && code <= 0xFAFF) ||
           (code >= 0x20000 && code <= 0x323AF);
}

bool isKana(char32_t code) {
    return code >= 0x3040 && code <= 0x30FF;
}

// Chinese and Japanese share code points that look different; kana tell which it is.
const char* languageOf(const std::u32string& text) {
    if (std::none_of(text.begin(), text.end(), isHan)) return nullptr;
    return std::any_of(text.begin(), text.end(), isKana) ? "ja" : "zh-cn";
}

const FcChar8* asFontconfig(const char* text) {
    return reinterpret_cast<const FcChar8*>(text);
}

// The best font for running text first.
FontSet sortedFonts(const std::u32string& text) {
    if (!FcInit()) return nullptr;
    const Pattern pattern(FcPatternCreate());
    if (!pattern) return nullptr;
    FcPatternAddString(pattern.get(), FC_FAMILY, asFontconfig("sans-serif"));
    FcPatternAddBool(pattern.get(), FC_SCALABLE, FcTrue);
    if (const char* language = languageOf(text)) {
        FcPatternAddString(pattern.get(), FC_LANG, asFontconfig(language));
    }
    FcConfigSubstitute(nullptr, pattern.get(), FcMatchPattern);
    FcDefaultSubstitute(pattern.get());
    FcResult result = FcResultMatch;
    return FontSet(FcFontSort(nullptr, pattern.get(), FcTrue, nullptr, &result));
}

cv::Mat coverageOf(const FT_Bitmap& bitmap) {
    if (bitmap.pixel_mode != FT_PIXEL_MODE_GRAY) return {};
    const int rows = static_cast<int>(bitmap.rows);
    const int columns = static_cast<int>(bitmap.width);
    cv::Mat coverage(rows, columns, CV_8UC1);
    for (int y = 0; y < rows; ++y) {
        std::memcpy(coverage.ptr(y), bitmap.buffer + std::ptrdiff_t{y} * bitmap.pitch,
                    static_cast<std::size_t>(columns));
    }
    return coverage;
}

}  // namespace

struct GlyphSource::Fonts {
    explicit Fonts(const std::u32string& text) : set(sortedFonts(text)) {
        FT_Library opened = nullptr;
        if (FT_Init_FreeType(&opened) == 0) library.reset(opened);
        if (set) faces.resize(static_cast<std::size_t>(set->nfont));
    }

    int count() const { return library ? static_cast<int>(faces.size()) : 0; }

    bool has(int font, char32_t code) const {
        FcCharSet* characters = nullptr;
        return FcPatternGetCharSet(set->fonts[font], FC_CHARSET, 0, &characters) == FcResultMatch &&
               FcCharSetHasChar(characters, code);
    }

    // Null when it cannot be opened at this size.
    FT_Face face(int font, double em) {
        Face& face = faces[static_cast<std::size_t>(font)];
        if (!face) {
            FcChar8* file = nullptr;
            int index = 0;
            if (FcPatternGetString(set->fonts[font], FC_FILE, 0, &file) != FcResultMatch) {
                return nullptr;
            }
            FcPatternGetInteger(set->fonts[font], FC_INDEX, 0, &index);
            FT_Face opened = nullptr;
            if (FT_New_Face(library.get(), reinterpret_cast<const char*>(file), index, &opened)) {
                return nullptr;
            }
            face.reset(opened);
        }
        const auto size = static_cast<FT_F26Dot6>(std::lround(em * kUnit));
        return FT_Set_Char_Size(face.get(), 0, size, 72, 72) == 0 ? face.get() : nullptr;
    }

    // The library is declared first, so that it is freed last.
    Library library;
    FontSet set;
    std::vector<Face> faces;  // opened where they were needed
};

GlyphSource::GlyphSource(const std::u32string& text) : m_fonts(std::make_unique<Fonts>(text)) {}
GlyphSource::~GlyphSource() = default;

std::optional<Glyph> GlyphSource::glyph(char32_t code, double em) {
    for (int font = 0; font < m_fonts->count(); ++font) {
        if (!m_fonts->has(font, code)) continue;
        const FT_Face face = m_fonts->face(font, em);
        if (!face) continue;
        const unsigned index = FT_Get_Char_Index(face, code);
        if (index == 0 || FT_Load_Glyph(face, index, FT_LOAD_RENDER | FT_LOAD_TARGET_LIGHT) != 0) {
            continue;
        }
        const FT_GlyphSlot slot = face->glyph;
        return Glyph{coverageOf(slot->bitmap),
                     slot->bitmap_left,
                     slot->bitmap_top,
                     static_cast<double>(slot->advance.x) / kUnit,
                     font,
                     index};
    }
    return std::nullopt;
}

double GlyphSource::kerning(const Glyph& first, const Glyph& second, double em) {
    if (first.font != second.font) return 0.0;
    const FT_Face face = m_fonts->face(first.font, em);
    FT_Vector distance{};
    if (!face || !FT_HAS_KERNING(face) ||
        FT_Get_Kerning(face, first.index, second.index, FT_KERNING_DEFAULT, &distance) != 0) {
        return 0.0;
    }
    return static_cast<double>(distance.x) / kUnit;
}

}  // namespace heirloom
