#include "core/nn/roofline.h"

#include <map>

namespace heirloom {

Result<double> idealSeconds(std::span<const ConvolutionShape> shapes, const RuntimeFacts& runtime) {
    std::map<ConvolutionShape, double> measured;
    double sum = 0.0;
    for (const ConvolutionShape& shape : shapes) {
        auto known = measured.find(shape);
        if (known == measured.end()) {
            auto seconds = bestConvolutionSeconds(shape, runtime);
            if (!seconds) return seconds.error();
            known = measured.emplace(shape, *seconds).first;
        }
        sum += known->second;
    }
    return sum;
}

double totalGflop(std::span<const ConvolutionShape> shapes) {
    double sum = 0.0;
    for (const ConvolutionShape& shape : shapes) sum += shape.gflop();
    return sum;
}

}  // namespace heirloom
