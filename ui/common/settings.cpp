#include "ui/common/settings.h"

#include <algorithm>
#include <array>

#include <QFileInfo>

#include "ui/common/text.h"

namespace heirloom::ui {

namespace {

constexpr int kRecentFiles = 10;
constexpr int kMostThreads = 1024;
constexpr int kMostDevices = 64;

template <class Value>
struct Word {
    Value value;
    const char* word;
};

constexpr auto kLanguages = std::to_array<Word<LanguageChoice>>({
    {LanguageChoice::System, "system"},
    {LanguageChoice::English, "en"},
    {LanguageChoice::Chinese, "zh"},
});
constexpr auto kThemes = std::to_array<Word<ThemeChoice>>({
    {ThemeChoice::System, "system"},
    {ThemeChoice::Light, "light"},
    {ThemeChoice::Dark, "dark"},
});
constexpr auto kDevices = std::to_array<Word<Device>>({
    {Device::Auto, "auto"},
    {Device::Cpu, "cpu"},
    {Device::Cuda, "cuda"},
});
constexpr auto kPrecisions = std::to_array<Word<Precision>>({
    {Precision::Auto, "auto"},
    {Precision::Fp32, "fp32"},
    {Precision::Bf16, "bf16"},
    {Precision::Fp16, "fp16"},
});

// The first word stands for whatever a damaged or newer file says.
template <class Words>
auto valueOf(const Words& words, const QVariant& stored) {
    const QString word = stored.toString();
    for (const auto& known : words) {
        if (word == QLatin1String(known.word)) return known.value;
    }
    return words.front().value;
}

template <class Words, class Value>
QString wordOf(const Words& words, Value value) {
    for (const auto& known : words) {
        if (known.value == value) return QLatin1String(known.word);
    }
    return QLatin1String(words.front().word);
}

int numberIn(const QVariant& stored, int most) {
    bool ok = false;
    const int number = stored.toInt(&ok);
    return ok && number >= 0 && number <= most ? number : 0;
}

// A name or path; a list in its place comes from a comma in a file edited by hand.
std::string nameOf(const QVariant& stored) {
    const QString name = stored.toString().trimmed();
    return name.isEmpty() ? "auto" : name.toStdString();
}

}  // namespace

// QSettings of a file name and those of the user cannot be told apart at run time.
Settings::Settings(const QString& file, QObject* parent)
    : QObject(parent),
      m_store(file.isEmpty()
                  ? QSettings(QSettings::IniFormat, QSettings::UserScope, "heirloom", "heirloom")
                        .fileName()
                  : file,
              QSettings::IniFormat) {}

LanguageChoice Settings::language() const {
    return valueOf(kLanguages, m_store.value("window/language"));
}

void Settings::setLanguage(LanguageChoice choice) {
    if (choice == language()) return;
    m_store.setValue("window/language", wordOf(kLanguages, choice));
    Q_EMIT languageChanged();
}

ThemeChoice Settings::theme() const {
    return valueOf(kThemes, m_store.value("window/theme"));
}

void Settings::setTheme(ThemeChoice choice) {
    if (choice == theme()) return;
    m_store.setValue("window/theme", wordOf(kThemes, choice));
    Q_EMIT themeChanged();
}

EngineOptions Settings::engine() const {
    EngineOptions options;
    options.model = nameOf(m_store.value("engine/model"));
    options.detector = nameOf(m_store.value("engine/detector"));
    options.parser = nameOf(m_store.value("engine/parser"));
    options.background = nameOf(m_store.value("engine/background"));
    options.runtime.device = valueOf(kDevices, m_store.value("engine/device"));
    options.runtime.cudaIndex = numberIn(m_store.value("engine/cudaIndex"), kMostDevices);
    options.runtime.precision = valueOf(kPrecisions, m_store.value("engine/precision"));
    options.runtime.threads = numberIn(m_store.value("engine/threads"), kMostThreads);
    return options;
}

void Settings::setEngine(const EngineOptions& options) {
    m_store.setValue("engine/model", fromUtf8(options.model));
    m_store.setValue("engine/detector", fromUtf8(options.detector));
    m_store.setValue("engine/parser", fromUtf8(options.parser));
    m_store.setValue("engine/background", fromUtf8(options.background));
    m_store.setValue("engine/device", wordOf(kDevices, options.runtime.device));
    m_store.setValue("engine/cudaIndex", options.runtime.cudaIndex);
    m_store.setValue("engine/precision", wordOf(kPrecisions, options.runtime.precision));
    m_store.setValue("engine/threads", options.runtime.threads);
    Q_EMIT engineChanged();
}

QString Settings::proxy() const {
    return m_store.value("network/proxy").toString().trimmed();
}

void Settings::setProxy(const QString& proxy) {
    m_store.setValue("network/proxy", proxy.trimmed());
}

QStringList Settings::recentFiles() const {
    QStringList files = m_store.value("files/recent").toStringList();
    files.removeAll(QString());
    files.removeDuplicates();
    return files.mid(0, kRecentFiles);
}

void Settings::addRecentFile(const QString& path) {
    if (path.isEmpty()) return;
    QStringList files = recentFiles();
    files.removeAll(path);
    files.prepend(path);
    m_store.setValue("files/recent", files.mid(0, kRecentFiles));
    Q_EMIT recentFilesChanged();
}

void Settings::clearRecentFiles() {
    m_store.remove("files/recent");
    Q_EMIT recentFilesChanged();
}

QVariant Settings::value(const QString& key, const QVariant& otherwise) const {
    return m_store.value(key, otherwise);
}

void Settings::setValue(const QString& key, const QVariant& value) {
    m_store.setValue(key, value);
}

}  // namespace heirloom::ui
