// Models: what is there, what could be, how it got here, and where the networks run.
#pragma once

#include <memory>

#include <QStringList>
#include <QWidget>

#include "ui/common/app_context.h"

namespace heirloom::ui {

class ModelsPage : public QWidget {
    Q_OBJECT
public:
    explicit ModelsPage(AppContext& context, QWidget* parent = nullptr);
    ~ModelsPage() override;  // pauses downloads; what arrived is kept

    void importFiles(const QStringList& paths);
    void chooseAndImport();
    // Asks about the licence, then downloads; for the first-start banner, too.
    void offerDownload(const QString& model);
    bool isDownloading() const;

Q_SIGNALS:
    void pathsDropped(const QStringList& paths);
    void message(const QString& sentence);

protected:
    void changeEvent(QEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void build();
    void connectLibrary();
    void retranslate();
    void askAboutLicence(const QString& file);
    void askBeforeRemoval(const QString& file);
    void reveal(const QString& file);

    struct Parts;
    std::unique_ptr<Parts> m;
};

}  // namespace heirloom::ui
