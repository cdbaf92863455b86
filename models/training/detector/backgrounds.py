"""Faceless pictures: gradients, noise, shapes, text, and things that look a little like faces.

Every function takes its own numpy Generator; the same seed gives the same picture.
Pictures are BGR bytes.
"""

from __future__ import annotations

from typing import Callable, List, Sequence, Tuple

import cv2
import numpy as np
from numpy.random import Generator

Colour = Tuple[int, int, int]
WORDS = ("Photo", "1927", "HOTEL", "Grand Opening", "studio", "Weimar", "To mother", "OPEN",
         "8", "O O", ":-)", "No. 5", "CAFE", "B&W", "1911-1935", "oo", "Souvenir")


def colour(rng: Generator) -> Colour:
    return tuple(int(v) for v in rng.integers(0, 256, 3))


def skin(rng: Generator) -> Colour:
    """A skin-like colour, from dark to light."""
    light = rng.uniform(0.25, 1.0)
    return (int(150 * light), int(180 * light), int(235 * light))


def pick_colour(rng: Generator) -> Colour:
    return skin(rng) if rng.random() < 0.35 else colour(rng)


def upscaled_noise(rng: Generator, height: int, width: int, cell: float) -> np.ndarray:
    """Smooth noise in 0...1 whose spots are about `cell` pixels wide."""
    small = rng.random((max(2, int(height / cell)), max(2, int(width / cell)), 3), np.float32)
    if rng.random() < 0.4:
        small[:] = small[..., :1]
    method = cv2.INTER_CUBIC if rng.random() < 0.7 else cv2.INTER_NEAREST
    return np.clip(cv2.resize(small, (width, height), interpolation=method), 0, 1)


def gradient(rng: Generator, height: int, width: int) -> np.ndarray:
    x, y = np.meshgrid(np.linspace(-1, 1, width, dtype=np.float32),
                       np.linspace(-1, 1, height, dtype=np.float32))
    angle = rng.uniform(0, 2 * np.pi)
    ramp = x * np.cos(angle) + y * np.sin(angle)
    if rng.random() < 0.3:
        ramp = np.hypot(x - rng.uniform(-1, 1), y - rng.uniform(-1, 1))
    if rng.random() < 0.3:
        ramp = np.mod(ramp * rng.uniform(1, 8), 1.0)
    ramp = (ramp - ramp.min()) / (np.ptp(ramp) + 1e-6)
    first, second = np.float32(colour(rng)), np.float32(colour(rng))
    return (first + (second - first) * ramp[..., None]).astype(np.uint8)


def noise(rng: Generator, height: int, width: int) -> np.ndarray:
    total = np.zeros((height, width, 3), np.float32)
    cell, weight = rng.uniform(2, 120), 1.0
    for _ in range(int(rng.integers(1, 4))):
        total += weight * upscaled_noise(rng, height, width, cell)
        cell, weight = max(1.0, cell / rng.uniform(2, 4)), weight * rng.uniform(0.4, 0.9)
    total = (total - total.min()) / (np.ptp(total) + 1e-6)
    low, high = np.float32(colour(rng)), np.float32(colour(rng))
    return (low + (high - low) * total).astype(np.uint8)


def stripes(rng: Generator, height: int, width: int) -> np.ndarray:
    """Bricks, boards, cloth: periodic patterns with a little disorder."""
    x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
    bend = (upscaled_noise(rng, height, width, 60)[..., 0] - 0.5) * rng.uniform(0, 20)
    angle, period = rng.uniform(0, np.pi), rng.uniform(4, 60)
    along = x * np.cos(angle) + y * np.sin(angle) + bend
    wave = np.sin(along * 2 * np.pi / period)
    if rng.random() < 0.6:
        across = -x * np.sin(angle) + y * np.cos(angle) + bend
        wave = wave * np.sin(across * 2 * np.pi / (period * rng.uniform(0.5, 3)))
    if rng.random() < 0.5:
        wave = np.sign(wave)
    first, second = np.float32(colour(rng)), np.float32(colour(rng))
    return (first + (second - first) * (wave[..., None] + 1) / 2).astype(np.uint8)


