#include "ui/models/licence_dialog.h"

#include <QCheckBox>
#include <QEvent>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/common/small_widgets.h"
#include "ui/common/text.h"
#include "ui/common/theme.h"
#include "ui/models/model_texts.h"

namespace heirloom::ui {

namespace {
constexpr int kDialogWidth = 460;
}

LicenceDialog::LicenceDialog(const ModelItem& item, QWidget* parent)
    : QDialog(parent), m_item(item) {
    setObjectName("licenceDialog");
    setAttribute(Qt::WA_DeleteOnClose);
    setMinimumWidth(kDialogWidth);
    m_title = makeTitle(this);
    m_purpose = new QLabel(this);
    m_purpose->setWordWrap(true);
    auto* form = new QFormLayout;
    form->setHorizontalSpacing(kGapGroup);
    form->setVerticalSpacing(kGap);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
    m_size = addRow(*form);
    m_source = addRow(*form);
    m_licence = addRow(*form);
    m_meaning = addRow(*form);
    m_agree = new QCheckBox(this);
    m_agree->setObjectName("agree");
    m_accept = makePrimaryButton(this);
    m_accept->setObjectName("acceptLicence");
    m_accept->setEnabled(false);
    m_cancel = new QPushButton(this);
    m_cancel->setObjectName("cancelLicence");
    m_cancel->setDefault(true);

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(kGap);
    buttons->addStretch();
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_accept);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(kGapSection, kGapSection, kGapSection, kGapGroup);
    column->setSpacing(kGapWide);
    column->addWidget(m_title);
    column->addWidget(m_purpose);
    column->addLayout(form);
    column->addWidget(m_agree);
    column->addStretch();
    column->addSpacing(kGap);
    column->addLayout(buttons);

    connect(m_agree, &QCheckBox::toggled, m_accept, &QPushButton::setEnabled);
    connect(m_accept, &QPushButton::clicked, this, &QDialog::accept);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    retranslate();
}

LicenceDialog::Row LicenceDialog::addRow(QFormLayout& form) {
    Row row{makeHint(this), new QLabel(this)};
    row.name->setWordWrap(false);
    row.value->setWordWrap(true);
    row.value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    form.addRow(row.name, row.value);
    return row;
}

void LicenceDialog::retranslate() {
    const CatalogueEntry& entry = m_item.record.entry;
    setWindowTitle(tr("Download a model"));
    m_title->setText(m_item.name());
    m_purpose->setText(purposeText(m_item));
    // What is published, not what an old file on this machine has.
    ModelRecord published = m_item.record;
    published.bytes = 0;
    const QString size = sizeText(published);
    m_size.name->setText(tr("Size"));
    m_size.value->setText(size.isEmpty() ? tr("Not published; shown once the download begins")
                                         : size);
    m_source.name->setText(tr("From"));
    m_source.value->setText(hostsText(entry));
    m_licence.name->setText(tr("Licence"));
    m_licence.value->setText(text(entry.licence));
    m_meaning.name->setText(tr("In short"));
    m_meaning.value->setText(plainLicence(entry.licence));
    const bool hasMeaning = !m_meaning.value->text().isEmpty();
    m_meaning.name->setVisible(hasMeaning);
    m_meaning.value->setVisible(hasMeaning);
    m_agree->setText(tr("I accept this licence"));
    m_accept->setText(tr("Download"));
    m_cancel->setText(tr("Cancel"));
}

void LicenceDialog::changeEvent(QEvent* event) {
    QDialog::changeEvent(event);
    if (event->type() == QEvent::LanguageChange) retranslate();
}

}  // namespace heirloom::ui
