#include "ui/editor/face_selection.h"

#include <algorithm>

namespace heirloom::ui {

FaceSelection::FaceSelection(PhotoDocument& document, QObject* parent)
    : QObject(parent), m_document(document) {
    connect(&document, &PhotoDocument::facesChanged, this, &FaceSelection::followFaces);
    followFaces();
}

const FaceItem* FaceSelection::face() const {
    for (const FaceItem& face : m_document.faces()) {
        if (face.number == m_current) return &face;
    }
    return nullptr;
}

void FaceSelection::setCurrent(int number) {
    const int count = int(m_document.faces().size());
    const int wanted = count == 0 ? 0 : std::clamp(number, 1, count);
    if (wanted == m_current) return;
    m_current = wanted;
    Q_EMIT changed(m_current);
}

void FaceSelection::step(int by) {
    const int count = int(m_document.faces().size());
    if (count == 0) return;
    const int position = ((m_current - 1 + by) % count + count) % count;
    setCurrent(position + 1);
    Q_EMIT stepped(m_current);
}

void FaceSelection::followFaces() {
    const qsizetype count = m_document.faces().size();
    const bool grew = m_count > 0 && count == m_count + 1 && m_document.faces().back().added;
    m_count = count;
    // A face that was just drawn is the one of interest.
    setCurrent(grew ? int(count) : std::max(m_current, 1));
}

}  // namespace heirloom::ui
