"""Training pictures of our own: faces pasted onto faceless grounds, with their labels.

compose(seed, ...) is deterministic: the same seed and library give the same picture.

    python3 compose.py --work /tmp/heirloom-detector --sheet sheet.png
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import List, NamedTuple, Tuple

import cv2
import numpy as np
from numpy.random import Generator

from backgrounds import colour, draw_blob, draw_hand, draw_things, generated, random_crop
from degrade import age
from disguise import break_up, disguise, draw_body, relight, soften
from faces import SIDE, Library, load_library, mirrored

CERTAIN_VISIBLE = 0.6  # a face that is less visible is left to the teacher's judgement
GONE_VISIBLE = 0.12
SMALLEST_CERTAIN = 12.0  # pixels
KINDS = ("none", "crowd", "few", "portrait")
KIND_SHARES = (0.16, 0.32, 0.37, 0.15)


class Place(NamedTuple):
    """Where a face goes: centre and width of its box in the canvas, in pixels."""

    x: float
    y: float
    width: float


class Pasted(NamedTuple):
    label: np.ndarray  # [14] box and landmarks in the canvas
    area: float  # of the face's ellipse, also outside the canvas


class Canvas:
    """A picture in the making, and whose face each pixel shows."""

    def __init__(self, picture: np.ndarray) -> None:
        self.picture = picture
        self.owner = np.zeros(picture.shape[:2], np.int16)
        self.faces: List[Pasted] = []

    def labels(self) -> np.ndarray:
        """[F, 15]: boxes clipped to the canvas, landmarks, 1 for certain faces."""
        height, width = self.owner.shape
        counts = np.bincount(self.owner.ravel(), minlength=len(self.faces) + 1)
        rows = []
        for i, face in enumerate(self.faces):
            visible = counts[i + 1] / max(1.0, face.area)
            if visible < GONE_VISIBLE:
                continue
            box = np.clip(face.label[:4], 0, (width, height, width, height))
            large = min(box[2] - box[0], box[3] - box[1]) >= SMALLEST_CERTAIN
            certain = float(visible > CERTAIN_VISIBLE and large)
            rows.append(np.concatenate([box, face.label[4:14], [certain]]))
        return np.array(rows, np.float32).reshape(-1, 15)


def random_angle(rng: Generator) -> float:
    """Degrees: mostly upright, sometimes lying."""
    return rng.normal(0, 10) if rng.random() < 0.85 else rng.uniform(-60, 60)


def placement(rng: Generator, label: np.ndarray, place: Place) -> np.ndarray:
    """[2, 3] affine map from the face's picture to the canvas."""
    scale = place.width / (label[2] - label[0])
    angle = np.radians(random_angle(rng))
    stretch = np.exp(rng.normal(0, 0.06))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    shape = np.array([[scale * stretch, scale * rng.normal(0, 0.05)], [0, scale / stretch]])
    linear = turn @ shape
    centre = np.array([label[0] + label[2], label[1] + label[3]]) / 2
    return np.column_stack([linear, np.array([place.x, place.y]) - linear @ centre])


def transformed(label: np.ndarray, affine: np.ndarray) -> Pasted:
    """Box of the turned ellipse in the old box; moved landmarks."""
    linear = affine[:, :2]
    centre = affine @ np.array([(label[0] + label[2]) / 2, (label[1] + label[3]) / 2, 1])
    radii = np.array([label[2] - label[0], label[3] - label[1]]) / 2
    reach = np.sqrt(((linear * radii) ** 2).sum(1))
    points = label[4:14].reshape(5, 2) @ linear.T + affine[:, 2]
    area = np.pi * radii.prod() * abs(np.linalg.det(linear))
    return Pasted(np.concatenate([centre - reach, centre + reach, points.ravel()]), area)


def cut_mask(rng: Generator, label: np.ndarray, side: int) -> np.ndarray:
    """[side, side] float: what of the aligned picture is pasted: a soft oval, or all of it."""
    mask = np.zeros((side, side), np.float32)
    if rng.random() < 0.3:  # a photo in the photo, with a sharp border
        mask[:] = 1
        return mask
    centre = ((label[0] + label[2]) / 2, (label[1] + label[3]) / 2 - rng.uniform(0, 0.07) * side)
    radii = np.array([label[2] - label[0], label[3] - label[1]]) * rng.uniform(0.55, 0.9)
    cv2.ellipse(mask, tuple(int(v) for v in centre), tuple(int(v) for v in radii), 0, 0, 360, 1, -1)
    return soften(mask, rng.uniform(0.004, 0.03))


