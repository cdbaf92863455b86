// The form of a file with choices per face; what it means is in face_choices_file.h.
#pragma once

#include <filesystem>
#include <vector>

#include "core/base/result.h"
#include "core/restore/face_choices.h"

namespace heirloom {

struct PhotoFaceChoices {
    std::filesystem::path input;  // as written in the file; no two are the same
    FaceChoices choices;
};

Result<std::vector<PhotoFaceChoices>> readFaceChoices(const std::filesystem::path& file);

}  // namespace heirloom
