// Photos with a known damage, for the judgement of quality.
#pragma once

#include <string>
#include <vector>

#include "core/face/face.h"
#include "core/image/photo.h"
#include "core/quality/photo_quality.h"

namespace heirloom::test {

enum class Damage { High, Medium, Low, Yellowed, Faded, Scratched };

struct ComposedPhoto {
    Photo photo;
    std::vector<Face> faces;
    Damage damage = Damage::High;

    std::string expectedPreset() const;
    // Of the first three classes; the others may have any grade.
    bool hasGrade() const { return damage <= Damage::Low; }
    QualityGrade expectedGrade() const;
};

// A background of soft and hard shapes with one face: drawn, or a given aligned one (CV_8UC3
// RGB, FFHQ alignment), pasted with a soft border. The damage varies with the seed within its
// class.
ComposedPhoto composePhoto(Damage damage, std::uint64_t seed, const cv::Mat& alignedFace = {});

}  // namespace heirloom::test
