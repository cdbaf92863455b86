"""The GPEN generator with the official state-dict names, and a small discriminator.

Facts: docs/gpen.md of the project, after Yang et al., CVPR 2021. Pictures are NCHW float RGB,
-1...1. The C++ counterpart is core/nn/torch/torch_gpen_generator.cpp.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .layers import (ActivatedLinear, Blur, StyledConv, ToRgb, fused_leaky_relu)

INPUT_SKIP = "heirloom.input_skip"
MAPPING_RATE = 0.01


@dataclass(frozen=True)
class Architecture:
    """What a checkpoint's shapes tell."""

    size: int = 256
    channel_multiplier: float = 1
    narrow: float = 0.25
    style_dim: int = 512
    n_mlp: int = 8
    input_skip: float = 1.0

    def channels(self, resolution: int) -> int:
        """Channels at a resolution: 512 up to 32, then halved for each doubling."""
        if resolution <= 32:
            return int(512 * self.narrow)
        return int(256 * 64 / resolution * self.channel_multiplier * self.narrow)

    def as_dict(self) -> dict:
        return asdict(self)


class Bias(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.bias = nn.Parameter(torch.zeros(channels))


class EqualConv(nn.Module):
    """Convolution without bias at an equalised learning rate."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int, padding: int = 0):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(outputs, inputs, kernel, kernel))
        self.scale = 1.0 / math.sqrt(inputs * kernel * kernel)
        self.stride, self.padding = stride, padding

    def forward(self, x: Tensor) -> Tensor:
        return F.conv2d(x, self.weight * self.scale, stride=self.stride, padding=self.padding)


class EncoderLevel(nn.Sequential):
    """One level; it is named `ecdK`, and its parts are `ecdK.0.N`."""

    def __init__(self, inputs: int, outputs: int, halves: bool) -> None:
        conv = EqualConv(inputs, outputs, 3 if halves else 1, 2 if halves else 1)
        parts: list[nn.Module] = [Blur()] if halves else []
        super().__init__(nn.Sequential(*parts, conv, Bias(outputs)))
        self.halves = halves

    def forward(self, x: Tensor) -> Tensor:  # type: ignore[override]
        parts = self[0]
        if self.halves:
            x = parts[0](x, 2)
        return fused_leaky_relu(parts[-2](x), parts[-1].bias)


class Constant(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.input = nn.Parameter(torch.randn(1, channels, 4, 4))


class PixelNorm(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x * torch.rsqrt(x.square().mean(1, keepdim=True) + 1e-8)


class StyleGenerator(nn.Module):
    """The decoder half: mapping network and synthesis."""

    def __init__(self, a: Architecture) -> None:
        super().__init__()
        mapping = [ActivatedLinear(a.style_dim, a.style_dim, rate=MAPPING_RATE)
                   for _ in range(a.n_mlp)]
        self.style = nn.Sequential(PixelNorm(), *mapping)
        smallest = a.channels(4)
        self.input = Constant(smallest)
        self.conv1 = StyledConv(smallest, smallest, a.style_dim)
        self.to_rgb1 = ToRgb(2 * smallest, a.style_dim, upsamples=False)
        self.convs = nn.ModuleList()
        self.to_rgbs = nn.ModuleList()
        inputs, resolution = 2 * smallest, 8
        while resolution <= a.size:
            out = a.channels(resolution)
            self.convs.append(StyledConv(inputs, out, a.style_dim, upsamples=True))
            self.convs.append(StyledConv(2 * out, out, a.style_dim))
            self.to_rgbs.append(ToRgb(2 * out, a.style_dim))
            inputs, resolution = 2 * out, resolution * 2

    def forward(self, latent: Tensor, features: list[Tensor]) -> Tensor:
        """features: the encoder's, smallest first."""
        style = self.style(latent)
        x = self.input.input.expand(latent.shape[0], -1, -1, -1)
        x = self.conv1(x.to(features[0].dtype), style, features[0])
        picture = self.to_rgb1(x, style, None)
        for level, to_rgb in enumerate(self.to_rgbs):
            feature = features[level + 1]
            x = self.convs[2 * level](x, style, feature)
            x = self.convs[2 * level + 1](x, style, feature)
            picture = to_rgb(x, style, picture)
        return picture


class FullGenerator(nn.Module):
    """GPEN: encoder, mapping, synthesis; optionally `input_skip * input + generator(input)`."""

    def __init__(self, architecture: Architecture) -> None:
        super().__init__()
        self.architecture = architecture
        inputs, resolution, level = 3, architecture.size, 0
        while resolution >= 4:
            out = architecture.channels(resolution)
            setattr(self, f"ecd{level}", EncoderLevel(inputs, out, halves=level > 0))
            inputs, resolution, level = out, resolution // 2, level + 1
        self.levels = level
        self.final_linear = nn.Sequential(ActivatedLinear(inputs * 16, architecture.style_dim))
        self.generator = StyleGenerator(architecture)

    def forward(self, picture: Tensor) -> Tensor:
        features, x = [], picture
        for level in range(self.levels):
            x = getattr(self, f"ecd{level}")(x)
            features.append(x)
        latent = self.final_linear(x.reshape(x.shape[0], -1))
        result = self.generator(latent, features[::-1])
        skip = self.architecture.input_skip
        return result + skip * picture if skip else result

    def quiet_start(self) -> None:
        """Zeroes the RGB outputs, so that with the input skip the network starts as identity."""
        for name, parameter in self.named_parameters():
            if "to_rgb" in name and name.endswith("conv.weight"):
                nn.init.zeros_(parameter)


def architecture_of(state: Mapping[str, Tensor]) -> Architecture:
    """Reads size, widths and depths from the shapes of a checkpoint."""
    levels = sum(1 for k in state if k.startswith("ecd") and k.endswith(".weight"))
    size = 4 << (levels - 1)
    narrow = state[f"ecd{levels - 1}.0.1.weight"].shape[0] / 512
    multiplier = 1.0
    if size > 32:
        multiplier = state["ecd0.0.0.weight"].shape[0] / (256 * 64 / size * narrow)
    mapping = sum(1 for k in state if k.startswith("generator.style.") and k.endswith("weight"))
    skip = float(state[INPUT_SKIP]) if INPUT_SKIP in state else 0.0
    style_dim = state["final_linear.0.weight"].shape[0]
    return Architecture(size, multiplier, narrow, style_dim, mapping, skip)


def load_generator(path: str) -> FullGenerator:
    """Loads a plain checkpoint (or one under `g_ema`), in float32 on the CPU."""
    state = torch.load(path, map_location="cpu")
    state = state.get("g_ema", state)
    network = FullGenerator(architecture_of(state))
    weights = {k: v.float() for k, v in state.items() if k != INPUT_SKIP}
    network.load_state_dict(weights)
    return network


class Discriminator(nn.Module):
    """A small StyleGAN2-like discriminator of patches: one logit for each 16x16 pixels.

    Equalised learning rates, leaky ReLU, no norms. Patches rather than whole faces: with two
    thousand faces a whole-face discriminator learns them by heart.
    """

    def __init__(self, width: int = 32) -> None:
        super().__init__()
        widths = [3, width, 2 * width, 4 * width, 4 * width]
        self.convs = nn.ModuleList(EqualConv(a, b, 4, 2, 1) for a, b in zip(widths, widths[1:]))
        self.biases = nn.ParameterList(nn.Parameter(torch.zeros(b)) for b in widths[1:])
        self.mix = EqualConv(widths[-1], widths[-1], 3, 1, 1)
        self.mix_bias = nn.Parameter(torch.zeros(widths[-1]))
        self.head = EqualConv(widths[-1], 1, 1, 1)
        self.head_bias = nn.Parameter(torch.zeros(1))

    def forward(self, picture: Tensor) -> tuple[Tensor, list[Tensor]]:
        """Logits [n, 1, h/16, w/16] and the features of every level."""
        features, x = [], picture
        for conv, bias in zip(self.convs, self.biases):
            x = self._activate(conv(x), bias)
            features.append(x)
        x = self._activate(self.mix(x), self.mix_bias)
        features.append(x)
        return self.head(x) + self.head_bias.view(1, 1, 1, 1), features

    @staticmethod
    def _activate(x: Tensor, bias: Tensor) -> Tensor:
        # Plain operations: R1 differentiates twice through them.
        return F.leaky_relu(x + bias.view(1, -1, 1, 1), 0.2) * math.sqrt(2.0)
