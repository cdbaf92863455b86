#include "ui/compare/compare_view.h"

#include <QEvent>
#include <QPainter>

#include "ui/common/theme.h"
#include "ui/compare/compare_accessible.h"
#include "ui/compare/compare_state.h"

namespace heirloom::ui {

namespace {

constexpr double kAreaShare = 0.6;  // of the pane, for a face that is zoomed to
constexpr double kAreaZoom = 4.0;
constexpr int kRefineAfter = 80;  // milliseconds without movement

}  // namespace

CompareView::CompareView(QWidget* parent)
    : QWidget(parent), m_state(std::make_unique<State>(this)) {
    installCompareAccessible();
    setObjectName(QStringLiteral("compareView"));
    setAttribute(Qt::WA_OpaquePaintEvent);
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setContextMenuPolicy(Qt::PreventContextMenu);  // the right button shows the original
    setMinimumSize(240, 180);
    m_state->fade.setDuration(kFadeMilliseconds);
    m_state->fade.setStartValue(0.0);
    m_state->fade.setEndValue(1.0);
    connect(&m_state->fade, &QVariantAnimation::valueChanged, this, [this] { update(); });
    connect(&m_state->fade, &QVariantAnimation::finished, this, [this] { m_state->stopFade(); });
    m_state->refining.setSingleShot(true);
    m_state->refining.setInterval(kRefineAfter);
    connect(&m_state->refining, &QTimer::timeout, this, [this] { m_state->refine(); });
    retranslate();
}

CompareView::~CompareView() = default;

void CompareView::clear() {
    setBefore({});
}

void CompareView::setBefore(const Picture& before) {
    State& s = *m_state;
    s.stopFade();
    s.before.setPicture(before);
    s.after.setPicture({});
    s.changes.setPicture({});
    s.faces.setFaces({});
    s.faces.setCurrent(0);
    s.afterHint.clear();
    setDrawingFace(false);
    s.viewport.fit();
    s.syncReference();
    s.geometryChanged();
}

void CompareView::setAfter(const Picture& after, bool fades) {
    if (fades) m_state->startFade();
    m_state->after.setPicture(after);
    m_state->syncReference();
    m_state->geometryChanged();
}

void CompareView::setAfterPatch(const QImage& patch, const QRectF& area) {
    if (patch.isNull() || area.isEmpty()) return;
    m_state->after.setPatch(patch, area);
    update();
}

void CompareView::setChangePicture(const QImage& heat) {
    m_state->changes.setPicture(heat.isNull() ? Picture() : Picture({heat}, heat.size()));
    update();
}

void CompareView::setFaces(const QVector<FaceMark>& faces) {
    m_state->faces.setFaces(faces);
    m_state->hover(m_state->mouse);
    update();
}

void CompareView::setCurrentFace(int number) {
    m_state->faces.setCurrent(number);
    update();
}

void CompareView::setAfterHint(const QString& sentence) {
    m_state->afterHint = sentence;
    update();
}

CompareMode CompareView::mode() const {
    return m_state->mode;
}

void CompareView::setMode(CompareMode mode) {
    if (mode == m_state->mode) return;
    m_state->stopFade();
    m_state->mode = mode;
    m_state->viewport.setSideBySide(mode == CompareMode::SideBySide);
    Q_EMIT modeChanged();
    m_state->geometryChanged();
}

bool CompareView::holdsOriginal() const {
    return m_state->holds;
}

void CompareView::setHoldsOriginal(bool holds) {
    if (holds == m_state->holds) return;
    m_state->holds = holds;
    update();
    Q_EMIT holdChanged(holds);
}

bool CompareView::changesShown() const {
    return m_state->changesShown;
}

void CompareView::setChangesShown(bool shown) {
    if (shown == m_state->changesShown) return;
    m_state->changesShown = shown;
    update();
    Q_EMIT changesWanted(shown);
}

bool CompareView::facesShown() const {
    return m_state->facesShown;
}

void CompareView::setFacesShown(bool shown) {
    m_state->facesShown = shown;
    update();
}

bool CompareView::isDrawingFace() const {
    return m_state->drawing;
}

void CompareView::setDrawingFace(bool drawing) {
    if (drawing == m_state->drawing) return;
    m_state->drawing = drawing;
    if (m_state->drag == State::Drag::Box) m_state->drag = State::Drag::None;
    m_state->updateCursor();
    update();
    Q_EMIT drawingFaceChanged(drawing);
}

double CompareView::splitPosition() const {
    return m_state->viewport.splitPosition();
}

void CompareView::setSplitPosition(double position) {
    m_state->viewport.setSplitPosition(position);
    announceState(this);
    update();
}

double CompareView::zoom() const {
    return m_state->viewport.zoom();
}

bool CompareView::isFitted() const {
    return m_state->viewport.isFitted();
}

void CompareView::zoomToFit() {
    m_state->viewport.fit();
    m_state->geometryChanged();
}

void CompareView::zoomTo(double zoom) {
    m_state->viewport.zoomToMiddle(zoom);
    m_state->geometryChanged();
}

void CompareView::zoomBy(double factor) {
    zoomTo(zoom() * factor);
}

void CompareView::zoomToArea(const QRectF& area) {
    m_state->viewport.zoomToArea(area, kAreaShare, kAreaZoom);
    m_state->geometryChanged();
}

void CompareView::panBy(QPointF devicePixels) {
    m_state->viewport.panBy(devicePixels);
    m_state->geometryChanged();
}

ViewRequest CompareView::request() const {
    if (mode() == CompareMode::Before || m_state->before.picture().isNull()) return {};
    const QRectF visible = m_state->viewport.visible();
    return visible.isEmpty() ? ViewRequest{} : ViewRequest{visible, zoom()};
}

QString CompareView::stateText() const {
    const QString percent = QString::number(qRound(zoom() * 100));
    switch (mode()) {
        case CompareMode::SideBySide: return tr("Side by side, %1 %").arg(percent);
        case CompareMode::Split:
            return tr("Split at %1 %, zoom %2 %")
                .arg(QString::number(qRound(splitPosition() * 100)), percent);
        case CompareMode::Before: return tr("Before only, %1 %").arg(percent);
        case CompareMode::After: return tr("After only, %1 %").arg(percent);
    }
    return {};
}

void CompareView::paintEvent(QPaintEvent*) {
    if (m_state->syncSize())
        QMetaObject::invokeMethod(
            this, [this] { m_state->geometryChanged(); }, Qt::QueuedConnection);
    QPainter painter(this);
    m_state->paint(painter);
}

void CompareView::resizeEvent(QResizeEvent*) {
    if (m_state->syncSize()) m_state->geometryChanged();
}

void CompareView::retranslate() {
    setAccessibleName(tr("Picture comparison"));
    setAccessibleDescription(
        tr("Arrow keys move the split line or the picture, plus and minus zoom, 0 fits the "
           "picture, 1 shows it at 100 %."));
    m_state->texts = {tr("Before"), tr("After"), tr("Change in grey levels"), tr("48+")};
    update();
}

void CompareView::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange) update();
    QWidget::changeEvent(event);
}

