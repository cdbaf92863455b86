#include "tests/ui/models/models_test_case.h"

#include <cstdlib>

#include <QAbstractButton>
#include <QAccessible>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QTranslator>
#include <nlohmann/json.hpp>

#include "core/base/file_io.h"
#include "core/base/sha256.h"
#include "tests/support/model_shapes.h"

namespace heirloom::ui::test {

namespace {

using Json = nlohmann::json;

constexpr const char* kAcademic = "Alibaba DAMO Academy: academic and non-commercial use only";

Json entry(const char* name, const char* file, int size, const char* licence) {
    return {{"name", name},
            {"file", file},
            {"kind", "restorer"},
            {"licence", licence},
            {"purpose", "For tests."},
            {"input_size", size},
            {"template", "gpen"}};
}

void addFacts(Json& object, const Bytes& content) {
    object["bytes"] = content.size();
    object["sha256"] = sha256Hex(content);
}

}  // namespace

Bytes tinyRestorer(int seed) {
    const heirloom::test::GpenConfiguration configuration{.size = 64,
                                                          .styleDimension = 8,
                                                          .mappingLayers = 1,
                                                          .channelMultiplier = 1,
                                                          .narrow = 0.0078125};
    auto builder = heirloom::test::builderOf(heirloom::test::gpenShapes(configuration));
    builder.folder("archive" + std::to_string(seed));
    return builder.zip();
}

Bytes tinyDetector() {
    return heirloom::test::builderOf(heirloom::test::retinaFaceShapes(false)).zip();
}

Bytes noise(std::size_t size, std::uint32_t state) {
    Bytes bytes(size);
    for (auto& byte : bytes) byte = (state = state * 1664525 + 1013904223) >> 24;
    return bytes;
}

ModelsTest::ModelsTest() {
    // The test server is reached without the proxy of whoever runs the tests.
    ::setenv("no_proxy", "127.0.0.1", 1);
    m_published["small.pth"] = tinyRestorer(1);
    m_published["tiny.pth"] = tinyRestorer(2);
    m_published["second.pth"] = noise(300'000, 3);
    m_published["open.pth"] = tinyRestorer(4);
    m_published["better.pth"] = noise(20'000, 5);
    save(bundled() / "small.pth", published("small.pth"));
    handler = [this](const auto& request, auto& reply) { serve(request, reply); };
    m_server = std::make_unique<HttpServer>(
        [this](const auto& request, auto& reply) { handler(request, reply); });
}

ModelsTest::~ModelsTest() {
    m_library.reset();
    m_context.reset();
}

void ModelsTest::save(const fs::path& path, ByteView content) {
    fs::create_directories(path.parent_path());
    const auto written = writeFileAtomically(path, content, Replace::ExistingFile);
    ASSERT_TRUE(written) << written.error().text();
}

Bytes ModelsTest::load(const fs::path& path) const {
    auto content = readFile(path, std::uintmax_t{1} << 30);
    return content ? std::move(*content) : Bytes();
}

std::string ModelsTest::address(const std::string& file) const {
    const auto other = addresses.find(file);
    return other != addresses.end() ? other->second : m_server->address("/" + file);
}

void ModelsTest::serve(const ServerRequest& request, ServerReply& reply) {
    const auto found = m_published.find(request.target.substr(request.target.rfind('/') + 1));
    if (found == m_published.end()) return reply.head(404, {{"Content-Length", "0"}});
    heirloom::test::sendFile(request, reply, found->second);
}

void ModelsTest::writeCatalogue() {
    Json small = entry("Small", "small.pth", 64, "CC BY-NC-SA 4.0");
    small["bundled"] = true;
    Json tiny = entry("Tiny", "tiny.pth", 64, kAcademic);
    Json second = entry("Second", "second.pth", 64, kAcademic);
    Json open = entry("Open", "open.pth", 64, kAcademic);
    Json better = entry("Better", "better.pth", 512, kAcademic);
    Json models = Json::array();
    for (Json* model : {&small, &tiny, &second, &open, &better}) {
        const std::string file = (*model)["file"];
        if (model != &open) addFacts(*model, published(file));
        if (model != &small) (*model)["addresses"] = {address(file)};
        models.push_back(*model);
    }
    const std::string text = Json{{"format", 1}, {"models", models}}.dump();
    save(m_folder.path() / "catalogue.json",
         ByteView(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()));
}

AppContext& ModelsTest::context() {
    if (!m_context) {
        writeCatalogue();
        AppPaths paths;
        paths.models = {user(), bundled(), m_folder.path() / "catalogue.json"};
        paths.presets = m_folder.path() / "presets";
        paths.state = m_folder.path() / "state";
        paths.settings = m_folder.path() / "settings.ini";
        m_context = std::make_unique<AppContext>(paths, networks.factory());
    }
    return *m_context;
}

void ModelsTest::makeQuick(ModelLibrary& library) {
    DownloadOptions options;
    options.stallTimeout = std::chrono::seconds(5);
    options.firstDelay = std::chrono::milliseconds(1);
    library.downloads().setTransferOptions(options);
}

ModelLibrary& ModelsTest::library() {
    if (!m_library) {
        m_library = std::make_unique<ModelLibrary>(context());
        makeQuick(*m_library);
        EXPECT_TRUE(waitUntil([&] { return m_library->isListed(); }));
    }
    return *m_library;
}

ModelItem ModelsTest::item(const QString& name) {
    const auto found = library().find(name);
    EXPECT_TRUE(found) << "no model " << name.toStdString();
    return found.value_or(ModelItem());
}

bool ModelsTest::isInState(const QString& file, ModelState state) {
    return waitUntil([&] { return item(file).record.state == state; });
}

DownloadStatus::Phase ModelsTest::phase(const QString& file) {
    return item(file).download.phase;
}

std::map<const QObject*, QString> visibleTexts(const QWidget& root) {
    std::map<const QObject*, QString> texts;
    for (const QWidget* widget : root.findChildren<QWidget*>()) {
        if (!widget->isVisibleTo(&root)) continue;
        QString text;
        if (const auto* label = qobject_cast<const QLabel*>(widget)) text = label->text();
        if (const auto* button = qobject_cast<const QAbstractButton*>(widget))
            text = button->text();
        if (const auto* box = qobject_cast<const QComboBox*>(widget)) text = box->currentText();
        if (!text.isEmpty()) texts[widget] = text;
    }
    return texts;
}

QStringList namelessControls(QWidget& root) {
    QStringList nameless;
    for (QWidget* widget : root.findChildren<QWidget*>()) {
        if (widget->focusPolicy() == Qt::NoFocus || !widget->isVisibleTo(&root)) continue;
        // The line inside a spin box or combo box is not a control of its own.
        if (widget->focusProxy() != nullptr || widget->objectName().startsWith("qt_")) continue;
        const QAccessibleInterface* told = QAccessible::queryAccessibleInterface(widget);
        const QString name = told != nullptr ? told->text(QAccessible::Name) : QString();
        if (name.trimmed().isEmpty()) {
            nameless.append(
                QString("%1 \"%2\"").arg(widget->metaObject()->className(), widget->objectName()));
        }
    }
    return nameless;
}

class BracketingTranslation::Translator : public QTranslator {
public:
    QString translate(const char*, const char* source, const char*, int) const override {
        return QStringLiteral("[") + QString::fromUtf8(source) + QStringLiteral("]");
    }
    bool isEmpty() const override { return false; }
};

BracketingTranslation::BracketingTranslation() : m_translator(std::make_unique<Translator>()) {
    QApplication::installTranslator(m_translator.get());
    QApplication::processEvents();
}

BracketingTranslation::~BracketingTranslation() {
    QApplication::removeTranslator(m_translator.get());
    QApplication::processEvents();
}

}  // namespace heirloom::ui::test
