"""The face library: aligned faces packed once, with boxes and landmarks from the teacher.

    python3 faces.py --work /tmp/heirloom-detector

writes faces.npz-like files into the work folder: `faces.npy` [N, 256, 256, 3] BGR bytes,
`faces-labels.npy` [N, 14] box and landmarks in those pixels, `faces-held-out.npy` [N] bool.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import List, NamedTuple, Tuple

import cv2
import numpy as np
import torch

from anchors import detect
from backgrounds import random_crop
from networks import load_detector

SIDE = 256
HELD_OUT_SHARE = 0.1
REPOSITORY = Path(__file__).resolve().parents[3]
SHARED = REPOSITORY.parent / "shared"
TEACHER = SHARED / "models" / "retinaface-mobilenet0.25.pth"
# The FFHQ template at 512 (GFPGAN, facexlib), for faces that the teacher does not find.
TEMPLATE = np.array([192.98, 239.95, 318.90, 240.19, 256.63, 314.02, 201.26, 371.41, 313.09,
                     371.15], np.float32) * (SIDE / 512)
TEMPLATE_BOX = np.array([138, 130, 374, 445], np.float32) * (SIDE / 512)
MIRRORED_POINTS = np.array([1, 0, 2, 4, 3])
# Test pictures: never a background.
EXCLUDED_PHOTOS = ("solvay",)


class RealPhoto(NamedTuple):
    picture: np.ndarray
    faces: List[np.ndarray]  # boxes with a margin, to be avoided


class Library(NamedTuple):
    """What compositions are made of."""

    pictures: np.ndarray  # [N, 256, 256, 3] BGR bytes, mapped from the file
    labels: np.ndarray  # [N, 14]
    chosen: np.ndarray  # indices to be used: training or held-out faces
    photos: List[RealPhoto]


def mirrored(label: np.ndarray, width: float) -> np.ndarray:
    """The label of the same face in the mirrored picture."""
    points = label[4:14].reshape(5, 2)[MIRRORED_POINTS] * (-1, 1) + (width, 0)
    box = (width - label[2], label[1], width - label[0], label[3])
    return np.concatenate([box, points.ravel()]).astype(np.float32)


def held_out(names: List[str]) -> np.ndarray:
    """The last tenth of the base faces by number; likewise for the bases of variations."""
    bases = [(name.startswith("v_"), int(name.split("_")[1] if name.startswith("v_")
                                         else Path(name).stem)) for name in names]
    limits = {}
    for variation in (False, True):
        numbers = sorted({number for kind, number in bases if kind == variation})
        limits[variation] = numbers[int(len(numbers) * (1 - HELD_OUT_SHARE))] if numbers else 0
    return np.array([number >= limits[kind] for kind, number in bases])


def label_of(teacher: torch.nn.Module, picture: np.ndarray) -> np.ndarray:
    """Mean of the teacher's answers for the face and its mirror image; else the template."""
    border = SIDE // 4
    def largest(view: np.ndarray) -> np.ndarray | None:
        padded = cv2.copyMakeBorder(view, *[border] * 4, cv2.BORDER_REPLICATE)
        found = detect(teacher, padded, 0.5)
        if not len(found):
            return None
        return found[np.argmax(found[:, 2] - found[:, 0]), :14] - border
    answers = [largest(picture), largest(np.ascontiguousarray(picture[:, ::-1]))]
    if answers[1] is not None:
        answers[1] = mirrored(answers[1], SIDE)
    answers = [answer for answer in answers if answer is not None]
    if not answers:
        return np.concatenate([TEMPLATE_BOX, TEMPLATE])
    return np.mean(answers, 0)


def pack(folder: Path, work: Path, teacher: torch.nn.Module) -> None:
    files = sorted(folder.glob("*.jpg"))
    if not files:
        raise SystemExit(f"No faces in {folder}")
    pictures = np.empty((len(files), SIDE, SIDE, 3), np.uint8)
    labels = np.empty((len(files), 14), np.float32)
    for i, file in enumerate(files):
        pictures[i] = cv2.resize(cv2.imread(str(file)), (SIDE, SIDE), interpolation=cv2.INTER_AREA)
        labels[i] = label_of(teacher, pictures[i])
    work.mkdir(parents=True, exist_ok=True)
    np.save(work / "faces-labels.npy", labels)
    np.save(work / "faces-held-out.npy", held_out([file.name for file in files]))
    np.save(work / "faces.npy", pictures)


def photo_files(folders: List[Path]) -> List[Path]:
    files = [file for folder in folders if folder.is_dir() for file in sorted(folder.rglob("*"))]
    return [file for file in files if file.suffix.lower() in (".jpg", ".png", ".jpeg")
            and not any(word in file.name for word in EXCLUDED_PHOTOS)]


def face_boxes(teacher: torch.nn.Module, picture: np.ndarray) -> List[np.ndarray]:
    """Everything that the teacher might take for a face, at three scales, with a margin."""
    boxes = []
    for scale in (0.35, 0.7, 1.0):
        view = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        for found in detect(teacher, view, 0.1)[:, :4] / scale:
            margin = 0.3 * (found[2:] - found[:2])
            boxes.append(np.concatenate([found[:2] - margin, found[2:] + margin]))
    return boxes


def load_photos(folders: List[Path], teacher: torch.nn.Module, side: int = 1280) -> List[RealPhoto]:
    photos = []
    for file in photo_files(folders):
        picture = cv2.imread(str(file), cv2.IMREAD_COLOR)
        if picture is None:
            continue
        scale = min(1.0, side / max(picture.shape[:2]))
        picture = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        photo = RealPhoto(picture, face_boxes(teacher, picture))
        probe = [random_crop(np.random.default_rng(i), picture, 64, 64, photo.faces)
                 for i in range(4)]
        if any(crop is not None for crop in probe):
            photos.append(photo)
    return photos


def load_library(work: Path, photos: List[RealPhoto], validation: bool = False) -> Library:
    outside = np.load(work / "faces-held-out.npy")
    return Library(np.load(work / "faces.npy", mmap_mode="r"), np.load(work / "faces-labels.npy"),
                   np.flatnonzero(outside == validation), photos)


def prepare(work: Path, folder: Path, teacher_file: Path, photo_folders: List[Path]
            ) -> Tuple[torch.nn.Module, List[RealPhoto]]:
    """The teacher and the real photos; packs the faces when that was not done before."""
    teacher = load_detector(teacher_file)
    if not (work / "faces.npy").exists():
        pack(folder, work, teacher)
    return teacher, load_photos(photo_folders, teacher)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path("/tmp/heirloom-detector"))
    parser.add_argument("--faces", type=Path, default=SHARED / "data" / "faces")
    parser.add_argument("--teacher", type=Path, default=TEACHER)
    options = parser.parse_args()
    pack(options.faces, options.work, load_detector(options.teacher))


if __name__ == "__main__":
    main()
