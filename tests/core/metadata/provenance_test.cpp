// The record of a restoration in the new file, through encodePhoto and straight.
#include "core/metadata/provenance.h"

#include <gtest/gtest.h>

#include "core/image/decode.h"
#include "core/image/encode.h"
#include "core/metadata/metadata.h"
#include "tests/support/exif_builder.h"
#include "tests/support/sample_photos.h"

namespace heirloom {
namespace {

using namespace testing;

constexpr FileFormat kFormats[] = {FileFormat::Jpeg, FileFormat::Png, FileFormat::WebP,
                                   FileFormat::Tiff};

Provenance sampleProvenance() {
    Provenance provenance;
    provenance.software = "Heirloom";
    provenance.version = "1.2.3";
    provenance.date = "2026-11-21T11:28:32Z";
    provenance.models = {{"GPEN-512", "restorer", std::string(64, 'a'), "fp32", "cpu"},
                         {"faces", "detector", "", "fp32", "cuda:0"}};
    provenance.parameters = {{"strength", "70"}, {"brightness", "-3.5"}, {"faithful", "on"}};
    provenance.facesRestored = 3;
    provenance.preset = "老照片";
    provenance.originalName = "外婆 & <1957> \"a\".jpg";
    provenance.originalSha256 = std::string(64, 'b');
    return provenance;
}

MetadataUpdate recording(const Provenance& provenance,
                         MetadataPolicy policy = MetadataPolicy::Keep) {
    MetadataUpdate update;
    update.policy = policy;
    update.width = 40;
    update.height = 30;
    update.provenance = provenance;
    return update;
}

Photo cameraPhoto(const std::string& xmp = sampleXmp()) {
    Photo photo = samplePhoto(40, 30);
    photo.metadata.exif = cameraExif().build();
    photo.metadata.iptc = sampleIptc();
    photo.metadata.xmp = xmp;
    return photo;
}

EncodeOptions encodingTo(FileFormat format, MetadataPolicy policy = MetadataPolicy::Keep) {
    EncodeOptions options;
    options.format = format;
    options.metadataPolicy = policy;
    options.provenance = sampleProvenance();
    return options;
}

MetadataBlocks blocksIn(ByteView file) {
    auto photo = decodePhoto(file, "restored");
    return photo ? photo->metadata : MetadataBlocks{};
}

// A packet with these properties, each an element; our namespace is bound to "h".
std::string packetOf(const std::string& properties) {
    return "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">"
           "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">"
           "<rdf:Description rdf:about=\"\" xmlns:h=\"" +
           std::string(kProvenanceNamespace) +
           "\" xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\""
           " xmlns:xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\""
           " xmlns:stEvt=\"http://ns.adobe.com/xap/1.0/sType/ResourceEvent#\""
           " xmlns:ext=\"http://iptc.org/std/Iptc4xmpExt/2008-02-29/\""
           " xmlns:family=\"http://example.org/family/\">" +
           properties + "</rdf:Description></rdf:RDF></x:xmpmeta>";
}

MetadataBlocks withXmp(std::string xmp) {
    MetadataBlocks blocks;
    blocks.xmp = std::move(xmp);
    return blocks;
}

std::string updatedXmp(const std::string& xmp, std::size_t expectedWarnings = 0) {
    std::vector<Message> warnings;
    auto updated = updatedMetadata(withXmp(xmp), recording(sampleProvenance()), warnings);
    EXPECT_EQ(warnings.size(), expectedWarnings) << (warnings.empty() ? "" : warnings[0].text());
    return updated.xmp;
}

int countOf(const std::string& text, const std::string& part) {
    int count = 0;
    for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
    return count;
}

class ProvenanceInFormat : public ::testing::TestWithParam<FileFormat> {};

TEST_P(ProvenanceInFormat, IsReadBackAsItWasWritten) {
    const auto encoded = encodePhoto(cameraPhoto(), encodingTo(GetParam()));
    ASSERT_TRUE(encoded);
    const MetadataBlocks blocks = blocksIn(encoded->file);
    const auto provenance = readProvenance(blocks);
    ASSERT_TRUE(provenance);
    EXPECT_EQ(*provenance, sampleProvenance());
    EXPECT_NE(blocks.xmp.find(kRestoredSourceType), std::string::npos);
    EXPECT_NE(blocks.xmp.find(kChineseText), std::string::npos);
    EXPECT_TRUE(summarise(blocks).hasGps);
}

TEST_P(ProvenanceInFormat, NeedsNoMetadataInTheOriginal) {
    const auto encoded = encodePhoto(samplePhoto(40, 30), encodingTo(GetParam()));
    ASSERT_TRUE(encoded);
    EXPECT_TRUE(encoded->warnings.empty());
    EXPECT_EQ(readProvenance(blocksIn(encoded->file)), sampleProvenance());
}

TEST_P(ProvenanceInFormat, StripKeepsTheRecordAndNothingPersonal) {
    const auto encoded = encodePhoto(cameraPhoto(), encodingTo(GetParam(), MetadataPolicy::Strip));
    ASSERT_TRUE(encoded);
    const MetadataBlocks blocks = blocksIn(encoded->file);
    EXPECT_EQ(readProvenance(blocks), anonymous(sampleProvenance()));
    EXPECT_NE(blocks.xmp.find(kRestoredSourceType), std::string::npos);
    for (const char* text : {kChineseText, "外婆", "老照片", "GPSLatitude", "History"}) {
        EXPECT_EQ(blocks.xmp.find(text), std::string::npos) << text;
        EXPECT_FALSE(containsText(encoded->file, text)) << text;
    }
    EXPECT_EQ(blocks.xmp.find(std::string(64, 'b')), std::string::npos);
    EXPECT_EQ(summarise(blocks).captureTime, "");
}

TEST_P(ProvenanceInFormat, WithoutGpsTheRecordIsWholeAndThePlaceGone) {
    const auto encoded =
        encodePhoto(cameraPhoto(), encodingTo(GetParam(), MetadataPolicy::KeepWithoutGps));
    ASSERT_TRUE(encoded);
    EXPECT_EQ(readProvenance(blocksIn(encoded->file)), sampleProvenance());
    EXPECT_FALSE(containsText(encoded->file, "30,15.5253N"));
}

TEST_P(ProvenanceInFormat, GivesTheSameBytesTwice) {
    const auto first = encodePhoto(cameraPhoto(), encodingTo(GetParam()));
    const auto second = encodePhoto(cameraPhoto(), encodingTo(GetParam()));
    ASSERT_TRUE(first && second);
    EXPECT_EQ(first->file, second->file);
}

INSTANTIATE_TEST_SUITE_P(Formats, ProvenanceInFormat, ::testing::ValuesIn(kFormats),
                         [](const auto& info) { return std::string(formatName(info.param)); });

TEST(Provenance, AnOriginalHasNone) {
    EXPECT_FALSE(readProvenance({}));
    EXPECT_FALSE(readProvenance(withXmp(sampleXmp())));
    EXPECT_FALSE(readProvenance(withXmp("<x:xmpmeta this is no XML")));
}

TEST(Provenance, BmpLeavesItToTheSidecarAndSaysSo) {
    const auto encoded = encodePhoto(samplePhoto(40, 30), encodingTo(FileFormat::Bmp));
    ASSERT_TRUE(encoded);
    EXPECT_EQ(warningsAbout(encoded->warnings, "only the .xmp file beside it tells"), 1);
    ASSERT_TRUE(encoded->sidecar);
    EXPECT_EQ(readProvenance(withXmp(*encoded->sidecar)), sampleProvenance());
}

TEST(Provenance, ASecondRestorationIsToldBesideTheFirst) {
    std::vector<Message> warnings;
    const std::string once = updatedXmp(sampleXmp());
    Provenance second = sampleProvenance();
    second.date = "2030-01-01T00:00:00Z";
    second.models.resize(1);
    second.models[0].name = "GPEN-1024";
    const auto twice = updatedMetadata(withXmp(once), recording(second), warnings);
    EXPECT_TRUE(warnings.empty());
    EXPECT_EQ(readProvenance(twice), second);
    EXPECT_NE(twice.xmp.find("GPEN-512"), std::string::npos);
    EXPECT_EQ(countOf(twice.xmp, "stEvt:action=\"edited\""), 2) << twice.xmp;
    EXPECT_EQ(countOf(twice.xmp, kRestoredSourceType), 1);
}

TEST(Provenance, AnEarlierHistoryIsContinued) {
    const std::string xmp = updatedXmp(packetOf(
        "<xmpMM:History><rdf:Seq><rdf:li rdf:parseType=\"Resource\">"
        "<stEvt:action>created</stEvt:action><stEvt:softwareAgent>Scanner 5</stEvt:softwareAgent>"
        "</rdf:li></rdf:Seq></xmpMM:History>"));
    const auto created = xmp.find("created");
    const auto edited = xmp.find("edited");
    ASSERT_NE(created, std::string::npos) << xmp;
    ASSERT_NE(edited, std::string::npos) << xmp;
    EXPECT_LT(created, edited);
    EXPECT_NE(xmp.find("Scanner 5"), std::string::npos);
    EXPECT_NE(xmp.find("softwareAgent=\"Heirloom 1.2.3\""), std::string::npos) << xmp;
}

TEST(Provenance, AHistoryOfAnotherShapeStaysAsItIs) {
    for (const char* history :
         {"<xmpMM:History>scanned by Li</xmpMM:History>",
          "<xmpMM:History><rdf:Bag><rdf:li>scanned by Li</rdf:li></rdf:Bag></xmpMM:History>",
          "<xmpMM:History rdf:parseType=\"Resource\"><stEvt:action>scanned by Li</stEvt:action>"
          "</xmpMM:History>"}) {
        const std::string xmp = updatedXmp(packetOf(history));
        EXPECT_NE(xmp.find("scanned by Li"), std::string::npos) << xmp;
        EXPECT_EQ(xmp.find("edited"), std::string::npos) << xmp;
        EXPECT_EQ(readProvenance(withXmp(xmp)), sampleProvenance());
    }
}

TEST(Provenance, DatesFollowTheRestorationAndTheToolStays) {
    const std::string xmp =
        updatedXmp(packetOf("<xmp:CreatorTool>Scanner 5</xmp:CreatorTool>"
                            "<xmp:CreateDate>1999-01-01</xmp:CreateDate>"
                            "<xmp:ModifyDate>2001-01-01</xmp:ModifyDate>"
                            "<xmp:MetadataDate>2001-01-02</xmp:MetadataDate>"));
    for (const char* part :
         {"CreatorTool=\"Scanner 5\"", "CreateDate=\"1999-01-01\"",
          "ModifyDate=\"2026-11-21T11:28:32Z\"", "MetadataDate=\"2026-11-21T11:28:32Z\""}) {
        EXPECT_NE(xmp.find(part), std::string::npos) << part << xmp;
    }
    // A photo without a date of change gets none.
    EXPECT_EQ(updatedXmp(sampleXmp()).find("ModifyDate"), std::string::npos);
}

TEST(Provenance, UnknownNamespacesAndStructuresSurvive) {
    const std::string xmp = updatedXmp(
        packetOf("<family:Tree rdf:parseType=\"Resource\"><family:Mother>外婆</family:Mother>"
                 "<family:Children><rdf:Bag><rdf:li>一</rdf:li><rdf:li>二</rdf:li></rdf:Bag>"
                 "</family:Children></family:Tree>"
                 "<family:Note xml:lang=\"zh\">西湖</family:Note>"
                 "<ext:DigitalSourceType>http://cv.iptc.org/newscodes/digitalsourcetype/print"
                 "</ext:DigitalSourceType>"));
    for (const char* part : {"http://example.org/family/", "外婆", "一", "二", "西湖"}) {
        EXPECT_NE(xmp.find(part), std::string::npos) << part << xmp;
    }
    EXPECT_EQ(xmp.find("digitalsourcetype/print"), std::string::npos);
}

TEST(Provenance, AForeignNamespaceUnderOurPrefixIsNotOurs) {
    std::string foreign = packetOf("<h:Restorations>1</h:Restorations>");
    foreign.replace(foreign.find(kProvenanceNamespace), std::string(kProvenanceNamespace).size(),
                    "http://example.org/other/");
    for (auto at = foreign.find("h:R"); at != std::string::npos; at = foreign.find("<h:R")) {
        foreign.replace(foreign.find("h:R", at), 1, "heirloom");
    }
    foreign.replace(foreign.find("</h:R"), 3, "</heirloom");
    foreign.replace(foreign.find("xmlns:h="), 8, "xmlns:heirloom=");
    const std::string xmp = updatedXmp(foreign);
    EXPECT_NE(xmp.find("http://example.org/other/"), std::string::npos) << xmp;
    EXPECT_EQ(readProvenance(withXmp(xmp)), sampleProvenance());
    // Nor does it change what the next photo gets.
    EXPECT_EQ(updatedXmp("").find("example.org"), std::string::npos);
}

TEST(Provenance, PrefixesOfOnePhotoDoNotReachTheNext) {
    for (const std::string prefix : {"family", "kin", "stEvt"}) {
        std::string packet = packetOf("");
        const std::string declared = "xmlns:" + prefix + "=\"http://example.org/kin/\"";
        const std::string tree = "<" + prefix + ":Tree " + declared +
                                 " rdf:parseType=\"Resource\"><" + prefix + ":Mother>外婆</" +
                                 prefix + ":Mother></" + prefix + ":Tree>";
        packet.insert(packet.find("</rdf:Description>"), tree);
        const std::string xmp = updatedXmp(packet);
        EXPECT_NE(xmp.find("外婆"), std::string::npos) << prefix << xmp;
        EXPECT_EQ(readProvenance(withXmp(xmp)), sampleProvenance()) << prefix;
        EXPECT_NE(updatedXmp("").find("sType/ResourceEvent#"), std::string::npos) << prefix;
    }
}

TEST(Provenance, ARecordUnderAnotherPrefixIsReadAndContinued) {
    const std::string xmp =
        updatedXmp(packetOf("<h:Restorations><rdf:Seq><rdf:li rdf:parseType=\"Resource\">"
                            "<h:Software>Heirloom</h:Software><h:Version>0.0.7</h:Version>"
                            "</rdf:li></rdf:Seq></h:Restorations>"));
    EXPECT_NE(xmp.find("0.0.7"), std::string::npos) << xmp;
    EXPECT_EQ(readProvenance(withXmp(xmp)), sampleProvenance());
}

TEST(Provenance, NonsenseInOurNamespaceIsReplaced) {
    for (const char* nonsense :
         {"<h:Restorations>none</h:Restorations>",
          "<h:Restorations><rdf:Bag><rdf:li>a</rdf:li></rdf:Bag></h:Restorations>",
          "<h:Restorations rdf:parseType=\"Resource\"><h:Software>x</h:Software></h:Restorations>",
          "<h:Restorations><rdf:Seq/></h:Restorations>"}) {
        const std::string packet = packetOf(nonsense);
        EXPECT_FALSE(readProvenance(withXmp(packet))) << nonsense;
        EXPECT_EQ(readProvenance(withXmp(updatedXmp(packet))), sampleProvenance()) << nonsense;
    }
}

TEST(Provenance, TextsThatXmpCannotHoldAreReplaced) {
    Provenance odd = sampleProvenance();
    odd.originalName = "type=Bag \x1B[2J\xFF\xC0.jpg";
    odd.preset = std::string(5000, 'p');
    odd.models[0].name = "a\nb\xEF\xBF\xBE";
    std::vector<Message> warnings;
    const auto updated = updatedMetadata({}, recording(odd), warnings);
    EXPECT_TRUE(warnings.empty());
    const auto read = readProvenance(updated);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->originalName, "type=Bag  [2J\xEF\xBF\xBD\xEF\xBF\xBD.jpg");
    EXPECT_EQ(read->preset, std::string(1024, 'p'));
    EXPECT_EQ(read->models[0].name, "a b\xEF\xBF\xBD");
}

TEST(Provenance, HostileRecordsAreReadWithinBounds) {
    std::string models, parameters;
    for (int i = 0; i < 2000; ++i) {
        models += "<rdf:li rdf:parseType=\"Resource\"><h:Name>m</h:Name></rdf:li>";
        parameters += "<rdf:li rdf:parseType=\"Resource\"><h:Name>p</h:Name></rdf:li>";
    }
    const std::string packet = packetOf(
        "<h:Restorations><rdf:Seq><rdf:li rdf:parseType=\"Resource\">"
        "<h:Software>a&#x9B;31m</h:Software><h:Version><rdf:Bag><rdf:li>1</rdf:li></rdf:Bag>"
        "</h:Version><h:Date>" +
        std::string(100000, 'd') + "</h:Date><h:FacesRestored>99999999999999999999" +
        "</h:FacesRestored><h:Models><rdf:Seq>" + models +
        "</rdf:Seq></h:Models><h:Parameters><rdf:Seq>" + parameters +
        "</rdf:Seq></h:Parameters></rdf:li></rdf:Seq></h:Restorations>");
    const auto read = readProvenance(withXmp(packet));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->software, "a 31m");
    EXPECT_EQ(read->version, "");
    EXPECT_EQ(read->date.size(), 1024u);
    EXPECT_EQ(read->facesRestored, 0);
    EXPECT_LE(read->models.size(), 64u);
    EXPECT_LE(read->parameters.size(), 256u);
    std::vector<Message> warnings;
    const auto updated = updatedMetadata(withXmp(packet), recording(sampleProvenance()), warnings);
    EXPECT_EQ(readProvenance(updated), sampleProvenance());
}

