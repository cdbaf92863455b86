"""Writes a restorer as the file that Heirloom loads: half precision, official names.

    python3 -m restorer.export WORK/state.pth out.pth [--cli heirloom-cli]
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

import torch
from PIL import Image
from torch import Tensor

from .networks import INPUT_SKIP, Architecture, FullGenerator, architecture_of

LARGEST = 16_000_000  # bytes
HALF_FROM = 128  # tensors with fewer values keep float32: they cost nothing


def plain_state(weights: Mapping[str, Tensor], input_skip: float) -> dict[str, Tensor]:
    """Half precision, contiguous, on the CPU; with the skip as its own tensor."""
    state = {}
    for name, value in weights.items():
        value = value.detach().cpu()
        state[name] = (value.half() if value.numel() >= HALF_FROM else value.float()).clone()
    if input_skip:
        state[INPUT_SKIP] = torch.tensor(float(input_skip))
    return state


def write(weights: Mapping[str, Tensor], input_skip: float, target: Path) -> None:
    """Saves whole or not at all."""
    part = target.with_name(target.name + ".part")
    torch.save(plain_state(weights, input_skip), part)
    os.replace(part, target)


def check(path: Path, cli: str | None) -> None:
    """Loads the file strictly here, and in the product where its program is at hand."""
    state = torch.load(path, map_location="cpu")
    architecture: Architecture = architecture_of(state)
    state.pop(INPUT_SKIP, None)
    FullGenerator(architecture).load_state_dict(state)
    if cli is None:
        return
    with tempfile.TemporaryDirectory() as folder:
        crop, out = Path(folder, "crop.png"), Path(folder, "restored.png")
        Image.radial_gradient("L").resize((architecture.size,) * 2).convert("RGB").save(crop)
        command = [cli, "restore", str(crop), "--aligned", "--model", str(path), "-o", str(out)]
        subprocess.run(command, check=True, capture_output=True, text=True)
        if Image.open(out).size != (architecture.size,) * 2:
            raise SystemExit(f"{cli} wrote a picture of another size.")


def main() -> None:
    parser = argparse.ArgumentParser(description="Training state to the file that ships")
    parser.add_argument("state", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--cli", help="heirloom-cli, to check that the product loads the file")
    options = parser.parse_args()
    state = torch.load(options.state, map_location="cpu")
    write(state["ema"], state["architecture"]["input_skip"], options.target)
    check(options.target, options.cli)
    size = options.target.stat().st_size
    print(f"{options.target}: {size} bytes")
    if size > LARGEST:
        raise SystemExit(f"Larger than {LARGEST} bytes.")


if __name__ == "__main__":
    main()
