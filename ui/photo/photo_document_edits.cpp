// Parameters, presets and history of the open photo.
#include <algorithm>

#include "ui/common/text.h"
#include "ui/photo/edit_command.h"
#include "ui/photo/photo_document_private.h"

namespace heirloom::ui {

void PhotoDocument::Private::push(EditState after, const QString& name, bool continues) {
    if (state == State::Empty || after == edit) return;
    touched = true;
    history.push(new EditCommand([this](const EditState& wanted) { apply(wanted); }, edit,
                                 std::move(after), name, continues));
}

void PhotoDocument::Private::apply(const EditState& after) {
    const EditState before = std::exchange(edit, after);
    const Preparation last{before.parameters, before.choices};
    // What was cancelled starts again once something new asks for it.
    if (faceNeed(last, edit, detectedCount()) != FaceNeed::Nothing) suspended = false;
    EditState otherFaces = before;
    otherFaces.choices = edit.choices;
    if (before != otherFaces) rebuildFaces();
    if (before.parameters != edit.parameters) Q_EMIT q.parametersChanged();
    const bool presetDiffers = before.preset.has_value() != edit.preset.has_value() ||
                               (edit.preset && edit.preset->id != before.preset->id);
    const bool modified = isModified();
    if (presetDiffers || modified != announcedModified) Q_EMIT q.presetChanged();
    announcedModified = modified;
    updateNotes();
    refresh();
    updateUnsaved();
}

bool PhotoDocument::Private::isModified() const {
    return edit.preset && !matchesPreset(*edit.preset, edit.parameters);
}

void PhotoDocument::Private::updateUnsaved() {
    const bool unsaved = q.hasUnsavedWork();
    if (unsaved == std::exchange(announcedUnsaved, unsaved)) return;
    Q_EMIT q.unsavedChanged();
}

bool PhotoDocument::hasUnsavedWork() const {
    const bool isSomething =
        m->enhanced || (m->history.index() > 0 && changesWholePhoto(m->edit.parameters));
    const bool isSaved =
        m->savedEdit && *m->savedEdit == m->edit && m->savedEnhanced == m->enhanced;
    return m->state != State::Empty && isSomething && !isSaved;
}

const RestoreParameters& PhotoDocument::parameters() const {
    return m->edit.parameters;
}

void PhotoDocument::edit(const RestoreParameters& parameters, const QString& name, bool continues) {
    if (!validate(parameters)) return;
    EditState after = m->edit;
    if (parameters.strength != after.parameters.strength) after.strengthByHand = true;
    after.parameters = parameters;
    m->push(std::move(after), name, continues);
}

QString PhotoDocument::presetId() const {
    return m->edit.preset ? fromUtf8(m->edit.preset->id) : QString();
}

bool PhotoDocument::isPresetModified() const {
    return m->isModified();
}

void PhotoDocument::choosePreset(const Preset& preset) {
    EditState after = m->edit;
    after.preset = preset;
    after.strengthByHand = false;
    applyPreset(preset, after.parameters);
    m->push(std::move(after), tr("Preset %1").arg(presetName(preset)), false);
}

void PhotoDocument::resetToPreset() {
    EditState after = m->edit;
    after.strengthByHand = false;
    if (after.preset) {
        applyPreset(*after.preset, after.parameters);
    } else {
        applyPreset(builtInPresets().front(), after.parameters);
    }
    m->push(std::move(after), tr("Reset"), false);
}

QString PhotoDocument::recommendedPreset() const {
    return fromUtf8(m->recommendation.preset);
}

QString PhotoDocument::recommendationReason() const {
    return text(m->recommendation.reason);
}

bool PhotoDocument::followsRecommendation() const {
    return !m->recommendation.preset.empty() && presetId() == recommendedPreset() &&
           !isPresetModified();
}

QUndoStack* PhotoDocument::history() const {
    return &m->history;
}

QJsonObject PhotoDocument::workingState() const {
    if (m->state == State::Empty) return {};
    QJsonObject json = editStateToJson(m->edit);
    json["path"] = m->path;
    json["touched"] = m->touched;
    return json;
}

void PhotoDocument::openWorkingState(const QJsonObject& state) {
    const QString path = state["path"].toString();
    if (path.isEmpty()) return;
    open(path);
    m->touched = state["touched"].toBool(true);
    m->edit = editStateFromJson(state);
    m->announcedModified = m->isModified();
    Q_EMIT parametersChanged();
    Q_EMIT presetChanged();
}

}  // namespace heirloom::ui
