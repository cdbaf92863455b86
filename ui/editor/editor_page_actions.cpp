// What the editor page does: signals of the document, and what menus and shortcuts ask for.

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileInfo>
#include <QKeyEvent>

#include "ui/common/drop_rules.h"
#include "ui/editor/editor_page_parts.h"

namespace heirloom::ui {

void EditorPage::connectDocument() {
    PhotoDocument& document = m->document;
    connect(&document, &PhotoDocument::stateChanged, this, [this] {
        followState();
        retranslate();
    });
    connect(&document, &PhotoDocument::beforeChanged, this, [this] {
        m->busy->hide();
        m->empty->clearFailure();
    });
    connect(&document, &PhotoDocument::openFailed, this,
            [this](const QString& path, const QString& sentence, const QString& detail) {
                m->empty->showFailure(path, sentence, detail);
                followState();
            });
    const auto complain = [this](const QString& sentence, const QString& detail) {
        m->notice->show(Notice::Kind::Error, sentence, detail);
    };
    connect(&document, &PhotoDocument::enhanceFailed, this, complain);
    connect(m->saver, &PhotoSaver::failed, this, complain);
    connect(m->saver, &PhotoSaver::warned, this,
            [this](const QString& sentence, const QString& detail) {
                m->notice->show(Notice::Kind::Warning, sentence, detail);
            });
    connect(m->link, &CanvasLink::refused, this,
            [this](const QString& sentence) { m->notice->show(Notice::Kind::Warning, sentence); });
    connect(m->saver, &PhotoSaver::message, this, [this](const QString& sentence) {
        m->progress->setOutcome(sentence);
        Q_EMIT message(sentence);
    });
}

void EditorPage::connectWidgets() {
    connect(m->empty, &EmptyPage::openRequested, this, &EditorPage::openRequested);
    connect(m->empty, &EmptyPage::openPathRequested, this, &EditorPage::openPathRequested);
    connect(m->advanced, &AdvancedPanel::modelsPageRequested, this,
            &EditorPage::modelsPageRequested);
    FaceStrip& strip = m->single->faces();
    connect(&strip, &FaceStrip::zoomRequested, m->link, &CanvasLink::zoomToFace);
    connect(&strip, &FaceStrip::drawingRequested, m->view, &CompareView::setDrawingFace);
    connect(m->view, &CompareView::drawingFaceChanged, &strip, &FaceStrip::setDrawing);
    connect(&strip, &FaceStrip::focusInsideChanged, this, &EditorPage::followFaceFocus);
    connect(m->toolbar, &EditorToolbar::facesWantedChanged, this, &EditorPage::followFaceFocus);
    connect(m->actions, &ActionBar::enhanceRequested, this, &EditorPage::enhanceOrCancel);
    connect(m->actions, &ActionBar::saveRequested, this, &EditorPage::save);
    connect(m->actions, &ActionBar::saveAsRequested, this, &EditorPage::saveAs);
    connect(m->actions, &ActionBar::exportRequested, this, &EditorPage::exportPhoto);
    connect(m->actions, &ActionBar::copyRequested, this, &EditorPage::copyResult);
    connect(m->actions, &ActionBar::folderRequested, this, &EditorPage::openFolder);
}

void EditorPage::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) {
        m->notice->hide();  // its sentence would keep the former language
        m->link->retranslate();
        retranslate();
    }
    QWidget::changeEvent(event);
}

void EditorPage::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape && m->document.state() == PhotoDocument::State::Enhancing) {
        m->document.cancel();
        return;
    }
    QWidget::keyPressEvent(event);
}

void EditorPage::retranslate() {
    m->busy->setText(tr("Opening %1…").arg(QFileInfo(m->document.path()).fileName()));
}

void EditorPage::dragEnterEvent(QDragEnterEvent* event) {
    if (droppedPaths(event->mimeData()).isEmpty()) return;
    m->empty->setHighlighted(true);
    event->acceptProposedAction();
}

void EditorPage::dragLeaveEvent(QDragLeaveEvent*) {
    m->empty->setHighlighted(false);
}

void EditorPage::dropEvent(QDropEvent* event) {
    m->empty->setHighlighted(false);
    const QStringList paths = droppedPaths(event->mimeData());
    if (paths.isEmpty()) return;
    event->acceptProposedAction();
    Q_EMIT pathsDropped(paths);
}

void EditorPage::enhanceOrCancel() {
    switch (m->document.state()) {
        case PhotoDocument::State::Enhancing: m->document.cancel(); return;
        case PhotoDocument::State::Opening:  // begins as soon as the faces are known
        case PhotoDocument::State::Ready: m->document.enhance(); return;
        default: return;
    }
}

void EditorPage::save() {
    m->saver->save();
}

void EditorPage::saveAs() {
    m->saver->saveAs();
}

void EditorPage::exportPhoto() {
    m->saver->exportPhoto();
}

void EditorPage::copyResult() {
    m->saver->copyResult();
}

void EditorPage::openFolder() {
    m->saver->openFolder();
}

void EditorPage::stepFace(int by) {
    m->selection->step(by);
}

void EditorPage::toggleSideBySide() {
    m->view->setMode(m->view->mode() == CompareMode::Split ? CompareMode::SideBySide
                                                           : CompareMode::Split);
}

}  // namespace heirloom::ui
