// Words and icons for what happens to a photo of a batch.
//
// Thread rule: GUI thread.
#pragma once

#include <QColor>
#include <QString>

#include "ui/batch/batch_item.h"

namespace heirloom::ui {

struct StateChip {
    QString icon;  // a name for icon()
    QString word;
    QColor colour;  // of the icon; the word says the same
};

StateChip stateChip(const BatchItem& item);
StateChip verdictChip(Verdict verdict);  // empty word for none

QString facesText(const BatchItem& item);    // "2", or "1 of 2" restored
QString gradeText(const BatchItem& item);    // "High"; empty when unknown
QString secondsText(const BatchItem& item);  // "3.2"
// Why it failed or was skipped; of a restored photo what to look at; else empty.
QString reasonText(const BatchItem& item);
QString detailText(const BatchItem& item);  // what the library said; may be empty

}  // namespace heirloom::ui
