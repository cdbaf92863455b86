#include "core/nn/synthetic_gpen.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <cmath>
#include <map>
#include <new>
#include <string>
#include <thread>
#include <vector>

#include "core/nn/gpen_architecture.h"

namespace heirloom {

namespace {

constexpr int kStyleDimension = 512;
constexpr int kMappingLayers = 8;
constexpr std::string_view kPrefix = "synthetic:";

// FullGenerator's arguments for each published size.
struct OfficialSize {
    int size;
    int channelMultiplier;
    double narrow;
};
constexpr std::array kOfficialSizes{OfficialSize{256, 1, 0.5}, OfficialSize{512, 2, 1.0},
                                    OfficialSize{1024, 2, 1.0}, OfficialSize{2048, 2, 1.0}};

const OfficialSize* findOfficial(int size) {
    const auto found = std::find_if(kOfficialSizes.begin(), kOfficialSizes.end(),
                                    [size](const OfficialSize& one) { return one.size == size; });
    return found == kOfficialSizes.end() ? nullptr : &*found;
}

Error unknownSize(std::string_view shown) {
    return makeError(ErrorCode::InvalidArgument,
                     "There is no synthetic model of size %1; choose 256, 512, 1024 or 2048.",
                     shown);
}

int channelsAt(const OfficialSize& official, int resolution) {
    constexpr int kWidestUpTo = 32, kWidest = 512, kHalved = 64, kMultiplied = 256;
    const double base =
        resolution <= kWidestUpTo
            ? kWidest
            : static_cast<double>(kMultiplied) * official.channelMultiplier * kHalved / resolution;
    return static_cast<int>(base * official.narrow);
}

// How the values of one tensor are spread; the blurs have fixed ones.
struct Spread {
    float mean = 0.0f;
    float deviation = 1.0f;
};

struct Plan {
    FloatTensor tensor;
    Spread spread;
    bool isFixed = false;
};

class SyntheticPlans {
public:
    explicit SyntheticPlans(const OfficialSize& official) : m_official(official) {}
    std::map<std::string, Plan> make();

private:
    int channels(int resolution) const { return channelsAt(m_official, resolution); }
    void add(const std::string& name, std::vector<std::int64_t> shape, Spread spread);
    void addBlur(const std::string& name, float gain);
    void addEncoder();
    void addMapping();
    void addModulated(const std::string& name, int out, int in, int kernel, float deviation);
    void addStyled(const std::string& name, int out, int in, bool upsamples);
    void addToRgb(const std::string& name, int in, bool upsamples);

    // Equalised layers keep the size of what passes with a deviation of 1, but the blurs
    // take energy away, and every picture of the pyramid adds to the result.
    static constexpr Spread kEncoderWeights{0.0f, 1.1f};
    static constexpr Spread kBiases{0.0f, 0.2f};
    static constexpr Spread kMappingBiases{0.0f, 10.0f};  // times the learning rate of 0.01
    static constexpr Spread kMappingWeights{0.0f, 100.0f};
    static constexpr Spread kModulationWeights{0.0f, 0.3f};
    static constexpr Spread kModulationBiases{1.0f, 0.1f};
    static constexpr Spread kNoiseWeights{0.4f, 0.1f};
    static constexpr float kRgbDeviation = 0.1f;

