#include "app/cli_restore_options.h"

#include <set>

#include "core/export/visible_caption.h"

namespace heirloom::cli {

void addParameterOptions(CLI::App& command, RestoreArguments& arguments) {
    RestoreParameters& parameters = arguments.parameters;
    command
        .add_option("--strength", parameters.strength,
                    "0-100: higher brings out more detail; above 90 skin can look too smooth")
        ->capture_default_str();
    command
        .add_option("--denoise", parameters.denoise,
                    "0-100: removes grain and speckles; too much wipes out fine texture")
        ->capture_default_str();
    command
        .add_option("--sharpen", parameters.sharpen,
                    "0-100: makes edges crisper after a soft scan; too much draws halos")
        ->capture_default_str();
    command
        .add_option("--mode", arguments.mode,
                    "natural holds the finest detail back; detail gives all of it; strong cleans "
                    "badly damaged faces first")
        ->check(CLI::IsMember({"natural", "detail", "strong"}))
        ->capture_default_str();
    command.add_option("--scope", arguments.scope, "Denoise and sharpen the whole photo or faces")
        ->check(CLI::IsMember({"photo", "faces"}))
        ->capture_default_str();
    command
        .add_option("--skin-protection", arguments.skinProtection,
                    "Keeps faces from turning waxy, yellow or pink")
        ->check(CLI::IsMember({"on", "off"}))
        ->capture_default_str();
    command
        .add_option("--contrast", parameters.contrast,
                    "0-100: brings back depth to a washed-out print")
        ->capture_default_str();
    command
        .add_option("--brightness", parameters.brightness, "-100-100: lifts a faded, grey picture")
        ->capture_default_str();
    command
        .add_option("--min-face-share", parameters.minFaceShare,
                    "Leaves faces alone that cover less than this percentage of the photo")
        ->capture_default_str();
    command.add_option("--rosy", parameters.rosy, "0-30 %: more colour in faces; the hue stays")
        ->capture_default_str();
    command
        .add_option("--detail-enhancement", arguments.detailEnhancement,
                    "Adds the finest detail of the restored faces once more")
        ->check(CLI::IsMember({"on", "off"}))
        ->capture_default_str();
    command
        .add_option("--faithful", arguments.faithful,
                    "Adds detail without changing what the photo shows of the person")
        ->check(CLI::IsMember({"on", "off"}))
        ->capture_default_str();
    CLI::Option* preset = command.add_option(
        "--preset", arguments.preset,
        "A name from 'presets list' or a file; options given beside it count more");
    command
        .add_option("--faces", arguments.faces,
                    "JSON file of faces to leave alone, to add, or with their own strength; made "
                    "from 'detect --json'")
        ->excludes("--aligned");
    CLI::Option* automatic = command.add_flag(
        "--auto", arguments.automatic,
        "Each photo with the preset its quality recommends; the report says which and why");
    preset->excludes(automatic);
    addParserOption(command, arguments.engine);
    addBackgroundOption(command, arguments.engine);
}

void addFileOptions(CLI::App& command, RestoreArguments& arguments) {
    command.add_option("INPUT", arguments.inputs, "Photos and folders")->required();
    command.add_option("-o,--output", arguments.output,
                       "Output folder, or a file name for a single photo; default: beside the "
                       "photo");
    command.add_flag("-r,--recursive", arguments.recursive,
                     "Search folders to their depth; the tree is mirrored");
    command.add_flag("--aligned", arguments.aligned,
                     "Inputs are aligned face crops: run the network alone");
    command.add_option("--format", arguments.format, "same, jpg, png, webp or tif")
        ->check(CLI::IsMember({"same", "jpg", "png", "webp", "tif"}))
        ->capture_default_str();
    command.add_option("--quality", arguments.quality, "1-100 for JPEG and WebP")
        ->check(CLI::Range(1, 100));
    command.add_option("--metadata", arguments.metadata, "keep, no-gps or strip")
        ->check(CLI::IsMember({"keep", "no-gps", "strip"}))
        ->capture_default_str();
    command
        .add_option("--name", arguments.namePattern,
                    "Output name; {name}, {ext} and {date} are filled in")
        ->capture_default_str();
    command.add_option("--max-megapixels", arguments.maxMegapixels, "Refuse larger photos")
        ->check(CLI::Range(0.001, 100000.0))
        ->capture_default_str();
    command.add_flag("--comparison", arguments.comparison,
                     "Also write a picture of before and after beside each output");
    command
        .add_flag("--caption{" + restoredCaption().text() + "}", arguments.caption,
                  "Say in a band under each picture that it was restored with AI; "
                  "--caption=TEXT for other words")
        ->excludes("--aligned");
    command.add_option("--report", arguments.report, "Write what was done to this JSON file");
    command.add_flag("--overwrite", arguments.overwrite,
                     "Replace earlier outputs of this program; never an original");
    command.add_flag("--dry-run", arguments.dryRun, "Find faces and name outputs, write nothing");
    auto* scale = command
                      .add_option("--scale", arguments.parameters.scale,
                                  "Size of the output: 1, 1.5 (print), 2 or 4 times the photo")
                      ->check(CLI::IsMember(std::set<double>{1.0, 1.5, 2.0, 4.0}))
                      ->capture_default_str();
    command
        .add_option("--long-side", arguments.parameters.longSide,
                    "Size of the output: pixels of its longer side")
        ->check(CLI::Range(16, 65500))
        ->excludes(scale);
    addLaterOption(command, "--journal", "");
    addLaterOption(command, "--manifest", "");
    addLaterOption(command, "--shard", "1/1");
    addLaterOption(command, "--workers", "1");
    command
        .add_flag_callback("--resume", [] { throw UsageError{"--resume is not available yet."}; })
        ->group("");
}

}  // namespace heirloom::cli
