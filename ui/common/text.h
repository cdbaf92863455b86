// Text of the core as Qt text: paths, translated messages, quantities.
//
// Thread rule: GUI thread, except for fromPath(), toPath() and fromUtf8().
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include <QString>

#include "core/base/message.h"
#include "core/base/result.h"
#include "core/restore/preset.h"

namespace heirloom::ui {

QString fromPath(const std::filesystem::path& path);
std::filesystem::path toPath(const QString& path);
QString fromUtf8(const std::string& text);

// The sentence in the language of the window; looked up in the translation context "core".
QString text(const Message& message);
QString text(const Error& error);
// A literal of the core's data (a purpose or licence of models/catalogue.json).
QString text(const std::string& literal);

QString presetName(const Preset& preset);

QString bytesText(std::uint64_t bytes);     // "12.4 MB", decimal units
QString durationText(double seconds);       // "about 2 min 10 s"; short, for progress lines
QString stageText(std::string_view stage);  // of Progress::stage: "Finding faces"

}  // namespace heirloom::ui
