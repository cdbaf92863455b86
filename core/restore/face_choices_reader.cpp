#include "core/restore/face_choices_reader.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>

#include <nlohmann/json.hpp>

#include "core/json/strict_json.h"

namespace heirloom {

namespace fs = std::filesystem;
using Json = nlohmann::json;

namespace {

constexpr std::uintmax_t kMostBytes = 64'000'000;
constexpr int kVersion = 1;
constexpr std::string_view kVersionKey = "heirloom_faces";
constexpr int kMostFaces = 100'000;
constexpr double kMostPixels = 1e6;

constexpr std::array<std::string_view, 2> kFileKeys{kVersionKey, "photos"};
constexpr std::array<std::string_view, 4> kPhotoKeys{"input", "faces", "width", "height"};
constexpr std::array<std::string_view, 5> kFaceKeys{"face", "enabled", "strength", "box",
                                                    "landmarks"};

std::string numbered(std::string_view key, std::size_t index) {
    return std::string(key) + " #" + std::to_string(index + 1);
}

std::optional<cv::Rect2f> readBox(JsonObjectReader& reader) {
    const auto corners = reader.numbers("box", 4, kMostPixels);
    if (!corners) return std::nullopt;
    const cv::Point2d from((*corners)[0], (*corners)[1]), to((*corners)[2], (*corners)[3]);
    if (to.x > from.x && to.y > from.y) return cv::Rect2f(cv::Rect2d(from, to));
    reader.fail(makeError(ErrorCode::Damaged,
                          "In %1, \"%2\" must be [left, top, right, bottom] with right beyond left "
                          "and bottom beyond top.",
                          reader.file(), reader.placeOf("box")));
    return std::nullopt;
}

bool isPoint(const Json& point) {
    return point.is_array() && point.size() == 2 &&
           std::all_of(point.begin(), point.end(), [](const Json& number) {
               return number.is_number() && std::abs(number.get<double>()) <= kMostPixels;
           });
}

std::optional<Landmarks> readLandmarks(JsonObjectReader& reader) {
    const Json* list = reader.list("landmarks");
    if (list == nullptr) return std::nullopt;
    Landmarks landmarks;
    if (list->size() != landmarks.size() || !std::all_of(list->begin(), list->end(), isPoint)) {
        reader.fail(makeError(ErrorCode::Damaged,
                              "In %1, \"%2\" must be five points [x, y]: left eye, right eye, "
                              "nose, left and right mouth corner.",
                              reader.file(), reader.placeOf("landmarks")));
        return std::nullopt;
    }
    for (std::size_t i = 0; i < landmarks.size(); ++i) {
        landmarks[i] = {(*list)[i][0].get<float>(), (*list)[i][1].get<float>()};
    }
    return landmarks;
}

// The faces of one photo.
class FacesReader {
public:
    // runStrength: of the run that a report tells of.
    FacesReader(const fs::path& file, std::string place, std::optional<double> runStrength)
        : m_file(file), m_place(std::move(place)), m_runStrength(runStrength) {}

    Result<FaceChoices> read(const Json& faces) {
        for (std::size_t i = 0; i < faces.size(); ++i) {
            const std::string place = m_place + ", " + numbered("faces", i);
            if (!faces[i].is_object()) {
                return makeError(ErrorCode::Damaged,
                                 "In %1, \"%2\" must be an object, { ... }, not %3.", m_file, place,
                                 shownValue(faces[i]));
            }
            JsonObjectReader reader(faces[i], m_file, place);
            readFace(reader);
            if (reader.problem()) return *reader.problem();
        }
        return std::move(m_choices);
    }

private:
    void readFace(JsonObjectReader& reader) {
        // Only programs write scores, and what else they write may grow with their version.
        const bool isWrittenByProgram = reader.has("score");
        if (isWrittenByProgram) {
            reader.checkKeys(kFaceKeys, JsonObjectReader::Unknown::OnlyNearMisses);
            if (reader.flag("added").value_or(false)) {
                readAdded(reader);
            } else {
                readNumbered(reader, ++m_position);
            }
            return;
        }
        reader.checkKeys(kFaceKeys);
        if (reader.has("face")) {
            readNumbered(reader, 0);
        } else if (reader.has("box")) {
            readAdded(reader);
        } else {
            reader.fail(makeError(ErrorCode::Damaged,
                                  "In %1, \"%2\" is missing: give the number of a face, or a "
                                  "\"box\" to add one.",
                                  reader.file(), reader.placeOf("face")));
        }
    }

    // position: the number of a face that names none.
    void readNumbered(JsonObjectReader& reader, int position) {
        FaceChoice choice;
        choice.face = reader.wholeNumber("face", 1, kMostFaces).value_or(position);
        choice.enabled = reader.flag("enabled").value_or(true);
        choice.strength = ownStrength(reader);
        choice.box = readBox(reader);
        if (position == 0 && reader.has("landmarks")) {
            reader.fail(makeError(ErrorCode::Damaged,
                                  "In %1, \"%2\" cannot be set for a face that was found: switch "
                                  "that face off and add one with \"box\".",
                                  reader.file(), reader.placeOf("landmarks")));
        }
        if (!m_numbers.insert(choice.face).second) {
            reader.fail(makeError(ErrorCode::Damaged, "In %1, \"%2\" stands twice: %3.",
                                  reader.file(), reader.placeOf("face"), choice.face));
        }
        // A face that only stands in the list is no choice.
        if (!choice.enabled || choice.strength) m_choices.faces.push_back(choice);
    }