    OfficialSize m_official;
    std::map<std::string, Plan> m_plans;
};

void SyntheticPlans::add(const std::string& name, std::vector<std::int64_t> shape, Spread spread) {
    m_plans[name] = {{std::move(shape), {}}, spread, false};
}

void SyntheticPlans::addBlur(const std::string& name, float gain) {
    constexpr std::array kTaps{1.0f, 3.0f, 3.0f, 1.0f};
    Plan plan{{{4, 4}, {}}, {}, true};
    for (const float row : kTaps) {
        for (const float column : kTaps) plan.tensor.values.push_back(row * column * gain / 64);
    }
    m_plans[name] = std::move(plan);
}

void SyntheticPlans::addEncoder() {
    int level = 0;
    for (int side = m_official.size; side >= GpenArchitecture::kSmallest; side /= 2, ++level) {
        const int out = channels(side);
        if (level == 0) {
            add(gpenEncoderName(0, 0) + ".weight", {out, 3, 1, 1}, kEncoderWeights);
            add(gpenEncoderName(0, 1) + ".bias", {out}, kBiases);
            continue;
        }
        addBlur(gpenEncoderName(level, 0) + ".kernel", 1.0f);
        add(gpenEncoderName(level, 1) + ".weight", {out, channels(2 * side), 3, 3},
            kEncoderWeights);
        add(gpenEncoderName(level, 2) + ".bias", {out}, kBiases);
    }
}

void SyntheticPlans::addMapping() {
    const int features = channels(GpenArchitecture::kSmallest) * GpenArchitecture::kSmallest * 4;
    add("final_linear.0.weight", {kStyleDimension, features}, {});
    add("final_linear.0.bias", {kStyleDimension}, kBiases);
    for (int i = 1; i <= kMappingLayers; ++i) {
        const std::string name = "generator.style." + std::to_string(i);
        add(name + ".weight", {kStyleDimension, kStyleDimension}, kMappingWeights);
        add(name + ".bias", {kStyleDimension}, kMappingBiases);
    }
}

void SyntheticPlans::addModulated(const std::string& name, int out, int in, int kernel,
                                  float deviation) {
    add(name + ".conv.weight", {1, out, in, kernel, kernel}, {0.0f, deviation});
    add(name + ".conv.modulation.weight", {in, kStyleDimension}, kModulationWeights);
    add(name + ".conv.modulation.bias", {in}, kModulationBiases);
}

void SyntheticPlans::addStyled(const std::string& name, int out, int in, bool upsamples) {
    addModulated(name, out, in, 3, 1.0f);
    if (upsamples) addBlur(name + ".conv.blur.kernel", 4.0f);
    add(name + ".noise.weight", {1}, kNoiseWeights);
    add(name + ".activate.bias", {2 * out}, kBiases);
}

void SyntheticPlans::addToRgb(const std::string& name, int in, bool upsamples) {
    addModulated(name, 3, in, 1, kRgbDeviation);
    if (upsamples) addBlur(name + ".upsample.kernel", 4.0f);
    add(name + ".bias", {1, 3, 1, 1}, {0.0f, kRgbDeviation});
}

std::map<std::string, Plan> SyntheticPlans::make() {
    constexpr int kSmallest = GpenArchitecture::kSmallest;
    addEncoder();
    addMapping();
    add("generator.input.input", {1, channels(kSmallest), kSmallest, kSmallest}, {});
    addStyled("generator.conv1", channels(kSmallest), channels(kSmallest), false);
    addToRgb("generator.to_rgb1", 2 * channels(kSmallest), false);
    int conv = 0, rgb = 0;
    for (int side = 2 * kSmallest; side <= m_official.size; side *= 2) {
        const int out = channels(side);
        const auto nextConv = [&] { return "generator.convs." + std::to_string(conv++); };
        addStyled(nextConv(), out, 2 * channels(side / 2), true);
        addStyled(nextConv(), out, 2 * out, false);
        addToRgb("generator.to_rgbs." + std::to_string(rgb++), 2 * out, true);
    }
    return std::move(m_plans);
}

// SplitMix64 (Steele, Lea, Flood, OOPSLA 2014): a counter in, 64 random bits out.
std::uint64_t mixed(std::uint64_t counter) {
    std::uint64_t bits = counter * 0x9e3779b97f4a7c15u;
    bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9u;
    bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebu;
    return bits ^ (bits >> 31);
}

// Nearly normal, mean 0 and deviation 1: the sum of four even numbers of 16 bits. Cheap,
// and the same on every machine, which the standard's distributions do not promise.
float nearlyNormal(std::uint64_t bits) {
    const auto part = [bits](int shift) {
        return static_cast<std::int32_t>(bits >> shift & 0xffff);
    };
    const std::int32_t sum = part(0) + part(16) + part(32) + part(48);
    // Four times the variance 65536^2 / 12 of each part.
    constexpr float kDeviation = 37837.23f;
    return (static_cast<float>(sum) - 2 * 65535.0f) / kDeviation;
}

std::uint64_t hashOf(std::string_view name) {
    std::uint64_t hash = 0xcbf29ce484222325u;  // FNV-1a
    for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
    return hash;
}

void fill(Plan& plan, std::uint64_t stream) {
    std::size_t count = 1;
    for (const std::int64_t side : plan.tensor.shape) count *= static_cast<std::size_t>(side);
    std::vector<float>& values = plan.tensor.values;
    values.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
        values[i] = plan.spread.mean + plan.spread.deviation * nearlyNormal(mixed(stream + i));
    }
}

// A stream depends on nothing but the seed and the name, so threads may share the work in
// any order.
void fillAll(std::map<std::string, Plan>& plans, std::uint64_t seed) {
    struct Task {
        Plan* plan;
        std::uint64_t stream;
    };
    std::vector<Task> tasks;
    for (auto& [name, plan] : plans) {
        if (!plan.isFixed) tasks.push_back({&plan, mixed(seed ^ hashOf(name))});
    }
    std::atomic<std::size_t> next{0};
    std::atomic<bool> memoryRanOut{false};
    const auto work = [&] {
        try {
            for (std::size_t i = next++; i < tasks.size(); i = next++) {
                fill(*tasks[i].plan, tasks[i].stream);
            }
        } catch (const std::bad_alloc&) {
            memoryRanOut = true;
        }
    };
    std::vector<std::jthread> others(std::max(1u, std::thread::hardware_concurrency()) - 1);
    for (std::jthread& other : others) other = std::jthread(work);
    work();
    others.clear();
    if (memoryRanOut) throw std::bad_alloc();
}

}  // namespace

Result<Checkpoint> syntheticGpen(int size, std::uint64_t seed) {
    const OfficialSize* official = findOfficial(size);
    if (official == nullptr) return unknownSize(std::to_string(size));
    try {
        auto plans = SyntheticPlans(*official).make();
        fillAll(plans, seed);
        std::map<std::string, FloatTensor> tensors;
        for (auto& [name, plan] : plans) tensors.emplace(name, std::move(plan.tensor));
        return Checkpoint::fromTensors(std::string(kPrefix) + std::to_string(size),
                                       std::move(tensors));
    } catch (const std::bad_alloc&) {
        return makeError(ErrorCode::OutOfMemory,
                         "The memory of this machine is not enough for a model of size %1.", size);
    }
}

Result<std::optional<int>> parseSyntheticSpec(std::string_view spec) {
    if (!spec.starts_with(kPrefix)) return std::optional<int>();
    const std::string_view number = spec.substr(kPrefix.size());
    int size = 0;
    const auto [end, failed] = std::from_chars(number.data(), number.data() + number.size(), size);
    const bool isWhole = failed == std::errc() && end == number.data() + number.size();
    if (!isWhole || findOfficial(size) == nullptr) return unknownSize(number);
    return std::optional(size);
}

}  // namespace heirloom