def draw_disc(picture: np.ndarray, rng: Generator, x: int, y: int, r: int) -> None:
    """Circles in circles: lamps, wheels, buttons, clocks."""
    for _ in range(int(rng.integers(1, 5))):
        thickness = -1 if rng.random() < 0.6 else max(1, r // 6)
        cv2.circle(picture, (x, y), max(1, r), pick_colour(rng), thickness, cv2.LINE_AA)
        r = int(r * rng.uniform(0.4, 0.9))


def draw_flower(picture: np.ndarray, rng: Generator, x: int, y: int, r: int) -> None:
    petals, tint = int(rng.integers(4, 12)), colour(rng)
    for i in range(petals):
        angle = 2 * np.pi * i / petals
        centre = (int(x + 0.6 * r * np.cos(angle)), int(y + 0.6 * r * np.sin(angle)))
        cv2.ellipse(picture, centre, (max(1, r // 2), max(1, r // 4)), np.degrees(angle), 0, 360,
                    tint, -1, cv2.LINE_AA)
    cv2.circle(picture, (x, y), max(1, r // 3), colour(rng), -1, cv2.LINE_AA)


def draw_window(picture: np.ndarray, rng: Generator, x: int, y: int, r: int) -> None:
    tall = int(r * rng.uniform(1.0, 1.8))
    cv2.rectangle(picture, (x - r, y - tall), (x + r, y + tall), colour(rng), -1)
    rows, columns = int(rng.integers(1, 4)), int(rng.integers(1, 4))
    pane, gap = colour(rng), max(1, r // 8)
    for i in range(rows):
        for j in range(columns):
            left = x - r + gap + j * 2 * r // columns
            top = y - tall + gap + i * 2 * tall // rows
            cv2.rectangle(picture, (left, top), (left + 2 * r // columns - 2 * gap,
                                                 top + 2 * tall // rows - 2 * gap), pane, -1)


def draw_hand(picture: np.ndarray, rng: Generator, x: int, y: int, r: int) -> None:
    """A palm with fingers, in skin colour."""
    tint, start = skin(rng), rng.uniform(0, 2 * np.pi)
    cv2.ellipse(picture, (x, y), (max(1, r), max(1, int(r * 0.8))), np.degrees(start), 0, 360,
                tint, -1, cv2.LINE_AA)
    for i in range(int(rng.integers(3, 6))):
        angle = start + (i - 2) * rng.uniform(0.25, 0.4)
        reach = r * rng.uniform(1.6, 2.2)
        end = (int(x + reach * np.cos(angle)), int(y + reach * np.sin(angle)))
        shade = tuple(int(v * rng.uniform(0.85, 1.0)) for v in tint)
        cv2.line(picture, (x, y), end, shade, max(1, int(r * 0.35)), cv2.LINE_AA)


def draw_blank_head(picture: np.ndarray, rng: Generator, x: int, y: int, r: int) -> None:
    """Hair, neck and an oval of skin without features: a head seen from behind, a mannequin."""
    tint, hair = skin(rng), tuple(int(v) for v in rng.integers(0, 120, 3))
    cv2.rectangle(picture, (x - r // 3, y), (x + r // 3, y + 2 * r), tint, -1)
    cv2.ellipse(picture, (x, y - r // 4), (max(1, int(r * 1.1)), max(1, int(r * 1.3))), 0, 0, 360,
                hair, -1, cv2.LINE_AA)
    if rng.random() < 0.7:
        cv2.ellipse(picture, (x, y + r // 6), (max(1, int(r * 0.85)), max(1, int(r * 1.1))), 0, 0,
                    360, tint, -1, cv2.LINE_AA)


def draw_blob(picture: np.ndarray, rng: Generator, x: int, y: int, r: int) -> None:
    count = int(rng.integers(3, 10))
    angles = np.sort(rng.uniform(0, 2 * np.pi, count))
    reach = r * rng.uniform(0.4, 1.3, count)
    points = np.stack([x + reach * np.cos(angles), y + reach * np.sin(angles)], 1)
    cv2.fillPoly(picture, [points.astype(np.int32)], pick_colour(rng), cv2.LINE_AA)


def draw_text(picture: np.ndarray, rng: Generator, x: int, y: int, r: int) -> None:
    word = WORDS[int(rng.integers(len(WORDS)))]
    cv2.putText(picture, word, (x - r, y), int(rng.integers(0, 8)), max(0.3, r / 25), colour(rng),
                max(1, r // 10), cv2.LINE_AA)


def draw_line(picture: np.ndarray, rng: Generator, x: int, y: int, r: int) -> None:
    angle = rng.uniform(0, 2 * np.pi)
    end = (int(x + 5 * r * np.cos(angle)), int(y + 5 * r * np.sin(angle)))
    cv2.line(picture, (x, y), end, colour(rng), max(1, r // 8), cv2.LINE_AA)


DRAWINGS: Sequence[Callable[..., None]] = (
    draw_disc, draw_flower, draw_window, draw_hand, draw_blank_head, draw_blob, draw_text,
    draw_line)
GROUNDS: Sequence[Callable[..., np.ndarray]] = (gradient, noise, stripes)


def draw_things(picture: np.ndarray, rng: Generator, count: int) -> None:
    """Draws `count` random things, in place."""
    height, width = picture.shape[:2]
    for _ in range(count):
        drawing = DRAWINGS[int(rng.integers(len(DRAWINGS)))]
        r = int(np.exp(rng.uniform(np.log(4), np.log(max(8, min(height, width) / 3)))))
        drawing(picture, rng, int(rng.integers(width)), int(rng.integers(height)), r)


def generated(rng: Generator, height: int, width: int) -> np.ndarray:
    """A faceless picture: a ground, often mixed with a second one, with things drawn on it."""
    make = lambda: GROUNDS[int(rng.integers(len(GROUNDS)))](rng, height, width)
    picture = make()
    if rng.random() < 0.5:
        picture = cv2.addWeighted(picture, 0.5, make(), 0.5, 0)
    if rng.random() < 0.8:
        draw_things(picture, rng, int(rng.integers(1, 25)))
    return picture


def random_crop(rng: Generator, source: np.ndarray, height: int, width: int,
                forbidden: List[np.ndarray]) -> np.ndarray | None:
    """A part of `source` that touches no forbidden box, resized; None if none was found."""
    tall, wide = source.shape[:2]
    for _ in range(8):
        share = np.exp(rng.uniform(np.log(0.15), 0))
        h = min(tall, max(24, int(tall * share)))
        w = min(wide, max(24, int(h * width / height)))
        y, x = int(rng.integers(tall - h + 1)), int(rng.integers(wide - w + 1))
        if all(box[2] < x or box[0] > x + w or box[3] < y or box[1] > y + h for box in forbidden):
            crop = cv2.resize(source[y:y + h, x:x + w], (width, height),
                              interpolation=cv2.INTER_AREA if h > height else cv2.INTER_LINEAR)
            return crop[:, ::-1].copy() if rng.random() < 0.5 else crop
    return None
