// Keeps the resident size near what is really in use.
#pragma once

namespace heirloom {

// Gives free pages back to the system where the C library can. The networks keep freed
// memory for their next layer (core/nn/torch/torch_runtime.cpp); between the stages of a
// photo, which need quite different buffers, that memory only adds up.
void returnFreeMemory();

}  // namespace heirloom
