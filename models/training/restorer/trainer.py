"""One training step, the running average and the state on disk."""

from __future__ import annotations

import math
import os
from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Tensor

from . import fused
from .export import write
from .losses import (LossWeights, deception, detection, r1_penalty, reconstruction)
from .networks import Architecture, Discriminator, FullGenerator

STATE_FILE = "state.pth"  # everything, to go on from
CLIP = 1.0  # length of a gradient at most
EMA_FILE = "ema.pth"  # the averaged weights alone, half precision: what travels and ships


@dataclass
class TrainingOptions:
    """Settings of the optimisation."""

    learning_rate: float = 2e-3  # at batch 8; grows with the root of the batch
    # Of the equalised weights, against all others. They start at a size of 1, so that a step of
    # 0.002 moves them far less, relatively, than networks of their size usually are.
    weight_rate: float = 1.0
    floor: float = 0.05  # share of the learning rate that is left after the horizon
    horizon: int = 60_000  # pictures until then, along a cosine
    warm_up: int = 2_000  # pictures
    half_life: int = 8_000  # pictures, of the running average
    # Length of the adversarial gradient at the output, relative to the reconstruction's. Fixing
    # the ratio there needs no weight to be tuned against a growing discriminator.
    adversarial_share: float = 0.25
    adversarial_from: int = 8_000  # pictures that the discriminator learns before it counts
    r1_every: int = 16
    r1_weight: float = 2.0
    weights: LossWeights = field(default_factory=LossWeights)


