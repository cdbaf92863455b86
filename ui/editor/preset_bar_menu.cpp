// What the menu of the preset bar does: presets of one's own.

#include <QAction>
#include <QComboBox>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QToolButton>

#include "ui/common/notice.h"
#include "ui/common/text.h"
#include "ui/editor/file_choosers.h"
#include "ui/editor/preset_bar.h"

namespace heirloom::ui {

QMenu* PresetBar::makeMenu() {
    auto* menu = new QMenu(this);
    m_saveAs = menu->addAction({}, this, [this] { startNaming(Naming::SaveAs); });
    m_saveChanges = menu->addAction({}, this, &PresetBar::saveChanges);
    m_rename = menu->addAction({}, this, [this] { startNaming(Naming::Rename); });
    m_remove = menu->addAction({}, this, &PresetBar::askToRemove);
    menu->addSeparator();
    m_import = menu->addAction({}, this, &PresetBar::askToImport);
    m_export = menu->addAction({}, this, &PresetBar::askToExport);
    m_saveAs->setObjectName(QStringLiteral("presetSaveAs"));
    m_saveChanges->setObjectName(QStringLiteral("presetSaveChanges"));
    m_rename->setObjectName(QStringLiteral("presetRename"));
    m_remove->setObjectName(QStringLiteral("presetRemove"));
    connect(menu, &QMenu::aboutToShow, this, &PresetBar::updateMenu);
    return menu;
}

const Preset* PresetBar::chosen() const {
    const Preset* preset = m_presets.find(m_document.presetId());
    return preset && !preset->builtIn ? preset : nullptr;
}

void PresetBar::updateMenu() {
    const bool own = chosen() != nullptr;
    m_saveChanges->setEnabled(own && m_document.isPresetModified());
    m_rename->setEnabled(own);
    m_remove->setEnabled(own);
    m_export->setEnabled(m_presets.find(m_document.presetId()) != nullptr);
}

void PresetBar::startNaming(Naming naming) {
    m_naming = naming;
    const Preset* preset = chosen();
    m_name->setText(naming == Naming::Rename && preset ? presetName(*preset) : QString());
    m_nameRow->show();
    m_name->setFocus();
    m_name->selectAll();
}

void PresetBar::finishNaming() {
    const QString name = m_name->text().trimmed();
    if (name.isEmpty()) return;
    const Naming naming = m_naming;
    stopNaming();
    if (naming == Naming::SaveAs) saveAs(name);
    if (naming == Naming::Rename) rename(name);
}

void PresetBar::stopNaming() {
    m_naming = Naming::None;
    m_nameRow->hide();
    m_choice->setFocus();
}

void PresetBar::saveAs(const QString& name) {
    const Result<Preset> saved = m_context.presets().save(
        name.toStdString(), presetValuesOf(m_document.parameters()), Replace::Never);
    if (!saved) return complain(saved.error());
    adopt(*saved);
}

void PresetBar::saveChanges() {
    const Preset* preset = chosen();
    if (!preset) return;
    const Result<Preset> saved = m_context.presets().save(
        preset->name.text(), presetValuesOf(m_document.parameters()), Replace::ExistingFile);
    if (!saved) return complain(saved.error());
    adopt(*saved);
}

void PresetBar::rename(const QString& name) {
    const Preset* preset = chosen();
    if (!preset) return;
    const Result<Preset> renamed = m_context.presets().rename(preset->id, name.toStdString());
    if (!renamed) return complain(renamed.error());
    adopt(*renamed);
}

void PresetBar::askToRemove() {
    const Preset* preset = chosen();
    if (!preset) return;
    auto* box = new QMessageBox(
        QMessageBox::Question, tr("Delete preset"),
        tr("Delete the preset \"%1\"? This cannot be undone.").arg(presetName(*preset)),
        QMessageBox::NoButton, this);
    box->setObjectName(QStringLiteral("presetRemoveQuestion"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    auto* removes = box->addButton(tr("Delete"), QMessageBox::DestructiveRole);
    box->setDefaultButton(box->addButton(tr("Keep"), QMessageBox::RejectRole));
    connect(removes, &QAbstractButton::clicked, this, [this, id = preset->id] { remove(id); });
    box->open();
}

void PresetBar::remove(const std::string& id) {
    const Result<void> removed = m_context.presets().remove(id);
    if (!removed) return complain(removed.error());
    m_problem->hide();
    m_context.notePresetsChanged();
}

void PresetBar::askToImport() {
    FileQuestion question;
    question.title = tr("Import a preset");
    question.filter = tr("Presets (*.json)");
    question.folderKey = QStringLiteral("presets/folder");
    askForFile(this, m_context.settings(), question,
               [this](const QString& path) { importFrom(path); });
}

void PresetBar::importFrom(const QString& path) {
    const Result<Preset> imported = m_context.presets().importFrom(toPath(path));
    if (!imported) return complain(imported.error());
    adopt(*imported);
}

void PresetBar::askToExport() {
    const Preset* preset = m_presets.find(m_document.presetId());
    if (!preset) return;
    FileQuestion question;
    question.title = tr("Export the preset");
    question.filter = tr("Presets (*.json)");
    question.folderKey = QStringLiteral("presets/folder");
    question.suffix = QStringLiteral("json");
    askForFileToSave(this, m_context.settings(), question,
                     [this](const QString& path) { exportTo(path); });
}

void PresetBar::exportTo(const QString& path) {
    const Preset* preset = m_presets.find(m_document.presetId());
    if (!preset) return;
    // The file dialog has asked before an existing file is named.
    const Result<void> written =
        m_context.presets().exportTo(preset->id, toPath(path), Replace::ExistingFile);
    if (!written) return complain(written.error());
    m_problem->hide();
}

void PresetBar::adopt(const Preset& preset) {
    m_problem->hide();
    m_context.notePresetsChanged();
    m_document.choosePreset(preset);
}

void PresetBar::complain(const Error& error) {
    m_problem->show(Notice::Kind::Error, text(error), fromUtf8(error.detail));
}

}  // namespace heirloom::ui
