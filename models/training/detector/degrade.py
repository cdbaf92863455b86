"""What time, cameras and files do to a picture: applied to whole compositions.

Pictures are BGR bytes; everything is drawn from the given numpy Generator.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.random import Generator


def tone(rng: Generator, picture: np.ndarray) -> np.ndarray:
    """Grey (more often than not), sepia, faded or shifted colours; gamma and contrast."""
    out = picture.astype(np.float32)
    kind = rng.random()
    if kind < 0.65:
        weights = rng.dirichlet((2, 6, 4)).astype(np.float32)  # films differ in what they see
        out = (out @ weights)[..., None].repeat(3, 2)
        if kind < 0.2:
            out *= np.float32((rng.uniform(0.6, 0.9), rng.uniform(0.8, 0.97), 1.0))
    elif kind < 0.8:
        out *= rng.uniform(0.75, 1.2, 3).astype(np.float32)
    gamma = np.exp(rng.normal(0, 0.25))
    out = 255 * np.clip(out / 255, 0, 1) ** gamma
    low, high = rng.uniform(-30, 50), rng.uniform(190, 290)
    return low + out * ((high - low) / 255)


def light(rng: Generator, picture: np.ndarray) -> np.ndarray:
    """Uneven exposure over the sheet."""
    small = rng.uniform(0.65, 1.25, (2, 2)).astype(np.float32)
    field = cv2.resize(small, picture.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    return picture * field[..., None]


def blur(rng: Generator, picture: np.ndarray) -> np.ndarray:
    """Soft focus, motion, or a smaller scan enlarged again."""
    kind = rng.random()
    if kind < 0.4:
        return cv2.GaussianBlur(picture, (0, 0), rng.uniform(0.3, 2.2))
    if kind < 0.5:
        size = int(rng.integers(2, 8))
        kernel = np.zeros((size, size), np.float32)
        cv2.line(kernel, tuple(int(v) for v in rng.integers(0, size, 2)), (size // 2, size // 2), 1)
        return cv2.filter2D(picture, -1, kernel / kernel.sum())
    if kind < 0.8:
        height, width = picture.shape[:2]
        factor = rng.uniform(1.2, 3.0)
        small = cv2.resize(picture, (int(width / factor), int(height / factor)),
                           interpolation=cv2.INTER_AREA)
        method = (cv2.INTER_LINEAR, cv2.INTER_CUBIC)[int(rng.integers(2))]
        return cv2.resize(small, (width, height), interpolation=method)
    return picture


def grain(rng: Generator, picture: np.ndarray) -> np.ndarray:
    """Film grain: white or correlated, grey or coloured."""
    height, width = picture.shape[:2]
    channels = 1 if rng.random() < 0.7 else 3
    field = rng.standard_normal((height, width, channels), np.float32)
    if rng.random() < 0.5:
        field = cv2.GaussianBlur(field, (0, 0), rng.uniform(0.5, 1.2))
        field /= field.std() + 1e-6
    return picture + field.reshape(height, width, -1) * rng.uniform(1, 18)


def scratches(rng: Generator, picture: np.ndarray) -> np.ndarray:
    """Light and dark scratches, dust, creases."""
    height, width = picture.shape[:2]
    out = np.ascontiguousarray(picture)
    for _ in range(int(rng.integers(1, 12))):
        start = np.array([rng.uniform(0, width), rng.uniform(0, height)])
        end = start + rng.normal(0, height / 3, 2)
        shade = float(rng.choice((20, 235)))
        cv2.line(out, tuple(start.astype(int).tolist()), tuple(end.astype(int).tolist()),
                 (shade,) * 3, 1 if rng.random() < 0.85 else 2, cv2.LINE_AA)
    return out


def jpeg(rng: Generator, picture: np.ndarray) -> np.ndarray:
    quality = int(rng.integers(18, 96))
    _, data = cv2.imencode(".jpg", picture, (cv2.IMWRITE_JPEG_QUALITY, quality))
    return cv2.imdecode(data, cv2.IMREAD_COLOR)


def age(rng: Generator, picture: np.ndarray) -> np.ndarray:
    """A random history of one composition."""
    out = tone(rng, picture) if rng.random() < 0.9 else picture.astype(np.float32)
    if rng.random() < 0.4:
        out = light(rng, out)
    out = blur(rng, out)
    if rng.random() < 0.55:
        out = grain(rng, out)
    if rng.random() < 0.1:
        out = scratches(rng, out)
    out = np.clip(out, 0, 255).astype(np.uint8)
    return jpeg(rng, out) if rng.random() < 0.6 else out
