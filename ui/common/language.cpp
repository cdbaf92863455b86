#include "ui/common/language.h"

#include <memory>
#include <vector>

#include <QApplication>
#include <QLibraryInfo>
#include <QLocale>
#include <QTranslator>

#include "ui/common/resources.h"

namespace heirloom::ui {

namespace {

struct LanguageState {
    LanguageChoice choice = LanguageChoice::System;
    bool chinese = false;
    // Before anything changed it; QLocale::setDefault() does not touch it.
    QLocale system = QLocale::system();
    std::vector<std::unique_ptr<QTranslator>> translators;
};

LanguageState& state() {
    static LanguageState value;
    return value;
}

bool wantsChinese(LanguageChoice choice) {
    if (choice != LanguageChoice::System) return choice == LanguageChoice::Chinese;
    // The first language that the system names decides: it may differ from the locale of
    // numbers and dates.
    const QStringList languages = state().system.uiLanguages();
    const QString first = languages.isEmpty() ? state().system.name() : languages.front();
    return QLocale(first).language() == QLocale::Chinese;
}

QLocale localeFor(bool chinese) {
    const QLocale& system = state().system;
    // The system's own numbers where its language is the one shown.
    if (chinese) {
        return system.language() == QLocale::Chinese
                   ? system
                   : QLocale(QLocale::Chinese, QLocale::SimplifiedHanScript, QLocale::China);
    }
    return system.language() == QLocale::English ? system
                                                 : QLocale(QLocale::English, QLocale::UnitedStates);
}

void install(const QString& name, const QString& folder) {
    auto translator = std::make_unique<QTranslator>();
    if (!translator->load(name, folder)) return;
    if (QCoreApplication::installTranslator(translator.get())) {
        state().translators.push_back(std::move(translator));
    }
}

}  // namespace

void applyLanguage(LanguageChoice choice) {
    ensureResources();
    LanguageState& now = state();
    now.choice = choice;
    now.chinese = wantsChinese(choice);
    QLocale::setDefault(localeFor(now.chinese));
    for (const auto& translator : now.translators) {
        QCoreApplication::removeTranslator(translator.get());
    }
    now.translators.clear();
    // English has translations, too: of plurals.
    if (now.chinese) {
        install("qtbase_zh_CN", QLibraryInfo::path(QLibraryInfo::TranslationsPath));
        install("core_zh_CN", ":/i18n");
        install("heirloom_zh_CN", ":/i18n");
    } else {
        install("heirloom_en", ":/i18n");
    }
}

LanguageChoice languageChoice() {
    return state().choice;
}

bool isChinese() {
    return state().chinese;
}

QString languageCode() {
    return isChinese() ? "zh" : "en";
}

}  // namespace heirloom::ui
