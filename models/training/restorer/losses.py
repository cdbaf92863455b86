"""Losses of the restorer's training. Pictures are NCHW float RGB, -1...1."""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from .networks import Discriminator


@dataclass
class LossWeights:
    """Weights of the parts that compare the result with the truth."""

    pixel: float = 1.0
    edge: float = 0.6
    frequency: float = 0.1
    # Local contrast energy: asks for as much fine structure as the truth has, wherever it lies,
    # where the pixel losses alone prefer a smooth average.
    texture: float = 0.4
    # Logarithm of the squared error, picture by picture: counts what is gained in decibels, so
    # that pictures with large errors do not decide alone.
    psnr: float = 0.0
    # Within the adversarial part.
    matching: float = 2.0


def charbonnier(x: Tensor, y: Tensor) -> Tensor:
    return ((x - y).square() + 1e-6).sqrt().mean()


def gradients(x: Tensor) -> tuple[Tensor, Tensor]:
    """Differences along columns and rows, cropped to the same size."""
    return x[..., :-1, 1:] - x[..., :-1, :-1], x[..., 1:, :-1] - x[..., :-1, :-1]


def edge_loss(x: Tensor, y: Tensor) -> Tensor:
    return sum((a - b).abs().mean() for a, b in zip(gradients(x), gradients(y)))


def frequency_loss(x: Tensor, y: Tensor) -> Tensor:
    return torch.view_as_real(torch.fft.rfft2(x - y, norm="ortho")).abs().mean()


def local_energy(x: Tensor, reach: int) -> Tensor:
    """Root mean square of the gradient over blocks of reach x reach pixels."""
    dx, dy = gradients(x.mean(1, keepdim=True))
    return (F.avg_pool2d(dx.square() + dy.square(), reach) + 1e-5).sqrt()


def texture_loss(x: Tensor, y: Tensor) -> Tensor:
    return sum((local_energy(x, reach) - local_energy(y, reach)).abs().mean() for reach in (4, 8))


def psnr_loss(x: Tensor, y: Tensor) -> Tensor:
    """What is better than 40 dB counts hardly any more."""
    return ((x - y).square().mean((1, 2, 3)) + 4e-4).log().mean()


def reconstruction(x: Tensor, y: Tensor, weights: LossWeights) -> tuple[Tensor, dict[str, Tensor]]:
    """The weighted sum, and its parts before weighting; those without weight are left out."""
    kinds = {"pixel": charbonnier, "edge": edge_loss, "frequency": frequency_loss,
             "texture": texture_loss, "psnr": psnr_loss}
    parts = {name: loss(x, y) for name, loss in kinds.items() if getattr(weights, name) != 0}
    total = sum(getattr(weights, name) * value for name, value in parts.items())
    return total, parts


def deception(network: Discriminator, fake: Tensor, real: Tensor, matching: float) -> Tensor:
    """The generator's non-saturating loss with feature matching (as in the GPEN paper)."""
    logits, features = network(fake)
    with torch.no_grad():
        _, wanted = network(real)
    distance = sum((a.float() - b.float()).abs().mean() for a, b in zip(features, wanted))
    return F.softplus(-logits.float()).mean() + matching * distance / len(features)


def detection(network: Discriminator, fake: Tensor, real: Tensor) -> Tensor:
    """The discriminator's loss on a batch of each."""
    logits, _ = network(torch.cat([real, fake]))
    on_real, on_fake = logits.float().chunk(2)
    return F.softplus(-on_real).mean() + F.softplus(on_fake).mean()


def r1_penalty(network: Discriminator, real: Tensor) -> Tensor:
    """Squared gradient a logit at real pictures (Mescheder et al. 2018).

    Divided by the number of patches: their gradients add up in one picture, and the undivided sum
    would hold the discriminator at zero.
    """
    real = real.detach().requires_grad_(True)
    logits, _ = network(real)
    (gradient,) = torch.autograd.grad(logits.sum(), real, create_graph=True)
    return gradient.square().sum() / logits.numel()