bool CompareView::State::syncSize() {
    const QSize size(qRound(view->width() * ratio()), qRound(view->height() * ratio()));
    if (size == viewport.viewSize()) return false;
    viewport.setView(size, qRound(kGapWide * ratio()), qMax(1, qRound(ratio())));
    return true;
}

void CompareView::State::syncReference() {
    const Picture& shown = hasAfter() ? after.picture() : before.picture();
    if (shown.fullSize() != viewport.reference()) viewport.setReference(shown.fullSize());
}

void CompareView::State::geometryChanged() {
    view->update();
    hover(mouse);
    const ViewRequest now = view->request();
    const double zoom = viewport.zoom();
    if (zoom != toldZoom) {
        toldZoom = zoom;
        Q_EMIT view->zoomChanged(zoom);
    }
    if (!(now == toldRequest)) {
        toldRequest = now;
        Q_EMIT view->viewChanged();
    }
    announceState(view);
}

void CompareView::State::startFade() {
    stopFade();
    if (!animationsEnabled() || !view->isVisible() || before.picture().isNull()) return;
    syncSize();
    PictureLayer& layer = hasAfter() ? after : before;
    const QRect pane = viewport.firstPane();
    layer.place(pane.size(), viewport.picture(), viewport.zoom());
    fadeFrom = layer.pixels(QRect(QPoint(), pane.size()));
    fadeFromVeiled = !hasAfter();
    fadeWhole = viewport.picture();
    fade.start();
}

void CompareView::State::refine() {
    bool changed = false;
    for (PictureLayer* layer : {&before, &after}) changed |= layer->refine();
    if (changed) view->update();
}

void CompareView::State::stopFade() {
    fade.stop();
    fadeFrom = {};
}

}  // namespace heirloom::ui
