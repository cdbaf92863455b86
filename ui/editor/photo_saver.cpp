#include "ui/editor/photo_saver.h"

#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QFileInfo>
#include <QUrl>

#include "ui/common/text.h"
#include "ui/editor/export_dialog.h"
#include "ui/editor/file_choosers.h"

namespace heirloom::ui {

namespace {

const QString kFolderKey = QStringLiteral("save/folder");

void setTarget(ExportOptions& options, const QString& path) {
    options.output.target = toPath(path);
    options.output.isFile = true;
    options.encode.format = formatFromExtension(QFileInfo(path).suffix().toStdString());
}

}  // namespace

PhotoSaver::PhotoSaver(AppContext& context, PhotoDocument& document, QWidget* window)
    : QObject(window), m_context(context), m_document(document), m_window(window) {
    connect(&document, &PhotoDocument::saved, this, &PhotoSaver::finish);
    connect(&document, &PhotoDocument::saveFailed, this,
            [this](const QString& sentence, const QString& detail) {
                m_running.reset();
                Q_EMIT failed(sentence, detail);
            });
    connect(&document, &PhotoDocument::stateChanged, this, &PhotoSaver::followPhoto);
    connect(&document, &PhotoDocument::settled, this, [this] {
        if (m_copiesWhenSettled) putOnClipboard();
    });
}

void PhotoSaver::followPhoto() {
    if (m_document.path() == m_photo) return;
    m_photo = m_document.path();
    m_last.reset();
    m_lastFile.clear();
    m_copiesWhenSettled = false;
}

bool PhotoSaver::canSave() const {
    return m_document.state() == PhotoDocument::State::Ready &&
           (m_document.isEnhanced() || m_document.hasUnsavedWork());
}

void PhotoSaver::save() {
    if (!canSave()) return;
    if (m_last) {
        start(*m_last);
        return;
    }
    ExportOptions options;
    setTarget(options, m_document.suggestedOutput());
    start(options);
}

void PhotoSaver::saveAs() {
    if (!canSave()) return;
    FileQuestion question;
    question.title = tr("Save the restored photo");
    question.filter = tr("Pictures (*.jpg *.jpeg *.png *.webp *.tif *.tiff *.bmp)");
    question.folderKey = kFolderKey;
    question.proposal = m_lastFile.isEmpty() ? m_document.suggestedOutput() : m_lastFile;
    question.suffix = QFileInfo(question.proposal).suffix();
    askForFileToSave(m_window, m_context.settings(), question,
                     [this](const QString& path) { saveTo(path); });
}

void PhotoSaver::saveTo(const QString& path) {
    if (!canSave()) return;
    ExportOptions options = m_last.value_or(ExportOptions{});
    setTarget(options, path);
    if (!options.encode.format) {
        Q_EMIT failed(tr("%1 is no kind of picture that can be written. Choose a name that ends "
                         "with .jpg, .png, .webp, .tif or .bmp.")
                          .arg(QFileInfo(path).fileName()),
                      {});
        return;
    }
    // The file dialog has asked; what is not this program's is never replaced all the same.
    options.output.replaceEarlierOutput = true;
    start(options);
}

void PhotoSaver::exportPhoto() {
    if (!canSave()) return;
    if (m_dialog) {
        m_dialog->raise();
        m_dialog->activateWindow();
        return;
    }
    m_dialog = new ExportDialog(m_context, m_document, m_window);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_dialog, &ExportDialog::exportRequested, this, [this](const ExportOptions& options) {
        if (canSave()) start(options);
    });
    m_dialog->show();
}

void PhotoSaver::start(const ExportOptions& options) {
    m_running = options;
    m_document.save(options);
}

void PhotoSaver::finish(const QStringList& files, const QStringList& warnings) {
    if (files.isEmpty()) return;
    m_lastFile = files.front();
    if (m_running) {
        m_last = *std::exchange(m_running, std::nullopt);
        setTarget(*m_last, m_lastFile);
        m_last->output.replaceEarlierOutput = true;
        m_last->comparison = m_last->webCopy = m_last->printCopy = false;
    }
    // The folder is worth a word where the file does not lie beside the photo.
    const QFileInfo file(m_lastFile);
    const bool isBeside = file.absolutePath() == QFileInfo(m_photo).absolutePath();
    const QString name = isBeside ? file.fileName() : file.absoluteFilePath();
    const qsizetype copies = files.size() - 1;
    Q_EMIT message(copies == 0
                       ? tr("Saved as %1").arg(name)
                       : tr("Saved as %1, with %n more file(s)", nullptr, int(copies)).arg(name));
    if (!warnings.isEmpty()) {
        Q_EMIT warned(warnings.front(), warnings.mid(1).join(QLatin1Char('\n')));
    }
}

void PhotoSaver::copyResult() {
    if (m_document.state() == PhotoDocument::State::Empty) return;
    if (m_document.isSettled()) return putOnClipboard();
    // The exact picture is on its way.
    m_copiesWhenSettled = true;
}

void PhotoSaver::putOnClipboard() {
    m_copiesWhenSettled = false;
    const QImage picture = m_document.resultImage();
    if (picture.isNull()) return;
    QApplication::clipboard()->setImage(picture);
    Q_EMIT message(tr("The picture was copied"));
}

void PhotoSaver::openFolder() {
    const QString file = m_lastFile.isEmpty() ? m_document.path() : m_lastFile;
    if (file.isEmpty()) return;
    QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(file).absolutePath()));
}

}  // namespace heirloom::ui
