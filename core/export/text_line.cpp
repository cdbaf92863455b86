#include "core/export/text_line.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/export/glyph_source.h"
#include "core/json/utf8.h"

namespace heirloom {

namespace {

constexpr double kEmOfLine = 0.7;        // leaves room for ascenders and descenders
constexpr double kBaselineBelow = 0.37;  // of the em, below the middle of the line
constexpr double kSmallest = 0.7;        // of the wanted size
constexpr char32_t kReplacement = 0xFFFD;
constexpr char32_t kEllipsis = 0x2026;

struct PlacedGlyph {
    Glyph glyph;
    double x = 0.0;  // of the pen
};

struct Setting {
    std::vector<PlacedGlyph> glyphs;
    double width = 0.0;
    std::u32string missing;
};

void appendValid(std::string_view valid, std::u32string& out) {
    for (std::size_t at = 0; at < valid.size();) {
        const auto first = static_cast<unsigned char>(valid[at]);
        const int more = first < 0x80 ? 0 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : 3;
        char32_t code = more == 0 ? first : first & (0x3Fu >> more);
        for (int i = 1; i <= more; ++i) {
            code = (code << 6) | (static_cast<unsigned char>(valid[at + i]) & 0x3Fu);
        }
        out += code;
        at += static_cast<std::size_t>(more) + 1;
    }
}

std::u32string codePoints(std::string_view text) {
    std::u32string result;
    while (!text.empty()) {
        const std::size_t valid = firstInvalidUtf8(text).value_or(text.size());
        appendValid(text.substr(0, valid), result);
        if (valid == text.size()) break;
        result += kReplacement;
        text.remove_prefix(valid + 1);
    }
    return result;
}

// Joiners, marks of direction, variation selectors, the byte order mark: nothing to see.
bool isInvisible(char32_t code) {
    return (code >= 0x200B && code <= 0x200F) || (code >= 0x202A && code <= 0x202E) ||
           (code >= 0xFE00 && code <= 0xFE0F) || code == 0xFEFF || code == 0x00AD;
}

std::u32string oneLine(std::u32string text) {
    std::erase_if(text, isInvisible);
    for (char32_t& code : text) {
        if (code < 0x20 || (code >= 0x7F && code < 0xA0) || code == 0x2028 || code == 0x2029) {
            code = U' ';
        }
    }
    return text;
}

void appendUtf8(char32_t code, std::string& out) {
    const auto add = [&out](char32_t byte) { out += static_cast<char>(byte); };
    if (code < 0x80) return add(code);
    const int more = code < 0x800 ? 1 : code < 0x10000 ? 2 : 3;
    constexpr char32_t kFirst[] = {0x00, 0xC0, 0xE0, 0xF0};
    add(kFirst[more] | code >> (6 * more));
    for (int i = more - 1; i >= 0; --i) add(0x80u | (code >> (6 * i) & 0x3Fu));
}

Setting setText(const std::u32string& text, GlyphSource& source, double em) {
    Setting setting;
    for (const char32_t code : text) {
        auto glyph = source.glyph(code, em);
        if (!glyph) {
            if (setting.missing.find(code) == std::u32string::npos) setting.missing += code;
            continue;
        }
        if (!setting.glyphs.empty()) {
            setting.width += source.kerning(setting.glyphs.back().glyph, *glyph, em);
        }
        setting.glyphs.push_back({std::move(*glyph), setting.width});
        setting.width += setting.glyphs.back().glyph.advance;
    }
    return setting;
}

// As many glyphs as fit with an ellipsis behind them.
void cut(Setting& setting, GlyphSource& source, double em, double maxWidth) {
    const auto ellipsis = source.glyph(kEllipsis, em);
    const double extra = ellipsis ? ellipsis->advance : 0.0;
    while (!setting.glyphs.empty() && setting.width + extra > maxWidth) {
        setting.width = setting.glyphs.back().x;
        setting.glyphs.pop_back();
    }
    if (!ellipsis || setting.width + extra > maxWidth) return;
    setting.glyphs.push_back({*ellipsis, setting.width});
    setting.width += extra;
}

void addGlyph(const PlacedGlyph& placed, int baseline, cv::Mat& coverage) {
    const cv::Mat& ink = placed.glyph.coverage;
    const int left = static_cast<int>(std::lround(placed.x)) + placed.glyph.left;
    const int top = baseline - placed.glyph.top;
    for (int y = std::max(0, -top); y < ink.rows && y + top < coverage.rows; ++y) {
        const auto* in = ink.ptr<std::uint8_t>(y);
        auto* out = coverage.ptr<std::uint8_t>(y + top);
        for (int x = std::max(0, -left); x < ink.cols && x + left < coverage.cols; ++x) {
            out[x + left] = std::max(out[x + left], in[x]);
        }
    }
}

Message missingWarning(const std::u32string& missing) {
    constexpr std::size_t kMostNamed = 8;
    std::string names;
    for (const char32_t code : missing.substr(0, kMostNamed)) appendUtf8(code, names);
    return Message(
        "No installed font can show \"%1\"; these characters were left out of the text. Install a "
        "font for their script, for example Noto Sans CJK for Chinese.",
        names);
}

template <class Sample>
void layInkOn(const cv::Mat& coverage, cv::Point topLeft, double ink, int colours,
              cv::Mat& pixels) {
    const float value = static_cast<float>(ink * std::numeric_limits<Sample>::max());
    const cv::Rect area = cv::Rect(topLeft, coverage.size()) & cv::Rect({}, pixels.size());
    const int channels = pixels.channels();
    for (int y = area.y; y < area.br().y; ++y) {
        const auto* mask = coverage.ptr<std::uint8_t>(y - topLeft.y) - topLeft.x;
        auto* row = pixels.ptr<Sample>(y);
        for (int x = area.x; x < area.br().x; ++x) {
            const float share = mask[x] / 255.0f;
            for (int c = 0; c < colours; ++c) {
                Sample& sample = row[x * channels + c];
                sample = static_cast<Sample>(std::lround(sample + (value - sample) * share));
            }
        }
    }
}

}  // namespace

TextLine textLine(const std::string& text, int height, int maxWidth) {
    TextLine line;
    const std::u32string codes = oneLine(codePoints(text));
    if (codes.find_first_not_of(U' ') == std::u32string::npos) return line;
    GlyphSource source(codes);
    double em = std::max(1.0, kEmOfLine * height);
    const double smallest = std::max(1.0, kSmallest * em);
    Setting setting = setText(codes, source, em);
    while (setting.width > maxWidth && em > smallest) {
        // Glyphs move in whole pixels, so the first step may not be enough.
        em = std::max(smallest, em * std::min(0.98, maxWidth / setting.width));
        setting = setText(codes, source, em);
    }
    if (!setting.missing.empty()) line.warnings.push_back(missingWarning(setting.missing));
    if (setting.width > maxWidth) {
        cut(setting, source, em, maxWidth);
        line.warnings.emplace_back("The text \"%1\" is wider than the picture; it was cut.", text);
    }
    const int width = static_cast<int>(std::ceil(setting.width));
    if (width <= 0) return line;
    line.coverage = cv::Mat::zeros(height, width, CV_8UC1);
    const int baseline = static_cast<int>(std::lround(height / 2.0 + kBaselineBelow * em));
    for (const PlacedGlyph& placed : setting.glyphs) addGlyph(placed, baseline, line.coverage);
    return line;
}

void layInk(const cv::Mat& coverage, cv::Point topLeft, double ink, int colourChannels,
            cv::Mat& pixels) {
    if (coverage.empty()) return;
    if (pixels.depth() == CV_16U) {
        layInkOn<std::uint16_t>(coverage, topLeft, ink, colourChannels, pixels);
    } else {
        layInkOn<std::uint8_t>(coverage, topLeft, ink, colourChannels, pixels);
    }
}

}  // namespace heirloom
