"""Anchors: their grid, the coding of boxes and landmarks, matching, and suppression.

Boxes are x0, y0, x1, y1 and landmarks x0, y0 ... x4, y4, in pixels.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple, Tuple

import numpy as np
import torch
from torch import Tensor

from networks import ANCHOR_SIZES, STRIDES, Output

CENTRE_VARIANCE = 0.1
SIZE_VARIANCE = 0.2
POSITIVE_OVERLAP = 0.35
NEAR_OVERLAP = 0.1


class Targets(NamedTuple):
    """What each anchor of one picture should say."""

    kind: Tensor  # [A] 0: no face near, 1: face, 2: near a face, the teacher decides
    boxes: Tensor  # [A, 4] encoded, meaningful where kind is 1
    landmarks: Tensor  # [A, 10] encoded, meaningful where kind is 1


@lru_cache(maxsize=32)
def anchor_grid(height: int, width: int) -> Tensor:
    """[A, 3]: centre x, centre y, side; in the order of the network's output."""
    parts = []
    for stride, sizes in zip(STRIDES, ANCHOR_SIZES):
        rows, columns = -(-height // stride), -(-width // stride)
        y, x, side = np.meshgrid((np.arange(rows) + 0.5) * stride,
                                 (np.arange(columns) + 0.5) * stride,
                                 np.array(sizes, np.float64), indexing="ij")
        parts.append(np.stack([x, y, side], -1).reshape(-1, 3))
    return torch.from_numpy(np.concatenate(parts).astype(np.float32))


def encode_boxes(boxes: Tensor, anchors: Tensor) -> Tensor:
    side = anchors[:, 2:3]
    centre = (boxes[:, :2] + boxes[:, 2:]) / 2
    size = (boxes[:, 2:] - boxes[:, :2]).clamp(min=1.0)
    return torch.cat([(centre - anchors[:, :2]) / (CENTRE_VARIANCE * side),
                      torch.log(size / side) / SIZE_VARIANCE], 1)


def encode_landmarks(points: Tensor, anchors: Tensor) -> Tensor:
    offsets = points.view(-1, 5, 2) - anchors[:, None, :2]
    return (offsets / (CENTRE_VARIANCE * anchors[:, None, 2:3])).view(-1, 10)


def decode(output: Output, index: int, anchors: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
    """Scores, boxes and landmarks of one picture of the batch."""
    centre, side = anchors[:, :2], anchors[:, 2:3]
    middle = centre + output.boxes[index, :, :2] * CENTRE_VARIANCE * side
    half = side * torch.exp(output.boxes[index, :, 2:] * SIZE_VARIANCE) / 2
    points = output.landmarks[index].view(-1, 5, 2) * CENTRE_VARIANCE * side[:, None]
    points = (points + centre[:, None]).view(-1, 10)
    return (torch.sigmoid(output.margin[index]), torch.cat([middle - half, middle + half], 1),
            points)


def overlaps(first: Tensor, second: Tensor) -> Tensor:
    """Intersection over union, [len(first), len(second)]."""
    low = torch.max(first[:, None, :2], second[None, :, :2])
    high = torch.min(first[:, None, 2:], second[None, :, 2:])
    shared = (high - low).clamp(min=0).prod(2)
    area = lambda box: (box[:, 2:] - box[:, :2]).clamp(min=0).prod(1)
    return shared / (area(first)[:, None] + area(second)[None] - shared).clamp(min=1e-6)


def match(labels: Tensor, anchors: Tensor) -> Targets:
    """Targets of one picture. labels: [F, 15] box, landmarks, and 1 (face) or 0 (unsure)."""
    count = anchors.shape[0]
    kind = torch.zeros(count, dtype=torch.uint8)
    if labels.shape[0] == 0:
        return Targets(kind, torch.zeros(count, 4), torch.zeros(count, 10))
    half = anchors[:, 2:3] / 2
    overlap = overlaps(torch.cat([anchors[:, :2] - half, anchors[:, :2] + half], 1),
                       labels[:, :4])
    best_face, face = overlap.max(1)
    best_anchor = overlap.argmax(0)
    face[best_anchor] = torch.arange(labels.shape[0])
    forced = best_anchor[overlap.max(0).values > 0.2]
    best_face = best_face.index_fill(0, forced, 1.0)
    certain = labels[face, 14] > 0.5
    kind[best_face > NEAR_OVERLAP] = 2
    kind[(best_face >= POSITIVE_OVERLAP) & certain] = 1
    return Targets(kind, encode_boxes(labels[face, :4], anchors),
                   encode_landmarks(labels[face, 4:14], anchors))


def suppress(scores: np.ndarray, boxes: np.ndarray, limit: float = 0.4) -> np.ndarray:
    """Indices that survive non-maximum suppression (areas with +1 widths, as in GPEN)."""
    order, kept = np.argsort(-scores), []
    area = (boxes[:, 2] - boxes[:, 0] + 1) * (boxes[:, 3] - boxes[:, 1] + 1)
    while order.size:
        i, order = order[0], order[1:]
        kept.append(i)
        low = np.maximum(boxes[i, :2], boxes[order, :2])
        high = np.minimum(boxes[i, 2:], boxes[order, 2:])
        shared = np.clip(high - low + 1, 0, None).prod(1)
        order = order[shared / (area[i] + area[order] - shared) <= limit]
    return np.array(kept, int)


def detect(network: torch.nn.Module, picture: np.ndarray, threshold: float = 0.9) -> np.ndarray:
    """[F, 15] box, landmarks and score of the faces in one BGR picture of bytes."""
    from networks import to_input
    device = next(network.parameters()).device
    with torch.no_grad():
        output = network(to_input(torch.from_numpy(np.ascontiguousarray(picture))[None].to(device)))
    grid = anchor_grid(*picture.shape[:2]).to(device)
    scores, boxes, points = (part.cpu().numpy() for part in decode(output, 0, grid))
    found = np.flatnonzero(scores > threshold)
    found = found[suppress(scores[found], boxes[found])]
    return np.concatenate([boxes[found], points[found], scores[found, None]], 1)
