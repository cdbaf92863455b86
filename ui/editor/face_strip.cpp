#include "ui/editor/face_strip.h"

#include <QApplication>
#include <QCheckBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/common/small_widgets.h"
#include "ui/common/theme.h"
#include "ui/common/value_slider.h"
#include "ui/editor/face_thumbnail.h"
#include "ui/editor/note_list.h"

namespace heirloom::ui {

namespace {

constexpr int kScrollBarRoom = 12;

}  // namespace

FaceStrip::FaceStrip(PhotoDocument& document, FaceSelection& selection, QWidget* parent)
    : QWidget(parent), m_document(document), m_selection(selection) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGapTiny);
    column->addWidget(makeTitleRow());
    column->addWidget(makeRow());
    m_empty = makeHint(this);
    column->addWidget(m_empty);
    column->addWidget(makeDetails());
    m_notes = new NoteList(this);
    column->addWidget(m_notes);

    connect(&document, &PhotoDocument::facesChanged, this, &FaceStrip::refresh);
    connect(&document, &PhotoDocument::stateChanged, this, &FaceStrip::refresh);
    connect(&document, &PhotoDocument::parametersChanged, this, &FaceStrip::refreshDetails);
    connect(&document, &PhotoDocument::warningsChanged, this, &FaceStrip::refreshNotes);
    connect(&selection, &FaceSelection::changed, this, &FaceStrip::refresh);
    connect(qApp, &QApplication::focusChanged, this, &FaceStrip::followFocus);
    retranslate();
}

QWidget* FaceStrip::makeTitleRow() {
    auto* row = new QWidget(this);
    row->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    m_title = new QLabel(row);
    m_count = makeHint(row);
    m_count->setWordWrap(false);
    m_add = makeIconButton(QStringLiteral("face-add"), row);
    m_add->setObjectName(QStringLiteral("stripAddFace"));
    m_add->setCheckable(true);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_title);
    layout->addWidget(m_count);
    layout->addStretch();
    layout->addWidget(m_add);
    connect(m_add, &QToolButton::clicked, this, &FaceStrip::drawingRequested);
    return row;
}

QWidget* FaceStrip::makeRow() {
    m_scroll = new QScrollArea(this);
    m_scroll->setObjectName(QStringLiteral("faceRow"));
    m_scroll->setFrameShape(QFrame::NoFrame);
    m_scroll->setWidgetResizable(true);
    m_scroll->setFocusPolicy(Qt::NoFocus);
    m_scroll->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* content = new QWidget(m_scroll);
    m_rowLayout = new QHBoxLayout(content);
    m_rowLayout->setContentsMargins(0, 0, 0, 0);
    m_rowLayout->setSpacing(kGapTiny);
    m_rowLayout->addStretch();
    m_scroll->setWidget(content);
    m_scroll->setFixedHeight(FaceThumbnail(nullptr).sizeHint().height() + kScrollBarRoom);
    return m_scroll;
}

QWidget* FaceStrip::makeDetails() {
    m_details = new QWidget(this);
    m_enabled = new QCheckBox(m_details);
    m_enabled->setObjectName(QStringLiteral("faceEnabled"));
    m_zoom = makeIconButton(QStringLiteral("zoom-in"), m_details);
    m_zoom->setObjectName(QStringLiteral("faceZoom"));
    m_remove = makeIconButton(QStringLiteral("delete"), m_details);
    m_remove->setObjectName(QStringLiteral("faceRemove"));
    m_own = new QCheckBox(m_details);
    m_own->setObjectName(QStringLiteral("faceOwnStrength"));
    m_strength = new ValueSlider({0.0, 100.0, RestoreParameters{}.strength, 1.0, 0, {}}, m_details);
    m_strength->setObjectName(QStringLiteral("faceStrength"));
    m_about = makeHint(m_details);
    auto* first = new QHBoxLayout;
    first->addWidget(m_enabled, 1);
    first->addWidget(m_remove);
    first->addWidget(m_zoom);
    auto* column = new QVBoxLayout(m_details);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGapTiny);
    column->addLayout(first);
    column->addWidget(m_own);
    column->addWidget(m_strength);
    column->addWidget(m_about);

    connect(m_enabled, &QCheckBox::clicked, this,
            [this](bool on) { m_document.setFaceEnabled(m_selection.current(), on); });
    connect(m_zoom, &QToolButton::clicked, this,
            [this] { Q_EMIT zoomRequested(m_selection.current()); });
    connect(m_remove, &QToolButton::clicked, this,
            [this] { m_document.removeAddedFace(m_selection.current()); });
    connect(m_own, &QCheckBox::clicked, this, &FaceStrip::setOwnStrength);
    connect(m_strength, &ValueSlider::valueEdited, this, [this](double value, bool continues) {
        m_document.setFaceStrength(m_selection.current(), value, continues);
    });
    return m_details;
}

void FaceStrip::setDrawing(bool drawing) {
    m_add->setChecked(drawing);
}

bool FaceStrip::hasFocusInside() const {
    const QWidget* focused = QApplication::focusWidget();
    return focused && isAncestorOf(focused);
}

void FaceStrip::followFocus() {
    const bool inside = hasFocusInside();
    if (inside == m_focusInside) return;
    m_focusInside = inside;
    Q_EMIT focusInsideChanged(inside);
}

void FaceStrip::toggle(int number) {
    for (const FaceItem& face : m_document.faces()) {
        if (face.number != number) continue;
        m_document.setFaceEnabled(number, !face.enabled);
        return;
    }
}

void FaceStrip::setOwnStrength(bool own) {
    const double start = m_document.parameters().strength;
    m_document.setFaceStrength(m_selection.current(),
                               own ? std::optional<double>(start) : std::nullopt);
}

void FaceStrip::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QWidget::changeEvent(event);
}

}  // namespace heirloom::ui
