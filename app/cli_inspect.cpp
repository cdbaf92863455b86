#include <iostream>

#include <nlohmann/json.hpp>

#include "app/cli_common.h"
#include "core/image/pixel_access.h"

namespace heirloom::cli {

namespace {

struct InspectArguments {
    std::vector<std::string> inputs;
    bool recursive = false;
    bool json = false;
};

const char* layoutName(PixelLayout layout) {
    switch (layout) {
        case PixelLayout::Gray: return "gray";
        case PixelLayout::GrayAlpha: return "gray+alpha";
        case PixelLayout::Rgb: return "rgb";
        case PixelLayout::Rgba: return "rgb+alpha";
    }
    return "";
}

nlohmann::json textOrNull(const std::string& text) {
    return text.empty() ? nlohmann::json() : nlohmann::json(text);
}

nlohmann::json inspected(const Photo& photo) {
    const MetadataSummary metadata = summarise(photo.metadata);
    nlohmann::json warnings = nlohmann::json::array();
    for (const Message& warning : photo.source.warnings) warnings.push_back(warning.text());
    return {{"input", photo.source.path.string()},
            {"format", formatName(photo.source.format)},
            {"bytes", photo.source.byteCount},
            {"width", photo.width()},
            {"height", photo.height()},
            {"bits_per_sample", photo.source.bitsPerSample},
            {"layout", layoutName(photo.layout)},
            {"colourless", isColourless(photo)},
            {"orientation", photo.source.orientation},
            {"profile_bytes", photo.iccProfile.size()},
            {"damaged", photo.source.damaged},
            {"warnings", warnings},
            {"metadata",
             {{"capture_time", textOrNull(metadata.captureTime)},
              {"camera", textOrNull(metadata.camera)},
              {"lens", textOrNull(metadata.lens)},
              {"software", textOrNull(metadata.software)},
              {"gps", metadata.hasGps},
              {"maker_note", metadata.hasMakerNote},
              {"exif_bytes", photo.metadata.exif.size()},
              {"iptc_bytes", photo.metadata.iptc.size()},
              {"xmp_bytes", photo.metadata.xmp.size()}}}};
}

void printPlain(const Photo& photo) {
    const MetadataSummary metadata = summarise(photo.metadata);
    std::cout << photo.source.path.string() << ": " << formatName(photo.source.format) << ", "
              << photo.width() << " x " << photo.height() << ", " << photo.source.bitsPerSample
              << " bit " << layoutName(photo.layout)
              << (photo.iccProfile.empty() ? "" : ", with profile");
    if (!metadata.captureTime.empty()) std::cout << ", taken " << metadata.captureTime;
    if (!metadata.camera.empty()) std::cout << ", " << metadata.camera;
    if (photo.source.damaged) std::cout << ", damaged";
    std::cout << '\n';
}

int runInspect(const InspectArguments& arguments) {
    nlohmann::json photos = nlohmann::json::array();
    const int exitCode = forEachPhoto(arguments.inputs, arguments.recursive,
                                      [&](const Photo& photo) -> Result<void> {
                                          if (!arguments.json) printPlain(photo);
                                          photos.push_back(inspected(photo));
                                          return {};
                                      });
    if (arguments.json) printJson({{"photos", photos}});
    return exitCode;
}

}  // namespace

void addInspectCommand(CLI::App& app, int& exitCode) {
    auto arguments = std::make_shared<InspectArguments>();
    CLI::App* command = app.add_subcommand("inspect", "Say what a picture file holds");
    command->add_option("INPUT", arguments->inputs, "Photos and folders")->required();
    command->add_flag("-r,--recursive", arguments->recursive, "Search folders to their depth");
    command->add_flag("--json", arguments->json, "Machine-readable output");
    command->callback([arguments, &exitCode] { exitCode = runInspect(*arguments); });
}

}  // namespace heirloom::cli
