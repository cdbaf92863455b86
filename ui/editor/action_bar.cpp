#include "ui/editor/action_bar.h"

#include <QAction>
#include <QEvent>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>

#include "ui/common/icons.h"
#include "ui/common/small_widgets.h"
#include "ui/common/theme.h"

namespace heirloom::ui {

ActionBar::ActionBar(PhotoDocument& document, QWidget* parent)
    : QWidget(parent), m_document(document) {
    m_enhance = makePrimaryButton(this);
    m_enhance->setObjectName(QStringLiteral("enhance"));
    m_save = makeButton(QStringLiteral("save"), this);
    m_save->setObjectName(QStringLiteral("save"));
    m_more = makeIconButton(QStringLiteral("chevron-up"), this);
    m_more->setObjectName(QStringLiteral("saveMore"));
    m_more->setProperty("bordered", true);
    m_more->setPopupMode(QToolButton::InstantPopup);
    auto* menu = new QMenu(this);
    m_saveAs = menu->addAction({}, this, &ActionBar::saveAsRequested);
    m_export = menu->addAction({}, this, &ActionBar::exportRequested);
    m_copy = menu->addAction({}, this, &ActionBar::copyRequested);
    menu->addSeparator();
    m_folder = menu->addAction({}, this, &ActionBar::folderRequested);
    m_more->setMenu(menu);

    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(kGapWide, kGapWide, kGapWide, kGapWide);
    layout->setSpacing(kGapTiny);
    layout->addWidget(m_enhance, 1);
    layout->addSpacing(kGapTiny);
    layout->addWidget(m_save);
    layout->addWidget(m_more);

    connect(m_enhance, &QPushButton::clicked, this, [this] {
        m_isAsked = m_document.state() == PhotoDocument::State::Opening;
        Q_EMIT enhanceRequested();
        refresh();
    });
    connect(m_save, &QPushButton::clicked, this, &ActionBar::saveRequested);
    connect(&document, &PhotoDocument::stateChanged, this, &ActionBar::refresh);
    connect(&document, &PhotoDocument::enhanceFinished, this, &ActionBar::refresh);
    connect(&document, &PhotoDocument::unsavedChanged, this, &ActionBar::refresh);
    connect(&document, &PhotoDocument::parametersChanged, this, &ActionBar::refresh);
    retranslate();
}

void ActionBar::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QWidget::changeEvent(event);
}

void ActionBar::retranslate() {
    m_save->setText(tr("Save"));
    m_save->setToolTip(tr("Save beside the original, which stays as it is (Ctrl+S)"));
    setIconButtonText(m_more, tr("More ways to save"));
    m_saveAs->setText(tr("Save as…"));
    m_export->setText(tr("Export…"));
    m_copy->setText(tr("Copy the picture"));
    m_folder->setText(tr("Open the folder"));
    refresh();
}

void ActionBar::refresh() {
    const PhotoDocument::State state = m_document.state();
    const bool works = state == PhotoDocument::State::Enhancing;
    m_enhance->setText(works ? tr("Cancel") : tr("Enhance"));
    m_enhance->setIcon(iconOnAccent(works ? QStringLiteral("cancel") : QStringLiteral("enhance")));
    m_enhance->setToolTip(works ? tr("Stops after the face that is being restored")
                                : tr("Restores all faces that are switched on"));
    const bool opening = state == PhotoDocument::State::Opening;
    m_isAsked = m_isAsked && opening;
    setAvailable(m_enhance,
                 works || state == PhotoDocument::State::Ready || (opening && !m_isAsked));
    const bool hasResult = m_document.isEnhanced() || m_document.hasUnsavedWork();
    const bool canSave = state == PhotoDocument::State::Ready && hasResult;
    setAvailable(m_save, canSave);
    setAvailable(m_more, canSave);
}

// Qt would hand the focus of a button that is disabled for a while to some other control; the
// bar keeps it until the button is back.
void ActionBar::setAvailable(QWidget* button, bool available) {
    const bool hadFocus = button->hasFocus();
    if (hadFocus && !available) {
        m_waitsForFocus = button;
        setFocus();
    }
    button->setEnabled(available);
    if (available && m_waitsForFocus == button) {
        m_waitsForFocus = nullptr;
        if (hasFocus()) button->setFocus();
    }
}

}  // namespace heirloom::ui
