#include "core/json/strict_json.h"

#include <algorithm>
#include <set>

#include "core/base/file_io.h"
#include "core/json/utf8.h"

namespace heirloom {

namespace fs = std::filesystem;
using Json = nlohmann::json;

namespace {

constexpr int kDeepest = 16;

struct Position {
    std::size_t line = 1, column = 1;
};

Position positionOf(std::string_view text, std::size_t byte) {
    Position position;
    for (const char c : text.substr(0, byte > 0 ? byte - 1 : 0)) {
        ++position.column;
        if (c == '\n') position = {position.line + 1, 1};
    }
    return position;
}

// Sees every key while the file is parsed; the finished document has lost repetitions.
class RepetitionCheck {
public:
    // False drops the value, which is all the same for a file that will be refused.
    bool see(int depth, Json::parse_event_t event, const Json& parsed) {
        if (depth > kDeepest) tooDeep = true;
        if (tooDeep) return false;
        if (event == Json::parse_event_t::object_start) m_keys.emplace_back();
        if (event == Json::parse_event_t::object_end) m_keys.pop_back();
        if (event == Json::parse_event_t::key && repeated.empty()) {
            const auto& key = parsed.get_ref<const std::string&>();
            if (!m_keys.back().insert(key).second) repeated = key;
        }
        return true;
    }

    std::string repeated;
    bool tooDeep = false;

private:
    std::vector<std::set<std::string>> m_keys;
};

Result<std::string_view> utf8Text(const Bytes& content, const fs::path& file) {
    std::string_view text(reinterpret_cast<const char*>(content.data()), content.size());
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) {
        return makeError(ErrorCode::Damaged, "%1 is saved as UTF-16. Save it as UTF-8.", file);
    }
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    if (const auto bad = firstInvalidUtf8(text)) {
        return makeError(ErrorCode::Damaged,
                         "%1 is not valid UTF-8 text (line %2). Save it as UTF-8.", file,
                         positionOf(text, *bad + 1).line);
    }
    return text;
}

Error notJson(const fs::path& file, std::string_view text, std::size_t byte, const char* detail) {
    const Position position = positionOf(text, byte);
    Error error = makeError(ErrorCode::Damaged, "%1 is not valid JSON: see line %2, column %3.",
                            file, position.line, position.column);
    error.detail = detail;
    return error;
}

Result<Json> parsed(std::string_view text, const fs::path& file) {
    RepetitionCheck check;
    Json document;
    try {
        document = Json::parse(text.begin(), text.end(),
                               [&check](int depth, Json::parse_event_t event, const Json& value) {
                                   return check.see(depth, event, value);
                               });
    } catch (const Json::parse_error& error) {
        return notJson(file, text, error.byte, error.what());
    } catch (const Json::out_of_range& error) {
        Error refused =
            makeError(ErrorCode::Damaged, "%1 holds a number that is too large to use.", file);
        refused.detail = error.what();
        return refused;
    }
    if (check.tooDeep) {
        return makeError(ErrorCode::Damaged, "%1 is nested more deeply than any file of this kind.",
                         file);
    }
    if (!check.repeated.empty()) {
        return makeError(ErrorCode::Damaged,
                         "In %1, \"%2\" stands twice in the same place. Remove one of them.", file,
                         shownKey(check.repeated));
    }
    return document;
}

std::size_t editDistance(std::string_view left, std::string_view right) {
    std::vector<std::size_t> row(right.size() + 1);
    for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= left.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j < row.size(); ++j) {
            const std::size_t change = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({change, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row.back();
}

std::string lowerCase(std::string_view text) {
    std::string result(text);
    for (char& c : result) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
        if (c == '-' || c == ' ') c = '_';
    }
    return result;
}

}  // namespace

Result<Json> readJsonObject(const fs::path& file, std::uintmax_t maxBytes) {
    const auto content = readFile(file, maxBytes);
    if (!content) return content.error();
    const auto text = utf8Text(*content, file);
    if (!text) return text.error();
    auto document = parsed(*text, file);
    if (document && !document->is_object()) {
        return makeError(ErrorCode::Damaged, "%1 must hold one JSON object, { ... }.", file);
    }
    return document;
}

std::string_view closestWord(std::string_view word, std::span<const std::string_view> known) {
    // Longer words never come from a slip of the finger, and would only cost time.
    constexpr std::size_t kLongest = 64;
    std::string_view closest;
    if (word.size() > kLongest) return closest;
    const std::string wanted = lowerCase(word);
    std::size_t fewest = std::max<std::size_t>(1, word.size() / 3);
    for (const std::string_view candidate : known) {
        const std::size_t distance = editDistance(wanted, lowerCase(candidate));
        if (distance > fewest || (distance == fewest && !closest.empty())) continue;
        fewest = distance;
        closest = candidate;
    }
    return closest;
}

std::string shownValue(const Json& value) {
    constexpr std::size_t kLongest = 40;
    // A nested value is not written out: it may be of any length.
    if (value.is_array()) return "[...]";
    if (value.is_object()) return "{...}";
    const std::string text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
    const std::string_view start = utf8Prefix(text, kLongest);
    return start.size() == text.size() ? text : std::string(start) + "...";
}

std::string shownKey(std::string_view key) {
    std::string text = shownValue(Json(key));
    text.erase(0, 1);
    if (text.ends_with('"')) text.pop_back();
    return text;
}

std::string joined(std::span<const std::string_view> words) {
    std::string text;
    for (const std::string_view word : words) {
        if (!text.empty()) text += ", ";
        text += word;
    }
    return text;
}

Result<void> checkFileVersion(const Json& object, const fs::path& file, std::string_view key,
                              int newest) {
    const auto version = object.find(key);
    if (version == object.end()) {
        return makeError(ErrorCode::Damaged, "%1 lacks its version: add \"%2\": %3.", file, key,
                         newest);
    }
    const double number = version->is_number_integer() ? version->get<double>() : 0.0;
    if (number < 1.0) {
        return makeError(ErrorCode::Damaged, "In %1, \"%2\" must be %3, not %4.", file, key, newest,
                         shownValue(*version));
    }
    if (number > newest) {
        return makeError(ErrorCode::Unsupported,
                         "%1 was made by a newer Heirloom (its version is %2, and this one reads "
                         "%3). Update Heirloom to use it.",
                         file, shownValue(*version), newest);
    }
    return {};
}

}  // namespace heirloom
