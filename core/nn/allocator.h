// Internal to core/nn: how the process's allocator deals with large blocks.
#pragma once

namespace heirloom::nn {

// glibc hands large blocks back to the kernel at every free, and fresh pages cost as
// much as the arithmetic (engineering.md, "Speed on a CPU"). Blocks up to 256 MiB stay
// in the process instead; the trim threshold bounds what idles at the top of the heap.
void keepFreedPages();

}  // namespace heirloom::nn
