// Internal to core/nn/onednn: single values in bfloat16.
#pragma once

#include <bit>
#include <cstdint>

namespace heirloom::nn::onednn {

// To the nearest, ties to even; not for NaN.
inline std::uint16_t toBFloat16(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    return static_cast<std::uint16_t>((bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16);
}

inline float fromBFloat16(std::uint16_t half) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(half) << 16);
}

}  // namespace heirloom::nn::onednn
