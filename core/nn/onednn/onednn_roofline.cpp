// The fastest that oneDNN can do a convolution by itself; see core/nn/roofline.h.
#include <algorithm>
#include <chrono>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/nn/onednn/onednn_backend.h"
#include "core/nn/onednn/onednn_support.h"

namespace heirloom::nn::onednn {

namespace {

using dnnl::algorithm;
using dnnl::memory;
using Tag = memory::format_tag;
using Arguments = std::unordered_map<int, memory>;

constexpr double kTimePerCandidate = 0.05;  // seconds
constexpr int kLeastRuns = 4;
constexpr int kMostRuns = 200;

memory filled(const memory::desc& description) {
    memory data(description, cpuEngine());
    auto* bytes = static_cast<unsigned char*>(data.get_data_handle());
    std::fill_n(bytes, description.get_size(), static_cast<unsigned char>(0));
    return data;
}

// Gives up early on a candidate that has no chance against `known`.
double secondsOf(const dnnl::primitive& primitive, Arguments arguments,
                 std::optional<double> known) {
    using Clock = std::chrono::steady_clock;
    constexpr double kHopeless = 3.0;
    dnnl::stream stream(cpuEngine());
    double best = 1e9;
    double total = 0.0;
    for (int i = 0; i < kMostRuns && (i < kLeastRuns || total < kTimePerCandidate); ++i) {
        const auto start = Clock::now();
        primitive.execute(stream, arguments);
        stream.wait();
        const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
        if (i > 0) best = std::min(best, seconds);  // the first run warms the data
        total += seconds;
        if (i > 0 && known && best > kHopeless * *known) break;
    }
    return best;
}

// Nothing for oneDNN's reference loops, which take minutes for the shapes that they get.
template <class Primitive, class Description>
std::optional<double> secondsOf(const Description& description, std::optional<double> known) {
    if (std::string_view(description.impl_info_str()).starts_with("ref")) return std::nullopt;
    return secondsOf(Primitive(description),
                     {{DNNL_ARG_SRC, filled(description.src_desc())},
                      {DNNL_ARG_WEIGHTS, filled(description.weights_desc())},
                      {DNNL_ARG_DST, filled(description.dst_desc())}},
                     known);
}

struct Dims {
    memory::dims in, out, weights;
};

Dims dimsOf(const ConvolutionShape& shape) {
    Dims dims{{1, shape.inChannels, shape.inHeight, shape.inWidth},
              {1, shape.outChannels, shape.outHeight, shape.outWidth},
              {shape.outChannels, shape.inChannels, shape.kernelHeight, shape.kernelWidth}};
    if (shape.groups > 1) {
        dims.weights = {shape.groups, shape.outChannels / shape.groups,
                        shape.inChannels / shape.groups, shape.kernelHeight, shape.kernelWidth};
    }
    return dims;
}

// Padding below or right of the input, so that the output has its size.
memory::dim trailing(int in, int out, int kernel, int stride, int leading) {
    return static_cast<memory::dim>(out - 1) * stride + kernel - in - leading;
}

std::optional<double> plainSeconds(const ConvolutionShape& shape, memory::data_type type, Tag tag,
                                   algorithm method, std::optional<double> known) {
    const Dims dims = dimsOf(shape);
    try {
        const dnnl::convolution_forward::desc operation(
            dnnl::prop_kind::forward_inference, method, {dims.in, type, tag},
            {dims.weights, type, Tag::any}, {dims.out, type, tag}, {shape.stride, shape.stride},
            {shape.padTop, shape.padLeft},
            {trailing(shape.inHeight, shape.outHeight, shape.kernelHeight, shape.stride,
                      shape.padTop),
             trailing(shape.inWidth, shape.outWidth, shape.kernelWidth, shape.stride,
                      shape.padLeft)});
        return secondsOf<dnnl::convolution_forward>(
            dnnl::convolution_forward::primitive_desc(operation, cpuEngine()), known);
    } catch (const dnnl::error&) {
        return std::nullopt;  // this layout or algorithm does not exist here
    }
}

std::optional<double> transposedSeconds(const ConvolutionShape& shape, memory::data_type type,
                                        Tag tag, std::optional<double> known) {
    const Dims dims = dimsOf(shape);
    try {
        const dnnl::deconvolution_forward::desc operation(
            dnnl::prop_kind::forward_inference, algorithm::deconvolution_direct,
            {dims.in, type, tag}, {dims.weights, type, Tag::any}, {dims.out, type, tag},
            {shape.stride, shape.stride}, {0, 0}, {0, 0});
        return secondsOf<dnnl::deconvolution_forward>(
            dnnl::deconvolution_forward::primitive_desc(operation, cpuEngine()), known);
    } catch (const dnnl::error&) {
        return std::nullopt;
    }
}

// The convolutions with stride 1 that give the even and odd rows and columns.
std::vector<ConvolutionShape> phasesOf(const ConvolutionShape& shape) {
    std::vector<ConvolutionShape> phases;
    for (const int rows : {2, 1}) {
        for (const int columns : {2, 1}) {
            ConvolutionShape phase = shape;
            phase.transposed = false;
            phase.stride = 1;
            phase.kernelHeight = rows;
            phase.kernelWidth = columns;
            phase.padTop = rows - 1;
            phase.padLeft = columns - 1;
            phase.outHeight = shape.inHeight + rows - 1;
            phase.outWidth = shape.inWidth + columns - 1;
            phases.push_back(phase);
        }
    }
    return phases;
}

class Best {
public:
    void offer(std::optional<double> seconds) {
        if (seconds && (!m_seconds || *seconds < *m_seconds)) m_seconds = seconds;
    }
    std::optional<double> known() const { return m_seconds; }
    double value() const { return m_seconds.value_or(0.0); }

private:
    std::optional<double> m_seconds;
};

double bestOf(const ConvolutionShape& shape, memory::data_type type) {
    Best best;
    if (shape.transposed) {
        double phases = 0.0;
        for (const ConvolutionShape& phase : phasesOf(shape)) phases += bestOf(phase, type);
        best.offer(phases);
    }
    for (const Tag tag : {Tag::any, Tag::nhwc, Tag::nChw16c, Tag::nChw8c}) {
        best.offer(shape.transposed ? transposedSeconds(shape, type, tag, best.known())
                                    : plainSeconds(shape, type, tag, algorithm::convolution_direct,
                                                   best.known()));
    }
    if (!shape.transposed && shape.kernelHeight == 3 && shape.kernelWidth == 3 &&
        shape.stride == 1) {
        best.offer(
            plainSeconds(shape, type, Tag::any, algorithm::convolution_winograd, best.known()));
    }
    return best.value();
}

}  // namespace

Result<double> bestSeconds(const ConvolutionShape& shape, const RuntimeFacts& runtime) {
    return guarded("oneDNN", runtime.threads,
                   [&] { return bestOf(shape, dataType(elementFor(runtime.precision))); });
}

}  // namespace heirloom::nn::onednn
