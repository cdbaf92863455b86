// What the fields of the export dialog show and what comes of them.

#include <array>

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>

#include "ui/common/notice.h"
#include "ui/common/small_widgets.h"
#include "ui/common/text.h"
#include "ui/editor/export_dialog.h"
#include "ui/editor/file_choosers.h"
#include "ui/editor/output_size_control.h"

namespace heirloom::ui {

namespace {

constexpr std::array kFormats{FileFormat::Jpeg, FileFormat::Png, FileFormat::WebP,
                              FileFormat::Tiff};
constexpr std::array kDepths{0, 8, 16};

template <std::size_t count>
void refill(QComboBox& box, const std::array<QString, count>& texts) {
    const QSignalBlocker quiet(&box);
    const int chosen = std::max(box.currentIndex(), 0);
    box.clear();
    for (const QString& text : texts) box.addItem(text);
    box.setCurrentIndex(chosen);
}

}  // namespace

void ExportDialog::fillCombos() {
    refill<5>(*m_format, {tr("As the photo"), QStringLiteral("JPEG"), QStringLiteral("PNG"),
                          QStringLiteral("WebP"), QStringLiteral("TIFF")});
    refill<3>(*m_depth, {tr("As the photo"), tr("8 bit"), tr("16 bit")});
    refill<3>(*m_policy, {tr("Keep everything"), tr("Keep, without the place (GPS)"),
                          tr("Remove everything")});
}

void ExportDialog::showChoices(const ExportChoices& choices) {
    for (std::size_t i = 0; i < kFormats.size(); ++i) {
        if (choices.format == kFormats[i]) m_format->setCurrentIndex(int(i) + 1);
    }
    m_quality->setValue(choices.quality);
    for (std::size_t i = 0; i < kDepths.size(); ++i) {
        if (choices.bitsPerSample == kDepths[i]) m_depth->setCurrentIndex(int(i));
    }
    m_pattern->setText(choices.pattern);
    m_folder = choices.folder;
    m_policy->setCurrentIndex(int(choices.policy));
    m_caption->setText(choices.visibleCaption);
    m_comparison->setChecked(choices.comparison);
    m_line1->setText(choices.captionLines[0]);
    m_line2->setText(choices.captionLines[1]);
    m_web->setChecked(choices.webCopy);
    m_print->setChecked(choices.printCopy);
}

ExportChoices ExportDialog::choices() const {
    ExportChoices choices;
    const int format = m_format->currentIndex();
    if (format > 0) choices.format = kFormats[std::size_t(format - 1)];
    choices.quality = hasQuality(writtenFormat()) ? m_quality->value() : 0;
    choices.bitsPerSample =
        hasDepth(writtenFormat()) ? kDepths[std::size_t(m_depth->currentIndex())] : 0;
    choices.pattern = m_pattern->text();
    choices.folder = m_folder;
    choices.policy = MetadataPolicy(m_policy->currentIndex());
    choices.visibleCaption = m_caption->text();
    choices.comparison = m_comparison->isChecked();
    choices.captionLines = {m_line1->text(), m_line2->text()};
    choices.webCopy = m_web->isChecked();
    choices.printCopy = m_print->isChecked();
    return choices;
}

FileFormat ExportDialog::writtenFormat() const {
    const int format = m_format->currentIndex();
    return format > 0 ? kFormats[std::size_t(format - 1)] : m_document.facts().format;
}

void ExportDialog::changeEvent(QEvent* event) {
    if (event->type() == QEvent::LanguageChange) retranslate();
    QDialog::changeEvent(event);
}

void ExportDialog::retranslate() {
    setWindowTitle(tr("Export"));
    fillCombos();
    const QStringList headings{tr("File"), tr("Information"), tr("Also write")};
    for (qsizetype i = 0; i < m_headings.size(); ++i) m_headings[i]->setText(headings[i]);
    const QStringList labels{tr("Format"),     tr("Quality"),    tr("Depth"),
                             tr("Size"),       tr("Name"),       tr("Files"),
                             tr("Folder"),     tr("Metadata"),   tr("Visible caption"),
                             tr("First line"), tr("Second line")};
    for (qsizetype i = 0; i < m_labels.size(); ++i) {
        m_labels[i]->setText(labels[i]);
        if (m_labels[i]->buddy()) m_labels[i]->buddy()->setAccessibleName(labels[i]);
    }
    m_quality->setSpecialValueText(tr("As the photo"));
    m_pattern->setToolTip(tr("{name} is the photo's name, {date} today, {ext} the format"));
    setIconButtonText(m_folderChoose, tr("Choose a folder…"));
    setIconButtonText(m_folderReset, tr("Beside the photo"));
    m_caption->setPlaceholderText(tr("A line under the picture, such as \"Restored digitally\""));
    m_comparison->setText(tr("Before and after side by side"));
    m_line1->setPlaceholderText(tr("A line below the comparison"));
    m_line2->setPlaceholderText(tr("Another line"));
    m_web->setText(tr("Copy for the web, 1200 pixels, without the place"));
    m_print->setText(tr("Copy for printing, 1.5 times the size, 300 dpi"));
    m_export->setText(tr("Export"));
    m_cancel->setText(tr("Cancel"));
    setFolder(m_folder);
}

void ExportDialog::setFolder(const QString& folder) {
    m_folder = folder;
    m_folderShown->setFullText(folder.isEmpty() ? tr("Beside the photo") : folder);
    m_folderReset->setEnabled(!folder.isEmpty());
    refresh();
}

void ExportDialog::chooseFolder() {
    FileQuestion question;
    question.title = tr("Folder for the exported files");
    question.folderKey = QStringLiteral("export/lastFolder");
    question.proposal = m_folder;
    askForFolder(this, m_context.settings(), question,
                 [this](const QString& folder) { setFolder(folder); });
}

void ExportDialog::refresh() {
    m_quality->setEnabled(hasQuality(writtenFormat()));
    m_depth->setEnabled(hasDepth(writtenFormat()));
    m_line1->setEnabled(m_comparison->isChecked());
    m_line2->setEnabled(m_comparison->isChecked());
    const QString size = OutputSizeControl::sentence(m_document);
    m_size->setText(tr("%1. The tab Advanced changes it.").arg(size));
    refreshNames();
}

void ExportDialog::refreshNames() {
    const Result<void> checked = checkNamePattern(m_pattern->text().toStdString());
    if (checked) {
        m_patternProblem->hide();
    } else {
        m_patternProblem->show(Notice::Kind::Error, text(checked.error()));
    }
    m_names->setText(exportNames(choices(), m_document.path(), writtenFormat()).join(u'\n'));
    const bool ready = m_document.state() == PhotoDocument::State::Ready;
    m_export->setEnabled(bool(checked) && ready);
}

void ExportDialog::finish() {
    writeExportChoices(m_context.settings(), choices());
    Q_EMIT exportRequested(exportOptions(choices()));
    accept();
}

}  // namespace heirloom::ui
