// The language of the window; changes at run time.
//
// Thread rule: GUI thread.
#pragma once

#include <QString>

namespace heirloom::ui {

enum class LanguageChoice { System, English, Chinese };

// Installs the translations (of this program and of Qt's own dialogs); widgets get
// LanguageChange events.
void applyLanguage(LanguageChoice choice);
LanguageChoice languageChoice();

bool isChinese();  // what is shown now
// "en" or "zh": of resources that exist once in each language, such as the guide.
QString languageCode();

}  // namespace heirloom::ui
