"""The restorer's forward and backward passes in bfloat16 for a CPU, several times faster.

Same weights and same function as networks.FullGenerator, arranged for CPUs with bfloat16
instructions (AVX512-BF16, AMX): channels last, so that oneDNN takes the tensors as they are; the
blurs folded into the convolutions beside them; what is left between two convolutions, the making
of kernels and the optimiser's step each done in one pass by fused.c; and the gradients of large
kernels computed on AMX tiles by kernel_gradient.c. Both files are compiled for this machine on
first use. Master weights, styles, sums and the RGB output stay float32.
"""

from __future__ import annotations

import ctypes
import functools
import hashlib
import math
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from .layers import EPSILON, GAIN, ModulatedConv, StyledConv, ToRgb
from .networks import FullGenerator

SOURCES = [Path(__file__).with_name(name) for name in ("fused.c", "kernel_gradient.c")]
FLAGS = ("-O3", "-march=native", "-ffast-math", "-fopenmp", "-shared", "-fPIC")
LAST = torch.channels_last
NARROW = torch.bfloat16
# Kinds of kernels; fused.c describes them.
AS_IT_IS, BLUR_BEFORE, BLUR_AFTER = range(3)


def unsupported() -> str | None:
    """Why this machine cannot use it, or None."""
    try:
        flags = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    except OSError:
        flags = ""
    if "avx512_bf16" not in flags and "amx_bf16" not in flags:
        return "the CPU has no bfloat16 instructions"
    if not shutil.which("gcc"):
        return "there is no gcc"
    if not torch.backends.mkldnn.is_available():
        return "this PyTorch has no oneDNN"
    return None


def _compiled() -> ctypes.CDLL:
    # A file for each version of the source, so that an old one is never loaded.
    text = b"".join(source.read_bytes() for source in SOURCES) + " ".join(FLAGS).encode()
    key = hashlib.sha256(text).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"heirloom-fused-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    library = folder / f"{key}.so"
    if not library.exists():
        part = folder / f"{key}.{os.getpid()}.part"
        subprocess.run(["gcc", *FLAGS, *map(str, SOURCES), "-o", str(part)], check=True)
        os.replace(part, library)
    return ctypes.CDLL(str(library))


_library: ctypes.CDLL | None = None


def _call(name: str, *arguments: Tensor | int | float) -> float | None:
    """Tensors travel as addresses, whole numbers as int64, others as float."""
    global _library
    if _library is None:
        _library = _compiled()
        _library.square_sum.restype = ctypes.c_double
    converted = [ctypes.c_void_p(a.data_ptr()) if isinstance(a, Tensor)
                 else ctypes.c_float(a) if isinstance(a, float) else ctypes.c_int64(a)
                 for a in arguments]
    return getattr(_library, name)(*converted)


@functools.lru_cache(maxsize=None)
def _tiles() -> bool:
    return bool(_call("tiles_available"))


def _last(x: Tensor) -> Tensor:
    return x.to(NARROW).contiguous(memory_format=LAST)


def _like(x: Tensor, channels: int, height: int, width: int) -> Tensor:
    return torch.empty((x.shape[0], channels, height, width), dtype=NARROW, memory_format=LAST)


class _Scale(torch.autograd.Function):
    """x [n, c, h, w] times style [n, c]."""

    @staticmethod
    def forward(ctx, x, style):  # type: ignore[override]
        n, c, h, w = x.shape
        y, style = torch.empty_like(x), style.contiguous()
        _call("scale_forward", x, style, y, n, h * w, c)
        ctx.save_for_backward(x, style)
        return y

    @staticmethod
    def backward(ctx, gradient):  # type: ignore[override]
        x, style = ctx.saved_tensors
        n, c, h, w = x.shape
        gradient, dx, ds = _last(gradient), torch.empty_like(x), torch.empty_like(style)
        _call("scale_backward", gradient, x, style, dx, ds, n, h * w, c)
        return dx, ds


