#include "core/batch/verdict.h"

#include <nlohmann/json.hpp>

namespace heirloom {

using nlohmann::json;

std::string_view verdictName(Verdict verdict) {
    switch (verdict) {
        case Verdict::None: return "";
        case Verdict::Accepted: return "accepted";
        case Verdict::Review: return "review";
        case Verdict::Rejected: return "rejected";
    }
    return "";
}

void addVerdicts(json& report, const std::vector<PhotoVerdict>& verdicts) {
    std::size_t index = 0;
    for (json& photo : report["photos"]) {
        const PhotoVerdict given = index < verdicts.size() ? verdicts[index] : PhotoVerdict{};
        photo["verdict"] =
            given.verdict == Verdict::None ? json() : json(verdictName(given.verdict));
        photo["note"] = given.note.empty() ? json() : json(given.note);
        ++index;
    }
}

}  // namespace heirloom
