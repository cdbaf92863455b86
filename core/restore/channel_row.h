// A row of pixels taken apart into its channels: loops over one channel become better vector
// code than loops over pixels.
//
// Not thread-safe: one for each thread.
#pragma once

#include <array>

namespace heirloom {

class ChannelRow {
public:
    static constexpr int kMostColumns = 320;

    // channels: 1...4, of 8 or 16 bits each.
    ChannelRow(int channels, bool is16Bit) : m_channels(channels), m_is16Bit(is16Bit) {}

    // From and to interleaved pixels, at most kMostColumns of them.
    void load(const unsigned char* pixels, int columns);
    void store(unsigned char* pixels, int columns) const;

    bool is16Bit() const { return m_is16Bit; }
    // One channel, at the depth of the pixels.
    unsigned char* samples(int channel) { return m_samples[channel].data(); }

private:
    using Samples = std::array<unsigned char, 2 * kMostColumns>;

    int m_channels;
    bool m_is16Bit;
    alignas(64) std::array<Samples, 4> m_samples;
};

}  // namespace heirloom
