"""Building blocks of the GPEN generator, arranged so that they train fast on a CPU.

All tensors are NCHW float. The arithmetic is that of core/nn/torch/gpen_layers.cpp: equalised
learning rates, constant weights with scaled inputs and outputs instead of one modulated weight
per picture, and the transposed convolution as one convolution of its four phases.
"""

from __future__ import annotations

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

SLOPE = 0.2
GAIN = math.sqrt(2.0)
EPSILON = 1e-8


def blur_taps(gain: float = 1.0) -> Tensor:
    """The 4x4 kernel [1,3,3,1] x [1,3,3,1] / 64, times gain."""
    taps = torch.tensor([1.0, 3.0, 3.0, 1.0])
    return torch.outer(taps, taps) * (gain / 64.0)


class _Blur(torch.autograd.Function):
    """Depthwise blur; the kernel is symmetric, so its gradient is the same blur again."""

    @staticmethod
    def forward(ctx, x: Tensor, taps: Tensor, padding: int) -> Tensor:  # type: ignore[override]
        weight = taps.to(x.dtype).expand(x.shape[1], 1, 4, 4).contiguous()
        ctx.save_for_backward(weight)
        ctx.padding, ctx.dtype = padding, x.dtype
        return F.conv2d(x, weight, padding=padding, groups=x.shape[1])

    @staticmethod
    def backward(ctx, gradient: Tensor):  # type: ignore[override]
        (weight,) = ctx.saved_tensors
        out = F.conv2d(gradient.contiguous().to(weight.dtype), weight, padding=3 - ctx.padding,
                       groups=weight.shape[0])
        return out.to(ctx.dtype), None, None


def blur(x: Tensor, taps: Tensor, padding: int) -> Tensor:
    """Blurs every channel by itself with a symmetric 4x4 kernel."""
    return _Blur.apply(x, taps, padding)


class _Merge(torch.autograd.Function):
    """leaky_relu(cat(out * scale, feature * noise) + bias), in one buffer."""

    @staticmethod
    def forward(ctx, out, scale, feature, noise, bias):  # type: ignore[override]
        n, c, h, w = out.shape
        y = out.new_empty(n, 2 * c, h, w)
        shift = bias.to(out.dtype).view(1, -1, 1, 1)
        torch.addcmul(shift[:, :c], out, scale.to(out.dtype), out=y[:, :c])
        torch.addcmul(shift[:, c:], feature.to(out.dtype), noise.to(out.dtype).view(1, 1, 1, 1),
                      out=y[:, c:])
        F.leaky_relu(y, SLOPE, inplace=True)
        ctx.save_for_backward(out, scale, feature, noise, y)
        return y

    @staticmethod
    def backward(ctx, gradient):  # type: ignore[override]
        out, scale, feature, noise, y = ctx.saved_tensors
        c = out.shape[1]
        g = torch.ops.aten.leaky_relu_backward(gradient.to(y.dtype), y, SLOPE, True)
        first, second = g[:, :c], g[:, c:]
        d_out = first * scale.to(g.dtype)
        d_scale = (first * out).sum((2, 3), keepdim=True, dtype=torch.float32)
        d_feature = (second * noise.to(g.dtype).view(1, 1, 1, 1)).to(feature.dtype)
        d_noise = (second * feature).sum(dtype=torch.float32).view(1)
        d_bias = g.sum((0, 2, 3), dtype=torch.float32)
        return d_out, d_scale.to(scale.dtype), d_feature, d_noise, d_bias


class _BiasLeaky(torch.autograd.Function):
    """sqrt(2) * leaky_relu(x + bias)."""

    @staticmethod
    def forward(ctx, x, bias):  # type: ignore[override]
        shape = [1, -1] + [1] * (x.dim() - 2)
        y = x + bias.to(x.dtype).view(shape)
        F.leaky_relu(y, SLOPE, inplace=True).mul_(GAIN)
        ctx.save_for_backward(y)
        return y

    @staticmethod
    def backward(ctx, gradient):  # type: ignore[override]
        (y,) = ctx.saved_tensors
        g = torch.ops.aten.leaky_relu_backward(gradient * GAIN, y, SLOPE, True)
        return g, g.sum([0] + list(range(2, g.dim())), dtype=torch.float32)


def fused_leaky_relu(x: Tensor, bias: Tensor) -> Tensor:
    """sqrt(2) * leaky_relu(x + bias, 0.2); bias has one value a channel (dimension 1)."""
    return _BiasLeaky.apply(x, bias)


def exact_linear(x: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """A linear layer in float32 even under autocast: styles steer every channel."""
    with torch.autocast(x.device.type, enabled=False):
        return F.linear(x.float(), weight, bias)


class EqualLinear(nn.Module):
    """Linear layer at an equalised learning rate."""

    def __init__(self, inputs: int, outputs: int, bias: float = 0.0, rate: float = 1.0) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(outputs, inputs) / rate)
        self.bias = nn.Parameter(torch.full((outputs,), bias))
        self.scale = rate / math.sqrt(inputs)
        self.rate = rate

    def forward(self, x: Tensor) -> Tensor:
        # The scale goes to the inputs, which are far fewer than the weights.
        return exact_linear(x * self.scale, self.weight, self.bias * self.rate)


