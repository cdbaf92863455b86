#define HEIRLOOM_KERNEL_NAMESPACE generic
#include "core/nn/onednn/gpen_kernels_impl.h"
