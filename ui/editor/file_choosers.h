// File dialogs that do not block: the window goes on working, and the answer arrives later.
// Each remembers its folder under a key of the settings.
//
// Thread rule: GUI thread. The dialog belongs to the parent and goes with it.
#pragma once

#include <functional>

#include <QString>

class QWidget;

namespace heirloom::ui {

class Settings;

struct FileQuestion {
    QString title;
    QString filter;     // "Pictures (*.jpg *.png)"; empty: all files
    QString folderKey;  // in the settings; empty: nothing is remembered
    QString proposal;   // a path; its folder comes before the remembered one
    QString suffix;     // added to a name without one
};

using PathAnswer = std::function<void(const QString& path)>;

void askForFile(QWidget* parent, Settings& settings, const FileQuestion& question,
                PathAnswer answer);
void askForFileToSave(QWidget* parent, Settings& settings, const FileQuestion& question,
                      PathAnswer answer);
void askForFolder(QWidget* parent, Settings& settings, const FileQuestion& question,
                  PathAnswer answer);

}  // namespace heirloom::ui
