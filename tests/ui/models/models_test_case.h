// What the tests of the Models tab share: a catalogue made for the test, whose addresses
// lead to a server of the test, and folders that are removed afterwards.
#pragma once

#include <map>
#include <memory>
#include <string>

#include <gtest/gtest.h>
#include <QString>
#include <QWidget>

#include "core/base/bytes.h"
#include "tests/support/http_server.h"
#include "tests/support/shared_data.h"
#include "tests/ui/ui_support.h"
#include "ui/common/app_context.h"
#include "ui/models/model_library.h"

namespace heirloom::ui::test {

namespace fs = std::filesystem;
using heirloom::test::HttpServer;
using heirloom::test::ServerReply;
using heirloom::test::ServerRequest;

// A checkpoint of a GPEN generator for crops of 64 pixels; every seed another file.
Bytes tinyRestorer(int seed = 0);
Bytes tinyDetector();
// Not repeating, so that a wrong join shows.
Bytes noise(std::size_t size, std::uint32_t state = 1);

// "Small" is bundled. To be downloaded: "Tiny" and "Second" (restorers with checksums, for
// academic use), "Open" (a restorer without), and "Better" (512
// pixels).
class ModelsTest : public testing::Test {
protected:
    ModelsTest();
    ~ModelsTest() override;

    fs::path user() const { return m_folder.path() / "user"; }
    fs::path bundled() const { return m_folder.path() / "bundled"; }
    fs::path elsewhere(const std::string& name) const { return m_folder.path() / "other" / name; }
    void save(const fs::path& path, ByteView content);
    Bytes load(const fs::path& path) const;

    // Made when they are first asked for.
    AppContext& context();
    ModelLibrary& library();
    // Waits for the list.
    ModelItem item(const QString& name);
    bool isInState(const QString& file, ModelState state);
    DownloadStatus::Phase phase(const QString& file);
    // Tries again at once when the line fails.
    static void makeQuick(ModelLibrary& library);
    // In front of the real ones, which the Models tab never needs.
    FakeNetworks networks;

    HttpServer& server() { return *m_server; }
    // What the server does; a good one at first. To be set before anything is downloaded.
    HttpServer::Handler handler;
    // What a file of the catalogue is. To be changed before the context is made.
    const Bytes& published(const std::string& file) const { return m_published.at(file); }
    void publish(const std::string& file, Bytes content) { m_published[file] = std::move(content); }
    void serve(const ServerRequest& request, ServerReply& reply);
    // To be set before the context is made.
    std::string address(const std::string& file) const;
    std::map<std::string, std::string> addresses;  // by file, in place of the server's

private:
    void writeCatalogue();

    heirloom::test::TemporaryFolder m_folder;
    std::map<std::string, Bytes> m_published;  // by file
    std::unique_ptr<HttpServer> m_server;
    std::unique_ptr<AppContext> m_context;
    std::unique_ptr<ModelLibrary> m_library;
};

// Every text of labels, buttons, lists and tool tips that can be seen.
std::map<const QObject*, QString> visibleTexts(const QWidget& root);
// Visible controls that take the focus but tell no name to a screen reader.
QStringList namelessControls(QWidget& root);

// Answers each sentence with itself in brackets, so that one that was not translated shows.
class BracketingTranslation {
public:
    BracketingTranslation();
    ~BracketingTranslation();

private:
    class Translator;
    std::unique_ptr<Translator> m_translator;
};

}  // namespace heirloom::ui::test
