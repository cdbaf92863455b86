"""Grows a restorer: more channels where it has few, and a shorter mapping network to pay for them.

    python3 -m restorer.widen FROM.pth TO.pth --pack WORK/faces-256.npz [--channel-multiplier 2]
        [--mapping-layers 4]

The wider network computes what the narrow one did (after Chen et al., Net2Net, ICLR 2016): its new
channels see the old ones through random weights, and nothing sees them yet. The last mapping
layers are taken off, and what is left of their effect on training pictures goes into the
modulations by least squares; training mends the rest. Go on with `run.sh MINUTES restorer --init
TO.pth` in a new folder.
"""

from __future__ import annotations

import argparse
import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from .data import Pack, training_pair
from .export import check, write
from .networks import Architecture, FullGenerator, load_generator

RIDGE = 1e-4  # of the mean energy of a mapping output


def kept(old: int, new: int, is_concat: bool) -> Tensor:
    """Where the old channels are among the new ones; concatenated maps grow in both halves."""
    places = torch.arange(old)
    return torch.where(places < old // 2, places, places + (new - old) // 2) if is_concat else places


def is_mapping(name: str) -> bool:
    return name.startswith("generator.style.")


def widened(narrow: FullGenerator, architecture: Architecture) -> FullGenerator:
    """The wider network; mapping layers that it has, too, are copied."""
    wide = FullGenerator(architecture)
    wide.quiet_start()
    old, state = narrow.state_dict(), wide.state_dict()
    for name, value in state.items():
        source = old[name]
        if source.shape == value.shape:
            value.copy_(source)
        elif value.dim() == 1:
            # The bias of a modulation starts at one, any other at zero.
            is_concat = "modulation" in name or "activate" in name
            value[kept(len(source), len(value), is_concat)] = source
        elif "modulation" in name:
            value[kept(len(source), len(value), True)] = source
        else:
            # [out, in, k, k], with a dimension before them in the generator; "ecd" is the encoder.
            is_encoder = name.startswith("ecd")
            lead = 0 if is_encoder else 1
            inputs = kept(source.shape[lead + 1], value.shape[lead + 1], not is_encoder)
            outputs = torch.arange(source.shape[lead])
            # Equalised weights are divided by the root of the number of inputs.
            source = source * math.sqrt(value.shape[lead + 1] / source.shape[lead + 1])
            target = value if is_encoder else value[0]
            grown = torch.zeros(len(outputs), *target.shape[1:])
            grown[:, inputs] = source if is_encoder else source[0]
            target[outputs] = grown
    wide.load_state_dict(state)
    return wide


@torch.no_grad()
def latents(network: FullGenerator, pictures: list[Tensor], layers: int) -> tuple[Tensor, Tensor]:
    """What comes out after some of the mapping layers, and after all of them: [n, style]."""
    short, whole = [], []
    for picture in pictures:
        x = picture[None] * 2 - 1
        for level in range(network.levels):
            x = getattr(network, f"ecd{level}")(x)
        style = network.generator.style
        x = style[0](network.final_linear(x.reshape(1, -1)))
        for index in range(1, len(style)):
            x = style[index](x)
            if index == layers:
                short.append(x[0])
        whole.append(x[0])
    return torch.stack(short), torch.stack(whole)


def shorten_mapping(narrow: FullGenerator, wide: FullGenerator, pictures: list[Tensor]) -> float:
    """Gives the modulations of `wide` the effect of the layers it lacks; returns the error's share."""
    layers = wide.architecture.n_mlp
    short, whole = latents(narrow, pictures, layers)
    centre, target = short.mean(0), whole.mean(0)
    x, y = (short - centre).double(), (whole - target).double()
    energy = x.T @ x
    energy += torch.eye(len(energy), dtype=torch.float64) * energy.diagonal().mean() * RIDGE
    matrix = torch.linalg.solve(energy, x.T @ y).T.float()  # whole = matrix * short + shift
    shift = target - matrix @ centre
    for name, module in wide.named_modules():
        if name.endswith("modulation"):
            module.bias.data += module.weight.data @ shift * module.scale
            module.weight.data = module.weight.data @ matrix
    wanted = (whole - target).square().mean()
    return float((short @ matrix.T + shift - whole).square().mean() / wanted)


def main() -> None:
    parser = argparse.ArgumentParser(description="Grow a restorer")
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--pack", type=Path, required=True, help="faces-256.npz")
    parser.add_argument("--channel-multiplier", type=float, default=2)
    parser.add_argument("--mapping-layers", type=int, default=4)
    parser.add_argument("--pictures", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=20240)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    narrow = load_generator(str(options.source))
    wide = widened(narrow, replace(narrow.architecture, n_mlp=options.mapping_layers,
                                   channel_multiplier=options.channel_multiplier))
    faces, r = Pack(options.pack), np.random.default_rng(options.seed)
    pictures = [training_pair(faces.face("base", int(r.integers(faces.count("base")))), r)[0]
                for _ in range(options.pictures)]
    if wide.architecture.n_mlp < narrow.architecture.n_mlp:
        print(f"Of the style's variation {shorten_mapping(narrow, wide, pictures):.2%} is lost.")
    write(wide.state_dict(), wide.architecture.input_skip, options.target)
    check(options.target, None)
    with torch.no_grad():
        sample = torch.stack(pictures[:16]) * 2 - 1
        change = (wide(sample) - narrow(sample)).abs().mean() * 127.5
    print(f"{options.target}: {options.target.stat().st_size} bytes, on average {change:.3f} grey "
          "levels from the source")


if __name__ == "__main__":
    main()
