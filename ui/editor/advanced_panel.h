// The panel of the Advanced tab: every parameter with its sentence, in groups.
#pragma once

#include <QVector>
#include <QWidget>

#include "ui/common/app_context.h"
#include "ui/editor/face_selection.h"
#include "ui/editor/preset_catalog.h"
#include "ui/photo/photo_document.h"

class QPushButton;
class QVBoxLayout;

namespace heirloom::ui {

class FoldingSection;

class AdvancedPanel : public QWidget {
    Q_OBJECT
public:
    AdvancedPanel(AppContext& context, PhotoDocument& document, const PresetCatalog& presets,
                  FaceSelection& selection, QWidget* parent = nullptr);

Q_SIGNALS:
    void modelsPageRequested();

protected:
    void changeEvent(QEvent* event) override;

private:
    QVBoxLayout* addGroup();
    void retranslate();
    void resetAll();

    PhotoDocument& m_document;
    const PresetCatalog& m_presets;
    QVector<FoldingSection*> m_groups;  // Face, Photo, Tone, Output, Engine
    QPushButton* m_reset = nullptr;
};

}  // namespace heirloom::ui
