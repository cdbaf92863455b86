// The noise of crop_evidence.h between any two Gaussians.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

#include "core/fidelity/crop_evidence.h"

namespace heirloom {

namespace {

std::vector<double> gaussianTaps(double sigma) {
    if (sigma <= 0.0) return {1.0};
    const int reach = static_cast<int>(std::ceil(4.0 * sigma));
    std::vector<double> taps;
    double sum = 0.0;
    for (int i = -reach; i <= reach; ++i) {
        taps.push_back(std::exp(-0.5 * i * i / (sigma * sigma)));
        sum += taps.back();
    }
    for (double& tap : taps) tap /= sum;
    return taps;
}

// Of two centred filters.
double product(const std::vector<double>& a, const std::vector<double>& b) {
    const std::size_t count = std::min(a.size(), b.size());
    double sum = 0.0;
    for (std::size_t i = 0; i < count; ++i) {
        sum += a[(a.size() - count) / 2 + i] * b[(b.size() - count) / 2 + i];
    }
    return sum * sum;  // in two dimensions
}

// Energy that white noise of deviation 1 has between two Gaussians.
double whiteEnergy(double from, double to) {
    const auto a = gaussianTaps(from), b = gaussianTaps(to);
    return product(a, a) + product(b, b) - 2.0 * product(a, b);
}

// Neighbouring bands overlap, so their energies sum to less than that of the band which
// they make up together; by how much, white noise tells.
double between(const std::vector<BandNoise>& bands, double BandNoise::*value, double from,
               double to) {
    double energy = 0.0, white = 0.0, low = 0.0, high = 0.0;
    for (std::size_t i = 0; i < bands.size(); ++i) {
        if (bands[i].sigma < 0.99 * from || bands[i].sigma >= 0.99 * to) continue;
        const double next =
            i + 1 < bands.size() ? bands[i + 1].sigma : bands[i].sigma * std::sqrt(2.0);
        if (high == 0.0) low = bands[i].sigma;
        high = next;
        energy += bands[i].*value * (bands[i].*value);
        white += whiteEnergy(bands[i].sigma, next);
    }
    return high > 0.0 ? std::sqrt(energy * whiteEnergy(low, high) / white) : 0.0;
}

}  // namespace

double CropEvidence::lumaNoise(double fromSigma, double toSigma) const {
    return between(bands, &BandNoise::luma, fromSigma, toSigma);
}

double CropEvidence::chromaNoise(double fromSigma, double toSigma) const {
    return between(bands, &BandNoise::chroma, fromSigma, toSigma);
}

}  // namespace heirloom
