#include "ui/batch/empty_batch.h"

#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/common/icons.h"
#include "ui/common/small_widgets.h"
#include "ui/common/theme.h"

namespace heirloom::ui {

namespace {
constexpr int kLargeIcon = 48;
constexpr int kTextWidth = 460;
}  // namespace

EmptyBatch::EmptyBatch(QWidget* parent) : QWidget(parent) {
    m_icon = new QLabel(this);
    m_icon->setAlignment(Qt::AlignCenter);
    m_title = makeTitle(this);
    m_title->setAlignment(Qt::AlignCenter);
    m_hint = makeHint(this);
    m_hint->setAlignment(Qt::AlignCenter);
    m_hint->setFixedWidth(kTextWidth);
    m_open = makePrimaryButton(this);
    m_open->setObjectName("batchChoosePhotos");
    m_folder = makeButton("folder", this);
    m_folder->setObjectName("batchChooseFolder");
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(kGap);
    buttons->addStretch();
    buttons->addWidget(m_open);
    buttons->addWidget(m_folder);
    buttons->addStretch();
    // In a row of its own, since an aligned label of a column forgets the height of its lines.
    auto* hint = new QHBoxLayout;
    hint->addStretch();
    hint->addWidget(m_hint);
    hint->addStretch();
    auto* layout = new QVBoxLayout(this);
    layout->setSpacing(kGapWide);
    layout->addStretch();
    layout->addWidget(m_icon);
    layout->addWidget(m_title);
    layout->addLayout(hint);
    layout->addSpacing(kGap);
    layout->addLayout(buttons);
    layout->addStretch();
    connect(m_open, &QPushButton::clicked, this, &EmptyBatch::openRequested);
    connect(m_folder, &QPushButton::clicked, this, &EmptyBatch::openFolderRequested);
    refreshIcon();
    retranslate();
}

void EmptyBatch::setDropHighlighted(bool highlighted) {
    if (m_highlighted == highlighted) return;
    m_highlighted = highlighted;
    update();
}

void EmptyBatch::paintEvent(QPaintEvent*) {
    paintDropFrame(*this, QRectF(rect()).adjusted(1.5, 1.5, -1.5, -1.5), m_highlighted);
}

void EmptyBatch::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
    if (event->type() == QEvent::PaletteChange) refreshIcon();
}

void EmptyBatch::refreshIcon() {
    m_icon->setPixmap(iconPixmap("drop", themeColours().weakText, kLargeIcon, devicePixelRatioF()));
}

void EmptyBatch::retranslate() {
    m_title->setText(tr("Drop photos or folders here"));
    m_hint->setText(
        tr("Every photo with a face is restored and saved as a new file. The "
           "originals stay as they are."));
    m_open->setText(tr("Choose photos…"));
    m_folder->setText(tr("Choose a folder…"));
}

}  // namespace heirloom::ui
