#include "tests/support/model_shapes.h"

#include <algorithm>
#include <map>

namespace heirloom::test {

namespace {

std::string numbered(const std::string& prefix, int number) {
    return prefix + std::to_string(number);
}

void addConv(TensorShapes& shapes, const std::string& name, std::int64_t out, std::int64_t in,
             std::int64_t kernel) {
    shapes[name + ".weight"] = {out, in, kernel, kernel};
    shapes[name + ".bias"] = {out};
}

class GpenShapes {
public:
    explicit GpenShapes(const GpenConfiguration& configuration) : m_configuration(configuration) {}
    TensorShapes make();

private:
    std::int64_t channels(int resolution) const {
        constexpr int kWidestUpTo = 32, kWidest = 512, kHalved = 64, kMultiplied = 256;
        const double base = resolution <= kWidestUpTo
                                ? kWidest
                                : static_cast<double>(kMultiplied) * kHalved / resolution *
                                      m_configuration.channelMultiplier;
        return static_cast<std::int64_t>(base * m_configuration.narrow);
    }
    void addEncoder();
    void addModulated(const std::string& name, std::int64_t out, std::int64_t in,
                      std::int64_t kernel);
    void addStyled(const std::string& name, std::int64_t out, std::int64_t in, bool upsample);
    void addToRgb(const std::string& name, std::int64_t in, bool upsample);

    GpenConfiguration m_configuration;
    TensorShapes m_shapes;
};

void GpenShapes::addEncoder() {
    int level = 0;
    for (int side = m_configuration.size; side >= 4; side /= 2, ++level) {
        const std::string name = numbered("ecd", level) + ".0.";
        if (level == 0) {
            m_shapes[name + "0.weight"] = {channels(side), 3, 1, 1};
            m_shapes[name + "1.bias"] = {channels(side)};
        } else {
            m_shapes[name + "0.kernel"] = {4, 4};
            m_shapes[name + "1.weight"] = {channels(side), channels(side * 2), 3, 3};
            m_shapes[name + "2.bias"] = {channels(side)};
        }
    }
    m_shapes["final_linear.0.weight"] = {m_configuration.styleDimension, channels(4) * 16};
    m_shapes["final_linear.0.bias"] = {m_configuration.styleDimension};
}

void GpenShapes::addModulated(const std::string& name, std::int64_t out, std::int64_t in,
                              std::int64_t kernel) {
    m_shapes[name + ".conv.weight"] = {1, out, in, kernel, kernel};
    m_shapes[name + ".conv.modulation.weight"] = {in, m_configuration.styleDimension};
    m_shapes[name + ".conv.modulation.bias"] = {in};
}

void GpenShapes::addStyled(const std::string& name, std::int64_t out, std::int64_t in,
                           bool upsample) {
    addModulated(name, out, in, 3);
    if (upsample) m_shapes[name + ".conv.blur.kernel"] = {4, 4};
    m_shapes[name + ".noise.weight"] = {1};
    m_shapes[name + ".activate.bias"] = {2 * out};
}

void GpenShapes::addToRgb(const std::string& name, std::int64_t in, bool upsample) {
    addModulated(name, 3, in, 1);
    if (upsample) m_shapes[name + ".upsample.kernel"] = {4, 4};
    m_shapes[name + ".bias"] = {1, 3, 1, 1};
}

TensorShapes GpenShapes::make() {
    addEncoder();
    const std::int64_t style = m_configuration.styleDimension;
    for (int i = 1; i <= m_configuration.mappingLayers; ++i) {
        m_shapes[numbered("generator.style.", i) + ".weight"] = {style, style};
        m_shapes[numbered("generator.style.", i) + ".bias"] = {style};
    }
    m_shapes["generator.input.input"] = {1, channels(4), 4, 4};
    addStyled("generator.conv1", channels(4), channels(4), false);
    addToRgb("generator.to_rgb1", 2 * channels(4), false);
    int conv = 0, rgb = 0;
    for (int side = 8; side <= m_configuration.size; side *= 2) {
        const std::int64_t out = channels(side);
        addStyled(numbered("generator.convs.", conv++), out, 2 * channels(side / 2), true);
        addStyled(numbered("generator.convs.", conv++), out, 2 * out, false);
        addToRgb(numbered("generator.to_rgbs.", rgb++), 2 * out, true);
    }
    if (m_configuration.inputSkip) m_shapes["heirloom.input_skip"] = {};
    return std::move(m_shapes);
}

}  // namespace

TensorShapes gpenShapes(const GpenConfiguration& configuration) {
    return GpenShapes(configuration).make();
}

TensorShapes rrdbShapes(int scale, int features, int blocks, int growth) {
    TensorShapes shapes;
    const int unshuffle = 4 / scale;
    addConv(shapes, "conv_first", features, 3 * unshuffle * unshuffle, 3);
    for (int block = 0; block < blocks; ++block) {
        for (int dense = 1; dense <= 3; ++dense) {
            for (int conv = 1; conv <= 5; ++conv) {
                const std::string name =
                    numbered("body.", block) + numbered(".rdb", dense) + numbered(".conv", conv);
                addConv(shapes, name, conv == 5 ? features : growth, features + (conv - 1) * growth,
                        3);
            }
        }
    }
    for (const char* name : {"conv_body", "conv_up1", "conv_up2", "conv_hr"}) {
        addConv(shapes, name, features, features, 3);
    }
    addConv(shapes, "conv_last", 3, features, 3);
    return shapes;
}

TensorShapes retinaFaceShapes(bool resnet) {
    TensorShapes shapes;
    const int features = resnet ? 256 : 64;
    if (resnet) {
        shapes["body.conv1.weight"] = {64, 3, 7, 7};
        shapes["body.layer1.0.conv1.weight"] = {64, 64, 1, 1};
    } else {
        shapes["body.stage1.0.0.weight"] = {8, 3, 3, 3};
        shapes["body.stage1.0.1.weight"] = {8};
    }
    for (int level = 0; level < 3; ++level) {
        addConv(shapes, numbered("ClassHead.", level) + ".conv1x1", 4, features, 1);
        addConv(shapes, numbered("BboxHead.", level) + ".conv1x1", 8, features, 1);
        addConv(shapes, numbered("LandmarkHead.", level) + ".conv1x1", 20, features, 1);
    }
    return shapes;
}

TensorShapes parseNetShapes() {
    TensorShapes shapes;
    addConv(shapes, "encoder.0.conv2d", 32, 3, 3);
    shapes["body.0.conv1.conv2d.weight"] = {32, 32, 3, 3};
    addConv(shapes, "out_img_conv.conv2d", 3, 32, 3);
    addConv(shapes, "out_mask_conv.conv2d", 19, 32, 3);
    return shapes;
}

TensorShapes discriminatorShapes() {
    TensorShapes shapes;
    shapes["convs.0.0.weight"] = {32, 3, 1, 1};
    shapes["convs.0.1.bias"] = {32};
    shapes["convs.1.conv1.0.weight"] = {32, 32, 3, 3};
    shapes["final_conv.0.weight"] = {512, 513, 3, 3};
    shapes["final_linear.0.weight"] = {512, 8192};
    shapes["final_linear.1.weight"] = {1, 512};
    return shapes;
}

CheckpointBuilder builderOf(const TensorShapes& shapes) {
    CheckpointBuilder builder;
    for (const auto& [name, shape] : shapes) builder.add(name, shape);
    return builder;
}

}  // namespace heirloom::test
