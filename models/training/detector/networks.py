"""RetinaFace with the MobileNet-0.25 backbone, under the official tensor names.

The modules mirror core/nn/torch/torch_retinaface.cpp and retinaface_backbones.cpp, so a
state dict saved from here loads unchanged in heirloom-cli, and the public checkpoint
(1.7 MB, MIT licence) loads here as the teacher.

Input: NCHW float, BGR, 0...255 minus (104, 117, 123).
"""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Dict, List, NamedTuple

import torch
from torch import Tensor, nn
from torch.nn import functional
from torch.nn.utils.fusion import fuse_conv_bn_eval

MEAN_BGR = (104.0, 117.0, 123.0)
STRIDES = (8, 16, 32)
ANCHOR_SIZES = ((16, 32), (64, 128), (256, 512))
BACKBONE_CHANNELS = (64, 128, 256)
BACKBONE_SLOPE = 0.1
DEFAULT_NECK_CHANNELS = 48


class Output(NamedTuple):
    """Predictions of all anchors, fine level first, and the features behind them."""

    margin: Tensor  # [N, A] logit of "face" minus logit of "no face"
    boxes: Tensor  # [N, A, 4] encoded centre and size
    landmarks: Tensor  # [N, A, 10] encoded points
    features: List[Tensor]  # stages 1-3 of the backbone, then the three context modules


