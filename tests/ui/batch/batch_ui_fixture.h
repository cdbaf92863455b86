// A folder of small photos with one face each, and a batch over them.
#pragma once

#include <nlohmann/json.hpp>

#include "tests/ui/ui_support.h"
#include "ui/batch/batch_list.h"
#include "ui/batch/batch_run.h"
#include "ui/batch/thumbnails.h"

namespace heirloom::ui::test {

class BatchUiTest : public UiTest {
protected:
    BatchUiTest();

    QString inFolder() const;
    QString outFolder() const;
    // "in/NAME", 96 x 96, one face in the middle.
    QString photo(const QString& name);
    QStringList photos(int count);
    QString brokenPhoto(const QString& name);

    static QByteArray bytesOf(const QString& path);
    // Names below a folder, sorted, with their folders.
    static QStringList filesIn(const QString& folder);
    static QStringList picturesIn(const QString& folder);
    static bool hasReport(const QString& folder);
    static nlohmann::json reportIn(const QString& folder);  // fails the test without one
    static QString csvIn(const QString& folder);

    BatchChoices choices() const;  // plain, as given, into outFolder()
};

// The batch without its page.
class BatchRunTest : public BatchUiTest {
protected:
    BatchRunTest();

    void add(const QStringList& paths, bool subfolders = true);
    void start(const BatchChoices& choices);
    bool waitForEnd();
    int count(ItemStage stage) const;
    QList<int> allRows() const;

    std::unique_ptr<AppContext> context = makeContext();
    Thumbnails thumbnails;
    BatchList list{thumbnails};
    std::unique_ptr<BatchRun> run;
};

}  // namespace heirloom::ui::test
