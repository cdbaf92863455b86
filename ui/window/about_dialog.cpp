#include "ui/window/about_dialog.h"

#include <QDialogButtonBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "core/base/version.h"
#include "ui/common/icons.h"
#include "ui/common/small_widgets.h"
#include "ui/common/theme.h"

namespace heirloom::ui {

namespace {

constexpr int kTextWidth = 420;

}  // namespace

AboutDialog::AboutDialog(QWidget* parent)
    : QDialog(parent),
      m_name(makeTitle(this)),
      m_text(new QLabel(this)),
      m_close(new QPushButton(this)) {
    setObjectName("aboutDialog");
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kGapSection, kGapSection, kGapSection, kGapGroup);
    column->setSpacing(kGapSection);
    auto* row = new QHBoxLayout;
    row->setSpacing(kGapSection);
    auto* mark = new QLabel(this);
    mark->setPixmap(applicationIcon().pixmap(QSize(72, 72), devicePixelRatioF()));
    row->addWidget(mark, 0, Qt::AlignTop);
    auto* words = new QVBoxLayout;
    words->setSpacing(kGapWide);
    words->addWidget(m_name);
    words->addWidget(m_text);
    m_text->setWordWrap(true);
    m_text->setFixedWidth(kTextWidth);
    row->addLayout(words, 1);
    column->addLayout(row);
    auto* buttons = new QDialogButtonBox(this);
    buttons->addButton(m_close, QDialogButtonBox::RejectRole);
    column->addWidget(buttons);
    column->setSizeConstraint(QLayout::SetFixedSize);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    retranslate();
}

void AboutDialog::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QDialog::changeEvent(event);
}

void AboutDialog::retranslate() {
    setWindowTitle(tr("About Heirloom"));
    m_name->setText(tr("Heirloom %1").arg(QLatin1String(kVersion)));
    m_text->setText(
        tr("Restores the faces in old and damaged photographs, on your own machine; nothing "
           "leaves it.") +
        QStringLiteral("\n\n") +
        tr("The program is free software under the GNU General Public License, version 3 or "
           "later.") +
        QStringLiteral("\n\n") +
        tr("The models are not: the bundled ones are licensed CC BY-NC-SA 4.0, the official "
           "GPEN weights for academic and non-commercial use only. The Models page names the "
           "licence of each."));
    m_text->setFixedHeight(m_text->heightForWidth(kTextWidth));
    m_close->setText(tr("Close"));
}

}  // namespace heirloom::ui
