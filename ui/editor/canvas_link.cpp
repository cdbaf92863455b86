#include "ui/editor/canvas_link.h"

namespace heirloom::ui {

CanvasLink::CanvasLink(PhotoDocument& document, CompareView& view, FaceSelection& selection,
                       QObject* parent)
    : QObject(parent), m_document(document), m_view(view), m_selection(selection) {
    connectPictures();
    connectFaces();
    connect(&document, &PhotoDocument::stateChanged, this, &CanvasLink::followState);
    connect(&document, &PhotoDocument::enhanceFinished, this, &CanvasLink::showHint);
    connect(&document, &PhotoDocument::parametersChanged, this, &CanvasLink::showHint);
    followState();
    showFaces();
}

void CanvasLink::connectPictures() {
    connect(&m_document, &PhotoDocument::beforeChanged, &m_view, &CompareView::setBefore);
    connect(&m_document, &PhotoDocument::afterChanged, &m_view, &CompareView::setAfter);
    connect(&m_document, &PhotoDocument::afterPatchChanged, &m_view, &CompareView::setAfterPatch);
    connect(&m_document, &PhotoDocument::changePictureChanged, &m_view,
            &CompareView::setChangePicture);
    connect(&m_view, &CompareView::viewChanged, this,
            [this] { m_document.setView(m_view.request()); });
    connect(&m_view, &CompareView::changesWanted, &m_document, &PhotoDocument::setChangesWanted);
}

void CanvasLink::connectFaces() {
    connect(&m_document, &PhotoDocument::facesChanged, this, &CanvasLink::showFaces);
    connect(&m_selection, &FaceSelection::changed, &m_view, &CompareView::setCurrentFace);
    connect(&m_view, &CompareView::faceClicked, &m_selection, &FaceSelection::setCurrent);
    connect(&m_view, &CompareView::faceDrawn, this, [this](const QRectF& box) {
        const QString problem = m_document.addFace(box);
        if (!problem.isEmpty()) Q_EMIT refused(problem);
    });
    connect(&m_view, &CompareView::faceToggleRequested, this, [this](int number) {
        const FaceItem* item = face(number);
        if (item) m_document.setFaceEnabled(number, !item->enabled);
    });
    // Stepping through the faces goes along where the picture is enlarged.
    connect(&m_selection, &FaceSelection::stepped, this, [this](int number) {
        if (!m_view.isFitted()) zoomToFace(number);
    });
}

const FaceItem* CanvasLink::face(int number) const {
    for (const FaceItem& item : m_document.faces()) {
        if (item.number == number) return &item;
    }
    return nullptr;
}

void CanvasLink::zoomToFace(int number) {
    const FaceItem* item = face(number);
    if (!item) return;
    m_selection.setCurrent(number);
    m_view.zoomToArea(item->box);
}

void CanvasLink::followState() {
    const PhotoDocument::State state = m_document.state();
    const QString path = state == PhotoDocument::State::Empty ? QString() : m_document.path();
    if (path != m_shownPath) {
        // The pictures of the former photo must not stand beside the name of the new one.
        m_view.clear();
        m_view.setDrawingFace(false);
        m_view.setChangesShown(false);
        m_shownPath = path;
    }
    showHint();
}

void CanvasLink::showFaces() {
    QVector<FaceMark> marks;
    for (const FaceItem& item : m_document.faces()) {
        marks.append({item.number, item.box, item.enabled, item.added, item.review});
    }
    m_view.setFaces(marks);
    m_view.setCurrentFace(m_selection.current());
}

void CanvasLink::showHint() {
    const bool waits =
        m_document.state() == PhotoDocument::State::Ready && !m_document.isEnhanced();
    m_view.setAfterHint(waits ? tr("Not restored yet: press Enhance") : QString());
}

void CanvasLink::retranslate() {
    showHint();
}

}  // namespace heirloom::ui
