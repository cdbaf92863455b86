"""Ages a clean face the way old prints and their scans age.

A picture is a float tensor [3, h, w], RGB, 0...1. Two kinds of change are kept apart:
`restyle` (fading, sepia, grey, colour casts) belongs to the photo's character and is applied to
input and target alike; `damage` (blur, loss of resolution, grain, JPEG, scratches, dust, halftone)
is what the network learns to undo and is applied to the input only.

Everything draws from the generator handed in, so a seed fixes the result.
"""

from __future__ import annotations

import io
import math

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image, ImageDraw
from torch import Tensor

Random = np.random.Generator
LUMA = torch.tensor([0.299, 0.587, 0.114])
DIGITISED_SHARE = 0.45
MARKED_SHARE = 0.16  # with scratches, and independently with dust
CRISP_SHARE = 0.5


def filtered(picture: Tensor, kernel: Tensor) -> Tensor:
    """Correlates every channel with an odd, normalised kernel; edges are reflected."""
    ph, pw = kernel.shape[0] // 2, kernel.shape[1] // 2
    padded = F.pad(picture[None], (pw, pw, ph, ph), mode="reflect")
    channels = picture.shape[0]
    weight = kernel.to(picture.dtype).expand(channels, 1, *kernel.shape).contiguous()
    return F.conv2d(padded, weight, groups=channels)[0]


def gaussian_blur(picture: Tensor, sigma: float) -> Tensor:
    radius = max(1, math.ceil(3 * sigma))
    taps = torch.exp(-0.5 * (torch.arange(-radius, radius + 1) / sigma) ** 2)
    taps = taps / taps.sum()
    return filtered(filtered(picture, taps[None, :]), taps[:, None])


def motion_kernel(length: float, angle: float) -> Tensor:
    """A straight smear with soft ends."""
    radius = math.ceil(length / 2) + 1
    y, x = torch.meshgrid(torch.arange(-radius, radius + 1.0), torch.arange(-radius, radius + 1.0),
                          indexing="ij")
    along = (x * math.cos(angle) + y * math.sin(angle)).abs()
    across = (y * math.cos(angle) - x * math.sin(angle)).abs()
    kernel = (1 - across).clamp(min=0) * (length / 2 + 0.5 - along).clamp(0, 1)
    return kernel / kernel.sum()


def defocus_kernel(radius: float) -> Tensor:
    """A disc with a soft rim."""
    reach = math.ceil(radius) + 1
    y, x = torch.meshgrid(torch.arange(-reach, reach + 1.0), torch.arange(-reach, reach + 1.0),
                          indexing="ij")
    kernel = (radius + 0.5 - torch.hypot(x, y)).clamp(0, 1)
    return kernel / kernel.sum()


def random_blur(picture: Tensor, r: Random, strength: float) -> Tensor:
    """strength 0...1 sets the reach."""
    kind = r.choice(["gaussian", "motion", "defocus"], p=[0.65, 0.15, 0.2])
    if kind == "gaussian":
        return gaussian_blur(picture, 0.3 + 2.2 * strength * r.uniform(0.4, 1))
    if kind == "motion":
        return filtered(picture, motion_kernel(1.5 + 7 * strength * r.uniform(0.3, 1),
                                               r.uniform(0, math.pi)))
    return filtered(picture, defocus_kernel(0.6 + 2.6 * strength * r.uniform(0.3, 1)))


def resized(picture: Tensor, height: int, width: int, kernel: str) -> Tensor:
    """kernel: area, bilinear, bicubic (the latter two antialiased) or nearest."""
    options: dict = {} if kernel in ("area", "nearest") else {"antialias": True}
    return F.interpolate(picture[None], (height, width), mode=kernel, **options)[0]


def jpeg(picture: Tensor, quality: int) -> Tensor:
    """Through a JPEG file of 8 bits, 4:2:0."""
    stream = io.BytesIO()
    to_image(picture).save(stream, "JPEG", quality=quality)
    return from_image(Image.open(stream))


def to_image(picture: Tensor) -> Image.Image:
    data = (picture.clamp(0, 1) * 255 + 0.5).to(torch.uint8).permute(1, 2, 0).contiguous()
    return Image.fromarray(data.numpy())


def from_image(image: Image.Image) -> Tensor:
    data = np.array(image.convert("RGB"), dtype=np.float32)
    return torch.from_numpy(data).permute(2, 0, 1) / 255


def noise_like(shape: tuple[int, ...], r: Random) -> Tensor:
    return torch.from_numpy(r.standard_normal(shape, dtype=np.float32))


