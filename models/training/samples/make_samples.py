#!/usr/bin/env python3
"""Makes the sample pictures that come with Heirloom (resources/samples).

Every face is the average of three synthetic faces that look alike, so it shows nobody,
not even one of the synthetic people. The pictures are then printed into an oval, aged and
scanned badly on purpose: they are what the first minute of the product restores.

    make_samples.py --faces ../shared/data/faces --out resources/samples

Deterministic: the same faces and seed give the same pictures.
"""
from __future__ import annotations

import argparse
import io
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

SEED = 1927
VALIDATION_SHARE = 0.1  # the last base faces by number are kept for evaluation
BLEND = 3


def load_faces(folder: Path) -> list[Path]:
    faces = sorted(p for p in folder.glob("[0-9]*.jpg"))
    return faces[: int(len(faces) * (1.0 - VALIDATION_SHARE))]


def signature(path: Path) -> np.ndarray:
    """The middle of the face, small, grey and of unit contrast: what must agree in a blend."""
    face = Image.open(path).convert("L").resize((64, 64), Image.LANCZOS)
    middle = np.asarray(face, np.float32)[14:58, 14:50]
    return ((middle - middle.mean()) / (middle.std() + 1e-3)).ravel()


def blend_around(index: int, faces: list[Path], signatures: np.ndarray) -> np.ndarray:
    """Average of the face and its nearest neighbours, as floats 0...255."""
    distance = np.square(signatures - signatures[index]).sum(1)
    nearest = np.argsort(distance)[:BLEND]
    pictures = [np.asarray(Image.open(faces[i]).convert("RGB").resize((512, 512)), np.float32)
                for i in nearest]
    return np.mean(pictures, 0)


def oval_print(face: np.ndarray, size: int, paper: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A soft oval vignette of the face on paper; returns picture and mask."""
    portrait = np.asarray(Image.fromarray(face.astype(np.uint8)).resize((size, size), Image.LANCZOS),
                          np.float32)
    y, x = np.mgrid[0:size, 0:size] / (size - 1.0) - 0.5
    radius = np.hypot(x / 0.44, (y + 0.02) / 0.49)
    mask = np.clip((1.02 - radius) / 0.20, 0.0, 1.0)[..., None]
    mask = mask * mask * (3.0 - 2.0 * mask)
    return portrait * mask + paper * (1.0 - mask), mask


def toned(picture: np.ndarray, dark: tuple, light: tuple) -> np.ndarray:
    """Grey tones from the dark to the light colour, as a print fades."""
    grey = picture @ np.array([0.299, 0.587, 0.114], np.float32) / 255.0
    grey = np.clip(grey, 0.0, 1.0)[..., None]
    return np.array(dark, np.float32) * (1.0 - grey) + np.array(light, np.float32) * grey


def scratched(picture: Image.Image, random: np.random.Generator, count: int) -> Image.Image:
    draw = ImageDraw.Draw(picture)
    width, height = picture.size
    for _ in range(count):
        x, y = random.uniform(0, width), random.uniform(0, height)
        angle = random.normal(1.4, 0.5)
        length = random.uniform(0.05, 0.35) * height
        points = [(x, y)]
        for _ in range(6):
            angle += random.normal(0, 0.08)
            x += np.cos(angle) * length / 6
            y += np.sin(angle) * length / 6
            points.append((x, y))
        tone = int(random.uniform(205, 240))
        draw.line(points, fill=(tone, tone - 6, tone - 18), width=1)
    for _ in range(count * 6):
        x, y = random.uniform(0, width), random.uniform(0, height)
        r = random.uniform(0.4, 1.5)
        tone = int(random.choice([70, 225]))
        draw.ellipse([x - r, y - r, x + r, y + r], fill=(tone, tone - 6, tone - 14))
    return picture


def grain(shape: tuple, random: np.random.Generator, sigma: float) -> np.ndarray:
    """Grain with a little correlation, the same in all channels."""
    white = random.normal(0.0, 1.0, shape[:2]).astype(np.float32)
    soft = (white + np.roll(white, 1, 0) + np.roll(white, 1, 1) + np.roll(white, (1, 1), (0, 1)))
    soft = soft / soft.std()
    return (0.5 * white + 0.8 * soft)[..., None] * sigma


def badly_scanned(picture: np.ndarray, random: np.random.Generator, blur: float, noise: float,
                  scratches: int) -> bytes:
    image = Image.fromarray(np.clip(picture, 0, 255).astype(np.uint8))
    image = image.filter(ImageFilter.GaussianBlur(blur))
    rough = np.asarray(image, np.float32) + grain(picture.shape, random, noise)
    image = scratched(Image.fromarray(np.clip(rough, 0, 255).astype(np.uint8)), random, scratches)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=82, subsampling=2)
    return buffer.getvalue()


def paper_texture(height: int, width: int, colour: tuple, random: np.random.Generator) -> np.ndarray:
    small = random.normal(0.0, 1.0, (height // 24 + 2, width // 24 + 2)).astype(np.float32)
    clouds = np.asarray(Image.fromarray(small).resize((width, height), Image.BICUBIC))
    return np.array(colour, np.float32) + clouds[..., None] * 4.0


def single_portrait(face: np.ndarray, random: np.random.Generator) -> bytes:
    """A sepia cabinet card."""
    height, width, size = 600, 470, 350
    page = paper_texture(height, width, (222, 206, 176), random)
    light = np.full(3, 236.0, np.float32)
    portrait, mask = oval_print(face, size, light)
    sepia = toned(portrait, (58, 40, 26), (232, 214, 180))
    top, left = 80, (width - size) // 2
    region = page[top:top + size, left:left + size]
    page[top:top + size, left:left + size] = region * (1 - mask) + sepia * mask
    return badly_scanned(page, random, blur=1.3, noise=6.0, scratches=6)


def family_card(faces: list[np.ndarray], random: np.random.Generator) -> bytes:
    """Three small grey ovals on one album page."""
    height, width, size = 440, 720, 215
    page = paper_texture(height, width, (74, 72, 70), random)
    for i, face in enumerate(faces):
        portrait, mask = oval_print(face, size, np.full(3, 205.0, np.float32))
        grey = toned(portrait, (30, 30, 30), (225, 225, 225))
        top = 90 + (-25 if i == 1 else 30)
        left = 22 + i * 230
        region = page[top:top + size, left:left + size]
        page[top:top + size, left:left + size] = region * (1 - mask) + grey * mask
    page = toned(page, (0, 0, 0), (255, 255, 255))
    return badly_scanned(page, random, blur=1.0, noise=6.0, scratches=4)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--faces", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--centres", type=int, nargs=4, default=None,
                        help="positions of the faces around which is blended")
    arguments = parser.parse_args()
    faces = load_faces(arguments.faces)
    signatures = np.stack([signature(path) for path in faces])
    if arguments.centres:
        centres = arguments.centres
    else:
        # Where neighbours agree best the blend shows no doubled features.
        closeness = np.array([np.sort(np.square(signatures - s).sum(1))[BLEND - 1]
                              for s in signatures])
        centres = list(np.argsort(closeness)[:4])
    blends = [blend_around(int(c), faces, signatures) for c in centres]
    random = np.random.default_rng(SEED)
    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / "cabinet-card.jpg").write_bytes(single_portrait(blends[0], random))
    (arguments.out / "album-page.jpg").write_bytes(family_card(blends[1:], random))


if __name__ == "__main__":
    main()
