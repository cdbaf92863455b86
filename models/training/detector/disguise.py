"""Variety that the face library lacks: beards, glasses, hats, light from the side, suits.

Faces are 256 x 256 BGR bytes; labels are [14] box and landmarks in those pixels.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.random import Generator

from backgrounds import colour


def dark(rng: Generator) -> tuple:
    shade = rng.uniform(5, 110)
    return tuple(float(v) for v in np.clip(shade + rng.normal(0, 8, 3), 0, 255))


def soften(mask: np.ndarray, share: float) -> np.ndarray:
    """Blurs with a sigma of `share` of the side; at a quarter of the size, which is quicker."""
    small = cv2.resize(mask, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), max(0.3, share * small.shape[1]))
    return cv2.resize(small, mask.shape[1::-1], interpolation=cv2.INTER_LINEAR)


def hairy(rng: Generator, picture: np.ndarray, mask: np.ndarray) -> np.ndarray:
    """Fills the soft mask with something like hair: a tone with fine noise."""
    tone = np.float32(dark(rng) if rng.random() < 0.7 else (rng.uniform(120, 230),) * 3)
    texture = cv2.blur(rng.standard_normal(picture.shape[:2], np.float32), (3, 9)) * 60
    mask = soften(mask, rng.uniform(1.5, 5) / 256) * rng.uniform(0.6, 1.0)
    fill = tone + texture[..., None]
    out = picture + (fill - picture) * mask[..., None]
    return np.clip(out, 0, 255).astype(np.uint8)


def add_moustache(rng: Generator, picture: np.ndarray, points: np.ndarray) -> np.ndarray:
    mask = np.zeros(picture.shape[:2], np.float32)
    mouth = points[3:].mean(0)
    centre = points[2] + (mouth - points[2]) * rng.uniform(0.55, 0.8)
    half = np.linalg.norm(points[4] - points[3]) * rng.uniform(0.4, 0.8)
    thick = np.linalg.norm(mouth - points[2]) * rng.uniform(0.15, 0.35)
    cv2.ellipse(mask, tuple(int(v) for v in centre), (int(half) + 1, int(thick) + 1), 0, 0, 360, 1, -1)
    return hairy(rng, picture, mask)


def add_beard(rng: Generator, picture: np.ndarray, points: np.ndarray,
              box: np.ndarray) -> np.ndarray:
    """Over chin and cheeks, the mouth left open."""
    mask = np.zeros(picture.shape[:2], np.float32)
    mouth = points[3:].mean(0)
    centre = (int(mouth[0]), int((mouth[1] + box[3]) / 2 + rng.uniform(0, 12)))
    radii = (int((box[2] - box[0]) * rng.uniform(0.3, 0.5)),
             int((box[3] - mouth[1]) * rng.uniform(0.7, 1.3)) + 1)
    cv2.ellipse(mask, centre, radii, 0, 0, 360, 1, -1)
    half = int(np.linalg.norm(points[4] - points[3]) / 2)
    cv2.ellipse(mask, tuple(int(v) for v in mouth), (half + 1, half // 3 + 1), 0, 0, 360, 0, -1)
    return hairy(rng, picture, mask)


def add_glasses(rng: Generator, picture: np.ndarray, points: np.ndarray) -> np.ndarray:
    out, tint, apart = picture.copy(), dark(rng), np.linalg.norm(points[1] - points[0])
    thickness, r = int(rng.integers(1, 5)), int(apart * rng.uniform(0.22, 0.36))
    for eye in points[:2]:
        centre = tuple(int(v) for v in eye)
        if rng.random() < 0.12:  # dark glass
            cv2.circle(out, centre, r, tint, -1, cv2.LINE_AA)
        cv2.circle(out, centre, r, tint, thickness, cv2.LINE_AA)
    cv2.line(out, *[tuple(int(v) for v in p) for p in points[:2]], tint, thickness, cv2.LINE_AA)
    return out


def add_hat(rng: Generator, picture: np.ndarray, points: np.ndarray,
            box: np.ndarray) -> np.ndarray:
    out, tint = picture.copy(), dark(rng) if rng.random() < 0.7 else colour(rng)
    brim = int(box[1] + (points[:2, 1].mean() - box[1]) * rng.uniform(0.1, 0.6))
    middle, half = int((box[0] + box[2]) / 2), int((box[2] - box[0]) * rng.uniform(0.45, 0.65))
    cv2.rectangle(out, (middle - half, 0), (middle + half, brim), tint, -1)
    wide = int(half * rng.uniform(1.0, 1.6))
    cv2.ellipse(out, (middle, brim), (wide, int(rng.integers(3, 14))), 0, 0, 360, tint, -1)
    return out


def disguise(rng: Generator, picture: np.ndarray, label: np.ndarray) -> np.ndarray:
    """At most a few changes; half of the faces keep none."""
    points, box = label[4:14].reshape(5, 2), label[:4]
    if rng.random() < 0.5:
        return picture
    if rng.random() < 0.35:
        picture = add_beard(rng, picture, points, box)
    if rng.random() < 0.4:
        picture = add_moustache(rng, picture, points)
    if rng.random() < 0.25:
        picture = add_glasses(rng, picture, points)
    if rng.random() < 0.2:
        picture = add_hat(rng, picture, points, box)
    return picture


def break_up(rng: Generator, picture: np.ndarray, label: np.ndarray) -> np.ndarray:
    """No face any more: the inner face smeared out or its pieces shuffled."""
    x0, y0, x1, y1 = (int(v) for v in np.clip(label[:4], 0, picture.shape[0]))
    out, part = picture.copy(), picture[y0:y1, x0:x1]
    if rng.random() < 0.6:
        mask = np.zeros(picture.shape[:2], np.float32)
        cv2.ellipse(mask, ((x0 + x1) // 2, (y0 + y1) // 2), ((x1 - x0) // 2, (y1 - y0) // 2), 0, 0,
                    360, 1, -1)
        mask = soften(mask, 0.015)[..., None]
        coarse = cv2.resize(picture, (int(rng.integers(3, 6)),) * 2, interpolation=cv2.INTER_AREA)
        smeared = cv2.resize(coarse, picture.shape[1::-1], interpolation=cv2.INTER_CUBIC)
        return (picture + (smeared.astype(np.float32) - picture) * mask).astype(np.uint8)
    blocks = int(rng.integers(5, 8))
    tall, wide = (y1 - y0) // blocks, (x1 - x0) // blocks
    pieces = [part[i * tall:(i + 1) * tall, j * wide:(j + 1) * wide].copy()
              for i in range(blocks) for j in range(blocks)]
    for place, piece in enumerate(rng.permutation(len(pieces))):
        i, j = divmod(place, blocks)
        out[y0 + i * tall:y0 + (i + 1) * tall, x0 + j * wide:x0 + (j + 1) * wide] = pieces[piece]
    return out


def relight(rng: Generator, picture: np.ndarray) -> np.ndarray:
    """Exposure, contrast and light from one side."""
    out = picture.astype(np.float32)
    gain = np.exp(rng.normal(0, 0.25))
    if rng.random() < 0.5:
        ramp = np.linspace(rng.uniform(0.4, 1), rng.uniform(0.8, 1.4), out.shape[1], dtype=np.float32)
        if rng.random() < 0.5:
            ramp = ramp[::-1]
        out *= ramp[None, :, None] if rng.random() < 0.7 else ramp[:, None, None]
    middle = out.mean()
    out = (middle + (out - middle) * rng.uniform(0.6, 1.2)) * gain
    return np.clip(out, 0, 255).astype(np.uint8)


def draw_body(picture: np.ndarray, owner: np.ndarray, rng: Generator, label: np.ndarray) -> None:
    """Shoulders, collar and tie below the face, in place; other faces behind are covered."""
    x0, y0, x1, y1 = label[:4]
    width, middle, chin = x1 - x0, (x0 + x1) / 2, y1 - 0.05 * (y1 - y0)
    half, drop = width * rng.uniform(1.0, 1.5), width * rng.uniform(0.2, 0.5)
    bottom = chin + width * rng.uniform(1.5, 4)
    torso = np.array([[middle - 0.35 * width, chin], [middle - half, chin + drop],
                      [middle - half, bottom], [middle + half, bottom],
                      [middle + half, chin + drop], [middle + 0.35 * width, chin]])
    cloth = dark(rng) if rng.random() < 0.6 else colour(rng)
    for target, value in ((picture, cloth), (owner, 0)):
        cv2.fillPoly(target, [torso.astype(np.int32)], value)
    if rng.random() < 0.6:
        light = (float(rng.uniform(150, 255)),) * 3
        collar = np.array([[middle - 0.3 * width, chin], [middle, chin + width * rng.uniform(0.5, 1)],
                           [middle + 0.3 * width, chin]])
        cv2.fillPoly(picture, [collar.astype(np.int32)], light, cv2.LINE_AA)
        cv2.line(picture, (int(middle), int(chin)), (int(middle), int(chin + 0.6 * width)),
                 dark(rng), max(1, int(0.12 * width)))
