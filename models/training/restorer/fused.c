// Passes between the convolutions of the restorer's training, each once over the data.
//
// Activations are bfloat16 in channels-last order: [n][pixel][channel]. "phases" is the layout
// that an upsampling convolution leaves: [n][y/2][x/2][2 * (y % 2) + (x % 2)][channel].
// Everything is computed in float; sums over pixels are float as well, reduced by picture.
#include <omp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef uint16_t bf16;

#define BAND 256     // pixels that one task takes
#define MOST 1024    // channels at most
#define WIDEST 1024  // pixels of a row that is doubled at most
#define SMALL 16384  // numbers that one thread does alone
static const float kSlope = 0.2f;

static inline float wide(bf16 x) {
    union { uint32_t u; float f; } v = {.u = (uint32_t)x << 16};
    return v.f;
}

static inline bf16 narrow(float x) {
    union { float f; uint32_t u; } v = {.f = x};
    return (bf16)((v.u + 0x7fffu + ((v.u >> 16) & 1u)) >> 16);
}

static inline void clear(float* sums, int64_t count) { memset(sums, 0, sizeof(float) * count); }

// Offset, in channels / c, of pixel p of a picture of the given width in either layout.
static inline int64_t place(int64_t p, int64_t width, int phases) {
    if (!phases) return p;
    int64_t y = p / width, x = p % width;
    return ((y / 2) * (width / 2) + x / 2) * 4 + 2 * (y % 2) + (x % 2);
}

// y = x * s
void scale_forward(const bf16* restrict x, const float* restrict s, bf16* restrict y, int64_t n, int64_t pixels, int64_t c) {
#pragma omp parallel for collapse(2) schedule(static)
    for (int64_t i = 0; i < n; ++i)
        for (int64_t p = 0; p < pixels; ++p) {
            const bf16* restrict a = x + (i * pixels + p) * c;
            bf16* restrict b = y + (i * pixels + p) * c;
            for (int64_t k = 0; k < c; ++k) b[k] = narrow(wide(a[k]) * s[i * c + k]);
        }
}

// dx = g * s, ds[n][c] = sum of g * x over pixels
void scale_backward(const bf16* restrict g, const bf16* restrict x, const float* restrict s, bf16* restrict dx, float* restrict ds, int64_t n,
                    int64_t pixels, int64_t c) {
    memset(ds, 0, sizeof(float) * n * c);
#pragma omp parallel for collapse(2) schedule(static)
    for (int64_t i = 0; i < n; ++i)
        for (int64_t band = 0; band < (pixels + BAND - 1) / BAND; ++band) {
            float sum[MOST];
            clear(sum, c);
            int64_t end = (band + 1) * BAND < pixels ? (band + 1) * BAND : pixels;
            for (int64_t p = band * BAND; p < end; ++p) {
                const bf16* restrict gp = g + (i * pixels + p) * c;
                const bf16* restrict xp = x + (i * pixels + p) * c;
                bf16* restrict dp = dx + (i * pixels + p) * c;
                for (int64_t k = 0; k < c; ++k) {
                    float v = wide(gp[k]);
                    dp[k] = narrow(v * s[i * c + k]);
                    sum[k] += v * wide(xp[k]);
                }
            }
#pragma omp critical(scale)
            for (int64_t k = 0; k < c; ++k) ds[i * c + k] += sum[k];
        }
}

// y = leaky([out * scale, feature * noise] + bias); y has 2c channels
void merge_forward(const bf16* restrict out, const float* restrict scale, const bf16* restrict feature, float noise,
                   const float* restrict bias, bf16* restrict y, int64_t n, int64_t pixels, int64_t width, int64_t c,
                   int phases) {
#pragma omp parallel for collapse(2) schedule(static)
    for (int64_t i = 0; i < n; ++i)
        for (int64_t p = 0; p < pixels; ++p) {
            const bf16* restrict o = out + (i * pixels + place(p, width, phases)) * c;
            const bf16* restrict f = feature + (i * pixels + p) * c;
            bf16* restrict d = y + (i * pixels + p) * 2 * c;
            for (int64_t k = 0; k < c; ++k) {
                float v = wide(o[k]) * scale[i * c + k] + bias[k];
                d[k] = narrow(v > 0 ? v : kSlope * v);
            }
            for (int64_t k = 0; k < c; ++k) {
                float v = wide(f[k]) * noise + bias[c + k];
                d[c + k] = narrow(v > 0 ? v : kSlope * v);
            }
        }
}

