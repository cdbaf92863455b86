// Our packing against oneDNN's own.
#include "core/nn/onednn/weight_packing.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include <gtest/gtest.h>

#include "core/nn/onednn/onednn_support.h"

namespace heirloom::nn::onednn {
namespace {

using dnnl::memory;

constexpr int kTaps = 9;
// Of values from -1 to 1: the order of the additions may differ where a compiler fuses them.
constexpr float kTolerance = 1e-6f;

std::vector<float> noise(std::size_t count) {
    std::vector<float> values(count);
    std::uint32_t state = 1;
    for (float& value : values) {
        state = state * 1664525u + 1013904223u;
        value = static_cast<float>(state >> 8) / (1 << 23) - 1.0f;
    }
    return values;
}

std::vector<float> reordered(const memory::dims& dims, std::vector<float> plain,
                             const memory::desc& wanted) {
    std::vector<float> packed(wanted.get_size() / sizeof(float));
    memory from({dims, memory::data_type::f32, memory::format_tag::oihw}, cpuEngine(),
                plain.data());
    memory to(wanted, cpuEngine(), packed.data());
    dnnl::stream stream(cpuEngine());
    dnnl::reorder(from, to).execute(stream, from, to);
    stream.wait();
    return packed;
}

// Every element must be written: what was there before is no number.
std::vector<float> packed(const KernelWeights& weights, const memory::desc& wanted) {
    std::vector<float> result(wanted.get_size() / sizeof(float),
                              std::numeric_limits<float>::quiet_NaN());
    EXPECT_TRUE(packWeights(weights, wanted, result.data()));
    return result;
}

void expectSame(const std::vector<float>& ours, const std::vector<float>& theirs) {
    ASSERT_EQ(ours.size(), theirs.size());
    float worst = 0.0f;
    for (std::size_t i = 0; i < ours.size(); ++i) {
        const float difference = std::abs(ours[i] - theirs[i]);
        worst = difference <= worst ? worst : difference;  // NaN becomes the worst
    }
    EXPECT_LE(worst, kTolerance);
}

memory::desc blocked(const memory::dims& dims) {
    return {dims, memory::data_type::f32, memory::format_tag::OIhw16i16o};
}

TEST(WeightPacking, BlocksAsOneDnnDoes) {
    constexpr int kOut = 48, kIn = 32;
    const std::vector<float> values = noise(kOut * kIn * kTaps);
    const memory::dims dims{kOut, kIn, 3, 3};
    expectSame(packed(KernelWeights::whole(values, kOut, kIn, kTaps), blocked(dims)),
               reordered(dims, values, blocked(dims)));
}

TEST(WeightPacking, TakesOnlyTheTapsOfThePhase) {
    constexpr int kOut = 16, kIn = 48;
    const std::vector<float> values = noise(kOut * kIn * kTaps);
    const KernelWeights phase{values, kOut, kIn, kTaps, {7, 1}};
    std::vector<float> chosen;
    for (int kernel = 0; kernel < kOut * kIn; ++kernel) {
        for (const int tap : phase.taps) chosen.push_back(values[kernel * kTaps + tap]);
    }
    const memory::dims dims{kOut, kIn, 2, 1};
    expectSame(packed(phase, blocked(dims)), reordered(dims, chosen, blocked(dims)));
}

std::optional<memory::desc> winogradLayout(int in, int out, int side) {
    const memory::desc from({1, in, side, side}, memory::data_type::f32,
                            memory::format_tag::nChw16c);
    const memory::desc to({1, out, side, side}, memory::data_type::f32,
                          memory::format_tag::nChw16c);
    const memory::desc weights({out, in, 3, 3}, memory::data_type::f32, memory::format_tag::any);
    try {
        const dnnl::convolution_forward::desc operation(
            dnnl::prop_kind::forward_inference, dnnl::algorithm::convolution_winograd, from,
            weights, memory::desc(), to, {1, 1}, {1, 1}, {1, 1});
        return dnnl::convolution_forward::primitive_desc(operation, cpuEngine()).weights_desc();
    } catch (const dnnl::error&) {
        return std::nullopt;
    }
}

// Two shapes of GPEN-512 for which oneDNN cuts the channels into different chunks.
TEST(WeightPacking, TransformsForWinogradAsOneDnnDoes) {
    for (const int in : {256, 512}) {
        const int out = in / 2;
        const auto wanted = winogradLayout(in, out, 64 * 512 / in);
        if (!wanted) GTEST_SKIP() << "This processor has no Winograd.";
        const std::vector<float> values = noise(static_cast<std::size_t>(out) * in * kTaps);
        expectSame(packed(KernelWeights::whole(values, out, in, kTaps), *wanted),
                   reordered({out, in, 3, 3}, values, *wanted));
    }
}

TEST(WeightPacking, LeavesLayoutsThatItDoesNotKnow) {
    constexpr int kOut = 32, kIn = 32;
    const std::vector<float> values = noise(kOut * kIn * kTaps);
    const memory::desc wanted({kOut, kIn, 3, 3}, memory::data_type::f32,
                              memory::format_tag::OIhw8i8o);
    std::vector<float> place(values.size(), 5.0f);
    EXPECT_FALSE(packWeights(KernelWeights::whole(values, kOut, kIn, kTaps), wanted, place.data()));
    EXPECT_TRUE(std::ranges::all_of(place, [](float value) { return value == 5.0f; }));
}

}  // namespace
}  // namespace heirloom::nn::onednn
