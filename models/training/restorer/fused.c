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

#define BAND 64      // pixels that one task takes
#define MOST 1024    // channels at most
static const float kSlope = 0.2f;

static inline float wide(bf16 x) {
    union { uint32_t u; float f; } v = {.u = (uint32_t)x << 16};
    return v.f;
}

static inline bf16 narrow(float x) {
    union { float f; uint32_t u; } v = {.f = x};
    return (bf16)((v.u + 0x7fffu + ((v.u >> 16) & 1u)) >> 16);
}

// Offset, in channels / c, of pixel p of a picture of the given width in either layout.
static inline int64_t place(int64_t p, int64_t width, int phases) {
    if (!phases) return p;
    int64_t y = p / width, x = p % width;
    return ((y / 2) * (width / 2) + x / 2) * 4 + 2 * (y % 2) + (x % 2);
}

// y = x * s
void scale_forward(const bf16* x, const float* s, bf16* y, int64_t n, int64_t pixels, int64_t c) {
#pragma omp parallel for collapse(2) schedule(static)
    for (int64_t i = 0; i < n; ++i)
        for (int64_t p = 0; p < pixels; ++p) {
            const bf16* a = x + (i * pixels + p) * c;
            bf16* b = y + (i * pixels + p) * c;
            for (int64_t k = 0; k < c; ++k) b[k] = narrow(wide(a[k]) * s[i * c + k]);
        }
}

// dx = g * s, ds[n][c] = sum of g * x over pixels
void scale_backward(const bf16* g, const bf16* x, const float* s, bf16* dx, float* ds, int64_t n,
                    int64_t pixels, int64_t c) {
    memset(ds, 0, sizeof(float) * n * c);
#pragma omp parallel for collapse(2) schedule(static)
    for (int64_t i = 0; i < n; ++i)
        for (int64_t band = 0; band < (pixels + BAND - 1) / BAND; ++band) {
            float sum[MOST] = {0};
            int64_t end = (band + 1) * BAND < pixels ? (band + 1) * BAND : pixels;
            for (int64_t p = band * BAND; p < end; ++p) {
                const bf16* gp = g + (i * pixels + p) * c;
                const bf16* xp = x + (i * pixels + p) * c;
                bf16* dp = dx + (i * pixels + p) * c;
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
void merge_forward(const bf16* out, const float* scale, const bf16* feature, float noise,
                   const float* bias, bf16* y, int64_t n, int64_t pixels, int64_t width, int64_t c,
                   int phases) {
#pragma omp parallel for collapse(2) schedule(static)
    for (int64_t i = 0; i < n; ++i)
        for (int64_t p = 0; p < pixels; ++p) {
            const bf16* o = out + (i * pixels + place(p, width, phases)) * c;
            const bf16* f = feature + (i * pixels + p) * c;
            bf16* d = y + (i * pixels + p) * 2 * c;
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

void merge_backward(const bf16* g, const bf16* y, const bf16* out, const float* scale,
                    const bf16* feature, float noise, bf16* d_out, float* d_scale, bf16* d_feature,
                    float* d_noise, float* d_bias, int64_t n, int64_t pixels, int64_t width,
                    int64_t c, int phases) {
    memset(d_scale, 0, sizeof(float) * n * c);
    memset(d_bias, 0, sizeof(float) * 2 * c);
    double noise_sum = 0;
#pragma omp parallel for collapse(2) schedule(static) reduction(+ : noise_sum)
    for (int64_t i = 0; i < n; ++i)
        for (int64_t band = 0; band < (pixels + BAND - 1) / BAND; ++band) {
            float scales[MOST] = {0}, biases[2 * MOST] = {0}, noises[MOST] = {0};
            int64_t end = (band + 1) * BAND < pixels ? (band + 1) * BAND : pixels;
            for (int64_t p = band * BAND; p < end; ++p) {
                int64_t there = (i * pixels + place(p, width, phases)) * c;
                int64_t here = (i * pixels + p) * c;
                const bf16* gp = g + 2 * here;
                const bf16* yp = y + 2 * here;
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
void bias_forward(const bf16* x, const float* bias, float gain, bf16* y, int64_t count, int64_t c) {
#pragma omp parallel for schedule(static)
    for (int64_t p = 0; p < count; ++p)
        for (int64_t k = 0; k < c; ++k) {
            float v = (wide(x[p * c + k]) + bias[k]) * gain;
            y[p * c + k] = narrow(v > 0 ? v : kSlope * v);
        }
}

void bias_backward(const bf16* g, const bf16* y, float gain, bf16* dx, float* d_bias,
                   int64_t count, int64_t c) {
    memset(d_bias, 0, sizeof(float) * c);
#pragma omp parallel for schedule(static)
    for (int64_t band = 0; band < (count + BAND - 1) / BAND; ++band) {
        float sum[MOST] = {0};
        int64_t end = (band + 1) * BAND < count ? (band + 1) * BAND : count;
        for (int64_t p = band * BAND; p < end; ++p)
            for (int64_t k = 0; k < c; ++k) {
                float v = wide(g[p * c + k]) * (wide(y[p * c + k]) > 0 ? gain : kSlope * gain);
                sum[k] += v;
                dx[p * c + k] = narrow(v);
            }
#pragma omp critical(bias)
        for (int64_t k = 0; k < c; ++k) d_bias[k] += sum[k];
    }
}

// y[n][pixel][3] = sum over c of x * w[n][3][c]
void rgb_forward(const bf16* x, const float* w, float* y, int64_t n, int64_t pixels, int64_t c) {
#pragma omp parallel for collapse(2) schedule(static)
    for (int64_t i = 0; i < n; ++i)
        for (int64_t p = 0; p < pixels; ++p) {
            const bf16* a = x + (i * pixels + p) * c;
            const float* u = w + i * 3 * c;
            float red = 0, green = 0, blue = 0;
            for (int64_t k = 0; k < c; ++k) {
                float v = wide(a[k]);
                red += v * u[k];
                green += v * u[c + k];
                blue += v * u[2 * c + k];
            }
            float* b = y + (i * pixels + p) * 3;
            b[0] = red, b[1] = green, b[2] = blue;
        }
}

void rgb_backward(const float* g, const bf16* x, const float* w, bf16* dx, float* dw, int64_t n,
                  int64_t pixels, int64_t c) {
    memset(dw, 0, sizeof(float) * n * 3 * c);
#pragma omp parallel for collapse(2) schedule(static)
    for (int64_t i = 0; i < n; ++i)
        for (int64_t band = 0; band < (pixels + BAND - 1) / BAND; ++band) {
            float sum[3 * MOST] = {0};
            const float* u = w + i * 3 * c;
            int64_t end = (band + 1) * BAND < pixels ? (band + 1) * BAND : pixels;
            for (int64_t p = band * BAND; p < end; ++p) {
                const float* gp = g + (i * pixels + p) * 3;
                const bf16* xp = x + (i * pixels + p) * c;
                bf16* dp = dx + (i * pixels + p) * c;
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
