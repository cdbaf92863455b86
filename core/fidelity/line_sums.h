// Weighted sums of lines of floats: what separable filters spend their time on. Internal to
// core/fidelity.
#pragma once

#include <vector>

namespace heirloom {

// Lines on both sides of a middle one, by their distance from it; the first of each is the
// middle itself.
class SymmetricLines {
public:
    explicit SymmetricLines(int reach) : m_before(reach + 1), m_after(reach + 1) {}

    void set(int distance, const float* before, const float* after) {
        m_before[distance] = before;
        m_after[distance] = after;
    }
    // weights: of the middle and of each distance. out: apart from all lines.
    void sum(const std::vector<float>& weights, int count, float* out) const;

private:
    std::vector<const float*> m_before, m_after;
};

// out = the sum of weight * line; apart from all lines.
void sumLines(const std::vector<const float*>& lines, const float* weights, int count, float* out);

// Of a Gaussian, for the middle and each distance up to the reach; normalised over both sides.
std::vector<float> gaussianWeights(double sigma, int reach);

}  // namespace heirloom
