// What one restoration says of itself in the new file: product.md section 5.5.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/metadata/provenance.h"
#include "core/restore/model_provider.h"
#include "core/restore/parameters.h"
#include "core/restore/photo_session.h"

namespace heirloom {

struct RestorationFacts {
    RestoreParameters parameters;  // those used for this photo
    std::vector<FaceOutcome> faces;
    std::vector<UsedModel> models;   // of the run; restorers that took no part are left out
    std::string preset;              // as reports name it; empty: none
    std::filesystem::path original;  // is read once more for its hash
    bool aligned = false;            // the network alone: one crop, and no parameter acts
};

// The original's hash is left out when the file cannot be read any more.
Provenance provenanceOf(const RestorationFacts& facts);

// Every parameter by its name in reports, in a fixed order: numbers as short as they can
// be written, "on" and "off".
std::vector<ProvenanceParameter> parameterTexts(const RestoreParameters& parameters);

// Now, or the moment that SOURCE_DATE_EPOCH names (seconds since 1970) so that files can be
// made again byte for byte; ISO 8601, UTC, in whole seconds.
// Source: reproducible-builds.org/specs/source-date-epoch.
std::string provenanceDate();

}  // namespace heirloom
