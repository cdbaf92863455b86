#include "core/nn/backend.h"

#include <dlfcn.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace heirloom::nn {

namespace fs = std::filesystem;

namespace {

// libgomp reads its settings when it is loaded. Its threads spin while they wait for each
// other; on a machine whose cores are also wanted by others that made a face take twenty
// times as long. A choice made by the user stays.
void letWaitingThreadsSleep() {
    setenv("OMP_WAIT_POLICY", "passive", 0);
    // A tenth of a millisecond: about as long as the pauses between the layers of a network.
    setenv("GOMP_SPINCOUNT", "3000", 0);
}

bool isInside(const fs::path& folder, const fs::path& file) {
    const auto [rest, ignored] =
        std::mismatch(folder.begin(), folder.end(), file.begin(), file.end());
    return rest == folder.end();
}

struct Module {
    const char* buildPath;
    const char* name;
};

// A program run from the build folder takes the module built there. Any other takes only
// what was installed with it: on another machine the build's path can belong to anybody.
fs::path modulePath(const Module& module) {
    std::error_code failed;
    const fs::path build = fs::canonical(HEIRLOOM_NN_BUILD_FOLDER, failed);
    const fs::path program = fs::canonical("/proc/self/exe", failed);
    if (!build.empty() && isInside(build, program)) return module.buildPath;
    const fs::path prefix = failed ? "/usr" : program.parent_path().parent_path();
    return prefix / HEIRLOOM_NN_MODULE_FOLDER / module.name;
}

Error loadError(const fs::path& path) {
    const char* reason = dlerror();
    Error error =
        makeError(ErrorCode::NotFound,
                  "The network library %1 cannot be loaded; install Heirloom again.", path);
    error.detail = reason != nullptr ? reason : "";
    return error;
}

Result<Backend*> load(const Module& module) {
    letWaitingThreadsSleep();
    const fs::path path = modulePath(module);
    // Never unloaded: both libraries keep threads and thread-local state to the end.
    void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (library == nullptr) return loadError(path);
    auto* create = reinterpret_cast<BackendFunction>(dlsym(library, kBackendSymbol));
    if (create == nullptr) return loadError(path);
    return create();
}

Result<Backend*> torchBackend() {
    static const Result<Backend*> loaded =
        load({HEIRLOOM_NN_TORCH_BUILD_PATH, HEIRLOOM_NN_TORCH_NAME});
    return loaded;
}

#ifdef HEIRLOOM_NN_ONEDNN_NAME
Result<Backend*> oneDnnBackend() {
    static const Result<Backend*> loaded =
        load({HEIRLOOM_NN_ONEDNN_BUILD_PATH, HEIRLOOM_NN_ONEDNN_NAME});
    return loaded;
}
#else
Result<Backend*> oneDnnBackend() {
    return makeError(ErrorCode::Unsupported, "This build has no oneDNN.");
}
#endif

}  // namespace

bool hasOneDnn() {
#ifdef HEIRLOOM_NN_ONEDNN_NAME
    return true;
#else
    return false;
#endif
}

Result<Backend*> backend(NetworkLibrary library) {
    return library == NetworkLibrary::OneDnn ? oneDnnBackend() : torchBackend();
}

}  // namespace heirloom::nn
