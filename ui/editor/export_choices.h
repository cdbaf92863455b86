// What a person chooses in the export dialog, kept between starts.
//
// Thread rule: GUI thread.
#pragma once

#include <array>
#include <optional>

#include <QString>

#include "core/export/export_job.h"

namespace heirloom::ui {

class Settings;

struct ExportChoices {
    std::optional<FileFormat> format;  // empty: the photo's own
    int quality = 0;                   // 1...100; 0: as the photo was
    int bitsPerSample = 0;             // 8 or 16; 0: the photo's own
    QString pattern = QStringLiteral("{name}_restored.{ext}");
    QString folder;  // empty: beside the photo
    MetadataPolicy policy = MetadataPolicy::Keep;
    QString visibleCaption;
    bool comparison = false;
    std::array<QString, 2> captionLines;
    bool webCopy = false;
    bool printCopy = false;
};

// Anything that the file does not hold, or that makes no sense, has its default.
ExportChoices readExportChoices(const Settings& settings);
void writeExportChoices(Settings& settings, const ExportChoices& choices);

// Labels of the comparison are in the language of the window.
ExportOptions exportOptions(const ExportChoices& choices);

// The file names that would be written for this photo; empty where the pattern is wrong.
QStringList exportNames(const ExportChoices& choices, const QString& photo, FileFormat format);

// Whether the format knows a quality, or more than 8 bits.
bool hasQuality(FileFormat format);
bool hasDepth(FileFormat format);

}  // namespace heirloom::ui