TEST(Provenance, StandsInTheFirstPartOfXmpTooLargeForOneSegment) {
    const std::string large =
        packetOf("<family:Note>" + std::string(70000, 'n') + "</family:Note>");
    const auto encoded = encodePhoto(cameraPhoto(large), encodingTo(FileFormat::Jpeg));
    ASSERT_TRUE(encoded);
    EXPECT_TRUE(encoded->warnings.empty());
    EXPECT_EQ(readProvenance(blocksIn(encoded->file)), sampleProvenance());
    // For readers that know no second part.
    const std::string first = "http://ns.adobe.com/xap/1.0/";
    const auto start =
        std::search(encoded->file.begin(), encoded->file.end(), first.begin(), first.end());
    const auto size = std::min<std::ptrdiff_t>(65000, encoded->file.end() - start);
    EXPECT_TRUE(containsText(Bytes(start, start + size), kProvenanceNamespace));
}

TEST(Provenance, TheRoomInPacketsIsGivenUpBeforeTheirContent) {
    const std::string probe = updatedXmp(packetOf("<family:Note>n</family:Note>"));
    const std::size_t length = 65502 - probe.size() + 500;
    const std::string full =
        packetOf("<family:Note>" + std::string(length, 'n') + "</family:Note>");
    ASSERT_GT(updatedXmp(full).size(), 65502u);
    const auto encoded = encodePhoto(cameraPhoto(full), encodingTo(FileFormat::Jpeg));
    ASSERT_TRUE(encoded);
    EXPECT_EQ(warningsAbout(encoded->warnings, "XMP"), 0);
    const MetadataBlocks blocks = blocksIn(encoded->file);
    EXPECT_EQ(readProvenance(blocks), sampleProvenance());
    EXPECT_NE(blocks.xmp.find(std::string(length, 'n')), std::string::npos);
}

TEST(Provenance, WithoutARecordTheXmpStaysAsItWas) {
    std::vector<Message> warnings;
    MetadataUpdate update;
    const std::string xmp = packetOf("<family:Note>n</family:Note>");
    EXPECT_EQ(updatedMetadata(withXmp(xmp), update, warnings).xmp, xmp);
}

}  // namespace
}  // namespace heirloom
