#include "ui/editor/zoom_control.h"

#include <array>

#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QToolButton>

#include "ui/common/small_widgets.h"
#include "ui/common/theme.h"

namespace heirloom::ui {

namespace {

constexpr std::array kChoices{0.5, 1.0, 2.0};  // after "Fit"
constexpr double kStep = 1.25;

QString percentText(double zoom) {
    return QStringLiteral("%1 %").arg(qRound(zoom * 100.0));
}

}  // namespace

ZoomControl::ZoomControl(CompareView& view, QWidget* parent) : QWidget(parent), m_view(view) {
    m_out = makeIconButton(QStringLiteral("zoom-out"), this);
    m_value = new QComboBox(this);
    m_value->setObjectName(QStringLiteral("zoom"));
    m_value->setEditable(true);
    m_value->setInsertPolicy(QComboBox::NoInsert);
    m_value->setCompleter(nullptr);
    m_value->setFixedWidth(96);
    m_in = makeIconButton(QStringLiteral("zoom-in"), this);
    m_fit = makeIconButton(QStringLiteral("fit"), this);
    m_out->setObjectName(QStringLiteral("zoomOut"));
    m_in->setObjectName(QStringLiteral("zoomIn"));
    m_fit->setObjectName(QStringLiteral("zoomFit"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(kGapTiny);
    layout->addWidget(m_out);
    layout->addWidget(m_value);
    layout->addWidget(m_in);
    layout->addWidget(m_fit);

    connect(m_out, &QToolButton::clicked, this, [this] { m_view.zoomBy(1.0 / kStep); });
    connect(m_in, &QToolButton::clicked, this, [this] { m_view.zoomBy(kStep); });
    connect(m_fit, &QToolButton::clicked, &view, &CompareView::zoomToFit);
    connect(m_value, &QComboBox::activated, this, &ZoomControl::choose);
    connect(m_value->lineEdit(), &QLineEdit::editingFinished, this, &ZoomControl::takeTyped);
    connect(&view, &CompareView::zoomChanged, this, &ZoomControl::showZoom);
    connect(&view, &CompareView::viewChanged, this, &ZoomControl::showZoom);
    retranslate();
}

void ZoomControl::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QWidget::changeEvent(event);
}

void ZoomControl::retranslate() {
    setIconButtonText(m_out, tr("Zoom out"));
    setIconButtonText(m_in, tr("Zoom in"));
    setIconButtonText(m_fit, tr("Fit the picture into the view"), QStringLiteral("F"));
    m_value->setAccessibleName(tr("Zoom"));
    m_value->lineEdit()->setAccessibleName(tr("Zoom"));
    m_value->setToolTip(tr("Zoom; 100 % shows each pixel of the photo on one of the screen"));
    const QSignalBlocker quiet(m_value);
    m_value->clear();
    m_value->addItem(tr("Fit"));
    for (const double zoom : kChoices) m_value->addItem(percentText(zoom));
    showZoom();
}

void ZoomControl::showZoom() {
    // Not while somebody types.
    if (m_value->lineEdit()->hasFocus() && m_value->lineEdit()->isModified()) return;
    const bool showsPhoto = m_view.request().zoom > 0.0;
    const QString shown = showsPhoto ? percentText(m_view.zoom()) : QString();
    if (m_value->lineEdit()->text() == shown) return;
    const QSignalBlocker quiet(m_value);
    m_value->setCurrentIndex(-1);
    m_value->setEditText(shown);
    m_value->lineEdit()->setCursorPosition(0);
}

void ZoomControl::choose(int index) {
    m_value->lineEdit()->setModified(false);
    if (index == 0) {
        m_view.zoomToFit();
    } else if (index > 0 && index <= int(kChoices.size())) {
        m_view.zoomTo(kChoices[std::size_t(index - 1)]);
    }
    showZoom();
}

void ZoomControl::takeTyped() {
    if (!m_value->lineEdit()->isModified()) return;
    QString typed = m_value->currentText().trimmed();
    m_value->lineEdit()->setModified(false);
    if (typed.compare(tr("Fit"), Qt::CaseInsensitive) == 0) {
        m_view.zoomToFit();
    } else {
        bool isNumber = false;
        const double percent = typed.remove(QLatin1Char('%')).trimmed().toDouble(&isNumber);
        if (isNumber && percent > 0.0) m_view.zoomTo(percent / 100.0);
    }
    showZoom();
}

}  // namespace heirloom::ui
