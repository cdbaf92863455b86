#include <string>

#include "core/nn/onednn/conv_graph_plan.h"
#include "core/nn/onednn/folded_weights.h"
#include "core/nn/onednn/onednn_backend.h"

namespace heirloom::nn::onednn {

namespace {

constexpr const char* kName = "RealESRNet";
constexpr float kSlope = 0.2f;
constexpr float kResidualScale = 0.2f;
constexpr int kSmallestSide = 8;  // reflection needs more pixels than it adds
constexpr int kDenseLayers = 5;
constexpr int kDenseBlocks = 3;  // in one residual block

class Loader {
public:
    Loader(ConvGraph& graph, WeightSource& source, int inChannels, int features, int growth)
        : m_graph(graph),
          m_source(source),
          m_inChannels(inChannels),
          m_features(features),
          m_growth(growth) {}

    // The value with the enlarged picture.
    GraphValue load(GraphValue input) {
        GraphStack stack = m_graph.stack();
        const GraphValue feature =
            m_graph.convolution(input, layer("conv_first", m_features, m_inChannels), stack);
        GraphValue x = feature;
        for (int i = 0; m_source.has(blockName(i) + ".rdb1.conv1.weight"); ++i) {
            x = addBlock(blockName(i), x, stack);
        }
        GraphConvolution bodyEnd = layer("conv_body", m_features, m_features);
        bodyEnd.before = feature;
        x = m_graph.convolution(x, std::move(bodyEnd));
        for (const char* name : {"conv_up1", "conv_up2"}) {
            x = m_graph.convolution(m_graph.doubled(x), activated(name, m_features, m_features));
        }
        x = m_graph.convolution(x, activated("conv_hr", m_features, m_features));
        GraphConvolution last = layer("conv_last", 3, m_features);
        last.floatResult = true;
        return m_graph.convolution(x, std::move(last));
    }

private:
    static std::string blockName(int i) { return "body." + std::to_string(i); }

    GraphConvolution layer(const std::string& name, int out, int in) {
        GraphConvolution layer = plainLayer(m_source, name, {out, in});
        layer.mayUseWinograd = out >= 64 && in >= 64;  // below it is slower
        return layer;
    }
    GraphConvolution activated(const std::string& name, int out, int in) {
        GraphConvolution with = layer(name, out, in);
        with.slope = kSlope;
        return with;
    }

    // x is the first part of the stack; the result that of the stack that takes its place.
    GraphValue addBlock(const std::string& name, GraphValue x, GraphStack& stack) {
        GraphValue inner = x;
        for (int i = 1; i <= kDenseBlocks; ++i) {
            const std::string dense = name + ".rdb" + std::to_string(i) + ".conv";
            for (int k = 1; k < kDenseLayers; ++k) {
                m_graph.convolution(m_graph.joined(stack),
                                    activated(dense + std::to_string(k), m_growth, channels(k)),
                                    stack);
            }
            GraphConvolution last =
                layer(dense + std::to_string(kDenseLayers), m_features, channels(kDenseLayers));
            for (float& value : last.weights) value *= kResidualScale;
            for (float& value : last.bias) value *= kResidualScale;
            last.before = inner;
            if (i == kDenseBlocks) {
                last.slope = 1.0f;
                last.gain = kResidualScale;
                last.after = x;
            }
            const GraphValue all = m_graph.joined(stack);
            stack = m_graph.stack();
            inner = m_graph.convolution(all, std::move(last), stack);
        }
        return inner;
    }

    int channels(int layer) const { return m_features + (layer - 1) * m_growth; }

    ConvGraph& m_graph;
    WeightSource& m_source;
    int m_inChannels;
    int m_features;
    int m_growth;
};

class OneDnnRrdb : public RrdbBackend {
public:
    explicit OneDnnRrdb(const RuntimeFacts& runtime)
        : m_threads(runtime.threads),
          m_graph(elementFor(runtime.precision), Edges::Zeros),
          m_stream(cpuEngine()) {}

    Result<void> load(WeightSource& source, const std::filesystem::path& name) {
        const WeightShape first = source.shape("conv_first.weight");
        const WeightShape growth = source.shape("body.0.rdb1.conv1.weight");
        const int in = first.size() == 4 ? static_cast<int>(first[1]) : 0;
        if ((in != 3 && in != 12 && in != 48) || growth.size() != 4) {
            return makeError(ErrorCode::Damaged,
                             "%1 is not a RealESRNet model: its first layers have other shapes.",
                             name);
        }
        m_scale = in == 3 ? 4 : in == 12 ? 2 : 1;
        m_input = m_graph.input(in);
        Loader loader(m_graph, source, in, static_cast<int>(first[0]), static_cast<int>(growth[0]));
        m_picture = loader.load(m_input);
        m_graph.output(m_picture);
        return {};
    }

    int scale() const override { return m_scale; }

    std::vector<ConvolutionShape> convolutions(int height, int width) const override {
        return m_graph.convolutions(folded(height), folded(width));
    }

    Result<Planes> run(const Planes& picture) const override {
        if (picture.channels != 3 || picture.height < kSmallestSide ||
            picture.width < kSmallestSide) {
            return makeError(ErrorCode::InvalidArgument,
                             "RealESRNet expects an RGB picture of at least %1 x %1 pixels.",
                             kSmallestSide);
        }
        return guarded(kName, m_threads, [&] {
            const ConvGraphPlan& plan =
                planFor(m_plan, m_graph, folded(picture.height), folded(picture.width));
            PictureInput input;
            input.fold = fold();
            writePicture(picture, input, plan.map(m_input));
            plan.run(m_stream);
            return readPlanes(plan.map(m_picture), 3, picture.height * m_scale,
                              picture.width * m_scale);
        });
    }

private:
    // So many pixels become one: the network itself always enlarges by four.
    int fold() const { return 4 / m_scale; }
    int folded(int side) const { return (side + fold() - 1) / fold(); }

    int m_threads;
    int m_scale = 4;
    mutable ConvGraph m_graph;  // packs its weights when it is planned
    mutable dnnl::stream m_stream;
    GraphValue m_input = kNone;
    GraphValue m_picture = kNone;
    mutable std::unique_ptr<ConvGraphPlan> m_plan;
};

}  // namespace

Result<std::unique_ptr<RrdbBackend>> createRrdb(const Checkpoint& checkpoint,
                                                const RuntimeFacts& runtime) {
    return created<RrdbBackend>(
        kName, runtime.threads, [&]() -> Result<std::unique_ptr<RrdbBackend>> {
            auto network = std::make_unique<OneDnnRrdb>(runtime);
            WeightSource source(checkpoint);
            if (auto known = network->load(source, checkpoint.name()); !known) {
                return known.error();
            }
            if (auto complete = source.finish(kName); !complete) return complete.error();
            return std::unique_ptr<RrdbBackend>(std::move(network));
        });
}

}  // namespace heirloom::nn::onednn