def conv_norm(inside: int, outside: int, kernel: int = 3, stride: int = 1, groups: int = 1,
              slope: float | None = 0.1) -> List[nn.Module]:
    """Convolution, batch norm and, with a slope, leaky ReLU."""
    layers: List[nn.Module] = [
        nn.Conv2d(inside, outside, kernel, stride, kernel // 2, groups=groups, bias=False),
        nn.BatchNorm2d(outside)]
    if slope is not None:
        layers.append(nn.LeakyReLU(slope, inplace=True))
    return layers


def separable(inside: int, outside: int, stride: int) -> nn.Sequential:
    """Depthwise 3x3 and pointwise convolution: names 0, 1 and 3, 4."""
    return nn.Sequential(
        *conv_norm(inside, inside, 3, stride, inside, BACKBONE_SLOPE),
        *conv_norm(inside, outside, 1, slope=BACKBONE_SLOPE))


class MobileNet(nn.Module):
    """MobileNet-0.25 in three stages of strides 8, 16 and 32."""

    def __init__(self) -> None:
        super().__init__()
        self.stage1 = nn.Sequential(
            nn.Sequential(*conv_norm(3, 8, 3, 2, slope=BACKBONE_SLOPE)),
            separable(8, 16, 1), separable(16, 32, 2), separable(32, 32, 1),
            separable(32, 64, 2), separable(64, 64, 1))
        self.stage2 = nn.Sequential(
            separable(64, 128, 2), *[separable(128, 128, 1) for _ in range(5)])
        self.stage3 = nn.Sequential(separable(128, 256, 2), separable(256, 256, 1))

    def forward(self, x: Tensor) -> List[Tensor]:
        fine = self.stage1(x)
        middle = self.stage2(fine)
        return [fine, middle, self.stage3(middle)]


class Pyramid(nn.Module):
    """Feature pyramid with nearest upsampling."""

    def __init__(self, channels: int, slope: float) -> None:
        super().__init__()
        for i, inside in enumerate(BACKBONE_CHANNELS):
            lateral = nn.Sequential(*conv_norm(inside, channels, 1, slope=slope))
            setattr(self, f"output{i + 1}", lateral)
        self.merge1 = nn.Sequential(*conv_norm(channels, channels, slope=slope))
        self.merge2 = nn.Sequential(*conv_norm(channels, channels, slope=slope))

    def forward(self, features: List[Tensor]) -> List[Tensor]:
        fine, middle = self.output1(features[0]), self.output2(features[1])
        coarse = self.output3(features[2])
        middle = self.merge2(middle + functional.interpolate(coarse, size=middle.shape[2:]))
        fine = self.merge1(fine + functional.interpolate(middle, size=fine.shape[2:]))
        return [fine, middle, coarse]


class ContextModule(nn.Module):
    """SSH: receptive fields of 3, 5 and 7, concatenated."""

    def __init__(self, channels: int, slope: float) -> None:
        super().__init__()
        half, quarter = channels // 2, channels // 4
        self.conv3X3 = nn.Sequential(*conv_norm(channels, half, slope=None))
        self.conv5X5_1 = nn.Sequential(*conv_norm(channels, quarter, slope=slope))
        self.conv5X5_2 = nn.Sequential(*conv_norm(quarter, quarter, slope=None))
        self.conv7X7_2 = nn.Sequential(*conv_norm(quarter, quarter, slope=slope))
        # The small x is in the official files.
        self.conv7x7_3 = nn.Sequential(*conv_norm(quarter, quarter, slope=None))

    def forward(self, x: Tensor) -> Tensor:
        shared = self.conv5X5_1(x)
        wide = self.conv7x7_3(self.conv7X7_2(shared))
        return functional.relu(torch.cat([self.conv3X3(x), self.conv5X5_2(shared), wide], 1))


class Head(nn.Module):
    """A 1x1 convolution that predicts `values` numbers for each of two anchors a cell."""

    def __init__(self, channels: int, values: int) -> None:
        super().__init__()
        self.values = values
        self.conv1x1 = nn.Conv2d(channels, 2 * values, 1)

    def forward(self, x: Tensor) -> Tensor:
        return self.conv1x1(x).permute(0, 2, 3, 1).reshape(x.shape[0], -1, self.values)


class RetinaFace(nn.Module):
    """The whole detector; `channels` (at most 64, a multiple of 4) is the neck's width."""

    def __init__(self, channels: int = DEFAULT_NECK_CHANNELS) -> None:
        super().__init__()
        if channels > 64 or channels % 4:
            raise ValueError("The neck's width must be a multiple of 4, at most 64.")
        slope = 0.1  # the C++ reader assumes it up to 64 channels
        self.body = MobileNet()
        self.fpn = Pyramid(channels, slope)
        for i in range(len(STRIDES)):
            setattr(self, f"ssh{i + 1}", ContextModule(channels, slope))
        self.ClassHead = nn.ModuleList([Head(channels, 2) for _ in STRIDES])
        self.BboxHead = nn.ModuleList([Head(channels, 4) for _ in STRIDES])
        self.LandmarkHead = nn.ModuleList([Head(channels, 10) for _ in STRIDES])
        for head in self.ClassHead:  # most anchors see no face
            with torch.no_grad():
                head.conv1x1.bias.copy_(torch.tensor([2.0, -2.0, 2.0, -2.0]))

    def forward(self, x: Tensor) -> Output:
        stages = self.body(x)
        levels = self.fpn(stages)
        context = [getattr(self, f"ssh{i + 1}")(level) for i, level in enumerate(levels)]
        scores = torch.cat([head(c) for head, c in zip(self.ClassHead, context)], 1)
        return Output(
            scores[..., 1] - scores[..., 0],
            torch.cat([head(c) for head, c in zip(self.BboxHead, context)], 1),
            torch.cat([head(c) for head, c in zip(self.LandmarkHead, context)], 1),
            [*stages, *context])


def read_state(path: Path) -> Dict[str, Tensor]:
    """Tensors of a checkpoint as float32, without a `module.` prefix."""
    state = torch.load(str(path), map_location="cpu")
    state = state.get("state_dict", state)
    return {name[7:] if name.startswith("module.") else name:
            value.float() if value.is_floating_point() else value
            for name, value in state.items()}


def load_detector(path: Path) -> RetinaFace:
    """A detector in evaluation mode whose width is the file's."""
    state = read_state(path)
    network = RetinaFace(state["fpn.output1.0.weight"].shape[0])
    network.load_state_dict(state, strict=False)
    missing = set(dict(network.named_parameters())) - set(state)
    if missing:
        raise ValueError(f"{path} lacks {sorted(missing)[:3]}")
    return network.eval()


def folded(network: RetinaFace) -> RetinaFace:
    """A copy for inference whose batch norms are part of the convolutions, a third quicker."""
    network = copy.deepcopy(network).eval()
    for part in network.modules():
        if not isinstance(part, nn.Sequential):
            continue
        for i in range(len(part) - 1):
            if isinstance(part[i], nn.Conv2d) and isinstance(part[i + 1], nn.BatchNorm2d):
                part[i] = fuse_conv_bn_eval(part[i], part[i + 1])
                part[i + 1] = nn.Identity()
    return network


def to_input(pictures: Tensor) -> Tensor:
    """[N, H, W, 3] BGR bytes to the network's input."""
    mean = torch.tensor(MEAN_BGR, device=pictures.device).view(1, 3, 1, 1)
    return pictures.permute(0, 3, 1, 2).float() - mean
