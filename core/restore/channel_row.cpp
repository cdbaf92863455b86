#include "core/restore/channel_row.h"

#include <cstdint>

#include "core/base/vector_clones.h"

namespace heirloom {

namespace {

template <class Sample, int kChannels>
HEIRLOOM_INLINE void split(const Sample* pixels, int columns, Sample* const* channels) {
    Sample* const first = channels[0];
    Sample* const second = channels[1];
    Sample* const third = channels[2];
    Sample* const fourth = channels[3];
    HEIRLOOM_INDEPENDENT
    for (int x = 0; x < columns; ++x) {
        first[x] = pixels[x * kChannels];
        if constexpr (kChannels > 1) second[x] = pixels[x * kChannels + 1];
        if constexpr (kChannels > 2) third[x] = pixels[x * kChannels + 2];
        if constexpr (kChannels > 3) fourth[x] = pixels[x * kChannels + 3];
    }
}

template <class Sample, int kChannels>
HEIRLOOM_INLINE void join(const Sample* const* channels, int columns, Sample* pixels) {
    const Sample* const first = channels[0];
    const Sample* const second = channels[1];
    const Sample* const third = channels[2];
    const Sample* const fourth = channels[3];
    HEIRLOOM_INDEPENDENT
    for (int x = 0; x < columns; ++x) {
        pixels[x * kChannels] = first[x];
        if constexpr (kChannels > 1) pixels[x * kChannels + 1] = second[x];
        if constexpr (kChannels > 2) pixels[x * kChannels + 2] = third[x];
        if constexpr (kChannels > 3) pixels[x * kChannels + 3] = fourth[x];
    }
}

template <class Sample>
HEIRLOOM_INLINE void splitAny(const Sample* pixels, int columns, int count,
                              Sample* const* channels) {
    switch (count) {
        case 1: return split<Sample, 1>(pixels, columns, channels);
        case 2: return split<Sample, 2>(pixels, columns, channels);
        case 3: return split<Sample, 3>(pixels, columns, channels);
        default: return split<Sample, 4>(pixels, columns, channels);
    }
}

template <class Sample>
HEIRLOOM_INLINE void joinAny(const Sample* const* channels, int columns, int count,
                             Sample* pixels) {
    switch (count) {
        case 1: return join<Sample, 1>(channels, columns, pixels);
        case 2: return join<Sample, 2>(channels, columns, pixels);
        case 3: return join<Sample, 3>(channels, columns, pixels);
        default: return join<Sample, 4>(channels, columns, pixels);
    }
}

HEIRLOOM_VECTOR_CLONES
void splitRow(const unsigned char* pixels, bool is16Bit, int columns, int count,
              unsigned char* const* channels) {
    if (!is16Bit) return splitAny(pixels, columns, count, channels);
    using Sample = std::uint16_t;
    Sample* wide[4];
    for (int c = 0; c < 4; ++c) wide[c] = reinterpret_cast<Sample*>(channels[c]);
    splitAny(reinterpret_cast<const Sample*>(pixels), columns, count, wide);
}

HEIRLOOM_VECTOR_CLONES
void joinRow(const unsigned char* const* channels, bool is16Bit, int columns, int count,
             unsigned char* pixels) {
    if (!is16Bit) return joinAny(channels, columns, count, pixels);
    using Sample = std::uint16_t;
    const Sample* wide[4];
    for (int c = 0; c < 4; ++c) wide[c] = reinterpret_cast<const Sample*>(channels[c]);
    joinAny(wide, columns, count, reinterpret_cast<Sample*>(pixels));
}

}  // namespace

void ChannelRow::load(const unsigned char* pixels, int columns) {
    unsigned char* const channels[] = {samples(0), samples(1), samples(2), samples(3)};
    splitRow(pixels, m_is16Bit, columns, m_channels, channels);
}

void ChannelRow::store(unsigned char* pixels, int columns) const {
    const unsigned char* channels[4];
    for (int c = 0; c < 4; ++c) channels[c] = m_samples[c].data();
    joinRow(channels, m_is16Bit, columns, m_channels, pixels);
}

}  // namespace heirloom
