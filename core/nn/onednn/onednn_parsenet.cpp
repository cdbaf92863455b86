#include <string>

#include "core/nn/onednn/conv_graph_plan.h"
#include "core/nn/onednn/folded_weights.h"
#include "core/nn/onednn/onednn_backend.h"
#include "core/nn/parsenet.h"

namespace heirloom::nn::onednn {

namespace {

constexpr const char* kName = "ParseNet";
constexpr float kSlope = 0.2f;

enum class Scale { None, Down, Up };

// Builds the graph from the shapes in the checkpoint.
class Loader {
public:
    Loader(ConvGraph& graph, WeightSource& source) : m_graph(graph), m_source(source) {}

    // The value with the logits.
    GraphValue load(GraphValue input) {
        m_channels = outChannels("encoder.0", 64);
        m_last =
            m_graph.convolution(input, plainLayer(m_source, "encoder.0.conv2d", {m_channels, 3}));
        m_levels = addBlocks("encoder", 1, Scale::Down);
        const GraphValue feature = m_last;
        addBlocks("body", 0, Scale::None, feature);
        addBlocks("decoder", 0, Scale::Up);
        GraphConvolution mask =
            plainLayer(m_source, "out_mask_conv.conv2d", {kFacePartCount, m_channels});
        mask.floatResult = true;
        mask.mayUseWinograd = true;
        // The network also paints the parts in colours; nothing here needs that picture, but
        // a complete file has its weights.
        plainLayer(m_source, "out_img_conv.conv2d", {3, m_channels});
        return m_graph.convolution(m_last, std::move(mask));
    }

    int levels() const { return m_levels; }

private:
    int outChannels(const std::string& name, int otherwise) const {
        const WeightShape shape = m_source.shape(name + ".conv2d.weight");
        return shape.size() == 4 ? static_cast<int>(shape[0]) : otherwise;
    }

    GraphConvolution layer(const std::string& name, int out, int in, bool hasNorm) {
        GraphConvolution layer =
            hasNorm ? foldedLayer(m_source, name + ".conv2d", name + ".norm.norm", {out, in})
                    : plainLayer(m_source, name + ".conv2d", {out, in});
        layer.mayUseWinograd = out >= 64 && in >= 64;  // below it is slower
        return layer;
    }

    // The last block adds `extra`, too. Returns the number of blocks.
    int addBlocks(const std::string& part, int first, Scale scale, GraphValue extra = kNone) {
        const auto nameOf = [&](int i) { return part + "." + std::to_string(i); };
        const auto exists = [&](int i) { return m_source.has(nameOf(i) + ".conv1.conv2d.weight"); };
        int i = first;
        for (; exists(i); ++i) addBlock(nameOf(i), scale, exists(i + 1) ? kNone : extra);
        return i - first;
    }

    void addBlock(const std::string& name, Scale scale, GraphValue extra) {
        const int in = m_channels;
        const int out = outChannels(name + ".conv1", in);
        const int stride = scale == Scale::Down ? 2 : 1;
        const GraphValue x = scale == Scale::Up ? m_graph.doubled(m_last) : m_last;
        GraphValue shortcut = x;
        if (scale != Scale::None || in != out) {
            GraphConvolution direct = layer(name + ".shortcut_func", out, in, false);
            direct.stride = stride;
            shortcut = m_graph.convolution(x, std::move(direct));
        }
        GraphConvolution inner = layer(name + ".conv1", out, in, true);
        inner.slope = kSlope;
        const GraphValue middle = m_graph.convolution(x, std::move(inner));
        GraphConvolution outer = layer(name + ".conv2", out, out, true);
        outer.stride = stride;
        outer.before = shortcut;
        outer.after = extra;
        m_last = m_graph.convolution(middle, std::move(outer));
        m_channels = out;
    }

    ConvGraph& m_graph;
    WeightSource& m_source;
    GraphValue m_last = kNone;
    int m_channels = 64;
    int m_levels = 0;
};

class OneDnnParseNet : public ParseNetBackend {
public:
    explicit OneDnnParseNet(const RuntimeFacts& runtime)
        : m_threads(runtime.threads),
          m_graph(elementFor(runtime.precision), Edges::Reflected),
          m_stream(cpuEngine()) {}

    void load(WeightSource& source) {
        m_input = m_graph.input(3);
        Loader loader(m_graph, source);
        m_logits = loader.load(m_input);
        m_divisor = 1 << loader.levels();
        m_graph.output(m_logits);
    }

    std::vector<ConvolutionShape> convolutions(int height, int width) const override {
        return m_graph.convolutions(height, width);
    }

    Result<Planes> run(const Planes& crop) const override {
        if (crop.channels != 3 || crop.height < 2 * m_divisor || crop.width < 2 * m_divisor ||
            crop.height % m_divisor != 0 || crop.width % m_divisor != 0) {
            return makeError(ErrorCode::InvalidArgument,
                             "ParseNet expects an RGB crop with sides divisible by %1.", m_divisor);
        }
        return guarded(kName, m_threads, [&] {
            const ConvGraphPlan& plan = planFor(m_plan, m_graph, crop.height, crop.width);
            writePicture(crop, {}, plan.map(m_input));
            plan.run(m_stream);
            return readPlanes(plan.map(m_logits), kFacePartCount, crop.height, crop.width);
        });
    }

private:
    int m_threads;
    mutable ConvGraph m_graph;  // packs its weights when it is planned
    mutable dnnl::stream m_stream;
    GraphValue m_input = kNone;
    GraphValue m_logits = kNone;
    int m_divisor = 1;
    mutable std::unique_ptr<ConvGraphPlan> m_plan;
};

}  // namespace

Result<std::unique_ptr<ParseNetBackend>> createParseNet(const Checkpoint& checkpoint,
                                                        const RuntimeFacts& runtime) {
    return created<ParseNetBackend>(kName, runtime.threads,
                                    [&]() -> Result<std::unique_ptr<ParseNetBackend>> {
                                        auto network = std::make_unique<OneDnnParseNet>(runtime);
                                        WeightSource source(checkpoint);
                                        network->load(source);
                                        if (auto complete = source.finish(kName); !complete)
                                            return complete.error();
                                        return std::unique_ptr<ParseNetBackend>(std::move(network));
                                    });
}

}  // namespace heirloom::nn::onednn
