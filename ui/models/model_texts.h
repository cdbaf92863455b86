// The words and icons for models: kinds, states, licences, sizes.
//
// Thread rule: GUI thread.
#pragma once

#include <QString>

#include "ui/models/model_item.h"

namespace heirloom::ui {

// The cards stand in these groups, in this order.
enum class ModelGroup { Restorers, Detectors, Parsers, Backgrounds, Other };
inline constexpr int kModelGroups = 5;

ModelGroup groupOf(const ModelRecord& record);
QString groupTitle(ModelGroup group);
QString groupIcon(ModelGroup group);

enum class Tone { Plain, Good, Warning, Bad };
struct StateText {
    QString word;
    QString icon;
    Tone tone = Tone::Plain;
};
// "installed", "downloading 43 %", ... as a word and an icon.
StateText stateText(const ModelItem& item);

// "43.1 MB of 284.0 MB · 5.2 MB/s · 46 s left", as far as it is known.
QString progressText(const DownloadProgress& progress);

// The size of the file, the published one where it is not there, or what follows from the
// network's shape ("about 284 MB"); empty when nobody knows.
QString sizeText(const ModelRecord& record);

// What the model is for, in one sentence.
QString purposeText(const ModelItem& item);

// A few words: "academic, non-commercial".
QString shortLicence(const std::string& licence);
// Sentences that tell what one may do; empty for a licence without such words.
QString plainLicence(const std::string& licence);

// "github.com": who sends the file.
QString hostsText(const CatalogueEntry& entry);

}  // namespace heirloom::ui