def grain(picture: Tensor, r: Random, sigma: float) -> Tensor:
    """White or clumped grain, grey or coloured, stronger in the mid tones as on film.

    sigma is on the 0...255 scale.
    """
    channels = 1 if r.random() < 0.6 else 3
    noise = noise_like((channels, *picture.shape[1:]), r)
    if r.random() < 0.5:
        noise = gaussian_blur(noise, r.uniform(0.4, 1.4))
        noise = noise / noise.std()
    if r.random() < 0.5:
        light = (picture * LUMA[:, None, None]).sum(0, keepdim=True).clamp(0, 1)
        noise = noise * (0.4 + 2.4 * light * (1 - light))
    return picture + noise * (sigma / 255)


def drawn_mask(size: tuple[int, int], r: Random, draw_marks) -> Tensor:
    """Marks drawn at twice the size and reduced, so that they have soft edges."""
    height, width = size
    canvas = Image.new("L", (2 * width, 2 * height))
    draw_marks(ImageDraw.Draw(canvas), 2 * width, 2 * height)
    mask = np.asarray(canvas.resize((width, height), Image.Resampling.BOX), dtype=np.float32)
    return torch.from_numpy(mask / 255)[None]


def blended(picture: Tensor, mask: Tensor, r: Random) -> Tensor:
    """Lays a light or dark mark over the picture."""
    tone = r.uniform(0.75, 1.0) if r.random() < 0.7 else r.uniform(0.0, 0.25)
    opacity = r.uniform(0.25, 0.95)
    return picture + (tone - picture) * mask * opacity


def scratches(picture: Tensor, r: Random) -> Tensor:
    """A few wandering lines, mostly upright as from film transport."""

    def marks(draw: ImageDraw.ImageDraw, width: int, height: int) -> None:
        for _ in range(r.integers(1, 5)):
            angle = r.normal(math.pi / 2, 0.35) if r.random() < 0.7 else r.uniform(0, math.pi)
            x, y = r.uniform(0, width), r.uniform(0, height)
            length, pieces = r.uniform(0.1, 1.0) * height, int(r.integers(3, 9))
            points = [(x, y)]
            for _ in range(pieces):
                angle += r.normal(0, 0.12)
                x += math.cos(angle) * length / pieces
                y += math.sin(angle) * length / pieces
                points.append((x, y))
            draw.line(points, fill=255, width=int(r.integers(1, 4)))

    return blended(picture, drawn_mask(picture.shape[1:], r, marks), r)


def dust(picture: Tensor, r: Random) -> Tensor:
    """Specks and short hairs."""

    def marks(draw: ImageDraw.ImageDraw, width: int, height: int) -> None:
        for _ in range(r.integers(3, 30)):
            x, y, size = r.uniform(0, width), r.uniform(0, height), r.uniform(0.7, 4.0)
            if r.random() < 0.12:
                box = [x, y, x + size * 8, y + size * 8]
                start = r.uniform(0, 360)
                draw.arc(box, start, start + r.uniform(40, 150), fill=255, width=2)
            else:
                draw.ellipse([x, y, x + size, y + size * r.uniform(0.6, 1.6)], fill=255)

    return blended(picture, drawn_mask(picture.shape[1:], r, marks), r)


def halftone(picture: Tensor, r: Random) -> Tensor:
    """The dot screen of newsprint: soft threshold against a turned cosine grid."""
    height, width = picture.shape[1:]
    pitch, softness, mix = r.uniform(2.6, 6.0), r.uniform(0.12, 0.5), r.uniform(0.25, 0.8)
    angle = r.choice([math.pi / 4, 0.0, math.radians(15), math.radians(75)])
    y, x = torch.meshgrid(torch.arange(float(height)), torch.arange(float(width)), indexing="ij")
    u = (x * math.cos(angle) + y * math.sin(angle)) * (2 * math.pi / pitch)
    v = (y * math.cos(angle) - x * math.sin(angle)) * (2 * math.pi / pitch)
    screen = (0.5 + 0.25 * (torch.cos(u) + torch.cos(v)))[None]
    dots = torch.sigmoid((picture - screen) / (softness * 0.3))
    return picture + (dots - picture) * mix


