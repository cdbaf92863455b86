#include "core/nn/precision_check.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "core/nn/backend.h"
#include "core/nn/gpen_generator.h"

namespace heirloom {

namespace {

// Of values from -1 to 1.
constexpr double kMostDifference = 2.0 / 255.0;

// Shades as of a lit ball, once smooth and once with grain.
Planes madeUpCrop(int size, float grain) {
    Planes crop(3, size, size);
    std::uint32_t state = 1;
    for (int channel = 0; channel < 3; ++channel) {
        float* values = crop.plane(channel);
        for (int y = 0; y < size; ++y) {
            for (int x = 0; x < size; ++x) {
                state = state * 1664525u + 1013904223u;
                const float noise = static_cast<float>(state >> 8) / (1 << 23) - 1.0f;
                const float u = (static_cast<float>(x) + 0.5f) / static_cast<float>(size) - 0.5f;
                const float v = (static_cast<float>(y) + 0.5f) / static_cast<float>(size) - 0.4f;
                const float ball =
                    std::cos(std::numbers::pi_v<float> * std::min(1.0f, 1.6f * std::hypot(u, v)));
                const float tint = 0.15f * static_cast<float>(1 - channel);
                *values++ = std::clamp(0.7f * ball + tint + grain * noise, -1.0f, 1.0f);
            }
        }
    }
    return crop;
}

Result<std::vector<Planes>> resultsIn(Precision precision, const Checkpoint& checkpoint,
                                      RuntimeFacts runtime) {
    runtime.precision = precision;
    auto generator = GpenGenerator::create(checkpoint, runtime);
    if (!generator) return generator.error();
    std::vector<Planes> results;
    for (const float grain : {0.0f, 0.2f}) {
        auto result = generator->run(madeUpCrop(generator->size(), grain));
        if (!result) return result.error();
        results.push_back(std::move(*result));
    }
    return results;
}

double meanDifference(const Planes& a, const Planes& b) {
    double sum = 0.0;
    for (std::size_t i = 0; i < a.values.size(); ++i) {
        // Not a number stays one in the sum, and the comparison with the limit fails.
        sum +=
            std::abs(std::clamp(a.values[i], -1.0f, 1.0f) - std::clamp(b.values[i], -1.0f, 1.0f));
    }
    return sum / static_cast<double>(a.values.size());
}

}  // namespace

bool isBFloat16Faster(const RuntimeFacts& runtime) {
    auto loaded = nn::backend(runtime.library);
    return loaded && (*loaded)->isBFloat16Faster(runtime);
}

Result<bool> isCloseInBFloat16(const Checkpoint& checkpoint, const RuntimeFacts& runtime) {
    auto exact = resultsIn(Precision::Fp32, checkpoint, runtime);
    if (!exact) return exact.error();
    auto rounded = resultsIn(Precision::Bf16, checkpoint, runtime);
    if (!rounded) return rounded.error();
    for (std::size_t i = 0; i < exact->size(); ++i) {
        if (!(meanDifference((*exact)[i], (*rounded)[i]) <= kMostDifference)) return false;
    }
    return true;
}

}  // namespace heirloom
