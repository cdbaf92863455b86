"""A tiny training from synthetic faces: the loss falls, it resumes, the file loads.

    python3 smoke_test.py [path/to/heirloom-cli]

Ends with 77 (skipped) where PyTorch, NumPy or OpenCV for Python is absent. Needs no data:
the "faces" are drawn, and the teacher is a random network.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

try:
    import cv2
    import numpy as np
    import torch
except ImportError as error:
    print(f"Skipped: {error}")
    sys.exit(77)

import train
from export import export
from networks import RetinaFace, load_detector


def draw_face(seed: int) -> np.ndarray:
    """An oval with eyes, nose and mouth where the FFHQ template has them (256 pixels)."""
    rng = np.random.default_rng(seed)
    picture = np.full((256, 256, 3), rng.integers(0, 255, 3), np.uint8)
    cv2.ellipse(picture, (128, 144), (60, 80), 0, 0, 360, (150, 180, 230), -1)
    for centre in ((96, 120), (160, 120)):
        cv2.circle(picture, centre, 8, (40, 30, 30), -1)
    cv2.line(picture, (128, 120), (128, 157), (110, 140, 190), 4)
    cv2.line(picture, (100, 186), (157, 186), (60, 60, 160), 6)
    return picture


def make_inputs(folder: Path) -> None:
    (folder / "faces").mkdir()
    for i in range(20):
        cv2.imwrite(str(folder / "faces" / f"{i + 1:04}.jpg"), draw_face(i))
    torch.manual_seed(7)
    torch.save(RetinaFace(16).state_dict(), str(folder / "teacher.pth"))


def train_some(folder: Path, steps: int) -> train.Trainer:
    return train.run(train.arguments([
        "--work", str(folder / "work"), "--faces", str(folder / "faces"), "--photos",
        "--teacher", str(folder / "teacher.pth"), "--channels", "16", "--steps", str(steps),
        "--warm-up", "5", "--workers", "0", "--threads", "1", "--device", "cpu",
        "--minutes", "1"]))


def losses_in(file: Path) -> list:
    return [json.loads(line)["loss"] for line in file.read_text().splitlines()]


def main() -> None:
    train.SHAPES = ((128, 4, 1.0),)
    train.LOG_STEPS = 10
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_inputs(folder)
        train_some(folder, 30)
        trainer = train_some(folder, 30)
        assert trainer.step == 60, f"did not resume: step {trainer.step}"
        losses = losses_in(folder / "work" / "log.jsonl")
        assert losses[-1] < 0.9 * losses[0], f"the loss does not fall: {losses}"
        model = folder / "tiny.pth"
        export(folder / "work" / "checkpoint.pt", model)
        load_detector(model)
        if len(sys.argv) > 1:
            picture = folder / "picture.png"
            cv2.imwrite(str(picture), draw_face(1))
            command = [sys.argv[1], "detect", str(picture), "--json", "--detector", str(model)]
            answer = subprocess.run(command, capture_output=True, text=True, check=True)
            assert len(json.loads(answer.stdout)["photos"]) == 1
    print(f"ok: loss {losses[0]:.2f} to {losses[-1]:.2f}")


if __name__ == "__main__":
    main()
