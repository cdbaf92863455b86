// Reads the JSON files that people edit by hand: presets and choices per face. Whatever is
// wrong is refused with the file, the place in it and what is allowed, because a misspelt
// key that is passed over in silence would change a result without a word.
//
// Places are written like "photos #2, faces #1, strength", counted from 1.
#pragma once

#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/result.h"

namespace heirloom {

// The object that the file holds. Refused: more than maxBytes, anything that is no UTF-8 (a
// byte order mark before UTF-8 is passed over), no JSON or no object, nesting deeper than
// any of these files needs, a key that stands twice in one object.
Result<nlohmann::json> readJsonObject(const std::filesystem::path& file, std::uintmax_t maxBytes);

// The one of known that a mistyped word was meant to be, or empty.
std::string_view closestWord(std::string_view word, std::span<const std::string_view> known);

// A value as it may be quoted in a sentence: short, on one line.
std::string shownValue(const nlohmann::json& value);

// The same for a key, without quotation marks.
std::string shownKey(std::string_view key);

// What a sentence lists: "a, b, c".
std::string joined(std::span<const std::string_view> words);

// The members of one object, each checked as it is read. The first problem is kept, and
// what is read after it does not matter any more. The object must outlive the reader.
class JsonObjectReader {
public:
    JsonObjectReader(const nlohmann::json& object, std::filesystem::path file, std::string place);

    // Empty when the key is absent; a problem when its value is of another kind.
    std::optional<double> number(std::string_view key, double low, double high);
    std::optional<int> wholeNumber(std::string_view key, int low, int high);
    std::optional<bool> flag(std::string_view key);
    std::optional<std::string> text(std::string_view key);
    std::optional<std::string_view> word(std::string_view key,
                                         std::initializer_list<std::string_view> allowed);
    // Exactly count numbers, each within +-limit.
    std::optional<std::vector<double>> numbers(std::string_view key, std::size_t count,
                                               double limit);
    // A pointer into the object; null when the key is absent.
    const nlohmann::json* list(std::string_view key);

    enum class Unknown { Refused, OnlyNearMisses };
    // Refuses keys that are not known. With OnlyNearMisses other programs' keys pass, and
    // only what looks like a mistyped one is refused.
    void checkKeys(std::span<const std::string_view> known, Unknown unknown = Unknown::Refused);

    bool has(std::string_view key) const { return find(key) != nullptr; }
    // "place, key" for sentences.
    std::string placeOf(std::string_view key) const;
    const std::filesystem::path& file() const { return m_file; }

    void fail(Error problem);
    const std::optional<Error>& problem() const { return m_problem; }

private:
    const nlohmann::json* find(std::string_view key) const;

    const nlohmann::json& m_object;
    std::filesystem::path m_file;
    std::string m_place;
    std::optional<Error> m_problem;
};

// Refuses a file without `"key": newest`, and one of a later version.
Result<void> checkFileVersion(const nlohmann::json& object, const std::filesystem::path& file,
                              std::string_view key, int newest);

}  // namespace heirloom
