#include "ui/models/device_state.h"

#include <malloc.h>
#include <unistd.h>

#include <fstream>

#include "core/nn/runtime.h"

namespace heirloom::ui {

namespace {

bool canRun(Device device, Precision precision, int threads) {
    RuntimeOptions options;
    options.device = device;
    options.precision = precision;
    options.threads = threads;
    return configureRuntime(options).ok();
}

std::uint64_t residentBytes() {
    std::ifstream file("/proc/self/statm");
    std::uint64_t whole = 0, resident = 0;
    file >> whole >> resident;
    return file ? resident * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE)) : 0;
}

}  // namespace

DeviceOffer probeDevice(int threads) {
    DeviceOffer offer;
    offer.isKnown = true;
    offer.cuda = canRun(Device::Cuda, Precision::Auto, threads);
    offer.bf16 = canRun(Device::Auto, Precision::Bf16, threads);
    offer.fp16 = canRun(Device::Auto, Precision::Fp16, threads);
    return offer;
}

MemoryUse memoryUse(const SharedModels& models) {
    MemoryUse use;
    use.resident = residentBytes();
    if (models.isLoaded()) use.models = models.usedModels();
    return use;
}

void freeMemory(SharedModels& models) {
    models.release();
#ifdef __GLIBC__
    // The network library keeps freed pages in the process, so that the next photo is quick.
    malloc_trim(0);
#endif
}

}  // namespace heirloom::ui
