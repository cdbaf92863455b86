// What the window is made of. Internal to ui/window.
#pragma once

#include <QStackedWidget>
#include <QTimer>

#include "ui/common/drop_rules.h"
#include "ui/common/notice.h"
#include "ui/common/serial_worker.h"
#include "ui/photo/photo_document.h"
#include "ui/window/header_bar.h"
#include "ui/window/main_window.h"
#include "ui/window/recovery.h"
#include "ui/window/toast.h"
#include "ui/window/window_actions.h"

namespace heirloom::ui {

class ModelBanner;

struct MainWindow::Parts {
    Parts(AppContext& context, MainWindow& window);

    // Does what a drop asks for.
    void follow(const DropPlan& plan);
    void tellRefused(const QList<DropPlan::Refused>& refused);
    void updateAvailable();
    // What no file holds is kept for the next start.
    void keepUnsaved();

    AppContext& context;
    MainWindow& window;
    PhotoDocument document;
    Recovery recovery;
    WindowActions actions;
    Tab tab = Tab::Single;

    HeaderBar* header;
    ModelBanner* banner;
    Notice* unfinished;
    Notice* refused;
    QStackedWidget* pages;
    EditorPage* editor;
    BatchPage* batch;
    ModelsPage* models;
    Toast* toast = nullptr;

    QString unfinishedPath;
    QTimer keepTimer;  // waits for a pause in the work
    // Last: it posts to the window, so it ends first.
    SerialWorker drops{"drops"};
};

}  // namespace heirloom::ui
