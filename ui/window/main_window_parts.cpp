#include "ui/window/main_window_parts.h"

#include <QUndoStack>

#include "ui/batch/batch_page.h"
#include "ui/common/text.h"
#include "ui/editor/editor_page.h"
#include "ui/models/model_banner.h"
#include "ui/models/models_page.h"

namespace heirloom::ui {

namespace {

constexpr int kKeepAfterMilliseconds = 1500;

}  // namespace

MainWindow::Parts::Parts(AppContext& shared, MainWindow& owner)
    : context(shared),
      window(owner),
      document(shared),
      recovery(fromPath(shared.paths().state)),
      actions(&owner),
      header(new HeaderBar(shared, actions, &owner)),
      banner(new ModelBanner(shared, &owner)),
      unfinished(new Notice(Notice::Kind::Hint, &owner)),
      refused(new Notice(Notice::Kind::Warning, &owner)),
      pages(new QStackedWidget(&owner)),
      editor(new EditorPage(shared, document, &owner)),
      batch(new BatchPage(shared, &owner)),
      models(new ModelsPage(shared, &owner)) {
    pages->addWidget(editor);
    pages->addWidget(batch);
    pages->addWidget(models);
    for (Notice* notice : {unfinished, refused}) {
        notice->setDismissable(true);
        notice->hide();
        connect(notice, &Notice::dismissed, notice, &QWidget::hide);
    }
    unfinished->setObjectName("unfinishedNotice");
    refused->setObjectName("refusedNotice");
    keepTimer.setSingleShot(true);
    keepTimer.setInterval(kKeepAfterMilliseconds);
}

void MainWindow::Parts::follow(const DropPlan& plan) {
    if (!plan.models.isEmpty()) {
        window.setTab(Tab::Models);
        models->importFiles(plan.models);
    }
    if (plan.target == DropPlan::Target::Single) window.openPhoto(plan.photo);
    if (plan.target == DropPlan::Target::Batch) {
        window.setTab(Tab::Batch);
        batch->addInputs(plan.inputs);
        for (const auto& item : plan.refused) batch->addRefused(item.path, item.reason);
    } else {
        tellRefused(plan.refused);
    }
}

void MainWindow::Parts::tellRefused(const QList<DropPlan::Refused>& items) {
    if (items.isEmpty()) return refused->hide();
    QStringList reasons;
    for (const auto& item : items) reasons << item.reason;
    const QString first = items.first().reason;
    refused->show(Notice::Kind::Warning,
                  items.size() == 1
                      ? first
                      : MainWindow::tr("%n file(s) cannot be used.", nullptr, int(items.size())),
                  items.size() == 1 ? QString() : reasons.join('\n'));
    refused->setVisible(true);
}

void MainWindow::Parts::updateAvailable() {
    const bool editorShown = tab == Tab::Single || tab == Tab::Advanced;
    const bool open = document.state() != PhotoDocument::State::Empty;
    actions.setAvailable(editorShown, open, document.isEnhanced());
    actions.undo->setEnabled(editorShown && document.history()->canUndo());
    actions.redo->setEnabled(editorShown && document.history()->canRedo());
}

void MainWindow::Parts::keepUnsaved() {
    if (document.path().isEmpty()) return;
    if (document.hasUnsavedWork()) {
        recovery.keep(document.workingState());
    } else {
        recovery.forget(document.path());
    }
}

}  // namespace heirloom::ui
