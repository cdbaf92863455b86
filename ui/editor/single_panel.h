// The panel of the Single tab: what most photos need, top to bottom in the order of work.
#pragma once

#include <QWidget>

#include "ui/common/app_context.h"
#include "ui/editor/face_selection.h"
#include "ui/editor/preset_catalog.h"
#include "ui/photo/photo_document.h"

namespace heirloom::ui {

class FaceStrip;

class SinglePanel : public QWidget {
    Q_OBJECT
public:
    SinglePanel(AppContext& context, PhotoDocument& document, const PresetCatalog& presets,
                FaceSelection& selection, QWidget* parent = nullptr);

    FaceStrip& faces() { return *m_faces; }

private:
    FaceStrip* m_faces = nullptr;
};

}  // namespace heirloom::ui
