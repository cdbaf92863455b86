"""The faces: packing them into one small file, the split, and the stream of training pairs.

The pack is an .npz of JPEG files (training, 256 px, quality 88) and PNG files (validation), under
60 MB, so that it can travel to a machine with a GPU. Validation faces are the last tenth of the
base faces by number; neither they nor any variation of them is ever trained on.
"""

from __future__ import annotations

import argparse
import io
import math
import os
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image
from torch import Tensor
from torch.utils.data import IterableDataset, get_worker_info

from .degrade import damage, from_image, restyle

SIZE = 256
VALIDATION_SHARE = 0.1
BASE_SHARE = 0.65  # of the samples; the variations show few different people
REPOSITORY = Path(__file__).resolve().parents[3]


def shared_folder() -> Path:
    """HEIRLOOM_SHARED, or the folder `shared` beside the checkout."""
    return Path(os.environ.get("HEIRLOOM_SHARED", REPOSITORY.parent / "shared"))


def split_names(names: list[str]) -> tuple[list[str], list[str], list[str]]:
    """File names -> (training base, training variations, validation)."""
    base = sorted(n for n in names if re.fullmatch(r"\d+\.jpg", n))
    held_back = math.ceil(len(base) * VALIDATION_SHARE)
    validation = base[len(base) - held_back:]
    numbers = {int(Path(n).stem) for n in validation}
    variations = sorted(n for n in names if n.startswith("v_"))
    variations = [n for n in variations if int(n.split("_")[1]) not in numbers]
    return base[: len(base) - held_back], variations, validation


def reduced(path: Path, size: int) -> Image.Image:
    image = Image.open(path).convert("RGB")
    return image if image.size == (size, size) else image.resize((size, size), Image.Resampling.BOX)


def encoded(image: Image.Image, lossless: bool) -> np.ndarray:
    stream = io.BytesIO()
    if lossless:
        image.save(stream, "PNG", optimize=True)
    else:
        image.save(stream, "JPEG", quality=88, subsampling=0)
    return np.frombuffer(stream.getvalue(), dtype=np.uint8)


def pack(faces: Path, target: Path, size: int = SIZE) -> None:
    """Writes the pack; the file appears only when it is complete."""
    groups = dict(zip(("base", "variations", "validation"),
                      split_names([p.name for p in faces.iterdir()])))
    if not groups["base"]:
        raise SystemExit(f"No faces in {faces}. Set HEIRLOOM_SHARED to the folder with data/faces.")
    arrays: dict[str, np.ndarray] = {"size": np.array(size)}
    for group, names in groups.items():
        files = [encoded(reduced(faces / n, size), group == "validation") for n in names]
        arrays[group] = np.concatenate([np.empty(0, np.uint8), *files])
        arrays[group + "_ends"] = np.cumsum([len(f) for f in files], dtype=np.int64)
        arrays[group + "_names"] = np.array(names, dtype=str)
    part = target.with_suffix(".part.npz")
    np.savez(part, **arrays)
    part.replace(target)


class Pack:
    """Read access to a pack."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as file:
            self._arrays = {name: file[name] for name in file.files}

    def count(self, group: str) -> int:
        return len(self._arrays[group + "_ends"])

    def names(self, group: str) -> list[str]:
        return [str(n) for n in self._arrays[group + "_names"]]

    def face(self, group: str, index: int) -> Tensor:
        """[3, size, size], RGB, 0...1."""
        ends = self._arrays[group + "_ends"]
        start = ends[index - 1] if index else 0
        file = self._arrays[group][start: ends[index]].tobytes()
        return from_image(Image.open(io.BytesIO(file)))


def moved(face: Tensor, r: np.random.Generator) -> Tensor:
    """Mirrors and shifts without resampling; now and then a small turn and scale."""
    if r.random() < 0.5:
        face = face.flip(2)
    if r.random() < 0.15:
        angle, scale = r.normal(0, 0.06), 1 / r.uniform(0.94, 1.12)
        c, s = math.cos(angle) * scale, math.sin(angle) * scale
        grid = F.affine_grid(torch.tensor([[[c, -s, 0.0], [s, c, 0.0]]]), [1, *face.shape], False)
        return F.grid_sample(face[None], grid, mode="bicubic", padding_mode="reflection",
                             align_corners=False)[0].clamp(0, 1)
    reach = face.shape[1] // 24
    padded = F.pad(face[None], (reach,) * 4, mode="reflect")[0]
    y, x = r.integers(0, 2 * reach + 1, 2)
    return padded[:, y: y + face.shape[1], x: x + face.shape[2]]


def training_pair(face: Tensor, r: np.random.Generator) -> tuple[Tensor, Tensor]:
    """(input, target), both 0...1."""
    target = restyle(moved(face, r), r)
    return damage(target, r), target


class PairStream(IterableDataset):
    """An endless stream of (input, target), -1...1.

    The n-th sample depends on the seed and n alone, so a resumed run goes on where it stopped.
    """

    def __init__(self, pack_path: Path, seed: int, first: int = 0) -> None:
        self.pack_path, self.seed, self.first = pack_path, seed, first

    def __iter__(self) -> Iterator[tuple[Tensor, Tensor]]:
        torch.set_num_threads(1)
        worker = get_worker_info()
        step = worker.num_workers if worker else 1
        index = self.first + (worker.id if worker else 0)
        faces = Pack(self.pack_path)
        while True:
            r = np.random.default_rng([self.seed, index])
            few = faces.count("variations") == 0 or r.random() < BASE_SHARE
            group = "base" if few else "variations"
            face = faces.face(group, int(r.integers(faces.count(group))))
            degraded, target = training_pair(face, r)
            yield degraded * 2 - 1, target * 2 - 1
            index += step


def main() -> None:
    parser = argparse.ArgumentParser(description="Pack the faces into one file")
    parser.add_argument("--faces", type=Path, default=shared_folder() / "data" / "faces")
    parser.add_argument("--size", type=int, default=SIZE)
    parser.add_argument("target", type=Path)
    options = parser.parse_args()
    options.target.parent.mkdir(parents=True, exist_ok=True)
    pack(options.faces, options.target, options.size)
    print(f"{options.target}: {options.target.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
