// Saving the open photo: beside the original, under another name, or with all choices of the
// export dialog; remembers where it was saved, so that the next save goes there again.
#pragma once

#include <optional>

#include <QObject>
#include <QPointer>

#include "ui/common/app_context.h"
#include "ui/photo/photo_document.h"

namespace heirloom::ui {

class ExportDialog;

class PhotoSaver : public QObject {
    Q_OBJECT
public:
    // window: that dialogs belong to.
    PhotoSaver(AppContext& context, PhotoDocument& document, QWidget* window);

    void save();
    void saveAs();
    void saveTo(const QString& path);  // the answer of saveAs()
    void exportPhoto();
    void copyResult();
    void openFolder();

Q_SIGNALS:
    void message(const QString& sentence);
    void warned(const QString& sentence, const QString& detail);
    void failed(const QString& sentence, const QString& detail);

private:
    bool canSave() const;
    void start(const ExportOptions& options);
    void finish(const QStringList& files, const QStringList& warnings);
    void followPhoto();
    void putOnClipboard();

    AppContext& m_context;
    PhotoDocument& m_document;
    QWidget* m_window;
    QPointer<ExportDialog> m_dialog;
    QString m_photo;                      // that the next two belong to
    std::optional<ExportOptions> m_last;  // without copies, naming the written file
    QString m_lastFile;
    std::optional<ExportOptions> m_running;
    bool m_copiesWhenSettled = false;
};

}  // namespace heirloom::ui
