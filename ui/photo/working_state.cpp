// The edit state as JSON. Parameters have the names of preset files.
#include <algorithm>
#include <cmath>

#include <QJsonArray>

#include "ui/common/text.h"
#include "ui/photo/edit_state.h"

namespace heirloom::ui {

namespace {

QJsonArray boxToJson(const cv::Rect2f& box) {
    return {box.x, box.y, box.width, box.height};
}

std::optional<cv::Rect2f> boxFromJson(const QJsonValue& json) {
    const QJsonArray values = json.toArray();
    if (values.size() != 4) return std::nullopt;
    const auto at = [&](int i) { return static_cast<float>(values[i].toDouble(NAN)); };
    const cv::Rect2f box(at(0), at(1), at(2), at(3));
    const bool finite = std::isfinite(box.x) && std::isfinite(box.y) && std::isfinite(box.width) &&
                        std::isfinite(box.height);
    if (!finite || box.width <= 0.0f || box.height <= 0.0f) return std::nullopt;
    return box;
}

QJsonValue strengthToJson(const std::optional<double>& strength) {
    return strength ? QJsonValue(*strength) : QJsonValue();
}

std::optional<double> strengthFromJson(const QJsonValue& json) {
    const double value = json.toDouble(-1.0);
    if (!json.isDouble() || value < 0.0 || value > 100.0) return std::nullopt;
    return value;
}

// What JSON names, taken only where the set of parameters stays valid with it.
class ParameterReader {
public:
    ParameterReader(const QJsonObject& json, RestoreParameters& parameters)
        : m_json(json), m_parameters(parameters) {}

    template <class Member>
    void number(const char* key, Member member) {
        const QJsonValue value = m_json[QLatin1String(key)];
        if (!value.isDouble()) return;
        RestoreParameters changed = m_parameters;
        changed.*member = static_cast<std::decay_t<decltype(changed.*member)>>(
            std::clamp(value.toDouble(), -1e9, 1e9));
        if (validate(changed)) m_parameters = changed;
    }
    void flag(const char* key, bool RestoreParameters::*member) {
        const QJsonValue value = m_json[QLatin1String(key)];
        if (value.isBool()) m_parameters.*member = value.toBool();
    }
    QString word(const char* key) const { return m_json[QLatin1String(key)].toString(); }

private:
    const QJsonObject& m_json;
    RestoreParameters& m_parameters;
};

QString latin(std::string_view text) {
    return QString::fromLatin1(text.data(), static_cast<qsizetype>(text.size()));
}

QJsonObject parametersToJson(const RestoreParameters& p) {
    return {{"strength", p.strength},
            {"denoise", p.denoise},
            {"sharpen", p.sharpen},
            {"mode", latin(modeName(p.mode))},
            {"scope", latin(scopeName(p.scope))},
            {"skin_protection", p.skinProtection},
            {"contrast", p.contrast},
            {"brightness", p.brightness},
            {"rosy", p.rosy},
            {"faithful", p.faithful},
            {"detail_enhancement", p.detailEnhancement},
            {"scale", p.scale},
            {"long_side", p.longSide},
            {"min_face_share", p.minFaceShare}};
}

RestoreParameters parametersFromJson(const QJsonObject& json) {
    using P = RestoreParameters;
    P parameters;
    ParameterReader reader(json, parameters);
    reader.number("strength", &P::strength);
    reader.number("denoise", &P::denoise);
    reader.number("sharpen", &P::sharpen);
    reader.number("contrast", &P::contrast);
    reader.number("brightness", &P::brightness);
    reader.number("rosy", &P::rosy);
    reader.number("scale", &P::scale);
    reader.number("long_side", &P::longSide);
    reader.number("min_face_share", &P::minFaceShare);
    reader.flag("skin_protection", &P::skinProtection);
    reader.flag("faithful", &P::faithful);
    reader.flag("detail_enhancement", &P::detailEnhancement);
    if (auto mode = modeFromName(reader.word("mode").toStdString())) parameters.mode = *mode;
    if (reader.word("scope") == latin(scopeName(Scope::FacesOnly))) {
        parameters.scope = Scope::FacesOnly;
    }
    return parameters;
}

QJsonObject presetToJson(const Preset& preset) {
    RestoreParameters values;
    applyPreset(preset, values);
    const auto& arguments = preset.name.arguments();
    return {{"id", fromUtf8(preset.id)},
            {"built_in", preset.builtIn},
            {"name", arguments.empty() ? QString() : fromUtf8(arguments.front())},
            {"parameters", parametersToJson(values)}};
}

std::optional<Preset> presetFromJson(const QJsonObject& json) {
    const std::string id = json["id"].toString().toStdString();
    if (id.empty()) return std::nullopt;
    if (json["built_in"].toBool()) {
        const Preset* known = findBuiltInPreset(id);
        return known != nullptr ? std::optional(*known) : std::nullopt;
    }
    Preset preset;
    preset.id = id;
    preset.name = Message("%1", json["name"].toString().toStdString());
    preset.values = presetValuesOf(parametersFromJson(json["parameters"].toObject()));
    return preset;
}

QJsonArray foundToJson(const FaceChoices& choices) {
    QJsonArray faces;
    for (const FaceChoice& choice : choices.faces) {
        QJsonObject face{{"face", choice.face},
                         {"enabled", choice.enabled},
                         {"strength", strengthToJson(choice.strength)}};
        if (choice.box) face["box"] = boxToJson(*choice.box);
        faces.append(face);
    }
    return faces;
}

QJsonArray addedToJson(const FaceChoices& choices) {
    QJsonArray added;
    for (const AddedFace& face : choices.added) {
        added.append(QJsonObject{{"box", boxToJson(face.box)},
                                 {"enabled", face.enabled},
                                 {"strength", strengthToJson(face.strength)}});
    }
    return added;
}

FaceChoices choicesFromJson(const QJsonObject& json) {
    FaceChoices choices;
    for (const QJsonValue value : json["faces"].toArray()) {
        const QJsonObject face = value.toObject();
        const int number = face["face"].toInt();
        if (number < 1) continue;
        choices.faces.push_back({number, face["enabled"].toBool(true),
                                 strengthFromJson(face["strength"]), boxFromJson(face["box"])});
    }
    for (const QJsonValue value : json["added"].toArray()) {
        const QJsonObject face = value.toObject();
        const auto box = boxFromJson(face["box"]);
        if (!box) continue;
        choices.added.push_back(
            {*box, std::nullopt, strengthFromJson(face["strength"]), face["enabled"].toBool(true)});
    }
    return choices;
}

}  // namespace

QJsonObject editStateToJson(const EditState& state) {
    QJsonObject json{{"parameters", parametersToJson(state.parameters)},
                     {"strength_by_hand", state.strengthByHand},
                     {"faces", foundToJson(state.choices)},
                     {"added", addedToJson(state.choices)}};
    if (state.preset) json["preset"] = presetToJson(*state.preset);
    return json;
}

EditState editStateFromJson(const QJsonObject& json) {
    EditState state;
    state.parameters = parametersFromJson(json["parameters"].toObject());
    state.choices = choicesFromJson(json);
    state.preset = presetFromJson(json["preset"].toObject());
    state.strengthByHand = json["strength_by_hand"].toBool();
    return state;
}

}  // namespace heirloom::ui
