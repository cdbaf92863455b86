// What this machine offers the networks, and the memory that they take.
//
// Thread rule: callable from any thread, none of them fast enough for the GUI thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/restore/shared_models.h"

namespace heirloom::ui {

struct DeviceOffer {
    bool isKnown = false;  // false until it has been asked for
    bool cuda = false;
    bool bf16 = false;
    bool fp16 = false;
};

// Asks the network library, which is loaded for it. threads: as the settings have it.
DeviceOffer probeDevice(int threads);

struct MemoryUse {
    std::uint64_t resident = 0;  // bytes of the whole program in memory; 0: unknown
    std::vector<UsedModel> models;
};
MemoryUse memoryUse(const SharedModels& models);

// Drops the networks and gives what they took back to the system.
void freeMemory(SharedModels& models);

}  // namespace heirloom::ui