def window_of(affine: np.ndarray, side: int, height: int, width: int) -> Tuple[int, int, int, int]:
    """x0, y0, x1, y1 of the canvas that the warped picture touches."""
    corners = np.array([[0, 0, 1], [side, 0, 1], [0, side, 1], [side, side, 1]]) @ affine.T
    low = np.clip(np.floor(corners.min(0)), 0, (width, height)).astype(int)
    high = np.clip(np.ceil(corners.max(0)), 0, (width, height)).astype(int)
    return low[0], low[1], high[0], high[1]


def blend(canvas: np.ndarray, picture: np.ndarray, mask: np.ndarray, affine: np.ndarray) -> None:
    """Warps picture and mask into the canvas, reduced first so that nothing aliases."""
    old_side = picture.shape[0]
    x0, y0, x1, y1 = window_of(affine, old_side, *canvas.shape[:2])
    if x1 <= x0 or y1 <= y0:
        return
    scale = np.sqrt(abs(np.linalg.det(affine[:, :2])))
    matrix = affine.copy()
    if scale < 0.9:
        side = max(8, int(np.ceil(old_side * scale)))
        picture = cv2.resize(picture, (side, side), interpolation=cv2.INTER_AREA)
        mask = cv2.resize(mask, (side, side), interpolation=cv2.INTER_AREA)
        ratio = old_side / side
        matrix[:, 2] += matrix[:, :2] @ np.full(2, 0.5 * ratio - 0.5)
        matrix[:, :2] *= ratio
    matrix[:, 2] -= (x0, y0)
    size = (x1 - x0, y1 - y0)
    warped = cv2.warpAffine(picture, matrix, size, borderMode=cv2.BORDER_REPLICATE)
    alpha = cv2.warpAffine(mask, matrix, size)[..., None]
    part = canvas[y0:y1, x0:x1]
    part[:] = (part + (warped.astype(np.float32) - part) * alpha).astype(np.uint8)


def random_face(rng: Generator, library: Library, width: float) -> Tuple[np.ndarray, np.ndarray]:
    """A face with its label, at half size (faster) where it will be small; often mirrored."""
    index = int(library.chosen[int(rng.integers(len(library.chosen)))])
    picture, label = np.array(library.pictures[index]), library.labels[index]
    if width < 60:
        half = SIDE // 2
        picture = cv2.resize(picture, (half, half), interpolation=cv2.INTER_AREA)
        label = label / 2
    if rng.random() < 0.5:
        label = mirrored(label, picture.shape[1])
        picture = np.ascontiguousarray(picture[:, ::-1])
    return picture, label


def paste_face(canvas: Canvas, rng: Generator, library: Library, place: Place) -> None:
    """One face; one in twelve is broken up and counts as none."""
    picture, label = random_face(rng, library, place.width)
    mask = cut_mask(rng, label, picture.shape[0])
    broken = place.width > 24 and rng.random() < 0.08
    picture = break_up(rng, picture, label) if broken else disguise(rng, picture, label)
    picture = relight(rng, picture)
    affine = placement(rng, label, place)
    pasted = transformed(label, affine)
    if rng.random() < 0.6:
        draw_body(canvas.picture, canvas.owner, rng, pasted.label)
    blend(canvas.picture, picture, mask, affine)
    stamp = 0
    if not broken:
        canvas.faces.append(pasted)
        stamp = len(canvas.faces)
    box = pasted.label
    cv2.ellipse(canvas.owner, (int((box[0] + box[2]) / 2), int((box[1] + box[3]) / 2)),
                (max(1, int((box[2] - box[0]) / 2)), max(1, int((box[3] - box[1]) / 2))),
                0, 0, 360, stamp, -1)


