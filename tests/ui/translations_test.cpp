// Whether every sentence of the window and of core/ is translated, read from resources/
// translations after packaging/translations/update.sh has gone over a copy of it.
#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <vector>

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QXmlStreamReader>

#include <gtest/gtest.h>

#include "tests/support/shared_data.h"

namespace heirloom::test {
namespace {

struct Entry {
    QString context;
    QString source;
    QStringList forms;  // one, or one a plural form
    bool plural = false;
    bool finished = true;
};

QString toQString(const std::filesystem::path& path) {
    return QString::fromStdString(path.string());
}

QString sourceFolder() {
    return toQString(sourceDirectory());
}

std::string named(const Entry& entry) {
    return ('"' + entry.source + "\" of " + entry.context).toStdString();
}

QString contentOf(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly)) ADD_FAILURE() << path.toStdString();
    return QString::fromUtf8(file.readAll());
}

// Leaves the reader at the end of <message>.
Entry readMessage(QXmlStreamReader& xml, const QString& context) {
    Entry entry;
    entry.context = context;
    entry.plural = xml.attributes().value("numerus") == QLatin1String("yes");
    while (xml.readNextStartElement()) {
        if (xml.name() == QLatin1String("source")) {
            entry.source = xml.readElementText();
        } else if (xml.name() == QLatin1String("translation")) {
            entry.finished = !xml.attributes().hasAttribute("type");
            if (!entry.plural) {
                entry.forms.append(xml.readElementText());
                continue;
            }
            while (xml.readNextStartElement()) entry.forms.append(xml.readElementText());
        } else {
            xml.skipCurrentElement();
        }
    }
    return entry;
}

std::vector<Entry> readEntries(const QString& path) {
    std::vector<Entry> entries;
    QXmlStreamReader xml(contentOf(path));
    QString context;
    while (!xml.atEnd()) {
        if (xml.readNext() != QXmlStreamReader::StartElement) continue;
        if (xml.name() == QLatin1String("name")) context = xml.readElementText();
        if (xml.name() == QLatin1String("message")) entries.push_back(readMessage(xml, context));
    }
    EXPECT_FALSE(xml.hasError()) << xml.errorString().toStdString();
    return entries;
}

QString qtTool(const QString& name) {
    return QStandardPaths::findExecutable(
        name, {qEnvironmentVariable("PATH").split(':') << "/usr/lib/qt6/bin"});
}

