#define HEIRLOOM_KERNEL_NAMESPACE avx512
#include "core/nn/onednn/gpen_kernels_impl.h"