void merge_backward(const bf16* restrict g, const bf16* restrict y, const bf16* restrict out, const float* restrict scale,
                    const bf16* restrict feature, float noise, bf16* restrict d_out, float* restrict d_scale, bf16* restrict d_feature,
                    float* restrict d_noise, float* restrict d_bias, int64_t n, int64_t pixels, int64_t width,
                    int64_t c, int phases) {
    memset(d_scale, 0, sizeof(float) * n * c);
    memset(d_bias, 0, sizeof(float) * 2 * c);
    double noise_sum = 0;
#pragma omp parallel for collapse(2) schedule(static) reduction(+ : noise_sum)
    for (int64_t i = 0; i < n; ++i)
        for (int64_t band = 0; band < (pixels + BAND - 1) / BAND; ++band) {
            float scales[MOST], biases[2 * MOST], noises[MOST];
            clear(scales, c), clear(biases, 2 * c), clear(noises, c);
            int64_t end = (band + 1) * BAND < pixels ? (band + 1) * BAND : pixels;
            for (int64_t p = band * BAND; p < end; ++p) {
                int64_t there = (i * pixels + place(p, width, phases)) * c;
                int64_t here = (i * pixels + p) * c;
                const bf16* restrict gp = g + 2 * here;
                const bf16* restrict yp = y + 2 * here;
                for (int64_t k = 0; k < c; ++k) {
                    float v = wide(gp[k]) * (wide(yp[k]) > 0 ? 1.0f : kSlope);
                    scales[k] += v * wide(out[there + k]);
                    biases[k] += v;
                    d_out[there + k] = narrow(v * scale[i * c + k]);
                }
                for (int64_t k = 0; k < c; ++k) {
                    float v = wide(gp[c + k]) * (wide(yp[c + k]) > 0 ? 1.0f : kSlope);
                    noises[k] += v * wide(feature[here + k]);
                    biases[c + k] += v;
                    d_feature[here + k] = narrow(v * noise);
                }
            }
            for (int64_t k = 0; k < c; ++k) noise_sum += noises[k];
#pragma omp critical(merge)
            {
                for (int64_t k = 0; k < c; ++k) d_scale[i * c + k] += scales[k];
                for (int64_t k = 0; k < 2 * c; ++k) d_bias[k] += biases[k];
            }
        }
    *d_noise = (float)noise_sum;
}

// y = leaky(x + bias) * gain; count is n * pixels
void bias_forward(const bf16* restrict x, const float* restrict bias, float gain, bf16* restrict y, int64_t count, int64_t c) {
#pragma omp parallel for schedule(static)
    for (int64_t p = 0; p < count; ++p)
        for (int64_t k = 0; k < c; ++k) {
            float v = (wide(x[p * c + k]) + bias[k]) * gain;
            y[p * c + k] = narrow(v > 0 ? v : kSlope * v);
        }
}