class _Merge(torch.autograd.Function):
    """leaky_relu(cat(out * scale, feature * noise) + bias).

    out is [n, c, h, w], or [n, 4 c, h / 2, w / 2] with the phases in groups of channels.
    """

    @staticmethod
    def forward(ctx, out, scale, feature, noise, bias):  # type: ignore[override]
        n, c, h, w = feature.shape
        scale, bias, y = scale.contiguous(), bias.contiguous(), _like(feature, 2 * c, h, w)
        phases = int(out.shape[2] != h)
        ctx.noise = float(noise)
        _call("merge_forward", out, scale, feature, ctx.noise, bias, y, n, h * w, w, c, phases)
        ctx.save_for_backward(out, scale, feature, bias, y)
        return y

    @staticmethod
    def backward(ctx, gradient):  # type: ignore[override]
        out, scale, feature, bias, y = ctx.saved_tensors
        n, c, h, w = feature.shape
        gradient = _last(gradient)
        d_out, d_feature = torch.empty_like(out), torch.empty_like(feature)
        d_scale, d_bias, d_noise = torch.empty_like(scale), torch.empty_like(bias), bias.new_empty(1)
        _call("merge_backward", gradient, y, out, scale, feature, ctx.noise, d_out, d_scale,
              d_feature, d_noise, d_bias, n, h * w, w, c, int(out.shape[2] != h))
        return d_out, d_scale, d_feature, d_noise, d_bias


class _BiasLeaky(torch.autograd.Function):
    """sqrt(2) * leaky_relu(x + bias), three times over: for each place that uses it.

    Their gradients then meet in one pass. phased: the third one comes from _Halving.
    """

    @staticmethod
    def forward(ctx, x, bias, phased):  # type: ignore[override]
        n, c, h, w = x.shape
        y = torch.empty_like(x)
        _call("bias_forward", x, bias, float(GAIN), y, n * h * w, c)
        ctx.save_for_backward(y)
        ctx.phased = phased
        return y, y.view_as(y), y.view_as(y)

    @staticmethod
    def backward(ctx, *gradients):  # type: ignore[override]
        (y,) = ctx.saved_tensors
        n, c, h, w = y.shape
        gradients = [_last(g) for g in gradients]
        dx, d_bias = torch.empty_like(y), torch.empty(c)
        _call("bias_backward", *gradients, int(ctx.phased), y, float(GAIN), dx, d_bias, n, h * w,
              w, c)
        return dx, d_bias, None


class _Conv(torch.autograd.Function):
    """3x3 convolution that keeps the size."""

    @staticmethod
    def forward(ctx, x, kernel):  # type: ignore[override]
        ctx.save_for_backward(x, kernel)
        return F.conv2d(x, kernel, padding=1)

    @staticmethod
    def backward(ctx, gradient):  # type: ignore[override]
        x, kernel = ctx.saved_tensors
        gradient = _last(gradient)
        dx, _ = _convolution_backward(gradient, x, kernel, 1, True, False)
        return dx, kernel_gradient(gradient, x, kernel, 1)


class _Halving(torch.autograd.Function):
    """6x6 convolution at stride 2.

    The gradient of x comes as its four phases in groups of channels, in memory of x's shape: what
    a convolution of the gradient gives, at three times the speed of the transposed one. Only
    _BiasLeaky understands it.
    """

    @staticmethod
    def forward(ctx, x, kernel):  # type: ignore[override]
        ctx.save_for_backward(x, kernel)
        return F.conv2d(x, kernel, stride=2, padding=2)

    @staticmethod
    def backward(ctx, gradient):  # type: ignore[override]
        x, kernel = ctx.saved_tensors
        gradient = _last(gradient)
        n, c, h, w = x.shape
        # Pixel 2q + p takes row p + 4 - 2t of the kernel from pixel q + t - 1 of the gradient.
        split = kernel.view(-1, c, 3, 2, 3, 2).flip(2, 4).permute(3, 5, 1, 0, 2, 4)
        phases = F.conv2d(gradient, _last(split.reshape(4 * c, -1, 3, 3)), padding=1)
        dx = phases.permute(0, 2, 3, 1).reshape(n, h, w, c).permute(0, 3, 1, 2)
        return dx, kernel_gradient(gradient, x, kernel, 2)


