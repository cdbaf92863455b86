#include "core/nn/backend.h"

#include <dlfcn.h>

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

// Beside the installed program, else where the build put it.
fs::path modulePath() {
    std::error_code failed;
    const fs::path program = fs::canonical("/proc/self/exe", failed);
    if (!failed) {
        const fs::path installed =
            program.parent_path().parent_path() / "lib/heirloom" / HEIRLOOM_NN_MODULE_NAME;
        if (fs::exists(installed, failed)) return installed;
    }
    return HEIRLOOM_NN_MODULE_BUILD_PATH;
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
