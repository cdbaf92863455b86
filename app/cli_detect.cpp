#include <iostream>

#include <nlohmann/json.hpp>

#include "app/cli_common.h"
#include "core/batch/report.h"

namespace heirloom::cli {

namespace {

struct DetectArguments {
    std::vector<std::string> inputs;
    bool recursive = false;
    bool json = false;
    EngineArguments engine;
};

void printPlain(const Photo& photo, const std::vector<Face>& faces) {
    std::cout << photo.source.path.string() << ": " << faces.size()
              << (faces.size() == 1 ? " face\n" : " faces\n");
    for (const Face& face : faces) {
        std::cout << "  " << cvRound(face.box.width) << " x " << cvRound(face.box.height) << " at "
                  << cvRound(face.box.x) << ", " << cvRound(face.box.y) << "  score " << face.score
                  << '\n';
    }
}

int runDetect(const DetectArguments& arguments) {
    auto engine = createEngine(arguments.engine);
    if (!engine) return reportError(engine.error());
    auto detector = (*engine)->detector();
    if (!detector) return reportError(detector.error());
    RunControl control;
    control.stopRequested = [] { return interrupted(); };

    nlohmann::json photos = nlohmann::json::array();
    const int exitCode = forEachPhoto(arguments.inputs, arguments.recursive,
                                      [&](const Photo& photo) -> Result<void> {
                                          auto faces = (*detector)->detect(photo, control);
                                          if (!faces) return faces.error();
                                          if (!arguments.json) printPlain(photo, *faces);
                                          photos.push_back({{"input", photo.source.path.string()},
                                                            {"width", photo.width()},
                                                            {"height", photo.height()},
                                                            {"faces", detectedFacesJson(*faces)}});
                                          return {};
                                      });
    if (arguments.json) printJson({{"photos", photos}});
    return exitCode;
}

}  // namespace

void addDetectCommand(CLI::App& app, int& exitCode) {
    auto arguments = std::make_shared<DetectArguments>();
    CLI::App* command = app.add_subcommand("detect", "Find faces and their landmarks");
    command->add_option("INPUT", arguments->inputs, "Photos and folders")->required();
    command->add_flag("-r,--recursive", arguments->recursive, "Search folders to their depth");
    command->add_flag("--json", arguments->json, "Machine-readable output");
    addDetectorOption(*command, arguments->engine);
    command->add_option("--models-dir", arguments->engine.modelsFolder,
                        "Folder of installed models instead of the user's own");
    addRuntimeOptions(*command, arguments->engine);
    command->callback([arguments, &exitCode] { exitCode = runDetect(*arguments); });
}

}  // namespace heirloom::cli