def _convolution_backward(gradient: Tensor, x: Tensor, kernel: Tensor, stride: int, to_x: bool,
                          to_kernel: bool) -> tuple[Tensor | None, Tensor | None]:
    return torch.ops.aten.convolution_backward(
        gradient, x, kernel, None, [stride] * 2, [stride] * 2, [1, 1], False, [0, 0], 1,
        [to_x, to_kernel, False])[:2]


def kernel_gradient(gradient: Tensor, x: Tensor, kernel: Tensor, stride: int) -> Tensor:
    """Of a convolution with a kernel of 3 stride x 3 stride, padded by stride."""
    n, out, h, w = gradient.shape
    if _tiles() and all(count % 32 == 0 for count in (out, x.shape[1], w)):
        result = torch.empty_like(kernel)
        if _call("kernel_gradient", gradient, x, result, n, h, w, out, x.shape[1], stride):
            return result
    return _convolution_backward(gradient, x, kernel, stride, False, True)[1]


class _Rgb(torch.autograd.Function):
    """x [n, c, h, w] with weights [n, 3, c] to [n, 3, h, w] in float32."""

    @staticmethod
    def forward(ctx, x, weight):  # type: ignore[override]
        n, c, h, w = x.shape
        weight = weight.contiguous()
        y = torch.empty((n, 3, h, w), memory_format=LAST)
        _call("rgb_forward", x, weight, y, n, h * w, c)
        ctx.save_for_backward(x, weight)
        return y

    @staticmethod
    def backward(ctx, gradient):  # type: ignore[override]
        x, weight = ctx.saved_tensors
        n, c, h, w = x.shape
        gradient = gradient.contiguous(memory_format=LAST)
        dx, dw = torch.empty_like(x), torch.empty_like(weight)
        _call("rgb_backward", gradient, x, weight, dx, dw, n, h * w, c)
        return dx, dw


