#include "ui/window/main_window.h"

#include <QCloseEvent>
#include <QFileInfo>
#include <QStackedWidget>
#include <QUndoStack>
#include <QVBoxLayout>

#include "ui/batch/batch_page.h"
#include "ui/common/drop_rules.h"
#include "ui/common/icons.h"
#include "ui/common/notice.h"
#include "ui/common/small_widgets.h"
#include "ui/common/text.h"
#include "ui/editor/editor_page.h"
#include "ui/models/model_banner.h"
#include "ui/models/models_page.h"
#include "ui/window/main_window_parts.h"

namespace heirloom::ui {

namespace {

constexpr QSize kSmallest(1024, 640);
constexpr QSize kFirstSize(1366, 820);

}  // namespace

MainWindow::MainWindow(AppContext& context, QWidget* parent)
    : QMainWindow(parent), m(std::make_unique<Parts>(context, *this)) {
    setWindowIcon(applicationIcon());
    setAcceptDrops(true);
    setMinimumSize(kSmallest);
    auto* frame = new QWidget(this);
    auto* column = new QVBoxLayout(frame);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m->header);
    column->addWidget(makeSeparator(frame));
    column->addWidget(m->banner);
    column->addWidget(m->unfinished);
    column->addWidget(m->refused);
    column->addWidget(m->pages, 1);
    setCentralWidget(frame);
    m->actions.buildMenus(menuBar());
    m->toast = new Toast(this);

    connectPages();
    connectActions();
    setTab(Tab::Single);
    resize(kFirstSize);
    restoreGeometry(m->context.settings().value("window/geometry").toByteArray());
    retranslate();
    offerUnfinishedPhoto();
}

MainWindow::~MainWindow() {
    // The pages show the document, so they go before it, and nobody listens to its end.
    m->document.disconnect(this);
    m->document.history()->disconnect(this);
    delete m->pages;
}

MainWindow::Tab MainWindow::tab() const {
    return m->tab;
}

void MainWindow::setTab(Tab tab) {
    m->tab = tab;
    switch (tab) {
        case Tab::Single:
            m->editor->setPanel(EditorPage::Panel::Single);
            m->pages->setCurrentWidget(m->editor);
            m->actions.tabSingle->setChecked(true);
            break;
        case Tab::Advanced:
            m->editor->setPanel(EditorPage::Panel::Advanced);
            m->pages->setCurrentWidget(m->editor);
            m->actions.tabAdvanced->setChecked(true);
            break;
        case Tab::Batch:
            m->pages->setCurrentWidget(m->batch);
            m->actions.tabBatch->setChecked(true);
            break;
        case Tab::Models:
            m->pages->setCurrentWidget(m->models);
            m->actions.tabModels->setChecked(true);
            break;
    }
    m->updateAvailable();
}

PhotoDocument& MainWindow::document() {
    return m->document;
}
EditorPage& MainWindow::editor() {
    return *m->editor;
}
BatchPage& MainWindow::batch() {
    return *m->batch;
}
ModelsPage& MainWindow::models() {
    return *m->models;
}

void MainWindow::showMessage(const QString& sentence) {
    m->toast->showSentence(sentence);
}

void MainWindow::openPaths(const QStringList& paths) {
    if (paths.isEmpty()) return;
    m->drops.post([this, paths] {
        const DropPlan plan = planDrop(paths);
        QMetaObject::invokeMethod(
            this, [this, plan] { m->follow(plan); }, Qt::QueuedConnection);
    });
}

void MainWindow::openPhoto(const QString& path) {
    m->keepUnsaved();
    m->recovery.noteClosed();
    setTab(tab() == Tab::Advanced ? Tab::Advanced : Tab::Single);
    const QJsonObject unfinished = m->recovery.stateOf(path);
    if (unfinished.isEmpty()) {
        m->document.open(path);
    } else {
        m->document.openWorkingState(unfinished);
        showMessage(tr("Your earlier changes to %1 are back.").arg(QFileInfo(path).fileName()));
    }
}

void MainWindow::offerUnfinishedPhoto() {
    const QString path = m->recovery.unfinished().value("path").toString();
    if (path.isEmpty()) return;
    m->unfinishedPath = path;
    m->unfinished->show(Notice::Kind::Hint,
                        tr("Last time, %1 was open with changes that no file holds.")
                            .arg(QFileInfo(path).fileName()));
    m->unfinished->setAction(tr("Go on with it"));
    m->unfinished->setVisible(true);
}

void MainWindow::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QMainWindow::changeEvent(event);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    m->context.settings().setValue("window/geometry", saveGeometry());
    m->keepUnsaved();
    event->accept();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (!droppedPaths(event->mimeData()).isEmpty()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    event->acceptProposedAction();
    openPaths(droppedPaths(event->mimeData()));
}

void MainWindow::resizeEvent(QResizeEvent* event) {
    QMainWindow::resizeEvent(event);
    if (m->toast != nullptr && m->toast->isVisible()) m->toast->place();
}

void MainWindow::retranslate() {
    m->actions.retranslate();
    if (m->unfinished->isVisible()) offerUnfinishedPhoto();
    updateTitle();
}

void MainWindow::updateTitle() {
    const QString program = tr("Heirloom");
    const QString path = m->document.path();
    setWindowTitle(
        path.isEmpty() ? program : QFileInfo(path).fileName() + QStringLiteral("[*] — ") + program);
    setWindowModified(m->document.hasUnsavedWork());
}

}  // namespace heirloom::ui
