// Seeded weights are good for measuring and comparing only if the numbers stay sane: they
// must not die out, blow up, or drown in one another.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/nn/gpen_generator.h"
#include "core/nn/synthetic_gpen.h"

namespace heirloom::test {
namespace {

constexpr int kSize = 256;

Planes noise() {
    Planes picture(3, kSize, kSize);
    std::uint32_t state = 1;
    for (float& value : picture.values) {
        state = state * 1664525u + 1013904223u;
        value = static_cast<float>(state >> 8) / (1 << 23) - 1.0f;
    }
    return picture;
}

// Light, shade and colour as wide as a face.
Planes smooth() {
    Planes picture(3, kSize, kSize);
    for (int channel = 0; channel < 3; ++channel) {
        for (int y = 0; y < kSize; ++y) {
            for (int x = 0; x < kSize; ++x) {
                picture.plane(channel)[y * kSize + x] =
                    std::sin(x * 0.03f + channel) * std::cos(y * 0.02f - channel);
            }
        }
    }
    return picture;
}

Planes outputFor(const Planes& crop) {
    const auto runtime = configureRuntime({.device = Device::Cpu, .precision = Precision::Fp32});
    const auto checkpoint = syntheticGpen(kSize, 1);
    if (!runtime || !checkpoint) return {};
    const auto network = GpenGenerator::create(*checkpoint, *runtime);
    if (!network) return {};
    auto output = network->run(crop);
    return output ? std::move(*output) : Planes();
}

double rootMeanSquare(const Planes& planes) {
    double sum = 0;
    for (const float value : planes.values) sum += static_cast<double>(value) * value;
    return std::sqrt(sum / static_cast<double>(planes.values.size()));
}

TEST(SyntheticGpenOutput, HasASaneSizeForNoiseAndForPictures) {
    for (const Planes& crop : {noise(), smooth()}) {
        const Planes output = outputFor(crop);
        ASSERT_EQ(output.values.size(), crop.values.size());
        const double size = rootMeanSquare(output);
        EXPECT_GT(size, 0.1);
        EXPECT_LT(size, 0.7);
        const auto inside = std::count_if(output.values.begin(), output.values.end(),
                                          [](float value) { return std::abs(value) <= 1.0f; });
        EXPECT_GT(inside, 0.9 * static_cast<double>(output.values.size()));
    }
}

TEST(SyntheticGpenOutput, DependsOnTheInput) {
    const Planes first = outputFor(noise()), second = outputFor(smooth());
    ASSERT_EQ(first.values.size(), second.values.size());
    Planes difference = first;
    for (std::size_t i = 0; i < difference.values.size(); ++i) {
        difference.values[i] -= second.values[i];
    }
    EXPECT_GT(rootMeanSquare(difference), 0.05);
}

}  // namespace
}  // namespace heirloom::test