    void readAdded(JsonObjectReader& reader) {
        AddedFace added;
        added.enabled = reader.flag("enabled").value_or(true);
        added.strength = ownStrength(reader);
        added.box = readBox(reader).value_or(cv::Rect2f());
        const bool isEstimated = reader.has("score") && reader.has("landmarks_estimated") &&
                                 reader.flag("landmarks_estimated").value_or(false);
        if (!isEstimated) added.landmarks = readLandmarks(reader);
        if (!reader.has("box")) {
            reader.fail(makeError(ErrorCode::Damaged, "In %1, \"%2\" is missing.", reader.file(),
                                  reader.placeOf("box")));
        }
        m_choices.added.push_back(added);
    }

    // A report gives every face the strength of its run, and 0 to those left alone.
    std::optional<double> ownStrength(JsonObjectReader& reader) {
        const auto strength = reader.number("strength", 0, 100);
        const bool isReport = reader.has("score") && reader.has("restored");
        if (!isReport || !strength) return strength;
        const bool wasLeftAlone = !reader.flag("restored").value_or(true) && *strength == 0.0;
        if (wasLeftAlone || strength == m_runStrength) return std::nullopt;
        return strength;
    }

    const fs::path& m_file;
    std::string m_place;
    std::optional<double> m_runStrength;
    FaceChoices m_choices;
    std::set<int> m_numbers;
    int m_position = 0;
};

class FileReader {
public:
    FileReader(const Json& object, const fs::path& file) : m_object(object), m_file(file) {}

    Result<std::vector<PhotoFaceChoices>> read() {
        m_hasVersion = m_object.contains(kVersionKey);
        JsonObjectReader reader(m_object, m_file, "");
        const Json* photos = reader.list("photos");
        if (reader.problem()) return *reader.problem();
        if (photos == nullptr) {
            return makeError(ErrorCode::Damaged, "%1 needs \"photos\" with a list, [ ... ].",
                             m_file);
        }
        if (m_hasVersion || !isWrittenByProgram(*photos)) {
            auto known = checkFileVersion(m_object, m_file, kVersionKey, kVersion);
            if (!known) return known.error();
            reader.checkKeys(kFileKeys);
            if (reader.problem()) return *reader.problem();
        }
        readRunStrength();
        for (std::size_t i = 0; i < photos->size(); ++i) {
            if (auto done = readPhoto((*photos)[i], i); !done) return done.error();
        }
        return std::move(m_photos);
    }

private:
    // detect gives every photo's width, a report its outcome.
    static bool isWrittenByProgram(const Json& photos) {
        return std::all_of(photos.begin(), photos.end(), [](const Json& photo) {
            return photo.contains("width") || photo.contains("outcome");
        });
    }

    void readRunStrength() {
        const auto options = m_object.find("options");
        if (options == m_object.end() || !options->is_object()) return;
        const auto strength = options->find("strength");
        if (strength != options->end() && strength->is_number()) {
            m_runStrength = strength->get<double>();
        }
    }

    Result<void> readPhoto(const Json& photo, std::size_t index) {
        const std::string place = numbered("photos", index);
        if (!photo.is_object()) {
            return makeError(ErrorCode::Damaged,
                             "In %1, \"%2\" must be an object, { ... }, not %3.", m_file, place,
                             shownValue(photo));
        }
        JsonObjectReader reader(photo, m_file, place);
        reader.checkKeys(kPhotoKeys, m_hasVersion ? JsonObjectReader::Unknown::Refused
                                                  : JsonObjectReader::Unknown::OnlyNearMisses);
        const std::string input = reader.text("input").value_or("");
        const Json* faces = reader.list("faces");
        if (reader.problem()) return *reader.problem();
        if (input.empty() || faces == nullptr) {
            return makeError(
                ErrorCode::Damaged,
                "In %1, \"%2\" needs \"input\", a photo's path, and \"faces\", a list.", m_file,
                place);
        }
        if (!m_inputs.insert(fs::path(input).lexically_normal()).second) {
            return makeError(ErrorCode::Damaged, "In %1, the photo %2 stands twice.", m_file,
                             input);
        }
        auto choices =
            FacesReader(m_file, place + " (" + shownKey(input) + ")", m_runStrength).read(*faces);
        if (!choices) return choices.error();
        m_photos.push_back({input, std::move(*choices)});
        return {};
    }

    const Json& m_object;
    const fs::path& m_file;
    bool m_hasVersion = false;
    std::optional<double> m_runStrength;
    std::set<fs::path> m_inputs;
    std::vector<PhotoFaceChoices> m_photos;
};

}  // namespace

Result<std::vector<PhotoFaceChoices>> readFaceChoices(const fs::path& file) {
    const auto object = readJsonObject(file, kMostBytes);
    if (!object) return object.error();
    return FileReader(*object, file).read();
}

}  // namespace heirloom
