#include "core/batch/provenance_facts.h"

#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>

#include "core/base/sha256.h"
#include "core/base/version.h"

namespace heirloom {
namespace {

class SourceDate {
public:
    explicit SourceDate(const char* value) { setenv("SOURCE_DATE_EPOCH", value, 1); }
    ~SourceDate() { unsetenv("SOURCE_DATE_EPOCH"); }
};

FaceOutcome faceBy(const std::string& model, double strength) {
    FaceOutcome face;
    face.restored = !model.empty();
    face.model = model;
    face.strength = strength;
    return face;
}

TEST(ProvenanceFacts, TheDateComesFromTheEnvironmentWhenItIsSet) {
    {
        const SourceDate date("1795260512");
        EXPECT_EQ(provenanceDate(), "2026-11-21T11:28:32Z");
    }
    {
        const SourceDate date("0");
        EXPECT_EQ(provenanceDate(), "1970-01-01T00:00:00Z");
    }
    for (const char* nonsense : {"", "-1", "soon", "12x", "253402300800"}) {
        const SourceDate date(nonsense);
        EXPECT_GT(provenanceDate(), "2026") << nonsense;
        EXPECT_EQ(provenanceDate().size(), 20u) << nonsense;
    }
}

TEST(ProvenanceFacts, EveryParameterIsTold) {
    RestoreParameters parameters;
    parameters.brightness = -3.5;
    parameters.mode = RestoreMode::Strong;
    const auto texts = parameterTexts(parameters);
    const std::vector<ProvenanceParameter> expected{{"strength", "70"},
                                                    {"denoise", "0"},
                                                    {"sharpen", "0"},
                                                    {"mode", "strong"},
                                                    {"scope", "photo"},
                                                    {"skin_protection", "on"},
                                                    {"contrast", "0"},
                                                    {"brightness", "-3.5"},
                                                    {"rosy", "0"},
                                                    {"faithful", "on"},
                                                    {"detail_enhancement", "off"},
                                                    {"scale", "1"},
                                                    {"long_side", "0"},
                                                    {"min_face_share", "0"}};
    EXPECT_EQ(texts, expected);
}

TEST(ProvenanceFacts, OnlyRestorersThatTookPartAreNamed) {
    RestorationFacts facts;
    facts.models = {{"small", "restorer", "1", "fp32", "cpu"},
                    {"large", "restorer", "2", "fp32", "cpu"},
                    {"faces", "detector", "3", "fp32", "cpu"}};
    facts.faces = {faceBy("large", 70), faceBy("", 0), faceBy("large", 70)};
    const Provenance provenance = provenanceOf(facts);
    EXPECT_EQ(provenance.software, kSoftwareName);
    EXPECT_EQ(provenance.facesRestored, 2);
    ASSERT_EQ(provenance.models.size(), 2u);
    EXPECT_EQ(provenance.models[0].name, "large");
    EXPECT_EQ(provenance.models[0].sha256, "2");
    EXPECT_EQ(provenance.models[1].name, "faces");
}

TEST(ProvenanceFacts, StrengthsOfSingleFacesAreToldWhereTheyDiffer) {
    RestorationFacts facts;
    facts.faces = {faceBy("m", 70), faceBy("m", 70)};
    EXPECT_EQ(provenanceOf(facts).parameters, parameterTexts(facts.parameters));
    facts.faces[1].strength = 40;
    facts.faces.push_back(faceBy("", 70));
    const ProvenanceParameter expected{"face_strengths", "70 40 0"};
    EXPECT_EQ(provenanceOf(facts).parameters.back(), expected);
}

TEST(ProvenanceFacts, TheOriginalIsNamedWithoutItsFolderAndHashed) {
    const auto path = std::filesystem::path(::testing::TempDir()) / "外婆.jpg";
    std::ofstream(path) << "pixels";
    RestorationFacts facts;
    facts.original = path;
    const Provenance provenance = provenanceOf(facts);
    std::filesystem::remove(path);
    EXPECT_EQ(provenance.originalName, "外婆.jpg");
    const std::string content = "pixels";
    EXPECT_EQ(provenance.originalSha256,
              sha256Hex({reinterpret_cast<const std::uint8_t*>(content.data()), content.size()}));
    EXPECT_EQ(provenanceOf(facts).originalSha256, "");
}

TEST(ProvenanceFacts, AnAlignedCropIsOneFaceWithoutParameters) {
    RestorationFacts facts;
    facts.aligned = true;
    facts.models = {{"m", "restorer", "1", "fp32", "cpu"}};
    const Provenance provenance = provenanceOf(facts);
    EXPECT_EQ(provenance.facesRestored, 1);
    EXPECT_EQ(provenance.models.size(), 1u);
    EXPECT_EQ(provenance.parameters.size(), 1u);
}

}  // namespace
}  // namespace heirloom
