#include "ui/window/guide_window.h"

#include <QDialogButtonBox>
#include <QEvent>
#include <QFile>
#include <QPushButton>
#include <QTextBrowser>
#include <QVBoxLayout>

#include "ui/common/language.h"
#include "ui/common/theme.h"

namespace heirloom::ui {

namespace {

// Qt's HTML knows no variables, so the page's colours are put in here.
QString pageText() {
    QFile file(QStringLiteral(":/guide/guide_%1.html").arg(languageCode()));
    if (!file.open(QIODevice::ReadOnly)) return {};
    const ThemeColours& colours = themeColours();
    return QString::fromUtf8(file.readAll())
        .replace("@accent@", colours.accent.name())
        .replace("@weak@", colours.weakText.name())
        .replace("@border@", colours.border.name())
        .replace("@raised@", colours.raised.name());
}

}  // namespace

GuideWindow::GuideWindow(QWidget* parent)
    : QDialog(parent), m_page(new QTextBrowser(this)), m_close(new QPushButton(this)) {
    setObjectName("guideWindow");
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kGapSection, kGapGroup, kGapSection, kGapGroup);
    column->setSpacing(kGapGroup);
    m_page->setFrameShape(QFrame::NoFrame);
    m_page->setOpenLinks(false);
    m_page->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    column->addWidget(m_page);
    auto* buttons = new QDialogButtonBox(this);
    buttons->addButton(m_close, QDialogButtonBox::RejectRole);
    column->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    resize(760, 640);
    m_close->setFocus();
    retranslate();
}

void GuideWindow::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange || event->type() == QEvent::PaletteChange) {
        retranslate();
    }
    QDialog::changeEvent(event);
}

void GuideWindow::retranslate() {
    setWindowTitle(tr("Quick guide"));
    m_page->setAccessibleName(windowTitle());
    m_page->setHtml(pageText());
    m_close->setText(tr("Close"));
}

}  // namespace heirloom::ui
