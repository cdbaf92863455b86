#include "core/image/profile_name.h"

#include <string_view>
#include <vector>

#include "core/image/lcms_handles.h"

namespace heirloom {

namespace {

constexpr std::size_t kMostCharacters = 80;

void appendUtf8(std::string& text, char32_t character) {
    const auto tail = [&](int shift) {
        text += static_cast<char>(0x80 | ((character >> shift) & 0x3F));
    };
    if (character < 0x80) {
        text += static_cast<char>(character);
    } else if (character < 0x800) {
        text += static_cast<char>(0xC0 | (character >> 6));
        tail(0);
    } else if (character < 0x10000) {
        text += static_cast<char>(0xE0 | (character >> 12));
        tail(6);
        tail(0);
    } else {
        text += static_cast<char>(0xF0 | (character >> 18));
        tail(12);
        tail(6);
        tail(0);
    }
}

bool isHigh(char32_t unit) {
    return unit >= 0xD800 && unit < 0xDC00;
}

bool isLow(char32_t unit) {
    return unit >= 0xDC00 && unit < 0xE000;
}

// lcms widens the file's UTF-16 unit by unit, so pairs of surrogates come as they are.
std::vector<char32_t> charactersOf(std::wstring_view units) {
    std::vector<char32_t> characters;
    for (std::size_t i = 0; i < units.size(); ++i) {
        const auto unit = static_cast<char32_t>(units[i]);
        const char32_t next = i + 1 < units.size() ? static_cast<char32_t>(units[i + 1]) : 0;
        if (isHigh(unit) && isLow(next)) {
            characters.push_back(0x10000 + ((unit - 0xD800) << 10) + (next - 0xDC00));
            ++i;
        } else if (isHigh(unit) || isLow(unit) || unit > 0x10FFFF) {
            characters.push_back(0xFFFD);
        } else {
            characters.push_back(unit);
        }
    }
    return characters;
}

// One line: what controls the layout becomes a space, and spaces at the ends go.
std::string lineOf(const std::vector<char32_t>& characters) {
    std::string line;
    std::size_t count = 0;
    bool space = false;
    for (const char32_t character : characters) {
        const bool control = character <= 0x20 || (character >= 0x7F && character < 0xA0);
        if (control) {
            space = !line.empty();
            continue;
        }
        if (count + (space ? 2 : 1) > kMostCharacters) break;
        if (space) line += ' ';
        appendUtf8(line, character);
        count += space ? 2 : 1;
        space = false;
    }
    return line;
}

std::wstring descriptionOf(cmsHPROFILE profile) {
    const cmsUInt32Number bytes =
        cmsGetProfileInfo(profile, cmsInfoDescription, "en", "US", nullptr, 0);
    std::wstring text(bytes / sizeof(wchar_t), L'\0');
    if (text.empty()) return text;
    cmsGetProfileInfo(profile, cmsInfoDescription, "en", "US", text.data(),
                      static_cast<cmsUInt32Number>(text.size() * sizeof(wchar_t)));
    const std::size_t end = text.find(L'\0');
    if (end != std::wstring::npos) text.resize(end);
    return text;
}

}  // namespace

std::string profileName(ByteView profile) {
    if (profile.empty()) return {};
    const LcmsContext context = createLcmsContext();
    const LcmsProfile handle(cmsOpenProfileFromMemTHR(
        context.get(), profile.data(), static_cast<cmsUInt32Number>(profile.size())));
    return handle ? lineOf(charactersOf(descriptionOf(handle.get()))) : std::string();
}

}  // namespace heirloom
