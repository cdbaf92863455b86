// For loops over pixels: compiled for wider vectors, too, and chosen when the program starts.
// Both versions give the same values, as AVX2 alone does not fuse multiplications and
// additions.
#pragma once

#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && defined(__gnu_linux__) && \
    !defined(__SANITIZE_ADDRESS__)
#define HEIRLOOM_VECTOR_CLONES __attribute__((target_clones("avx2", "default")))
#else
#define HEIRLOOM_VECTOR_CLONES
#endif

// What such a function calls has to become part of it.
#if defined(__GNUC__)
#define HEIRLOOM_INLINE inline __attribute__((always_inline))
#define HEIRLOOM_INLINE_LAMBDA __attribute__((always_inline))
#else
#define HEIRLOOM_INLINE inline
#define HEIRLOOM_INLINE_LAMBDA
#endif

// Before a loop whose turns do not write what others read.
#if defined(__GNUC__) && !defined(__clang__)
#define HEIRLOOM_INDEPENDENT _Pragma("GCC ivdep")
#else
#define HEIRLOOM_INDEPENDENT
#endif
