// What the fuzzers call, and the regression test with the inputs that once went wrong.
// A target returns when the input was handled; a broken promise ends the program.
#pragma once

#include "core/base/bytes.h"

namespace heirloom::fuzz {

// Says what was promised, and aborts.
void require(bool holds, const char* promise);

// Parses the bytes as a checkpoint and reads every tensor.
void runCheckpoint(ByteView input);

// Reads the header, decodes the picture under small limits, encodes what came of it.
void runPhoto(ByteView input);

// The first byte chooses format, policy and whether the rest is a picture or one block of
// metadata; reads, updates, embeds in a small picture and reads back.
void runMetadata(ByteView input);

}  // namespace heirloom::fuzz
