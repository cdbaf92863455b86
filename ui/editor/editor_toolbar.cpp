#include "ui/editor/editor_toolbar.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QToolButton>

#include "ui/common/small_widgets.h"
#include "ui/common/theme.h"
#include "ui/editor/zoom_control.h"

namespace heirloom::ui {

EditorToolbar::EditorToolbar(CompareView& view, QWidget* parent) : QWidget(parent), m_view(view) {
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(kGapWide, kGapTiny, kGapWide, kGapTiny);
    layout->setSpacing(kGapTiny);
    m_mode = new SegmentedControl(4, this);
    m_mode->setIcons({QStringLiteral("compare-side"), QStringLiteral("compare-split"),
                      QStringLiteral("compare-before"), QStringLiteral("compare-after")});
    layout->addWidget(m_mode);
    layout->addSpacing(kGap);
    m_hold = makeIconButton(QStringLiteral("hold"), this);
    m_hold->setObjectName(QStringLiteral("holdOriginal"));
    layout->addWidget(m_hold);
    m_changes = addToggle(QStringLiteral("changes"), QStringLiteral("showChanges"));
    m_faces = addToggle(QStringLiteral("face"), QStringLiteral("showFaces"));
    m_addFace = addToggle(QStringLiteral("face-add"), QStringLiteral("addFace"));
    layout->addStretch();
    m_zoom = new ZoomControl(view, this);
    layout->addWidget(m_zoom);

    connect(m_mode, &SegmentedControl::chosen, this,
            [this](int index) { m_view.setMode(CompareMode(index)); });
    connect(m_hold, &QToolButton::pressed, this, [this] { m_view.setHoldsOriginal(true); });
    connect(m_hold, &QToolButton::released, this, [this] { m_view.setHoldsOriginal(false); });
    connect(m_changes, &QToolButton::clicked, &view, &CompareView::setChangesShown);
    connect(m_faces, &QToolButton::clicked, this, &EditorToolbar::facesWantedChanged);
    connect(m_addFace, &QToolButton::clicked, &view, &CompareView::setDrawingFace);
    connect(&view, &CompareView::modeChanged, this, &EditorToolbar::followView);
    connect(&view, &CompareView::changesWanted, this, &EditorToolbar::followView);
    connect(&view, &CompareView::drawingFaceChanged, this, &EditorToolbar::followView);
    followView();
    retranslate();
}

QToolButton* EditorToolbar::addToggle(const QString& icon, const QString& name) {
    QToolButton* button = makeIconButton(icon, this);
    button->setObjectName(name);
    button->setCheckable(true);
    layout()->addWidget(button);
    return button;
}

void EditorToolbar::setCanAddFace(bool can) {
    m_addFace->setEnabled(can);
}

bool EditorToolbar::facesWanted() const {
    return m_faces->isChecked();
}

void EditorToolbar::followView() {
    m_mode->setCurrent(int(m_view.mode()));
    m_changes->setChecked(m_view.changesShown());
    m_addFace->setChecked(m_view.isDrawingFace());
}

void EditorToolbar::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QWidget::changeEvent(event);
}

void EditorToolbar::retranslate() {
    m_mode->setAccessibleGroupName(tr("Comparison"));
    m_mode->setTexts({tr("Side by side"), tr("Split"), tr("Before only"), tr("After only")});
    setIconButtonText(m_hold, tr("Press and hold to see the original"), QStringLiteral("\\"));
    setIconButtonText(m_changes, tr("Show what was changed, and how much"));
    setIconButtonText(m_faces, tr("Always show the frames of the faces"));
    setIconButtonText(m_addFace, tr("Add a face by drawing a box"));
}

}  // namespace heirloom::ui
