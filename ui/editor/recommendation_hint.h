// Which preset suits the open photo and why, with one button where another one is in use.
#pragma once

#include <QWidget>

#include "ui/editor/preset_catalog.h"
#include "ui/photo/photo_document.h"

class QLabel;

namespace heirloom::ui {

class Notice;

class RecommendationHint : public QWidget {
    Q_OBJECT
public:
    RecommendationHint(PhotoDocument& document, const PresetCatalog& presets, QWidget* parent);

protected:
    void changeEvent(QEvent* event) override;

private:
    void refresh();
    void apply();

    PhotoDocument& m_document;
    const PresetCatalog& m_presets;
    Notice* m_notice = nullptr;
    QLabel* m_reason = nullptr;
};

}  // namespace heirloom::ui
