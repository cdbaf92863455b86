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
}

bool isInside(const fs::path& folder, const fs::path& file) {
    const auto [rest, ignored] =
        std::mismatch(folder.begin(), folder.end(), file.begin(), file.end());
    return rest == folder.end();
}

// A program run from the build folder takes the module built there. Any other takes only
// what was installed with it: on another machine the build's path can belong to anybody.
fs::path modulePath() {
    std::error_code failed;
    const fs::path build = fs::canonical(HEIRLOOM_NN_BUILD_FOLDER, failed);
    const fs::path program = fs::canonical("/proc/self/exe", failed);
    if (!build.empty() && isInside(build, program)) return HEIRLOOM_NN_MODULE_BUILD_PATH;
    const fs::path prefix = failed ? "/usr" : program.parent_path().parent_path();
    return prefix / HEIRLOOM_NN_MODULE_FOLDER / HEIRLOOM_NN_MODULE_NAME;
}

Error loadError(const fs::path& path) {
    const char* reason = dlerror();
    Error error =
        makeError(ErrorCode::NotFound,
                  "The network library %1 cannot be loaded; install Heirloom again.", path);
    error.detail = reason != nullptr ? reason : "";
    return error;
}

Result<Backend*> load() {
    letWaitingThreadsSleep();
    const fs::path path = modulePath();
    // Never unloaded: libtorch keeps threads and thread-local state to the end.
    void* module = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (module == nullptr) return loadError(path);
    auto* create = reinterpret_cast<BackendFunction>(dlsym(module, kBackendSymbol));
    if (create == nullptr) return loadError(path);
    return create();
}

}  // namespace

Result<Backend*> backend() {
    static const Result<Backend*> loaded = load();
    return loaded;
}

}  // namespace heirloom::nn
