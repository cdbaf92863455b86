#include "ui/editor/export_dialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/common/notice.h"
#include "ui/common/small_widgets.h"
#include "ui/common/theme.h"

namespace heirloom::ui {

namespace {

constexpr int kWidth = 560;
constexpr int kHeight = 700;  // everything, without scrolling

}  // namespace

ExportDialog::ExportDialog(AppContext& context, PhotoDocument& document, QWidget* parent)
    : QDialog(parent), m_context(context), m_document(document) {
    setObjectName(QStringLiteral("exportDialog"));
    setModal(false);
    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(makeForm());
    m_export = makePrimaryButton(this);
    m_export->setObjectName(QStringLiteral("exportNow"));
    m_cancel = new QPushButton(this);
    auto* buttons = new QHBoxLayout;
    buttons->setContentsMargins(kGapGroup, 0, kGapGroup, kGapGroup);
    buttons->addStretch();
    buttons->addWidget(m_cancel);
    buttons->addWidget(m_export);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(kGap);
    column->addWidget(scroll, 1);
    column->addLayout(buttons);
    m_export->setDefault(true);
    resize(kWidth, kHeight);

    fillCombos();
    showChoices(readExportChoices(context.settings()));
    connectFields();
    retranslate();
}

QWidget* ExportDialog::makeForm() {
    auto* content = new QWidget(this);
    auto* form = new QFormLayout(content);
    form->setContentsMargins(kGapGroup, kGapGroup, kGapGroup, kGap);
    form->setHorizontalSpacing(kGapGroup);
    form->setVerticalSpacing(kGap);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    for (int i = 0; i < 3; ++i) m_headings.append(makeTitle(content));
    form->addRow(m_headings[0]);
    addFileRows(*form);
    form->addRow(m_headings[1]);
    addContentRows(*form);
    form->addRow(m_headings[2]);
    addCopyRows(*form);
    return content;
}

QLabel* ExportDialog::addRow(QFormLayout& form, QWidget* field) {
    auto* label = new QLabel(form.parentWidget());
    form.addRow(label, field);
    label->setBuddy(field);
    m_labels.append(label);
    return label;
}

void ExportDialog::addFileRows(QFormLayout& form) {
    m_format = new QComboBox(this);
    m_format->setObjectName(QStringLiteral("exportFormat"));
    m_quality = new QSpinBox(this);
    m_quality->setObjectName(QStringLiteral("exportQuality"));
    m_quality->setRange(0, 100);
    m_depth = new QComboBox(this);
    m_depth->setObjectName(QStringLiteral("exportDepth"));
    m_size = makeHint(this);
    m_pattern = new QLineEdit(this);
    m_pattern->setObjectName(QStringLiteral("exportPattern"));
    m_names = makeHint(this);
    m_names->setObjectName(QStringLiteral("exportNames"));
    m_patternProblem = new Notice(Notice::Kind::Error, this);
    addRow(form, m_format);
    addRow(form, m_quality);
    addRow(form, m_depth);
    addRow(form, m_size);
    addRow(form, m_pattern);
    form.addRow(m_patternProblem);
    addRow(form, m_names);
    addRow(form, makeFolderRow())->setBuddy(m_folderChoose);
}

QWidget* ExportDialog::makeFolderRow() {
    auto* row = new QWidget(this);
    m_folderShown = new ElidedLabel(row);
    m_folderChoose = makeIconButton(QStringLiteral("folder"), row);
    m_folderChoose->setObjectName(QStringLiteral("exportFolder"));
    m_folderReset = makeIconButton(QStringLiteral("reset"), row);
    auto* layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_folderShown, 1);
    layout->addWidget(m_folderChoose);
    layout->addWidget(m_folderReset);
    return row;
}

void ExportDialog::addContentRows(QFormLayout& form) {
    m_policy = new QComboBox(this);
    m_policy->setObjectName(QStringLiteral("exportMetadata"));
    m_caption = new QLineEdit(this);
    m_caption->setObjectName(QStringLiteral("exportCaption"));
    addRow(form, m_policy);
    addRow(form, m_caption);
}

void ExportDialog::addCopyRows(QFormLayout& form) {
    m_web = new QCheckBox(this);
    m_web->setObjectName(QStringLiteral("exportWeb"));
    m_print = new QCheckBox(this);
    m_print->setObjectName(QStringLiteral("exportPrint"));
    m_comparison = new QCheckBox(this);
    m_comparison->setObjectName(QStringLiteral("exportComparison"));
    m_line1 = new QLineEdit(this);
    m_line1->setObjectName(QStringLiteral("exportLine1"));
    m_line2 = new QLineEdit(this);
    m_line2->setObjectName(QStringLiteral("exportLine2"));
    form.addRow(m_web);
    form.addRow(m_print);
    form.addRow(m_comparison);
    addRow(form, m_line1);
    addRow(form, m_line2);
}

void ExportDialog::connectFields() {
    for (QComboBox* box : {m_format, m_depth, m_policy}) {
        connect(box, &QComboBox::activated, this, &ExportDialog::refresh);
    }
    for (QCheckBox* box : {m_comparison, m_web, m_print}) {
        connect(box, &QCheckBox::toggled, this, &ExportDialog::refresh);
    }
    connect(m_pattern, &QLineEdit::textChanged, this, &ExportDialog::refreshNames);
    connect(m_folderChoose, &QToolButton::clicked, this, &ExportDialog::chooseFolder);
    connect(m_folderReset, &QToolButton::clicked, this, [this] { setFolder({}); });
    connect(m_export, &QPushButton::clicked, this, &ExportDialog::finish);
    connect(m_cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(&m_document, &PhotoDocument::stateChanged, this, &ExportDialog::refresh);
    connect(&m_document, &PhotoDocument::parametersChanged, this, &ExportDialog::refresh);
}

}  // namespace heirloom::ui
