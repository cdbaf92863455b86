// Batch: folders and files in, restored files out, and a pile to check by hand.
#pragma once

#include <memory>

#include <QStringList>
#include <QWidget>

#include "ui/common/app_context.h"

namespace heirloom::ui {

class BatchPage : public QWidget {
    Q_OBJECT
public:
    explicit BatchPage(AppContext& context, QWidget* parent = nullptr);
    ~BatchPage() override;  // cancels and waits, at most for one face

    // Photos and folders; folders are searched on a thread of their own. Appear in the list
    // at once; work starts when the person says so, or at once where a run is going on.
    void addInputs(const QStringList& paths);
    void addRefused(const QString& path, const QString& reason);
    bool isRunning() const;
    void start();
    void cancel();

Q_SIGNALS:
    void openRequested();  // choose files: the empty page's button
    void openFolderRequested();
    void editRequested(const QString& path);  // open this photo in Single
    void pathsDropped(const QStringList& paths);
    void runningChanged(bool running);
    void message(const QString& sentence);

protected:
    void changeEvent(QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    struct Parts;
    std::unique_ptr<Parts> m;
};

}  // namespace heirloom::ui
