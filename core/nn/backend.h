// Internal to core/nn: what a library that does the arithmetic has to offer.
//
// libtorch takes a third of a second to load and brings some 280 libraries with it, so it
// sits behind this interface in a module of its own, which is loaded when the first
// network is needed (core/nn/backend.cpp). Objects of a backend follow the thread rules of
// the classes that wrap them.
#pragma once

#include <memory>
#include <vector>

#include "core/base/result.h"
#include "core/nn/checkpoint.h"
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
    virtual Result<std::vector<FaceCandidate>> run(const Planes& picture,
                                                   float threshold) const = 0;
};

class ParseNetBackend {
public:
    virtual ~ParseNetBackend() = default;
    virtual Result<Planes> run(const Planes& crop) const = 0;
};

class RrdbBackend {
public:
    virtual ~RrdbBackend() = default;
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
};

// Loads the module at the first call; the same object or the same error afterwards.
// Callable from any thread.
Result<Backend*> backend();

// The one symbol that the module exports, with C linkage.
inline constexpr const char* kBackendSymbol = "heirloom_nn_backend";
using BackendFunction = Backend* (*)();

}  // namespace heirloom::nn