def restyle(picture: Tensor, r: Random) -> Tensor:
    """The photo's own character, which a restoration must keep."""
    kind = r.choice(["as is", "grey", "sepia", "faded", "cast"], p=[0.35, 0.3, 0.1, 0.13, 0.12])
    grey = (picture * LUMA[:, None, None]).sum(0, keepdim=True)
    if kind == "grey":
        picture = grey.expand(3, -1, -1)
    elif kind == "sepia":
        paper = torch.tensor([1.0, r.uniform(0.82, 0.93), r.uniform(0.6, 0.82)])
        picture = grey * paper[:, None, None]
    elif kind == "faded":
        mixed = grey + (picture - grey) * r.uniform(0.2, 0.8)
        tint = torch.tensor(r.uniform([0.9, 0.75, 0.6], [1.0, 0.95, 0.9]), dtype=torch.float32)
        picture = mixed * tint[:, None, None]
    elif kind == "cast":
        gain = torch.tensor(r.uniform(0.82, 1.1, 3), dtype=torch.float32)[:, None, None]
        gamma = torch.tensor(r.uniform(0.87, 1.15, 3), dtype=torch.float32)[:, None, None]
        picture = (picture.clamp(1e-4, 1) ** gamma) * gain
    if r.random() < 0.5:
        low, high = r.uniform(0, 0.22), r.uniform(0.7, 1.0)
        picture = low + (high - low) * picture.clamp(0, 1) ** r.uniform(0.75, 1.35)
    return picture.clamp(0, 1)


def scanned(picture: Tensor, r: Random, strength: float) -> Tensor:
    """Blur, loss of resolution, grain and JPEG in the order of a scan and its file."""
    height, width = picture.shape[1:]
    if r.random() < 0.85:
        picture = random_blur(picture, r, strength)
    factor = 1 + (3.6 * strength * r.uniform(0.2, 1) if r.random() < 0.85 else 0)
    kernel = r.choice(["area", "bilinear", "bicubic", "nearest"], p=[0.35, 0.27, 0.33, 0.05])
    small = resized(picture, round(height / factor), round(width / factor), kernel)
    if r.random() < 0.8:
        small = grain(small, r, 1 + 24 * strength * r.uniform(0.2, 1))
    if r.random() < 0.75:
        small = jpeg(small, int(round(95 - 65 * strength * r.uniform(0.2, 1))))
    back = r.choice(["bilinear", "bicubic"], p=[0.3, 0.7])
    picture = resized(small, height, width, back)
    if r.random() < 0.1:  # saved once more
        picture = jpeg(picture, int(r.integers(60, 95)))
    return picture


def digitised(picture: Tensor, r: Random) -> Tensor:
    """A small noisy picture enlarged: every step about as strong as the others.

    In `scanned` each step draws its own strength, so that hardly any picture is bad in all
    respects at once, which the small faces of real scans are. Three in ten are small and blurred,
    but cleanly scanned: there detail can be won back.
    """
    height, width = picture.shape[1:]
    strength = r.uniform(0, 1.15)

    def near(low: float, high: float) -> float:
        return (low + (high - low) * strength) * r.uniform(0.8, 1.25)

    picture = gaussian_blur(picture, near(0.4, 1.8))
    factor = max(1.0, near(0.9, 4.0))
    kernel = r.choice(["area", "bilinear", "bicubic"], p=[0.6, 0.2, 0.2])
    small = resized(picture, round(height / factor), round(width / factor), kernel)
    channels = 3 if r.random() < 0.7 else 1
    noise, quality = near(2, 18), near(90, 38)
    if r.random() < 0.3:
        noise, quality = noise * r.uniform(0, 0.25), r.uniform(86, 97)
    small = small + noise_like((channels, *small.shape[1:]), r) * (noise / 255)
    small = jpeg(small, int(np.clip(round(quality), 20, 97)))
    return resized(small, height, width, "bicubic")


def marked(picture: Tensor, r: Random) -> Tensor:
    """Scratches on some pictures, dust on some."""
    if r.random() < MARKED_SHARE:
        picture = scratches(picture, r)
    if r.random() < MARKED_SHARE:
        picture = dust(picture, r)
    return picture.clamp(0, 1)


def damage(picture: Tensor, r: Random) -> Tensor:
    """The input for a target; one in twelve stays clean."""
    if r.random() < 1 / 12:
        return picture.clamp(0, 1)
    if r.random() < 0.06:
        picture = halftone(gaussian_blur(picture, r.uniform(0.4, 1.2)), r)
    # Marks of the negative are as soft as the picture; those on a print scanned finely are crisp.
    crisp = r.random() < CRISP_SHARE
    if not crisp:
        picture = marked(picture, r)
    if r.random() < DIGITISED_SHARE:
        picture = digitised(picture, r)
    else:
        picture = scanned(picture, r, float(r.beta(1.3, 1.3)))
    if crisp:
        picture = marked(picture, r)
        if r.random() < 0.5:
            picture = jpeg(picture, int(r.integers(75, 97)))
    return (picture.clamp(0, 1) * 255).round() / 255
