#include <algorithm>

#include "core/json/strict_json.h"

namespace heirloom {

using Json = nlohmann::json;

namespace {

// JSON cannot hold NaN. Compared as doubles, because nlohmann compares large unsigned
// numbers with signed ones wrongly.
bool isWithin(const Json& value, double low, double high) {
    return value.is_number() && value.get<double>() >= low && value.get<double>() <= high;
}

}  // namespace

JsonObjectReader::JsonObjectReader(const Json& object, std::filesystem::path file,
                                   std::string place)
    : m_object(object), m_file(std::move(file)), m_place(std::move(place)) {}

const Json* JsonObjectReader::find(std::string_view key) const {
    const auto found = m_object.find(key);
    return found == m_object.end() ? nullptr : &*found;
}

std::string JsonObjectReader::placeOf(std::string_view key) const {
    return m_place.empty() ? std::string(key) : m_place + ", " + std::string(key);
}

void JsonObjectReader::fail(Error problem) {
    if (!m_problem) m_problem = std::move(problem);
}

std::optional<double> JsonObjectReader::number(std::string_view key, double low, double high) {
    const Json* value = find(key);
    if (value == nullptr) return std::nullopt;
    if (isWithin(*value, low, high)) return value->get<double>();
    fail(makeError(ErrorCode::Damaged, "In %1, \"%2\" must be a number from %3 to %4, not %5.",
                   m_file, placeOf(key), low, high, shownValue(*value)));
    return std::nullopt;
}

std::optional<int> JsonObjectReader::wholeNumber(std::string_view key, int low, int high) {
    const Json* value = find(key);
    if (value == nullptr) return std::nullopt;
    if (value->is_number_integer() && isWithin(*value, low, high)) return value->get<int>();
    fail(makeError(ErrorCode::Damaged,
                   "In %1, \"%2\" must be a whole number from %3 to %4, not %5.", m_file,
                   placeOf(key), low, high, shownValue(*value)));
    return std::nullopt;
}

std::optional<bool> JsonObjectReader::flag(std::string_view key) {
    const Json* value = find(key);
    if (value == nullptr) return std::nullopt;
    if (value->is_boolean()) return value->get<bool>();
    fail(makeError(ErrorCode::Damaged,
                   "In %1, \"%2\" must be true or false without quotation marks, not %3.", m_file,
                   placeOf(key), shownValue(*value)));
    return std::nullopt;
}

std::optional<std::string> JsonObjectReader::text(std::string_view key) {
    const Json* value = find(key);
    if (value == nullptr) return std::nullopt;
    if (value->is_string()) return value->get<std::string>();
    fail(makeError(ErrorCode::Damaged, "In %1, \"%2\" must be text in quotation marks, not %3.",
                   m_file, placeOf(key), shownValue(*value)));
    return std::nullopt;
}

std::optional<std::string_view> JsonObjectReader::word(
    std::string_view key, std::initializer_list<std::string_view> allowed) {
    const Json* value = find(key);
    if (value == nullptr) return std::nullopt;
    if (value->is_string()) {
        const auto* found =
            std::find(allowed.begin(), allowed.end(), value->get_ref<const std::string&>());
        if (found != allowed.end()) return *found;
    }
    fail(makeError(ErrorCode::Damaged, "In %1, \"%2\" must be one of %3, not %4.", m_file,
                   placeOf(key), joined(allowed), shownValue(*value)));
    return std::nullopt;
}

std::optional<std::vector<double>> JsonObjectReader::numbers(std::string_view key,
                                                             std::size_t count, double limit) {
    const Json* value = find(key);
    if (value == nullptr) return std::nullopt;
    const bool isSound = value->is_array() && value->size() == count &&
                         std::all_of(value->begin(), value->end(), [limit](const Json& element) {
                             return isWithin(element, -limit, limit);
                         });
    if (isSound) return value->get<std::vector<double>>();
    fail(makeError(ErrorCode::Damaged, "In %1, \"%2\" must be a list of %3 numbers within %4.",
                   m_file, placeOf(key), count, limit));
    return std::nullopt;
}

const Json* JsonObjectReader::list(std::string_view key) {
    const Json* value = find(key);
    if (value == nullptr || value->is_array()) return value;
    fail(makeError(ErrorCode::Damaged, "In %1, \"%2\" must be a list, [ ... ], not %3.", m_file,
                   placeOf(key), shownValue(*value)));
    return nullptr;
}

void JsonObjectReader::checkKeys(std::span<const std::string_view> known, Unknown unknown) {
    for (const auto& [key, value] : m_object.items()) {
        if (std::find(known.begin(), known.end(), key) != known.end()) continue;
        const std::string_view meant = closestWord(key, known);
        if (!meant.empty()) {
            fail(makeError(ErrorCode::Damaged,
                           "In %1, \"%2\" is not known. Did you mean \"%3\"? Allowed are: %4.",
                           m_file, placeOf(shownKey(key)), meant, joined(known)));
        } else if (unknown == Unknown::Refused) {
            fail(makeError(ErrorCode::Damaged, "In %1, \"%2\" is not known. Allowed are: %3.",
                           m_file, placeOf(shownKey(key)), joined(known)));
        }
    }
}

}  // namespace heirloom
