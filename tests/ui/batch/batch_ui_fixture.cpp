#include "tests/ui/batch/batch_ui_fixture.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>

#include "ui/common/text.h"

namespace heirloom::ui::test {

using heirloom::test::faceAt;

BatchUiTest::BatchUiTest() {
    networks().setFaces({faceAt({48, 48}, 60)});
    QDir().mkpath(inFolder());
}

QString BatchUiTest::inFolder() const {
    return fromPath(folder()) + "/in";
}

QString BatchUiTest::outFolder() const {
    return fromPath(folder()) + "/out";
}

QString BatchUiTest::photo(const QString& name) {
    return writePicture("in/" + name, {96, 96});
}

QStringList BatchUiTest::photos(int count) {
    QStringList paths;
    for (int i = 0; i < count; ++i)
        paths << photo(QString("photo%1.png").arg(i, 2, 10, QChar('0')));
    return paths;
}

QString BatchUiTest::brokenPhoto(const QString& name) {
    return writeFile("in/" + name, "this is no picture");
}

QByteArray BatchUiTest::bytesOf(const QString& path) {
    QFile file(path);
    EXPECT_TRUE(file.open(QIODevice::ReadOnly)) << path.toStdString();
    return file.readAll();
}

QStringList BatchUiTest::filesIn(const QString& folder) {
    QStringList names;
    QDirIterator iterator(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
    while (iterator.hasNext()) names << QDir(folder).relativeFilePath(iterator.next());
    names.sort();
    return names;
}

QStringList BatchUiTest::picturesIn(const QString& folder) {
    QStringList pictures;
    for (const QString& name : filesIn(folder)) {
        if (name.endsWith(".png") || name.endsWith(".jpg")) pictures << name;
    }
    return pictures;
}

bool BatchUiTest::hasReport(const QString& folder) {
    return !QDir(folder).entryList({"heirloom_report_*.json"}).isEmpty();
}

nlohmann::json BatchUiTest::reportIn(const QString& folder) {
    const QStringList names = QDir(folder).entryList({"heirloom_report_*.json"});
    EXPECT_EQ(names.size(), 1);
    if (names.isEmpty()) return {};
    return nlohmann::json::parse(bytesOf(folder + "/" + names.front()).toStdString());
}

QString BatchUiTest::csvIn(const QString& folder) {
    const QStringList names = QDir(folder).entryList({"heirloom_report_*.csv"});
    EXPECT_EQ(names.size(), 1);
    return names.isEmpty() ? QString() : QString::fromUtf8(bytesOf(folder + "/" + names.front()));
}

BatchChoices BatchUiTest::choices() const {
    BatchChoices choices;
    choices.automatic = false;
    choices.preset = builtInPresets().front();
    choices.outputFolder = outFolder();
    choices.namePattern = "{name}_restored.{ext}";
    choices.order = BatchOrder::AsGiven;
    return choices;
}

BatchRunTest::BatchRunTest() : run(std::make_unique<BatchRun>(*context, list)) {}

void BatchRunTest::add(const QStringList& paths, bool subfolders) {
    run->addInputs(paths, subfolders, outFolder());
    ASSERT_TRUE(waitUntil([&] { return !run->isCollecting(); }));
}

void BatchRunTest::start(const BatchChoices& choices) {
    run->start(choices, allRows());
}

// Report and log are written behind the run.
bool BatchRunTest::waitForEnd() {
    bool saved = false;
    const auto connection =
        QObject::connect(run.get(), &BatchRun::reportSaved, [&saved] { saved = true; });
    const bool ended = waitUntil([&] { return saved && !run->isRunning(); }, 15000);
    QObject::disconnect(connection);
    return ended;
}

int BatchRunTest::count(ItemStage stage) const {
    return static_cast<int>(
        std::count_if(list.items().begin(), list.items().end(),
                      [stage](const BatchItem& item) { return item.stage == stage; }));
}

QList<int> BatchRunTest::allRows() const {
    QList<int> rows;
    for (int row = 0; row < list.size(); ++row) rows.append(row);
    return rows;
}

}  // namespace heirloom::ui::test
