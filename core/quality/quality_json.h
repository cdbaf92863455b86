// Quality, recommendation and warnings for machines: product.md section 9.
#pragma once

#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/quality/change_map.h"
#include "core/quality/photo_quality.h"
#include "core/quality/photo_warnings.h"
#include "core/quality/recommendation.h"

namespace heirloom {

// Shares are 0...1; "blur" is null where nothing could be measured.
nlohmann::json qualityJson(const PhotoQuality& quality);

// {"preset", "reason"}, the reason in English.
nlohmann::json recommendationJson(const Recommendation& recommendation);

// {"changed", "mean", "largest"}.
nlohmann::json changeJson(const ChangeSummary& change);

}  // namespace heirloom
