// How the face strip shows the document's faces.

#include <algorithm>

#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QToolButton>

#include "ui/common/small_widgets.h"
#include "ui/common/value_slider.h"
#include "ui/editor/face_strip.h"
#include "ui/editor/face_thumbnail.h"
#include "ui/editor/note_list.h"

namespace heirloom::ui {

void FaceStrip::retranslate() {
    m_title->setText(tr("Faces"));
    setIconButtonText(m_add, tr("Add a face by drawing a box"));
    setIconButtonText(m_zoom, tr("Zoom to this face"));
    setIconButtonText(m_remove, tr("Remove this added face"));
    m_own->setText(tr("Own strength"));
    m_own->setToolTip(tr("This face gets a strength of its own instead of the photo's."));
    refresh();
}

void FaceStrip::refresh() {
    refreshRow();
    refreshDetails();
    refreshNotes();
}

void FaceStrip::addThumbnail() {
    auto* thumbnail = new FaceThumbnail(m_scroll->widget());
    connect(thumbnail, &FaceThumbnail::clicked, this,
            [this, thumbnail] { m_selection.setCurrent(thumbnail->number()); });
    connect(thumbnail, &FaceThumbnail::toggleRequested, this, &FaceStrip::toggle);
    connect(thumbnail, &FaceThumbnail::zoomRequested, this, &FaceStrip::zoomRequested);
    connect(thumbnail, &FaceThumbnail::stepRequested, this, [this](int by) {
        m_selection.step(by);
        const int current = m_selection.current();
        if (current >= 1 && current <= m_thumbnails.size()) {
            m_thumbnails[current - 1]->setFocus(Qt::OtherFocusReason);
        }
    });
    m_rowLayout->insertWidget(int(m_thumbnails.size()), thumbnail);
    m_thumbnails.append(thumbnail);
}

void FaceStrip::refreshRow() {
    const QVector<FaceItem>& faces = m_document.faces();
    // Deleted later: a thumbnail may be the very one whose signal led here.
    while (m_thumbnails.size() > faces.size()) {
        m_thumbnails.back()->hide();
        m_thumbnails.takeLast()->deleteLater();
    }
    while (m_thumbnails.size() < faces.size()) addThumbnail();
    for (qsizetype i = 0; i < faces.size(); ++i) {
        const bool current = faces[i].number == m_selection.current();
        m_thumbnails[i]->setFace(faces[i], current);
        if (current) m_scroll->ensureWidgetVisible(m_thumbnails[i], 16, 0);
    }
    const auto on = std::count_if(faces.begin(), faces.end(),
                                  [](const FaceItem& face) { return face.enabled; });
    m_count->setText(faces.isEmpty() ? QString() : tr("%1 of %2").arg(on).arg(faces.size()));

    const PhotoDocument::State state = m_document.state();
    m_add->setEnabled(state == PhotoDocument::State::Ready ||
                      state == PhotoDocument::State::Enhancing);
    m_scroll->setVisible(!faces.isEmpty());
    m_empty->setVisible(faces.isEmpty());
    m_empty->setText(state == PhotoDocument::State::Opening
                         ? tr("Looking for faces…")
                         : tr("No face was found. The button above lets you draw a box."));
}

void FaceStrip::refreshDetails() {
    const FaceItem* face = m_selection.face();
    m_details->setVisible(face != nullptr);
    if (!face) return;
    m_enabled->setText(tr("Restore face %1").arg(face->number));
    m_enabled->setChecked(face->enabled);
    m_remove->setVisible(face->added);
    m_own->setChecked(face->strength.has_value());
    m_own->setEnabled(face->enabled);
    const double photoStrength = m_document.parameters().strength;
    m_strength->setEnabled(face->enabled && face->strength.has_value());
    m_strength->setDefaultValue(photoStrength);
    m_strength->setValue(face->strength.value_or(photoStrength));
    m_strength->setName(tr("Strength of face %1").arg(face->number));
    QString about = face->note;
    if (about.isEmpty() && face->restored && !face->model.isEmpty()) {
        about = tr("Restored with %1. %2").arg(face->model, face->modelReason).trimmed();
    }
    m_about->setText(about);
    m_about->setVisible(!about.isEmpty());
}

void FaceStrip::refreshNotes() {
    QVector<PhotoNote> notes;
    for (const PhotoNote& note : m_document.facts().notes) {
        const bool aboutFaces =
            note.about == PhotoNote::About::Face || note.about == PhotoNote::About::Result;
        if (aboutFaces) notes.append(note);
    }
    m_notes->setNotes(notes);
}

}  // namespace heirloom::ui
