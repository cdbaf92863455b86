"""Trains face-lite; goes on from the last checkpoint in the work folder.

    python3 train.py --work /tmp/heirloom-detector --minutes 60

State is written atomically every few minutes and on SIGTERM or SIGINT.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import signal
import time
from pathlib import Path
from typing import Dict, Iterator, List, NamedTuple, Tuple

import cv2
import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset

from anchors import Targets, anchor_grid, match
from compose import compose
from faces import SHARED, TEACHER, Library, load_library, prepare
from losses import FeatureHints, total_loss
from networks import DEFAULT_NECK_CHANNELS, RetinaFace, folded, read_state, to_input

# Canvas sides, pictures a batch, and how often: about equal work each.
SHAPES = ((320, 16, 0.66), (448, 8, 0.22), (640, 4, 0.12))
EMA_HORIZON = 1500
SAVE_SECONDS = 240
LOG_STEPS = 50
CHECKPOINT = "checkpoint.pt"


class Batch(NamedTuple):
    pictures: Tensor  # [N, H, W, 3] BGR bytes
    targets: Targets  # stacked


class Compositions(Dataset):
    """Batch number `step` is the same in every run with the same seed."""

    def __init__(self, library: Library, seed: int, first: int, scale: int) -> None:
        self.library, self.seed, self.first, self.scale = library, seed, first, scale

    def __len__(self) -> int:
        return 10_000_000

    def shape(self, step: int) -> Tuple[int, int]:
        draw = torch.Generator().manual_seed(self.seed * 1_000_003 + step)
        choice = int(torch.multinomial(torch.tensor([s[2] for s in SHAPES]), 1, generator=draw))
        return SHAPES[choice][0], SHAPES[choice][1] * self.scale

    def __getitem__(self, index: int) -> Batch:
        cv2.setNumThreads(1)
        step = self.first + index
        if index < 0 or step >= len(self):
            raise IndexError(index)
        side, count = self.shape(step)
        grid = anchor_grid(side, side)
        pictures, targets = [], []
        for i in range(count):
            picture, labels = compose((self.seed, step, i), self.library, side, side)
            pictures.append(torch.from_numpy(picture))
            targets.append(match(torch.from_numpy(labels), grid))
        stacked = Targets(*(torch.stack(part) for part in zip(*targets)))
        return Batch(torch.stack(pictures), stacked)


class Averaged:
    """Exponential average of parameters and batch statistics, with a warm start."""

    def __init__(self, network: nn.Module) -> None:
        self.values = {name: value.detach().clone() for name, value in network.state_dict().items()}

    def update(self, network: nn.Module, step: int) -> None:
        keep = min(1 - 1 / EMA_HORIZON, (1 + step) / (10 + step))
        with torch.no_grad():
            for name, value in network.state_dict().items():
                if value.is_floating_point():
                    self.values[name].lerp_(value, 1 - keep)
                else:
                    self.values[name].copy_(value)


class Trainer:
    """Student, optimiser and their checkpoint."""

    def __init__(self, options: argparse.Namespace, teacher: nn.Module) -> None:
        torch.manual_seed(options.seed)
        self.options = options
        self.device = torch.device(options.device)
        self.teacher = folded(teacher).to(self.device, memory_format=torch.channels_last)
        width = teacher.fpn.output1[0].weight.shape[0]
        student = RetinaFace(options.channels)
        if options.init and not (options.work / CHECKPOINT).exists():
            student.load_state_dict(read_state(options.init), strict=False)
        self.student = student.to(self.device, memory_format=torch.channels_last)
        self.hints = FeatureHints(options.channels, width).to(self.device)
        self.parameters = [*self.student.parameters(), *self.hints.parameters()]
        self.optimiser = torch.optim.AdamW(self.parameters, lr=options.rate, weight_decay=1e-3)
        self.average = Averaged(self.student)
        self.step, self.seen = 0, 0
        self.file = options.work / CHECKPOINT
        if self.file.exists():
            self.load()

    def load(self) -> None:
        state = torch.load(str(self.file), map_location=self.device)
        self.student.load_state_dict(state["student"])
        self.hints.load_state_dict(state["hints"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.average.values = state["average"]
        self.step, self.seen = state["step"], state["seen"]

    def save(self) -> None:
        state = {"student": self.student.state_dict(), "hints": self.hints.state_dict(),
                 "optimiser": self.optimiser.state_dict(), "average": self.average.values,
                 "step": self.step, "seen": self.seen, "channels": self.options.channels}
        partial = self.file.with_suffix(".partial")
        torch.save(state, str(partial))
        os.replace(partial, self.file)

    def rate(self, left: float) -> float:
        """Warm-up, then inverse square root; with --anneal down to 2 % as the time runs out."""
        rate = self.options.rate * min((self.step + 1) / self.options.warm_up,
                                       math.sqrt(6000 / max(6000, self.step)))
        return rate * max(0.02, left) if self.options.anneal else rate

    def train(self, batch: Batch, left: float) -> Dict[str, float]:
        for group in self.optimiser.param_groups:
            group["lr"] = self.rate(left)
        inputs = to_input(batch.pictures.to(self.device)).contiguous(
            memory_format=torch.channels_last)
        targets = Targets(*(part.to(self.device) for part in batch.targets))
        with torch.no_grad():
            wanted = self.teacher(inputs)
        self.student.train()
        loss, parts = total_loss(self.student(inputs), wanted, targets, self.hints)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.parameters, 5.0)
        self.optimiser.step()
        self.step += 1
        self.seen += inputs.shape[0]
        self.average.update(self.student, self.step)
        return {"loss": float(loss.detach()), **parts}


def write_log(file: Path, trainer: Trainer, recent: List[Dict[str, float]], rate: float) -> None:
    means = {name: round(sum(part[name] for part in recent) / len(recent), 4)
             for name in recent[0]}
    line = json.dumps({"step": trainer.step, "seen": trainer.seen, **means,
                       "pictures_per_second": round(rate, 1)})
    with file.open("a") as log:
        log.write(line + "\n")
    print(line, flush=True)


def leave_signals_to_parent(worker: int) -> None:
    """A signal to the whole group must not take the data away while the parent saves."""
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, signal.SIG_IGN)


def batches(options: argparse.Namespace, library: Library, first: int) -> Iterator[Batch]:
    data = Compositions(library, options.seed, first, options.batch_scale)
    ahead = {"prefetch_factor": 4} if options.workers else {}
    return iter(DataLoader(data, batch_size=None, num_workers=options.workers,
                           worker_init_fn=leave_signals_to_parent, **ahead))


def run(options: argparse.Namespace) -> Trainer:
    """Trains until the time is over, the steps are done or a signal comes."""
    start = time.monotonic()
    options.work.mkdir(parents=True, exist_ok=True)
    teacher, photos = prepare(options.work, options.faces, options.teacher, options.photos)
    trainer = Trainer(options, teacher)
    source = batches(options, load_library(options.work, photos), trainer.step)
    stopped: List[int] = []
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda number, frame: stopped.append(number))
    saved = logged = time.monotonic()
    recent: List[Dict[str, float]] = []
    seen, last = trainer.seen, trainer.step + options.steps if options.steps else None
    while not stopped and (last is None or trainer.step < last):
        left = 1 - (time.monotonic() - start) / (60 * options.minutes)
        if left <= 0:
            break
        recent.append(trainer.train(next(source), left))
        now = time.monotonic()
        if trainer.step % LOG_STEPS == 0:
            write_log(options.work / "log.jsonl", trainer, recent,
                      (trainer.seen - seen) / (now - logged))
            recent, logged, seen = [], now, trainer.seen
        if now - saved > SAVE_SECONDS:
            trainer.save()
            saved = now
    trainer.save()
    return trainer


def arguments(values: List[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=Path("/tmp/heirloom-detector"))
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--steps", type=int, default=0, help="stop after so many steps; 0: time")
    parser.add_argument("--faces", type=Path, default=SHARED / "data" / "faces")
    parser.add_argument("--teacher", type=Path, default=TEACHER)
    parser.add_argument("--photos", type=Path, nargs="*", default=[SHARED / "data" / "photos"],
                        help="folders with photos whose faceless parts become backgrounds")
    parser.add_argument("--init", type=Path,
                        help="weights to start from where the work folder has no checkpoint")
    parser.add_argument("--channels", type=int, default=DEFAULT_NECK_CHANNELS)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--warm-up", type=int, default=300)
    parser.add_argument("--anneal", action="store_true",
                        help="lower the rate to nothing over this run: for the last one")
    parser.add_argument("--batch-scale", type=int, default=1, help="larger batches for a GPU")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--threads", type=int, default=0, help="of PyTorch; 0: its own choice")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    options = parser.parse_args(values)
    if options.threads:
        torch.set_num_threads(options.threads)
    return options


if __name__ == "__main__":
    run(arguments())