// The gradient of x from three of y; that of the third lies in phases if phased.
void bias_backward(const bf16* restrict g1, const bf16* restrict g2, const bf16* restrict g3, int64_t phased, const bf16* restrict y, float gain,
                   bf16* restrict dx, float* restrict d_bias, int64_t n, int64_t pixels, int64_t width, int64_t c) {
    memset(d_bias, 0, sizeof(float) * c);
#pragma omp parallel for collapse(2) schedule(static)
    for (int64_t i = 0; i < n; ++i)
        for (int64_t band = 0; band < (pixels + BAND - 1) / BAND; ++band) {
            float sum[MOST];
            clear(sum, c);
            int64_t end = (band + 1) * BAND < pixels ? (band + 1) * BAND : pixels;
            for (int64_t p = band * BAND; p < end; ++p) {
                int64_t here = (i * pixels + p) * c;
                const bf16* restrict third = g3 + (i * pixels + place(p, width, phased)) * c;
                for (int64_t k = 0; k < c; ++k) {
                    float v = wide(g1[here + k]) + wide(g2[here + k]) + wide(third[k]);
                    v *= wide(y[here + k]) > 0 ? gain : kSlope * gain;
                    sum[k] += v;
                    dx[here + k] = narrow(v);
                }
            }
#pragma omp critical(bias)
            for (int64_t k = 0; k < c; ++k) d_bias[k] += sum[k];
        }
}

// y[n][pixel][3] = sum over c of x * w[n][3][c]
void rgb_forward(const bf16* restrict x, const float* restrict w, float* restrict y, int64_t n, int64_t pixels, int64_t c) {
#pragma omp parallel for collapse(2) schedule(static)
    for (int64_t i = 0; i < n; ++i)
        for (int64_t p = 0; p < pixels; ++p) {
            const bf16* restrict a = x + (i * pixels + p) * c;
            const float* restrict u = w + i * 3 * c;
            float red = 0, green = 0, blue = 0;
            for (int64_t k = 0; k < c; ++k) {
                float v = wide(a[k]);
                red += v * u[k];
                green += v * u[c + k];
                blue += v * u[2 * c + k];
            }
            float* restrict b = y + (i * pixels + p) * 3;
            b[0] = red, b[1] = green, b[2] = blue;
        }
}

void rgb_backward(const float* restrict g, const bf16* restrict x, const float* restrict w, bf16* restrict dx, float* restrict dw, int64_t n,
                  int64_t pixels, int64_t c) {
    memset(dw, 0, sizeof(float) * n * 3 * c);
#pragma omp parallel for collapse(2) schedule(static)
    for (int64_t i = 0; i < n; ++i)
        for (int64_t band = 0; band < (pixels + BAND - 1) / BAND; ++band) {
            float sum[3 * MOST];
            clear(sum, 3 * c);
            const float* restrict u = w + i * 3 * c;
            int64_t end = (band + 1) * BAND < pixels ? (band + 1) * BAND : pixels;
            for (int64_t p = band * BAND; p < end; ++p) {
                const float* restrict gp = g + (i * pixels + p) * 3;
                const bf16* restrict xp = x + (i * pixels + p) * c;
                bf16* restrict dp = dx + (i * pixels + p) * c;
                for (int64_t k = 0; k < c; ++k) {
                    float v = wide(xp[k]);
                    sum[k] += gp[0] * v;
                    sum[c + k] += gp[1] * v;
                    sum[2 * c + k] += gp[2] * v;
                    dp[k] = narrow(gp[0] * u[k] + gp[1] * u[c + k] + gp[2] * u[2 * c + k]);
                }
            }
#pragma omp critical(rgb)
            for (int64_t k = 0; k < 3 * c; ++k) dw[i * 3 * c + k] += sum[k];
        }
}

// y[n][2h][2w][3] = x[n][h][w][3] doubled with [1 3 3 1] / 4 a direction, zero beyond the edges:
// output 2q is (x[q - 1] + 3 x[q]) / 4 and output 2q + 1 is (3 x[q] + x[q + 1]) / 4.
void doubled_forward(const float* restrict x, float* restrict y, int64_t n, int64_t h, int64_t w) {
#pragma omp parallel for collapse(2) schedule(static)
    for (int64_t i = 0; i < n; ++i)
        for (int64_t row = 0; row < 2 * h; ++row) {
            int64_t near = row / 2, far = near + (row % 2 ? 1 : -1);
            int inside = far >= 0 && far < h;
            float weight = inside ? 0.25f : 0.0f;
            const float* restrict a = x + (i * h + near) * w * 3;
            const float* restrict b = x + (i * h + (inside ? far : near)) * w * 3;
            float line[3 * (WIDEST + 2)];
            clear(line, 3), clear(line + 3 * (w + 1), 3);
            for (int64_t k = 0; k < 3 * w; ++k)
                line[3 + k] = 0.75f * a[k] + weight * b[k];
            float* restrict d = y + (i * 2 * h + row) * 2 * w * 3;
            for (int64_t q = 0; q < w; ++q)
                for (int64_t k = 0; k < 3; ++k) {
                    float middle = 0.75f * line[3 * (q + 1) + k];
                    d[6 * q + k] = middle + 0.25f * line[3 * q + k];
                    d[6 * q + 3 + k] = middle + 0.25f * line[3 * (q + 2) + k];
                }
        }
}

