// The choice of a precision that the user left open: the fastest that keeps the result.
#pragma once

#include "core/base/result.h"
#include "core/nn/checkpoint.h"
#include "core/nn/runtime.h"

namespace heirloom {

// Whether bfloat16 is much faster than float on this device: CPUs with AMX, and what CUDA devices a
// measurement of some milliseconds finds. Others compute it, if at all, no faster.
bool isBFloat16Faster(const RuntimeFacts& runtime);

// Runs a GPEN generator in both precisions on two made-up crops. Close means that the
// results, from black to white, differ by 1/255 at most on average, and that every number is
// finite. Takes as long as loading the model twice and four runs; holds one network at a time.
Result<bool> isCloseInBFloat16(const Checkpoint& checkpoint, const RuntimeFacts& runtime);

}  // namespace heirloom