def cover(canvas: Canvas, rng: Generator) -> None:
    """A hand, a blob or a bar over a part of some face."""
    box = canvas.faces[int(rng.integers(len(canvas.faces)))].label[:4]
    width, height = box[2] - box[0], box[3] - box[1]
    x = int(rng.uniform(box[0] - 0.2 * width, box[2] + 0.2 * width))
    y = int(rng.uniform(box[1] - 0.2 * height, box[3] + 0.2 * height))
    r = max(2, int(width * rng.uniform(0.15, 0.4)))
    before = canvas.picture.copy()
    if rng.random() < 0.2:
        cv2.rectangle(canvas.picture, (x - r, y - 3 * r), (x + r, y + 3 * r), colour(rng), -1)
    else:
        (draw_hand if rng.random() < 0.5 else draw_blob)(canvas.picture, rng, x, y, r)
    canvas.owner[(before != canvas.picture).any(2)] = 0


def crowd_places(rng: Generator, height: int, width: int) -> List[Place]:
    """Rows of faces of about one size, the front rows lower and later."""
    size = float(np.exp(rng.uniform(np.log(16), np.log(min(70, width / 5)))))
    places, y = [], rng.uniform(0.5, 3) * size
    while y < height and len(places) < 60:
        x = rng.uniform(0, 2) * size
        while x < width:
            if rng.random() < 0.85:
                places.append(Place(x + rng.normal(0, 0.15 * size), y + rng.normal(0, 0.25 * size),
                                    size * np.exp(rng.normal(0, 0.12))))
            x += size * rng.uniform(1.3, 2.6)
        y += size * rng.uniform(1.5, 3.2)
    return places


def places_of(rng: Generator, kind: str, height: int, width: int) -> List[Place]:
    if kind == "none":
        return []
    if kind == "crowd":
        return crowd_places(rng, height, width)
    if kind == "portrait":
        return [Place(rng.uniform(0.25, 0.75) * width, rng.uniform(0.3, 0.7) * height,
                      rng.uniform(0.35, 1.0) * width)]
    sizes = np.exp(rng.uniform(np.log(16), np.log(0.45 * width), int(rng.integers(1, 6))))
    return [Place(rng.uniform(0, width), rng.uniform(0, height), float(size)) for size in sizes]


def ground(rng: Generator, library: Library, height: int, width: int) -> np.ndarray:
    """A generated ground, or a faceless part of a real photo."""
    if library.photos and rng.random() < 0.45:
        photo = library.photos[int(rng.integers(len(library.photos)))]
        crop = random_crop(rng, photo.picture, height, width, photo.faces)
        if crop is not None:
            if rng.random() < 0.3:
                draw_things(crop, rng, int(rng.integers(1, 8)))
            return crop
    return generated(rng, height, width)


def compose(seed: Tuple[int, ...], library: Library, height: int, width: int
            ) -> Tuple[np.ndarray, np.ndarray]:
    """A BGR picture and its labels [F, 15]: box, landmarks, certain or not."""
    rng = np.random.default_rng(seed)
    kind = KINDS[int(rng.choice(len(KINDS), p=KIND_SHARES))]
    canvas = Canvas(ground(rng, library, height, width))
    for place in places_of(rng, kind, height, width):
        paste_face(canvas, rng, library, place)
    while canvas.faces and rng.random() < 0.3:
        cover(canvas, rng)
    return age(rng, canvas.picture), canvas.labels()


def draw_labels(picture: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """A copy with boxes (green: certain, yellow: not) and landmarks."""
    out = picture.copy()
    for label in labels:
        box = [int(v) for v in label[:4]]
        cv2.rectangle(out, box[:2], box[2:], (0, 255, 0) if label[14] else (0, 255, 255), 1)
        for point in label[4:14].reshape(5, 2):
            cv2.circle(out, tuple(int(v) for v in point), 1, (0, 0, 255), -1)
    return out


def main() -> None:
    from faces import SHARED, TEACHER, prepare
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path("/tmp/heirloom-detector"))
    parser.add_argument("--photos", type=Path, nargs="*", default=[SHARED / "data" / "photos"])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sheet", type=Path, required=True, help="PNG with 24 labelled pictures")
    options = parser.parse_args()
    _, photos = prepare(options.work, SHARED / "data" / "faces", TEACHER, options.photos)
    library = load_library(options.work, photos)
    cells = [draw_labels(*compose((options.seed, i), library, 320, 320)) for i in range(24)]
    rows = [np.hstack(cells[i:i + 6]) for i in range(0, 24, 6)]
    cv2.imwrite(str(options.sheet), np.vstack(rows))


if __name__ == "__main__":
    main()
