// What the editor page is put together from. Internal to editor_page*.cpp.
#pragma once

#include <QLabel>
#include <QSplitter>
#include <QStackedLayout>
#include <QStackedWidget>

#include "ui/common/notice.h"
#include "ui/editor/action_bar.h"
#include "ui/editor/advanced_panel.h"
#include "ui/editor/canvas_link.h"
#include "ui/editor/editor_page.h"
#include "ui/editor/editor_toolbar.h"
#include "ui/editor/empty_page.h"
#include "ui/editor/face_selection.h"
#include "ui/editor/face_strip.h"
#include "ui/editor/photo_saver.h"
#include "ui/editor/preset_catalog.h"
#include "ui/editor/progress_row.h"
#include "ui/editor/single_panel.h"

namespace heirloom::ui {

struct EditorPage::Parts {
    Parts(AppContext& theContext, PhotoDocument& theDocument, EditorPage* page)
        : context(theContext),
          document(theDocument),
          presets(new PresetCatalog(theContext, page)),
          selection(new FaceSelection(theDocument, page)) {}

    AppContext& context;
    PhotoDocument& document;
    PresetCatalog* presets;
    FaceSelection* selection;
    Panel panel = Panel::Single;

    QStackedLayout* pages = nullptr;  // empty page, workspace
    EmptyPage* empty = nullptr;
    QSplitter* splitter = nullptr;
    CompareView* view = nullptr;
    QLabel* busy = nullptr;    // over the canvas until the picture is there
    Notice* notice = nullptr;  // over the canvas, so that nothing moves
    EditorToolbar* toolbar = nullptr;
    ProgressRow* progress = nullptr;
    QStackedWidget* panels = nullptr;
    SinglePanel* single = nullptr;
    AdvancedPanel* advanced = nullptr;
    ActionBar* actions = nullptr;
    CanvasLink* link = nullptr;
    PhotoSaver* saver = nullptr;
};

}  // namespace heirloom::ui
