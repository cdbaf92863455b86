// What a run did, for machines: product.md section 9.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/base/result.h"
#include "core/batch/photo_job.h"

namespace heirloom {

struct RunSummary {
    int total = 0;
    int restored = 0;
    int noFace = 0;
    int skipped = 0;
    int failed = 0;
    int cancelled = 0;
    int review = 0;
    double seconds = 0.0;
};

RunSummary summarise(const std::vector<PhotoReport>& photos, double seconds);

// By the names of the command line; part of the options of a report.
nlohmann::json parametersJson(const RestoreParameters& parameters);

nlohmann::json facesJson(const std::vector<FaceOutcome>& faces);
nlohmann::json detectedFacesJson(const std::vector<Face>& faces);

// options: what the user chose, by the names of the command line.
nlohmann::json reportJson(const nlohmann::json& options, const std::vector<UsedModel>& models,
                          const std::vector<PhotoReport>& photos, double seconds);

// Atomic; replaces an earlier report.
Result<void> writeJson(const nlohmann::json& json, const std::filesystem::path& path);

}  // namespace heirloom