class Trainer:
    """Owns both networks, their optimisers and the averaged generator."""

    def __init__(self, generator: FullGenerator, options: TrainingOptions, device: str,
                 fuses: bool = False) -> None:
        self.options, self.device, self.fuses = options, torch.device(device), fuses
        self.generator = generator.to(self.device)
        self.ema = FullGenerator(generator.architecture).to(self.device).requires_grad_(False)
        self.ema.load_state_dict(generator.state_dict())
        self.discriminator = Discriminator().to(self.device)
        betas = (0.9, 0.99)
        self.optimiser = torch.optim.Adam(self._groups(), 1e-3, betas)
        self.opponent = torch.optim.Adam(self.discriminator.parameters(), 1e-3, betas)
        self.images, self.steps = 0, 0

    def _groups(self) -> list[dict]:
        """The parameters by learning rate: the equalised weights, then all others."""
        equalised, others = [], []
        for name, parameter in self.generator.named_parameters():
            # The mapping network has its own rate, and RGB outputs start at zero.
            special = "generator.style." in name or (
                "to_rgb" in name and name.endswith("conv.weight"))
            weight = name.endswith("weight") and parameter.dim() > 1
            (equalised if weight and not special else others).append(parameter)
        return [{"params": equalised}, {"params": others}]

    def step(self, degraded: Tensor, truth: Tensor) -> dict[str, float]:
        """Trains on one batch and returns the loss values."""
        self._set_learning_rate(len(truth))
        fake = self._generated(degraded)
        result = fake.detach().requires_grad_(True)
        total, parts = reconstruction(result, truth, self.options.weights)
        (gradient,) = torch.autograd.grad(total, result)
        values = {name: part.detach() for name, part in parts.items()}
        values["total"] = total.detach()
        if self.options.adversarial_share > 0:
            gradient = gradient + self._adversarial_gradient(result, truth, gradient, values)
        self.optimiser.zero_grad(set_to_none=True)
        fake.backward(gradient)
        self._optimise(len(truth))
        if self.options.adversarial_share > 0:
            self._train_discriminator(result.detach(), truth, values)
        self.images += len(truth)
        self.steps += 1
        return {name: float(value) for name, value in values.items()}

    def _generated(self, degraded: Tensor) -> Tensor:
        if self.fuses:
            return fused.forward(self.generator, degraded)
        with torch.autocast(self.device.type, torch.bfloat16, enabled=self.device.type == "cuda"):
            return self.generator(degraded).float()

    def _adversarial_gradient(self, result: Tensor, truth: Tensor, reference: Tensor,
                              values: dict[str, Tensor]) -> Tensor | float:
        ramp = (self.images - self.options.adversarial_from) / max(self.options.warm_up, 1)
        share = self.options.adversarial_share * min(max(ramp, 0.0), 1.0)
        if share == 0:
            return 0.0
        self.discriminator.requires_grad_(False)
        loss = deception(self.discriminator, result, truth, self.options.weights.matching)
        (gradient,) = torch.autograd.grad(loss, result)
        self.discriminator.requires_grad_(True)
        values["deception"] = loss.detach()
        return gradient * (share * reference.norm() / (gradient.norm() + 1e-12))

    def _train_discriminator(self, fake: Tensor, truth: Tensor, values: dict[str, Tensor]) -> None:
        loss = detection(self.discriminator, fake, truth)
        values["detection"] = loss.detach()
        if self.steps % self.options.r1_every == 0:
            few = truth[: max(1, len(truth) // 2)]
            weight = self.options.r1_weight / 2 * self.options.r1_every
            loss = loss + weight * r1_penalty(self.discriminator, few)
        self.opponent.zero_grad(set_to_none=True)
        loss.backward()
        self.opponent.step()

    def _set_learning_rate(self, batch: int) -> None:
        o = self.options
        progress = min(self.images / o.horizon, 1.0)
        share = o.floor + (1 - o.floor) * 0.5 * (1 + math.cos(math.pi * progress))
        share *= min((self.images + batch) / o.warm_up, 1.0) if o.warm_up else 1.0
        rate = o.learning_rate * min(math.sqrt(batch / 8), 3.0) * share
        for group in (*self.optimiser.param_groups, *self.opponent.param_groups):
            group["lr"] = rate
        self.optimiser.param_groups[0]["lr"] *= self.options.weight_rate

    @torch.no_grad()
    def _optimise(self, batch: int) -> None:
        """Takes a step along the clipped gradients and updates the running average."""
        half_life = min(self.options.half_life, 0.1 * (self.images + batch))
        keep = 0.5 ** (batch / max(half_life, 1e-6))
        weights, averaged = list(self.generator.parameters()), list(self.ema.parameters())
        if self.fuses:
            fused.optimise(self.optimiser, dict(zip(weights, averaged)), CLIP, keep)
            return
        torch.nn.utils.clip_grad_norm_(weights, CLIP)
        self.optimiser.step()
        torch._foreach_mul_(averaged, keep)
        torch._foreach_add_(averaged, [p.detach() for p in weights], alpha=1 - keep)

    def save(self, folder: Path) -> None:
        """Writes both files; each appears whole or not at all."""
        state = {
            "architecture": self.generator.architecture.as_dict(),
            "images": self.images,
            "steps": self.steps,
            "generator": self.generator.state_dict(),
            "ema": self.ema.state_dict(),
            "discriminator": self.discriminator.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "opponent": self.opponent.state_dict(),
        }
        part = folder / (STATE_FILE + ".part")
        torch.save(state, part)
        os.replace(part, folder / STATE_FILE)
        write(self.ema.state_dict(), self.ema.architecture.input_skip, folder / EMA_FILE)

    @classmethod
    def resumed(cls, path: Path, options: TrainingOptions, device: str,
                fuses: bool = False) -> Trainer:
        state = torch.load(path, map_location="cpu")
        trainer = cls(FullGenerator(Architecture(**state["architecture"])), options, device, fuses)
        trainer.generator.load_state_dict(state["generator"])
        trainer.ema.load_state_dict(state["ema"])
        trainer.discriminator.load_state_dict(state["discriminator"])
        trainer.optimiser.load_state_dict(state["optimiser"])
        trainer.opponent.load_state_dict(state["opponent"])
        trainer.images, trainer.steps = state["images"], state["steps"]
        return trainer
