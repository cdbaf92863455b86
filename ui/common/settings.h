// What a user set, kept between starts (QSettings underneath).
//
// Thread rule: GUI thread.
#pragma once

#include <QByteArray>
#include <QObject>
#include <QSettings>
#include <QStringList>
#include <QVariant>

#include "core/restore/engine.h"
#include "ui/common/language.h"
#include "ui/common/theme.h"

namespace heirloom::ui {

class Settings : public QObject {
    Q_OBJECT
public:
    // file: an INI file; empty: the user's own (XDG).
    explicit Settings(const QString& file = {}, QObject* parent = nullptr);

    LanguageChoice language() const;
    void setLanguage(LanguageChoice choice);
    ThemeChoice theme() const;
    void setTheme(ThemeChoice choice);

    // Model, detector, parser, background, device, precision, threads.
    EngineOptions engine() const;
    void setEngine(const EngineOptions& options);  // emits engineChanged
    QString proxy() const;
    void setProxy(const QString& proxy);

    QStringList recentFiles() const;  // newest first, at most 10
    void addRecentFile(const QString& path);
    void clearRecentFiles();

    // Everything else that a widget keeps: geometry, splitter states, last folders, options
    // of dialogs. key: "group/name".
    QVariant value(const QString& key, const QVariant& otherwise = {}) const;
    void setValue(const QString& key, const QVariant& value);

Q_SIGNALS:
    void languageChanged();
    void themeChanged();
    void engineChanged();
    void recentFilesChanged();

private:
    QSettings m_store;
};

}  // namespace heirloom::ui
