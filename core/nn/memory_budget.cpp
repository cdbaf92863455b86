#include "core/nn/memory_budget.h"

#include <algorithm>
#include <fstream>
#include <limits>
#include <optional>
#include <string>

namespace heirloom {

namespace {

constexpr std::size_t kLeast = std::size_t{128} << 20;
constexpr std::size_t kUsual = std::size_t{700} << 20;

std::optional<std::size_t> numberIn(const char* path) {
    std::ifstream file(path);
    std::size_t number = 0;
    if (file >> number) return number;
    return std::nullopt;  // "max", too
}

std::optional<std::size_t> systemAvailable() {
    std::ifstream file("/proc/meminfo");
    std::string word;
    while (file >> word) {
        std::size_t kibibytes = 0;
        if (word == "MemAvailable:" && file >> kibibytes) return kibibytes * 1024;
        file.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
    }
    return std::nullopt;
}

// Of control groups, the first version and the second. What they count as used holds the
// disk cache, too, which would give way: an answer that is rather too small.
std::optional<std::size_t> containerAvailable() {
    struct Files {
        const char* limit;
        const char* used;
    };
    constexpr Files kBoth[] = {{"/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory.current"},
                               {"/sys/fs/cgroup/memory/memory.limit_in_bytes",
                                "/sys/fs/cgroup/memory/memory.usage_in_bytes"}};
    for (const Files& files : kBoth) {
        const auto limit = numberIn(files.limit);
        const auto used = numberIn(files.used);
        if (limit && used) return *limit - std::min(*limit, *used);
    }
    return std::nullopt;
}

}  // namespace

std::size_t availableMemory() {
    const auto system = systemAvailable();
    const auto container = containerAvailable();
    if (system && container) return std::min(*system, *container);
    return system.value_or(container.value_or(0));
}

std::size_t memoryBudget(std::size_t cap, std::size_t available) {
    if (cap > 0) return cap;
    return available > 0 ? std::max(available / 2, kLeast) : kUsual;
}

}  // namespace heirloom
