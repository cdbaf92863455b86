// What a person said of a restored photo: product.md 7.6.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

namespace heirloom {

enum class Verdict { None, Accepted, Review, Rejected };

// Stable: for JSON and CSV. "", "accepted", "review", "rejected".
std::string_view verdictName(Verdict verdict);

struct PhotoVerdict {
    Verdict verdict = Verdict::None;
    std::string note;  // UTF-8; may be empty
};

// Adds "verdict" (null for none) and "note" to the photos of a report of reportJson(), in
// their order; there may be fewer verdicts than photos.
void addVerdicts(nlohmann::json& report, const std::vector<PhotoVerdict>& verdicts);

}  // namespace heirloom