// The transpose: dx[q] = (g[2q - 1] + 3 g[2q] + 3 g[2q + 1] + g[2q + 2]) / 4 a direction.
void doubled_backward(const float* restrict g, float* restrict dx, int64_t n, int64_t h,
                      int64_t w) {
#pragma omp parallel for collapse(2) schedule(static)
    for (int64_t i = 0; i < n; ++i)
        for (int64_t row = 0; row < h; ++row) {
            float line[6 * (WIDEST + 1)];  // one pixel of zeros on either side
            clear(line, 6 * (w + 1));
            for (int64_t tap = 0; tap < 4; ++tap) {
                int64_t from = 2 * row - 1 + tap;
                if (from < 0 || from >= 2 * h) continue;
                const float* restrict a = g + (i * 2 * h + from) * 2 * w * 3;
                float weight = tap == 1 || tap == 2 ? 0.75f : 0.25f;
                for (int64_t k = 0; k < 6 * w; ++k) line[3 + k] += weight * a[k];
            }
            float* restrict d = dx + (i * h + row) * w * 3;
            for (int64_t q = 0; q < w; ++q)
                for (int64_t k = 0; k < 3; ++k) {
                    const float* restrict b = line + 6 * q + k;
                    d[3 * q + k] = 0.25f * (b[0] + b[9]) + 0.75f * (b[3] + b[6]);
                }
        }
}

// A 3x3 weight as the kernel of a convolution, with a blur folded in or not. `kind` is the kernel's
// shape: 0 is 3x3 as it is, 1 is 6x6 with the blur before, 2 is the four phases of a transposed
// convolution with the blur after, 3x3 each. Along an axis, tap r of phase f is the sum over t of
// kTaps[kind][f][r][t] times tap t of the weight; both axes are alike.
static const float kTaps[3][2][6][3] = {
    {{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}}},
    {{{0.125f, 0, 0}, {0.375f, 0.125f, 0}, {0.375f, 0.375f, 0.125f}, {0.125f, 0.375f, 0.375f}, {0, 0.125f, 0.375f}, {0, 0, 0.125f}}},
    {{{0, 0.25f, 0.75f}, {0.75f, 0.75f, 0.25f}, {0.25f, 0, 0}}, {{0, 0, 0.25f}, {0.25f, 0.75f, 0.75f}, {0.75f, 0.25f, 0}}}};

static inline int64_t phases_of(int64_t kind) { return kind == 2 ? 2 : 1; }
static inline int64_t size_of(int64_t kind) { return kind == 1 ? 6 : 3; }

