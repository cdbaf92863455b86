"""Trains the restorer for a while and goes on from the last checkpoint.

    python3 -m restorer.train --work FOLDER --minutes 60

FOLDER holds faces-256.npz (see data.py), state.pth, ema.pth and log.jsonl. SIGTERM and SIGINT
save and end. Starts anew from --init where there is no state.pth.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import time
from collections import defaultdict
from dataclasses import fields
from pathlib import Path

import torch
from torch.utils.data import DataLoader

from . import fused
from .data import PairStream, REPOSITORY, shared_folder
from .networks import Architecture, FullGenerator, load_generator
from .trainer import EMA_FILE, STATE_FILE, Trainer, TrainingOptions

SAVE_SECONDS = 300
LOG_STEPS = 50


class Stop:
    """Set by SIGTERM or SIGINT; asked between two steps."""

    def __init__(self) -> None:
        self.wanted = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._set)

    def _set(self, *_: object) -> None:
        self.wanted = True


class Log:
    """Averages the values of some steps into one JSON line."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._clear()

    def _clear(self) -> None:
        self.sums: dict[str, list[float]] = defaultdict(list)
        self.since, self.images = time.time(), 0

    def add(self, values: dict[str, float], images: int) -> None:
        for name, value in values.items():
            self.sums[name].append(value)
        self.images += images

    def write(self, trainer: Trainer) -> None:
        if not self.images:
            return
        line = {"time": time.strftime("%Y-%m-%dT%H:%M:%S"), "images": trainer.images,
                "rate": trainer.optimiser.param_groups[-1]["lr"],
                "images_per_second": self.images / (time.time() - self.since)}
        line |= {name: sum(v) / len(v) for name, v in self.sums.items()}
        text = json.dumps({k: round(v, 6) if isinstance(v, float) else v for k, v in line.items()})
        with self.path.open("a", encoding="utf-8") as file:
            file.write(text + "\n")
        print(text, flush=True)
        self._clear()


def first_weights() -> Path | None:
    """Where to start without a checkpoint: the bundled model, or the project's first one."""
    found = sorted((REPOSITORY / "models").glob("gpen-lite-256*.pth"), reverse=True)
    candidates = [*found, shared_folder() / "models" / "gpen-lite-256-v0.pth"]
    return next((p for p in candidates if p.is_file()), None)


def starting_trainer(options: argparse.Namespace, settings: TrainingOptions) -> Trainer:
    state = options.work / STATE_FILE
    if state.is_file():
        print(f"Going on from {state}", flush=True)
        return Trainer.resumed(state, settings, options.device, options.engine == "fused")
    # An ema.pth alone came back from another machine: its optimiser state stayed there.
    averaged = options.work / EMA_FILE
    init = options.init or (averaged if averaged.is_file() else first_weights())
    if init is None:
        print("Starting from random weights", flush=True)
        generator = FullGenerator(Architecture())
        generator.quiet_start()
    else:
        print(f"Starting from {init}", flush=True)
        generator = load_generator(str(init))
    return Trainer(generator, settings, options.device, options.engine == "fused")


def train(options: argparse.Namespace, settings: TrainingOptions) -> None:
    end = time.time() + options.minutes * 60
    torch.manual_seed(options.seed)
    stop, log = Stop(), Log(options.work / "log.jsonl")
    trainer = starting_trainer(options, settings)
    pairs = PairStream(options.work / "faces-256.npz", options.seed, trainer.images)
    batches = iter(DataLoader(pairs, options.batch, num_workers=options.workers,
                              pin_memory=options.device == "cuda"))
    saved = time.time()
    while time.time() < end and not stop.wanted:
        degraded, truth = (t.to(options.device, non_blocking=True) for t in next(batches))
        log.add(trainer.step(degraded, truth), len(truth))
        if trainer.steps % LOG_STEPS == 0:
            log.write(trainer)
        if time.time() - saved > SAVE_SECONDS:
            trainer.save(options.work)
            saved = time.time()
    log.write(trainer)
    trainer.save(options.work)
    print(f"Saved at {trainer.images} pictures", flush=True)


def parsed() -> tuple[argparse.Namespace, TrainingOptions]:
    parser = argparse.ArgumentParser(description="Train the restorer")
    parser.add_argument("--work", type=Path, required=True, help="folder of the state")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--init", type=Path, help="weights to start from without a checkpoint")
    parser.add_argument("--device", choices=["auto", "cpu", "cuda"], default="auto")
    parser.add_argument("--engine", choices=["auto", "plain", "fused"], default="auto",
                        help="fused: bfloat16 on a CPU; auto: that where the CPU can")
    parser.add_argument("--threads", type=int, default=0, help="0: one per core")
    parser.add_argument("--batch", type=int, default=0, help="0: 16 on a CPU, 64 on a GPU")
    parser.add_argument("--workers", type=int, default=-1, help="processes that degrade faces")
    parser.add_argument("--seed", type=int, default=20240)
    for item in fields(TrainingOptions):
        if item.type in ("int", "float"):
            parser.add_argument("--" + item.name.replace("_", "-"),
                                type=int if item.type == "int" else float, default=item.default)
    for item in fields(TrainingOptions().weights):
        parser.add_argument("--weight-" + item.name, type=float, default=item.default)
    options = parser.parse_args()
    settings = TrainingOptions()
    for item in fields(settings):
        if item.name != "weights":
            setattr(settings, item.name, getattr(options, item.name))
    for item in fields(settings.weights):
        setattr(settings.weights, item.name, getattr(options, "weight_" + item.name))
    return options, settings


def settle(options: argparse.Namespace) -> None:
    """Fills in what depends on the machine."""
    cores = len(os.sched_getaffinity(0))
    if options.device == "auto":
        options.device = "cuda" if torch.cuda.is_available() else "cpu"
    gpu = options.device == "cuda"
    if options.engine != "plain":
        reason = "it is for the CPU" if gpu else fused.unsupported()
        if reason and options.engine == "fused":
            raise SystemExit(f"--engine fused: {reason}")
        options.engine = "plain" if reason else "fused"
    options.batch = options.batch or (64 if gpu else 16)
    if options.workers < 0:
        options.workers = max(1, cores - 1) if gpu else 1
    torch.set_num_threads(options.threads or cores)


def main() -> None:
    options, settings = parsed()
    settle(options)
    options.work.mkdir(parents=True, exist_ok=True)
    train(options, settings)


if __name__ == "__main__":
    main()