class _Doubled(torch.autograd.Function):
    """ToRgb.doubled: x [n, 3, h, w] in float32 to twice the size."""

    @staticmethod
    def forward(ctx, x):  # type: ignore[override]
        n, _, h, w = x.shape
        x, y = x.contiguous(memory_format=LAST), torch.empty((n, 3, 2 * h, 2 * w), memory_format=LAST)
        _call("doubled_forward", x, y, n, h, w)
        return y

    @staticmethod
    def backward(ctx, gradient):  # type: ignore[override]
        n, _, h, w = gradient.shape
        gradient = gradient.contiguous(memory_format=LAST)
        dx = torch.empty((n, 3, h // 2, w // 2), memory_format=LAST)
        _call("doubled_backward", gradient, dx, n, h // 2, w // 2)
        return dx


class _Kernel(torch.autograd.Function):
    """A 3x3 weight [out, in, 3, 3] times scale as a convolution's kernel; its energy [out, in]."""

    @staticmethod
    def forward(ctx, weight, scale, kind):  # type: ignore[override]
        weight = weight.contiguous()
        out, inputs = weight.shape[:2]
        size, copies = (6 if kind == BLUR_BEFORE else 3), (4 if kind == BLUR_AFTER else 1)
        kernel = torch.empty((copies * out, inputs, size, size), dtype=NARROW, memory_format=LAST)
        energy = weight.new_empty(out, inputs)
        _call("kernel_forward", weight, scale, kind, kernel, energy, out, inputs)
        ctx.save_for_backward(weight)
        ctx.scale, ctx.kind = scale, kind
        return kernel, energy

    @staticmethod
    def backward(ctx, g_kernel, g_energy):  # type: ignore[override]
        (weight,) = ctx.saved_tensors
        d_weight = torch.empty_like(weight)
        _call("kernel_backward", _last(g_kernel), g_energy.contiguous(), weight, ctx.scale,
              ctx.kind, d_weight, *weight.shape[:2])
        return d_weight, None, None


def _kernel(weight: Tensor, scale: float, kind: int) -> tuple[Tensor, Tensor]:
    return _Kernel.apply(weight.view(weight.shape[-4:]), scale, kind)


def _styled(layer: StyledConv, x: Tensor, latent: Tensor, feature: Tensor) -> Tensor:
    conv: ModulatedConv = layer.conv
    style = conv.modulation(latent)
    kernel, energy = _kernel(conv.weight, conv.scale, BLUR_AFTER if layer.upsamples else AS_IT_IS)
    scale = torch.rsqrt(F.linear(style.square(), energy) + EPSILON) * GAIN
    out = _Conv.apply(_Scale.apply(x, style), kernel)
    return _Merge.apply(out, scale, feature, layer.noise.weight * GAIN, layer.activate.bias * GAIN)


def _rgb(layer: ToRgb, x: Tensor, latent: Tensor, previous: Tensor | None) -> Tensor:
    weight, style = layer.conv.styled(latent)
    out = _Rgb.apply(x, weight[:, :, 0, 0] * style[:, None, :]) + layer.bias
    return out if previous is None else out + _Doubled.apply(previous)


def forward(network: FullGenerator, picture: Tensor) -> Tensor:
    """What network(picture) gives, within bfloat16; float32 in and out, differentiable."""
    features, x = [], _last(picture)
    for level in range(network.levels):
        parts = getattr(network, f"ecd{level}")[0]
        conv, bias = parts[-2], parts[-1].bias
        if level > 0:
            x = _Halving.apply(x, _kernel(conv.weight, conv.scale, BLUR_BEFORE)[0])
        else:
            x = F.conv2d(x, _last(conv.weight * conv.scale))
        first, second, x = _BiasLeaky.apply(x, bias, level + 1 < network.levels)
        features.append((first, second))
    flat = x.float().contiguous().reshape(x.shape[0], -1)
    synthesis = network.generator
    style = synthesis.style(network.final_linear(flat))
    features = features[::-1]
    x = _last(synthesis.input.input.expand(picture.shape[0], -1, -1, -1))
    x = _styled(synthesis.conv1, x, style, features[0][0])
    result = _rgb(synthesis.to_rgb1, x, style, None)
    for level, to_rgb in enumerate(synthesis.to_rgbs):
        for conv, feature in zip(synthesis.convs[2 * level: 2 * level + 2], features[level + 1]):
            x = _styled(conv, x, style, feature)
        result = _rgb(to_rgb, x, style, result)
    skip = network.architecture.input_skip
    return result + skip * picture if skip else result


def optimise(optimiser: torch.optim.Adam, averaged: dict[Tensor, Tensor], limit: float,
             keep: float) -> None:
    """Clips the gradients' norm to limit, takes a step and updates the running average.

    averaged: by parameter, its average. One pass over the data for what takes PyTorch fifteen.
    """
    chosen = [(p, group) for group in optimiser.param_groups for p in group["params"]
              if p.grad is not None]
    gradients = [p.grad.contiguous() for p, _ in chosen]
    norm = math.sqrt(sum(_call("square_sum", g, g.numel()) for g in gradients))
    clip = min(1.0, limit / (norm + 1e-6))
    for (p, group), gradient in zip(chosen, gradients):
        state = optimiser.state[p]
        if not state:
            state["step"] = torch.zeros(())
            state["exp_avg"], state["exp_avg_sq"] = torch.zeros_like(p), torch.zeros_like(p)
        state["step"] += 1
        step, (beta1, beta2) = float(state["step"]), group["betas"]
        _call("adam", p.data, gradient, state["exp_avg"], state["exp_avg_sq"], averaged[p],
              p.numel(), clip, group["lr"] / (1 - beta1 ** step), math.sqrt(1 - beta2 ** step),
              beta1, beta2, group["eps"], keep)
