// The gradient of a convolution's kernel on AMX tiles, two to three times faster than oneDNN 2.7's.
//
// For a kernel of 3 s x 3 s at stride s with padding s, s being 1 or 2. Activations are bfloat16
// in channels-last order. A tile of the result has 16 outputs by 16 inputs; the products run over
// pixels, 32 at a time. So the gradient of the output is transposed ([output][pixel]), and rows of
// the input are stored as pairs of neighbouring pixels ([pair][input][2]), once beginning at an
// even pixel and once at an odd one: a shift by one pixel takes the other.
#include <stdint.h>

#if __has_include(<amxbf16intrin.h>)
#pragma GCC target("amx-tile,amx-bf16,avx512f,avx512bw,avx512vl,avx512bf16")
#include <immintrin.h>
#include <omp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

typedef uint16_t bf16;

#define SIDE 16      // outputs, inputs and pairs of pixels of a tile
#define TILE 512     // bfloat16 numbers of a tile
#define SUMS 256     // floats of a tile
#define TOGETHER 512 // pixels: their 32 outputs fit the first cache
#define THREADS 256  // at most

typedef struct {
    uint8_t palette, start, reserved[14];
    uint16_t bytes[16];
    uint8_t rows[16];
} TileConfig;

// Asks the kernel for the tiles' state; 0 where this machine has none.
int64_t tiles_available(void) {
    const long kRequest = 0x1023, kTileData = 18;  // ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA
    return __builtin_cpu_supports("amx-bf16") && syscall(SYS_arch_prctl, kRequest, kTileData) == 0;
}

static void configure(void) {
    TileConfig config;
    memset(&config, 0, sizeof config);
    config.palette = 1;
    for (int i = 0; i < 8; ++i) config.bytes[i] = 64, config.rows[i] = SIDE;
    _tile_loadconfig(&config);
}

// 16 channels of two pixels as 16 pairs.
static inline __m512i paired(__m256i a, __m256i b) {
    __m256i low = _mm256_unpacklo_epi16(a, b), high = _mm256_unpackhi_epi16(a, b);
    return _mm512_inserti64x4(_mm512_castsi256_si512(_mm256_permute2x128_si256(low, high, 0x20)),
                              _mm256_permute2x128_si256(low, high, 0x31), 1);
}

static inline __m256i channels_at(const bf16* x) { return _mm256_loadu_si256((const __m256i*)x); }

// [32 pixels][16 channels], a pixel every `step` numbers, to [16 channels][32 pixels].
static void transpose(const bf16* restrict x, int64_t step, bf16* restrict y) {
    __m512i r[16], t[16];
    for (int i = 0; i < 16; ++i) r[i] = paired(channels_at(x + 2 * i * step), channels_at(x + (2 * i + 1) * step));
    for (int i = 0; i < 8; ++i) {
        t[2 * i] = _mm512_unpacklo_epi32(r[2 * i], r[2 * i + 1]);
        t[2 * i + 1] = _mm512_unpackhi_epi32(r[2 * i], r[2 * i + 1]);
    }
    for (int i = 0; i < 16; i += 4) {
        r[i] = _mm512_unpacklo_epi64(t[i], t[i + 2]);
        r[i + 1] = _mm512_unpackhi_epi64(t[i], t[i + 2]);
        r[i + 2] = _mm512_unpacklo_epi64(t[i + 1], t[i + 3]);
        r[i + 3] = _mm512_unpackhi_epi64(t[i + 1], t[i + 3]);
    }
    for (int i = 0; i < 4; ++i) {
        __m512i a = _mm512_shuffle_i32x4(r[i], r[4 + i], 0x44), b = _mm512_shuffle_i32x4(r[i], r[4 + i], 0xee);
        __m512i c = _mm512_shuffle_i32x4(r[8 + i], r[12 + i], 0x44), d = _mm512_shuffle_i32x4(r[8 + i], r[12 + i], 0xee);
        t[i] = _mm512_shuffle_i32x4(a, c, 0x88);
        t[4 + i] = _mm512_shuffle_i32x4(a, c, 0xdd);
        t[8 + i] = _mm512_shuffle_i32x4(b, d, 0x88);
        t[12 + i] = _mm512_shuffle_i32x4(b, d, 0xdd);
    }
    for (int i = 0; i < 16; ++i) _mm512_storeu_si512(y + 32 * i, t[i]);
}