class ActivatedLinear(EqualLinear):
    """Linear layer with the fused leaky ReLU."""

    def forward(self, x: Tensor) -> Tensor:
        return fused_leaky_relu(exact_linear(x * self.scale, self.weight), self.bias * self.rate)


class Blur(nn.Module):
    """Holds the kernel buffer under its official name."""

    def __init__(self, gain: float = 1.0) -> None:
        super().__init__()
        self.register_buffer("kernel", blur_taps(gain))

    def forward(self, x: Tensor, padding: int) -> Tensor:
        return blur(x, self.kernel, padding)


class ModulatedConv(nn.Module):
    """Constant-weight modulated convolution; demodulation is left to the caller."""

    def __init__(self, inputs: int, outputs: int, kernel: int, style: int, upsamples: bool) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(1, outputs, inputs, kernel, kernel))
        self.modulation = EqualLinear(style, inputs, bias=1.0)
        self.scale = 1.0 / math.sqrt(inputs * kernel * kernel)
        self.kernel = kernel
        if upsamples:
            self.blur = Blur(4.0)

    def styled(self, latent: Tensor) -> tuple[Tensor, Tensor]:
        """The equalised weight [out, in, k, k] and the style [n, in]."""
        return self.weight[0] * self.scale, self.modulation(latent)

    def demodulation(self, weight: Tensor, style: Tensor) -> Tensor:
        energy = exact_linear(style.square(), weight.float().square().sum((2, 3)))
        return torch.rsqrt(energy + EPSILON)[:, :, None, None]


def transposed_conv(x: Tensor, weight: Tensor) -> Tensor:
    """3x3 transposed convolution, stride 2: [n, in, h, w] -> [n, out, 2h + 1, 2w + 1].

    One 2x2 convolution computes the four phases as four groups of output channels, and a pixel
    shuffle interleaves them. Output row 2i takes weight row 0 from input row i and weight row 2
    from input row i - 1; output row 2i + 1 takes weight row 1 from input row i.
    """
    out, inputs = weight.shape[:2]
    zero = torch.zeros_like(weight[:, :, :1])
    even = torch.cat([weight[:, :, 2:], weight[:, :, :1]], 2)
    odd = torch.cat([zero, weight[:, :, 1:2]], 2)
    rows = torch.stack([even, odd], 1)  # [out, 2, in, 2, 3]
    zero = torch.zeros_like(rows[..., :1])
    even = torch.cat([rows[..., 2:], rows[..., :1]], -1)
    odd = torch.cat([zero, rows[..., 1:2]], -1)
    phases = torch.stack([even, odd], 2).reshape(4 * out, inputs, 2, 2)
    spread = F.pixel_shuffle(F.conv2d(x, phases, padding=1), 2)
    return spread[:, :, :-1, :-1]


class Noise(nn.Module):
    """Weight of the encoder feature that is concatenated in the place of noise."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(1))


class Activation(nn.Module):
    """Bias of the fused leaky ReLU."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.bias = nn.Parameter(torch.zeros(channels))


class StyledConv(nn.Module):
    """Modulated convolution, the encoder's feature beside it, and the activation."""

    def __init__(self, inputs: int, outputs: int, style: int, upsamples: bool = False) -> None:
        super().__init__()
        self.conv = ModulatedConv(inputs, outputs, 3, style, upsamples)
        self.noise = Noise()
        self.activate = Activation(2 * outputs)
        self.upsamples = upsamples

    def forward(self, x: Tensor, latent: Tensor, feature: Tensor) -> Tensor:
        weight, style = self.conv.styled(latent)
        scaled = x * style.to(x.dtype)[:, :, None, None]
        if self.upsamples:
            out = self.conv.blur(transposed_conv(scaled, weight), 1)
        else:
            out = F.conv2d(scaled, weight, padding=1)
        # sqrt(2) of the activation goes into the scales and the bias: one pass less.
        demodulation = self.conv.demodulation(weight, style) * GAIN
        return _Merge.apply(out, demodulation, feature, self.noise.weight * GAIN,
                            self.activate.bias * GAIN)


class ToRgb(nn.Module):
    """1x1 modulated convolution to RGB, added to the doubled picture of the level before."""

    def __init__(self, inputs: int, style: int, upsamples: bool = True) -> None:
        super().__init__()
        self.bias = nn.Parameter(torch.zeros(1, 3, 1, 1))
        self.conv = ModulatedConv(inputs, 3, 1, style, False)
        if upsamples:
            self.upsample = Blur(4.0)

    def forward(self, x: Tensor, latent: Tensor, previous: Tensor | None) -> Tensor:
        weight, style = self.conv.styled(latent)
        n, c, h, w = x.shape
        per_picture = weight[:, :, 0, 0] * style[:, None, :]  # [n, 3, c]
        out = torch.matmul(per_picture.to(x.dtype), x.reshape(n, c, h * w)).view(n, 3, h, w)
        out = out + self.bias
        return out if previous is None else out + self.doubled(previous)

    def doubled(self, picture: Tensor) -> Tensor:
        n, c, h, w = picture.shape
        spread = F.pad(picture.reshape(n, c, h, 1, w, 1), (0, 1, 0, 0, 0, 1))
        return blur(F.pad(spread.reshape(n, c, 2 * h, 2 * w), (2, 1, 2, 1)),
                    self.upsample.kernel, 0)
