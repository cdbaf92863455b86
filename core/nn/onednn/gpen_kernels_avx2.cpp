#define HEIRLOOM_KERNEL_NAMESPACE avx2
#include "core/nn/onednn/gpen_kernels_impl.h"