// Pairs (first, first + 1), (first + 2, first + 3), ... of a row, for each group of 16 channels;
// zeros stand for pixels outside of 0...width - 1.
static void pair_up(const bf16* restrict row, int64_t step, int64_t width, int64_t channels, int64_t first, int64_t pairs,
                    bf16* restrict y) {
    const __m256i none = _mm256_setzero_si256();
    for (int64_t k = 0; k < channels; k += SIDE)
        for (int64_t q = 0; q < pairs; ++q, y += 2 * SIDE) {
            int64_t a = first + 2 * q, b = a + 1;
            __m512i both = paired(a >= 0 && a < width ? channels_at(row + a * step + k) : none,
                                  b >= 0 && b < width ? channels_at(row + b * step + k) : none);
            _mm512_storeu_si512(y, both);
        }
}

// What one thread works in.
typedef struct {
    void* memory;
    size_t size;
} Scratch;

static Scratch g_scratch[THREADS];

static void* scratch(int thread, size_t size) {
    Scratch* s = &g_scratch[thread];
    if (s->size < size) {
        free(s->memory);
        s->memory = aligned_alloc(4096, (size + 4095) / 4096 * 4096);
        s->size = s->memory ? size : 0;
    }
    return s->memory;
}

// dk[out][3 s][3 s][in] from g [n][height][width][out], the gradient of the output, and the input
// x [n][s * height][s * width][in]. Width, in and out are multiples of 32. Returns 0 where memory
// is short or there are too many threads.
int64_t kernel_gradient(const bf16* restrict g, const bf16* restrict x, bf16* restrict dk, int64_t n, int64_t height,
                        int64_t width, int64_t out, int64_t in, int64_t s) {
    const int64_t size = 3 * s, chunks = width / 32, in_tiles = in / SIDE;
    int64_t rows = TOGETHER / width > 1 ? TOGETHER / width : 1;  // of the output, taken together
    while (height % rows) --rows;
    const int64_t bands = height / rows, kept = s * rows + 2 * s;
    // Of a row of the input and one of its s phases: pairs from an even pixel on, then from an odd.
    const int64_t even = width / 2 * 2 * in, odd = even + 2 * in, phase_size = even + odd, row_size = s * phase_size;
    int team = omp_get_max_threads(), failed = team > THREADS;
    if (failed) return 0;
    // Many outputs are divided among threads, so that a thread's sums stay in its cache.
    int64_t parts = out / 64 > 0 ? out / 64 : 1;
    while (parts > 1 && (team % parts || out % (32 * parts))) --parts;
    const int64_t groups = team / parts, own = out / parts, own_tiles = own / SIDE;
    const size_t sums_count = (size_t)(size * size * own * in);
    const size_t turned_count = (size_t)(rows * width * own), packed_count = (size_t)(kept * row_size);
    float* all_sums[THREADS];
#pragma omp parallel num_threads(team) reduction(| : failed)
    {
        const int thread = omp_get_thread_num();
        const int64_t part = thread % parts, group = thread / parts;
        float* sums = scratch(thread, sums_count * sizeof(float) + (turned_count + packed_count) * sizeof(bf16));
        all_sums[thread] = sums;
        failed = !sums || omp_get_num_threads() != team;
        if (!failed) {
            bf16* turned = (bf16*)(sums + sums_count);
            bf16* packed = turned + turned_count;
            int64_t held[kept];
            memset(sums, 0, sums_count * sizeof(float));
            configure();
            for (int64_t i = 0; i < kept; ++i) held[i] = -1;
            for (int64_t unit = n * bands * group / groups; unit < n * bands * (group + 1) / groups; ++unit) {
                const int64_t image = unit / bands, top = unit % bands * rows;
                for (int64_t o = 0; o < own_tiles; ++o)
                    for (int64_t p = 0; p < rows * chunks; ++p)
                        transpose(g + ((image * height + top) * width + 32 * p) * out + part * own + SIDE * o, out,
                                  turned + (o * rows * chunks + p) * TILE);
                for (int64_t y = s * top - s; y < s * (top + rows) + s; ++y) {
                    const int64_t line = image * s * height + y, slot = (y + s) % kept;
                    if (y < 0 || y >= s * height || held[slot] == line) continue;
                    held[slot] = line;
                    for (int64_t f = 0; f < s; ++f) {
                        const bf16* from = x + (line * s * width + f) * in;
                        bf16* to = packed + slot * row_size + f * phase_size;
                        pair_up(from, s * in, width, in, 0, width / 2, to);
                        pair_up(from, s * in, width, in, -1, width / 2 + 1, to + even);
                    }
                }
                for (int64_t o = 0; o < own_tiles; o += 2)
                    for (int64_t k = 0; k < in_tiles; k += 2)
                        for (int64_t tap = 0; tap < size * size; ++tap) {
                            const int64_t across = tap % size, shift = across / s - 1, f = across % s;
                            const int64_t pairs = shift ? width / 2 + 1 : width / 2;
                            const bf16* base = packed + f * phase_size + (shift ? even : 0) + (k * pairs + (shift > 0)) * 2 * SIDE;
                            float* c = sums + ((tap * own_tiles + o) * in_tiles + k) * SUMS;
                            float* d = c + in_tiles * SUMS;
                            _tile_loadd(0, c, 64);
                            _tile_loadd(1, c + SUMS, 64);
                            _tile_loadd(2, d, 64);
                            _tile_loadd(3, d + SUMS, 64);
                            for (int64_t r = 0; r < rows; ++r) {
                                const int64_t y = s * (top + r) + tap / size - s;
                                if (y < 0 || y >= s * height) continue;
                                const bf16* b = base + (y + s) % kept * row_size;
                                const bf16* a = turned + (o * rows + r) * chunks * TILE;
                                for (int64_t p = 0; p < chunks; ++p, a += TILE, b += TILE) {
                                    _tile_loadd(6, b, 64);
                                    _tile_loadd(4, a, 64);
                                    _tile_dpbf16ps(0, 4, 6);
                                    _tile_loadd(7, b + pairs * 2 * SIDE, 64);
                                    _tile_dpbf16ps(1, 4, 7);
                                    _tile_loadd(5, a + rows * chunks * TILE, 64);
                                    _tile_dpbf16ps(2, 5, 6);
                                    _tile_dpbf16ps(3, 5, 7);
                                }
                            }
                            _tile_stored(0, c, 64);
                            _tile_stored(1, c + SUMS, 64);
                            _tile_stored(2, d, 64);
                            _tile_stored(3, d + SUMS, 64);
                        }
            }
            _tile_release();
        }
    }
    if (failed) return 0;
#pragma omp parallel for num_threads(team) schedule(static)
    for (int64_t o = 0; o < out; ++o)
        for (int64_t tap = 0; tap < size * size; ++tap)
            for (int64_t k = 0; k < in_tiles; ++k) {
                const int64_t part = o / own, tile = (tap * own_tiles + o % own / SIDE) * in_tiles + k;
                __m512 sum = _mm512_setzero_ps();
                for (int64_t group = 0; group < groups; ++group)
                    sum = _mm512_add_ps(sum, _mm512_loadu_ps(all_sums[group * parts + part] + tile * SUMS + o % SIDE * SIDE));
                _mm256_storeu_si256((__m256i*)(dk + (o * size * size + tap) * in + k * SIDE), (__m256i)_mm512_cvtneps_pbh(sum));
            }
    return 1;
}

#else  // a compiler without these instructions

int64_t tiles_available(void) { return 0; }

int64_t kernel_gradient(const void* g, const void* x, void* dk, int64_t n, int64_t height, int64_t width, int64_t out,
                        int64_t in, int64_t s) {
    return 0;
}

#endif