// y[phase][phase][out][size][size][in] from scale * w[out][in][3][3];
// energy[out][in] = sum over the nine of (scale * w)^2
void kernel_forward(const float* restrict w, float scale, int64_t kind, bf16* restrict y, float* restrict energy,
                    int64_t out, int64_t in) {
    int64_t phases = phases_of(kind), size = size_of(kind);
#pragma omp parallel for schedule(static)
    for (int64_t o = 0; o < out; ++o) {
        float taps[9][MOST], row[3][MOST];
        for (int64_t k = 0; k < in; ++k) {
            float sum = 0;
            for (int64_t t = 0; t < 9; ++t) {
                float v = scale * w[(o * in + k) * 9 + t];
                taps[t][k] = v;
                sum += v * v;
            }
            energy[o * in + k] = sum;
        }
        for (int64_t f = 0; f < phases; ++f)
            for (int64_t r = 0; r < size; ++r) {
                const float* a = kTaps[kind][f][r];
                for (int64_t u = 0; u < 3; ++u)
                    for (int64_t k = 0; k < in; ++k)
                        row[u][k] = a[0] * taps[u][k] + a[1] * taps[3 + u][k] + a[2] * taps[6 + u][k];
                for (int64_t g = 0; g < phases; ++g)
                    for (int64_t c = 0; c < size; ++c) {
                        const float* b = kTaps[kind][g][c];
                        bf16* restrict d = y + ((((f * phases + g) * out + o) * size + r) * size + c) * in;
                        for (int64_t k = 0; k < in; ++k)
                            d[k] = narrow(b[0] * row[0][k] + b[1] * row[1][k] + b[2] * row[2][k]);
                    }
            }
    }
}

// dw from the gradients of y and energy
void kernel_backward(const bf16* restrict g_kernel, const float* restrict g_energy, const float* restrict w, float scale, int64_t kind,
                     float* restrict dw, int64_t out, int64_t in) {
    int64_t phases = phases_of(kind), size = size_of(kind);
#pragma omp parallel for schedule(static)
    for (int64_t o = 0; o < out; ++o) {
        float taps[9][MOST], row[3][MOST];
        clear(&taps[0][0], 9 * MOST);
        for (int64_t f = 0; f < phases; ++f)
            for (int64_t r = 0; r < size; ++r) {
                for (int64_t u = 0; u < 3; ++u) clear(row[u], in);
                for (int64_t g = 0; g < phases; ++g)
                    for (int64_t c = 0; c < size; ++c) {
                        const float* b = kTaps[kind][g][c];
                        const bf16* restrict d = g_kernel + ((((f * phases + g) * out + o) * size + r) * size + c) * in;
                        for (int64_t k = 0; k < in; ++k) {
                            float v = wide(d[k]);
                            row[0][k] += b[0] * v;
                            row[1][k] += b[1] * v;
                            row[2][k] += b[2] * v;
                        }
                    }
                const float* a = kTaps[kind][f][r];
                for (int64_t t = 0; t < 3; ++t)
                    for (int64_t u = 0; u < 3; ++u)
                        for (int64_t k = 0; k < in; ++k) taps[3 * t + u][k] += a[t] * row[u][k];
            }
        for (int64_t k = 0; k < in; ++k) {
            float more = 2 * scale * scale * g_energy[o * in + k];
            for (int64_t t = 0; t < 9; ++t) {
                int64_t at = (o * in + k) * 9 + t;
                dw[at] = scale * taps[t][k] + more * w[at];
            }
        }
    }
}

double square_sum(const float* restrict x, int64_t count) {
    double sum = 0;
#pragma omp parallel for schedule(static) reduction(+ : sum) if (count > SMALL)
    for (int64_t i = 0; i < count; ++i) sum += (double)x[i] * x[i];
    return sum;
}

// One step of Adam on g * clip, and the running average of what it gives. `rate` is the learning
// rate over the first moment's correction, `root` the root of the second's.
void adam(float* restrict p, const float* restrict g, float* restrict m, float* restrict v, float* restrict average, int64_t count,
          float clip, float rate, float root, float beta1, float beta2, float epsilon, float keep) {
#pragma omp parallel for schedule(static) if (count > SMALL)
    for (int64_t i = 0; i < count; ++i) {
        float x = g[i] * clip;
        m[i] = beta1 * m[i] + (1 - beta1) * x;
        v[i] = beta2 * v[i] + (1 - beta2) * x * x;
        p[i] -= rate * m[i] / (__builtin_sqrtf(v[i]) / root + epsilon);
        average[i] = keep * average[i] + (1 - keep) * p[i];
    }
}