// Both streams.
std::optional<QString> outputOf(const QString& program, const QStringList& arguments) {
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    const bool ended = process.waitForFinished(60'000) && process.exitCode() == 0;
    const QString output = QString::fromUtf8(process.readAll());
    if (ended) return output;
    ADD_FAILURE() << program.toStdString() << ": " << output.toStdString();
    return std::nullopt;
}

// "%1", "%n" and "{name}", each once.
std::set<QString> placeholders(const QString& text) {
    static const QRegularExpression pattern(R"(%[1-9n]|\{[a-z]+\})");
    std::set<QString> found;
    for (auto matches = pattern.globalMatch(text); matches.hasNext();) {
        found.insert(matches.next().captured());
    }
    return found;
}

bool hasChinese(const QString& text) {
    return std::any_of(text.begin(), text.end(),
                       [](QChar c) { return c.script() == QChar::Script_Han; });
}

// Latin words that are not names, units or licences, which Chinese writes alike.
bool hasForeignWords(QString text) {
    static const QRegularExpression names(
        R"(%[1-9n]|\b(GPEN|CC BY-NC-SA 4\.0|MIT|English|CPU|GPU|kB|MB|GB)\b)");
    static const QRegularExpression letters("[A-Za-z]");
    return text.remove(names).contains(letters);
}

QStringList sourcesOfTheWindow() {
    QStringList files;
    QDirIterator search(sourceFolder() + "/ui", {"*.cpp", "*.h"}, QDir::Files,
                        QDirIterator::Subdirectories);
    while (search.hasNext()) files.append(search.next());
    return files;
}

// Adjacent literals joined, escapes resolved.
QString literalValue(const QString& code) {
    static const QRegularExpression piece(R"rx("((?:[^"\\]|\\.)*)")rx");
    QString value;
    for (auto matches = piece.globalMatch(code); matches.hasNext();) {
        value += matches.next().captured(1);
    }
    return value.replace("\\\"", "\"").replace("\\\\", "\\");
}

class Translations : public testing::Test {
protected:
    void SetUp() override {
        if (qtTool("lupdate").isEmpty() || qtTool("python3").isEmpty()) {
            GTEST_SKIP() << "needs Qt's lupdate and Python 3";
        }
        for (const char* name : kNames) {
            ASSERT_TRUE(
                QFile::copy(sourceFolder() + "/resources/translations/" + name, file(name)));
        }
        const auto updated = outputOf(sourceFolder() + "/packaging/translations/update.sh",
                                      {toQString(m_folder.path())});
        ASSERT_TRUE(updated);
    }

    QString file(const QString& name) const { return toQString(m_folder.path()) + '/' + name; }
    std::vector<Entry> entries(const QString& name) const {
        auto found = readEntries(file(name));
        EXPECT_FALSE(found.empty()) << name.toStdString();
        return found;
    }

    static constexpr const char* kCore = "core_zh_CN.ts";
    static constexpr const char* kChinese = "heirloom_zh_CN.ts";
    static constexpr const char* kEnglish = "heirloom_en.ts";
    static constexpr std::array kNames{kCore, kChinese, kEnglish};

private:
    TemporaryFolder m_folder;
};

TEST_F(Translations, AreComplete) {
    for (const char* name : kNames) {
        for (const Entry& entry : entries(name)) {
            EXPECT_TRUE(entry.finished) << named(entry) << " in " << name;
            const bool english = name == kEnglish;
            EXPECT_EQ(entry.forms.size(), english ? 2 : 1) << named(entry) << " in " << name;
            EXPECT_FALSE(entry.forms.contains(QString())) << named(entry) << " in " << name;
        }
    }
}

TEST_F(Translations, KeepThePlaceholders) {
    for (const char* name : kNames) {
        for (const Entry& entry : entries(name)) {
            for (const QString& form : entry.forms) {
                EXPECT_EQ(placeholders(form), placeholders(entry.source))
                    << named(entry) << ": " << form.toStdString();
            }
        }
    }
}

TEST_F(Translations, AreChinese) {
    for (const char* name : {kCore, kChinese}) {
        for (const Entry& entry : entries(name)) {
            const QString& text = entry.forms.value(0);
            EXPECT_TRUE(hasChinese(text) || !hasForeignWords(text))
                << named(entry) << ": " << text.toStdString();
        }
    }
}

// lupdate passes over what it does not understand, without a word.
TEST_F(Translations, HoldEveryStringOfTheWindow) {
    std::set<QString> known;
    for (const Entry& entry : entries(kChinese)) known.insert(entry.source);
    const QRegularExpression use(
        R"rx(\b(?:tr\(|(?:translate|QT_TRANSLATE_NOOP)\(\s*"[^"]*",)\s*((?:"(?:[^"\\]|\\.)*"\s*)+))rx");
    for (const QString& path : sourcesOfTheWindow()) {
        const QString code = contentOf(path);
        for (auto matches = use.globalMatch(code); matches.hasNext();) {
            const QString text = literalValue(matches.next().captured(1));
            EXPECT_TRUE(known.contains(text)) << text.toStdString() << " in " << path.toStdString();
        }
    }
}

// A context without its namespace compiles and translates nothing.
TEST_F(Translations, HaveTheContextsThatTheProgramAsksFor) {
    QString code;
    for (const QString& path : sourcesOfTheWindow()) code += contentOf(path);
    for (const Entry& entry : entries(kChinese)) {
        const bool isClass = entry.context.startsWith("heirloom::ui::");
        EXPECT_TRUE(isClass || code.contains("Q_DECLARE_TR_FUNCTIONS(" + entry.context + ')') ||
                    code.contains("(\"" + entry.context + "\","))
            << named(entry);
    }
}

TEST_F(Translations, CompileWithoutWarnings) {
    if (qtTool("lrelease").isEmpty()) GTEST_SKIP() << "needs Qt's lrelease";
    for (const char* name : kNames) {
        const auto output = outputOf(qtTool("lrelease"), {file(name), "-qm", file("compiled.qm")});
        ASSERT_TRUE(output);
        EXPECT_TRUE(output->contains("0 unfinished")) << output->toStdString();
        EXPECT_FALSE(output->contains("warning", Qt::CaseInsensitive)) << output->toStdString();
        EXPECT_FALSE(output->contains("Ignored")) << output->toStdString();
    }
}

TEST(WindowSources, ShowNoLiteralOutsideTr) {
    // Names of languages are written in themselves; an address is one in every language.
    const QStringList allowed{"EN / 中", "English", "简体中文", "http://HOST:PORT"};
    const QRegularExpression use(
        R"rx(\b(?:set(?:Text|ToolTip|WindowTitle|PlaceholderText|AccessibleName)rx"
        R"rx(|AccessibleDescription|StatusTip|Title|InformativeText|Suffix|Prefix)|addItem|addAction)rx"
        R"rx(|addMenu|addTab|Q(?:Label|PushButton|CheckBox|RadioButton|Action|GroupBox|Menu))rx"
        R"rx([ \w]*)\(\s*(?:QStringLiteral\(|QString\()?("(?:[^"\\]|\\.)*"))rx");
    const QRegularExpression word("[A-Za-z]{2}");
    for (const QString& path : sourcesOfTheWindow()) {
        const QString code = contentOf(path);
        for (auto matches = use.globalMatch(code); matches.hasNext();) {
            const QString text = literalValue(matches.next().captured(1));
            const bool shown = text.contains(word) && !allowed.contains(text);
            EXPECT_FALSE(shown) << text.toStdString() << " in " << path.toStdString();
        }
    }
}

}  // namespace
}  // namespace heirloom::test
