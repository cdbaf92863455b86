#include "ui/editor/file_choosers.h"

#include <QFileDialog>
#include <QFileInfo>

#include "ui/common/settings.h"

namespace heirloom::ui {

namespace {

void ask(QWidget* parent, Settings& settings, const FileQuestion& question,
         QFileDialog::FileMode mode, QFileDialog::AcceptMode accept, PathAnswer answer) {
    auto* dialog = new QFileDialog(parent, question.title, {}, question.filter);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setObjectName(QStringLiteral("fileChooser"));
    dialog->setFileMode(mode);
    dialog->setAcceptMode(accept);
    dialog->setDefaultSuffix(question.suffix);
    if (mode == QFileDialog::Directory) dialog->setOption(QFileDialog::ShowDirsOnly);
    const QString remembered =
        question.folderKey.isEmpty() ? QString() : settings.value(question.folderKey).toString();
    if (!question.proposal.isEmpty()) {
        const QFileInfo proposal(question.proposal);
        dialog->setDirectory(mode == QFileDialog::Directory ? question.proposal
                                                            : proposal.absolutePath());
        if (mode != QFileDialog::Directory) dialog->selectFile(proposal.fileName());
    } else if (!remembered.isEmpty()) {
        dialog->setDirectory(remembered);
    }
    const QString key = question.folderKey;
    QObject::connect(dialog, &QFileDialog::fileSelected, parent,
                     [key, mode, &settings, answer = std::move(answer)](const QString& path) {
                         if (path.isEmpty()) return;
                         if (!key.isEmpty()) {
                             settings.setValue(key, mode == QFileDialog::Directory
                                                        ? path
                                                        : QFileInfo(path).absolutePath());
                         }
                         answer(path);
                     });
    dialog->open();
}

}  // namespace

void askForFile(QWidget* parent, Settings& settings, const FileQuestion& question,
                PathAnswer answer) {
    ask(parent, settings, question, QFileDialog::ExistingFile, QFileDialog::AcceptOpen,
        std::move(answer));
}

void askForFileToSave(QWidget* parent, Settings& settings, const FileQuestion& question,
                      PathAnswer answer) {
    ask(parent, settings, question, QFileDialog::AnyFile, QFileDialog::AcceptSave,
        std::move(answer));
}

void askForFolder(QWidget* parent, Settings& settings, const FileQuestion& question,
                  PathAnswer answer) {
    ask(parent, settings, question, QFileDialog::Directory, QFileDialog::AcceptOpen,
        std::move(answer));
}

}  // namespace heirloom::ui
