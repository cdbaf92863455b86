// Internal to core/nn: what a library that does the arithmetic has to offer.
//
// There are two, each in a module of its own that is loaded when it is first needed
// (core/nn/backend.cpp): oneDNN with our own kernels for the CPU, and libtorch for CUDA and
// as the reference that tests compare with. libtorch takes a third of a second to load and
// brings some 280 libraries with it, so an ordinary run never meets it. Objects of a
// backend follow the thread rules of the classes that wrap them.
#pragma once

#include <memory>
#include <vector>

#include "core/base/result.h"
#include "core/nn/checkpoint.h"
#include "core/nn/convolution_shape.h"
#include "core/nn/planes.h"
#include "core/nn/retinaface.h"
#include "core/nn/runtime.h"

namespace heirloom::nn {

class GpenBackend {
public:
    virtual ~GpenBackend() = default;
    virtual int size() const = 0;
    virtual Result<Planes> run(const Planes& crop) const = 0;
};

class RetinaFaceBackend {
public:
    virtual ~RetinaFaceBackend() = default;
    // Those of one run on a picture of this size; empty where the backend does not tell.
    virtual std::vector<ConvolutionShape> convolutions(int height, int width) const = 0;
    virtual Result<std::vector<FaceCandidate>> run(const RgbView& picture,
                                                   float threshold) const = 0;
};

class ParseNetBackend {
public:
    virtual ~ParseNetBackend() = default;
    // Those of one run on a picture of this size; empty where the backend does not tell.
    virtual std::vector<ConvolutionShape> convolutions(int height, int width) const = 0;
    virtual Result<Planes> run(const Planes& crop) const = 0;
};

class RrdbBackend {
public:
    virtual ~RrdbBackend() = default;
    // Those of one run on a picture of this size; empty where the backend does not tell.
    virtual std::vector<ConvolutionShape> convolutions(int height, int width) const = 0;
    virtual int scale() const = 0;
    virtual Result<Planes> run(const Planes& picture) const = 0;
};

class Backend {
public:
    virtual ~Backend() = default;
    virtual Result<RuntimeFacts> configure(const RuntimeOptions& options) = 0;
    virtual Result<std::unique_ptr<GpenBackend>> createGpen(const Checkpoint& checkpoint,
                                                            const RuntimeFacts& runtime) = 0;
    virtual Result<std::unique_ptr<RetinaFaceBackend>> createRetinaFace(
        const Checkpoint& checkpoint, const RetinaFaceAnchors& anchors,
        const RuntimeFacts& runtime) = 0;
    virtual Result<std::unique_ptr<ParseNetBackend>> createParseNet(
        const Checkpoint& checkpoint, const RuntimeFacts& runtime) = 0;
    virtual Result<std::unique_ptr<RrdbBackend>> createRrdb(const Checkpoint& checkpoint,
                                                            const RuntimeFacts& runtime) = 0;
    // See precision_check.h.
    virtual bool isBFloat16Faster(const RuntimeFacts& runtime) const = 0;
    // See roofline.h.
    virtual Result<double> bestConvolutionSeconds(const ConvolutionShape& shape,
                                                  const RuntimeFacts& runtime) = 0;
};

// The module of a library (never Auto), loaded at the first call; the same object
// or the same error afterwards. Callable from any thread.
Result<Backend*> backend(NetworkLibrary library);

// Whether this build has the module.
bool hasOneDnn();

// The one symbol that the module exports, with C linkage.
inline constexpr const char* kBackendSymbol = "heirloom_nn_backend";
using BackendFunction = Backend* (*)();

}  // namespace heirloom::nn
