// Downloads a model of the catalogue into the user's models folder.
//
// The licence must have been shown before: the caller asks, see downloadableModel().
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "core/base/message.h"
#include "core/download/http_download.h"
#include "core/models/model_store.h"

namespace heirloom {

struct DownloadedModel {
    std::string name;
    std::filesystem::path path;
    std::uint64_t bytes = 0;
    std::string sha256;
    bool wasThere = false;    // nothing had to be downloaded
    bool wasResumed = false;  // some of it came with an earlier run
    Message note;             // what was done and how the file is known to be right
    // Not empty when a model without a published checksum differs from the one that was
    // first downloaded or imported. It is installed all the same; the first checksum stays
    // remembered, so that verifying goes on telling it until the user imports the file.
    Message warning;
};

// What the catalogue tells of a model that can be downloaded; name, file or file without its
// extension, whatever the case. Errors: NotFound, for an unknown name with the names that can
// be had; Unsupported, where the catalogue has no address.
Result<CatalogueEntry> downloadableModel(const ModelStore& store, const std::string& name);

// Tries the addresses in turn. A sound file that is installed already is left alone, a
// damaged one replaced once its successor is whole. Errors: those of HttpDownload::run(), and
// Damaged when what came is not such a model.
Result<DownloadedModel> downloadModel(ModelStore& store, const CatalogueEntry& entry,
                                      const DownloadOptions& options, const RunControl& control);

}  // namespace heirloom
