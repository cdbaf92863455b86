// The faces of the open photo, and what is worth a word about it.
#include <algorithm>

#include "ui/common/text.h"
#include "ui/photo/photo_document_private.h"

namespace heirloom::ui {

QRectF PhotoDocument::Private::normalised(const cv::Rect2f& box) const {
    const double width = std::max(1, original.width());
    const double height = std::max(1, original.height());
    return {box.x / width, box.y / height, box.width / width, box.height / height};
}

FacePictures& PhotoDocument::Private::picturesOf(const cv::Rect2f& box) {
    const auto known = std::find_if(pictures.begin(), pictures.end(),
                                    [&](const FacePictures& face) { return face.box == box; });
    if (known != pictures.end()) return *known;
    pictures.push_back({box, {}, {}});
    return pictures.back();
}

const FaceOutcome* PhotoDocument::Private::outcomeOf(const cv::Rect2f& box) const {
    const auto known = std::find_if(outcomes.begin(), outcomes.end(),
                                    [&](const FaceOutcome& face) { return face.face.box == box; });
    return known == outcomes.end() ? nullptr : &*known;
}

bool PhotoDocument::Private::showsPatch(int number) const {
    if (!shown.scene) return false;
    const auto& numbers = shown.scene->patchFaces;
    return std::any_of(numbers.begin(), numbers.end(), [&](int face) {
        return renumbered(face, shown.choices, edit.choices, detectedCount()) == number;
    });
}

FaceItem PhotoDocument::Private::itemOf(int number, const cv::Rect2f& box) {
    FacePictures& look = picturesOf(box);
    if (look.asIs.isNull()) look.asIs = thumbnailOf(renderer.before(), normalised(box));
    FaceItem item;
    item.number = number;
    item.box = normalised(box);
    item.thumbnail = look.asIs;
    item.added = number > detectedCount();
    if (item.added) {
        const AddedFace& face =
            edit.choices.added[static_cast<std::size_t>(number - detectedCount() - 1)];
        item.enabled = face.enabled;
        item.strength = face.strength;
    } else if (const FaceChoice* choice = choiceFor(edit.choices, number)) {
        item.enabled = choice->enabled;
        item.strength = choice->strength;
    }
    item.restored = item.enabled && showsPatch(number);
    if (item.restored) item.restoredThumbnail = look.restored;
    const FaceOutcome* outcome = outcomeOf(box);
    if (outcome != nullptr && item.restored) {
        item.model = fromUtf8(outcome->model);
        item.modelReason = text(outcome->modelReason);
    }
    if (item.enabled) item.note = faceNote(notes, number, item.review);
    const bool failed = outcome != nullptr && outcome->enabled && !outcome->restored;
    if (item.enabled && failed && !item.restored) item.note = text(outcome->reason);
    return item;
}

void PhotoDocument::Private::rebuildFaces() {
    faces.clear();
    QVector<QRectF> boxes;
    for (int number = 1; number <= detectedCount(); ++number) {
        faces.append(itemOf(number, detected[number - 1].box));
    }
    for (const AddedFace& face : edit.choices.added) {
        faces.append(itemOf(static_cast<int>(faces.size()) + 1, cv::Rect2f(face.box)));
    }
    for (const FaceItem& face : faces) {
        if (face.restored) boxes.append(face.box);
    }
    renderer.setBoxes(boxes);
    Q_EMIT q.facesChanged();
}

void PhotoDocument::Private::updateNotes() {
    notes.strength = edit.strengthByHand ? strengthWarning(edit.parameters.strength) : std::nullopt;
    const QVector<PhotoNote> before = std::exchange(facts.notes, photoNotes(notes));
    const bool same = std::equal(before.begin(), before.end(), facts.notes.begin(),
                                 facts.notes.end(), [](const PhotoNote& a, const PhotoNote& b) {
                                     return a.sentence == b.sentence && a.why == b.why;
                                 });
    if (!same) Q_EMIT q.warningsChanged();
}

// What the session would make of the choices; found faces keep their boxes.
FaceChoices PhotoDocument::Private::checked(const FaceChoices& choices,
                                            std::vector<Message>* problems) const {
    CheckedFaceChoices result =
        checkFaceChoices(choices, detected, original.pixels.size(), original.source.path);
    for (FaceChoice& choice : result.choices.faces) {
        choice.box = detected[static_cast<std::size_t>(choice.face - 1)].box;
    }
    if (problems != nullptr) {
        problems->insert(problems->end(), result.problems.begin(), result.problems.end());
    }
    return std::move(result.choices);
}

void PhotoDocument::Private::changeFace(
    int number, const QString& name, bool continues,
    const std::function<void(bool& enabled, std::optional<double>& strength)>& change) {
    EditState after = edit;
    const int count = detectedCount();
    if (number < 1 || number > count + static_cast<int>(after.choices.added.size())) return;
    if (number > count) {
        AddedFace& face = after.choices.added[static_cast<std::size_t>(number - count - 1)];
        change(face.enabled, face.strength);
    } else {
        FaceChoice& face =
            choiceOf(after.choices, number, detected[static_cast<std::size_t>(number - 1)].box);
        change(face.enabled, face.strength);
        tidyChoices(after.choices);
    }
    push(after, name, continues);
}

void PhotoDocument::setFaceEnabled(int number, bool enabled) {
    const QString name = (enabled ? tr("Switch face %1 on") : tr("Switch face %1 off")).arg(number);
    m->changeFace(number, name, false, [&](bool& on, auto&) { on = enabled; });
}

void PhotoDocument::setFaceStrength(int number, std::optional<double> strength, bool continues) {
    if (strength) strength = std::clamp(*strength, 0.0, 100.0);
    m->changeFace(number, tr("Strength of face %1").arg(number), continues,
                  [&](bool&, auto& own) { own = strength; });
}

QString PhotoDocument::addFace(const QRectF& box) {
    if (m->state == State::Empty || m->state == State::Opening) return {};
    const QRectF inside = box.normalized() & QRectF(0.0, 0.0, 1.0, 1.0);
    AddedFace face;
    face.box = {static_cast<float>(inside.x() * m->original.width()),
                static_cast<float>(inside.y() * m->original.height()),
                static_cast<float>(inside.width() * m->original.width()),
                static_cast<float>(inside.height() * m->original.height())};
    EditState after = m->edit;
    after.choices.added.push_back(face);
    std::vector<Message> problems;
    const FaceChoices usable = m->checked(after.choices, &problems);
    if (usable.added.size() < after.choices.added.size()) {
        return problems.empty() ? QString() : text(problems.back());
    }
    m->push(after, tr("Add a face"), false);
    return {};
}

void PhotoDocument::removeAddedFace(int number) {
    const int index = number - m->detectedCount() - 1;
    EditState after = m->edit;
    if (index < 0 || index >= static_cast<int>(after.choices.added.size())) return;
    after.choices.added.erase(after.choices.added.begin() + index);
    m->push(after, tr("Remove the added face"), false);
}

}  // namespace heirloom::ui
