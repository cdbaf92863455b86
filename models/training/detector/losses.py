"""What the student is trained for: the compositions' labels and the teacher's answers."""

from __future__ import annotations

from typing import Dict, List, Tuple

import torch
from torch import Tensor, nn
from torch.nn import functional

from anchors import Targets
from networks import BACKBONE_CHANNELS, Output

LABEL_SHARE = 0.5  # of a certain face's target score; the teacher's score is the rest
NEGATIVES_PER_FACE = 7
LEAST_NEGATIVES = 40  # for each picture of the batch
# Errors below this, in encoded units, count quadratically. A landmark's error is a quarter of a
# unit when it is as good as the teacher's own; with the usual 1 its pull would already have died.
QUADRATIC_BELOW = 0.1
WEIGHTS = {"score": 1.0, "box": 1.0, "landmark": 0.5, "soft": 0.5, "feature": 0.5}


class FeatureHints(nn.Module):
    """Maps the student's features to the teacher's widths; used in training only."""

    def __init__(self, student_channels: int, teacher_channels: int) -> None:
        super().__init__()
        inside = [*BACKBONE_CHANNELS, *[student_channels] * 3]
        outside = [*BACKBONE_CHANNELS, *[teacher_channels] * 3]
        self.maps = nn.ModuleList([nn.Conv2d(i, o, 1) for i, o in zip(inside, outside)])

    def forward(self, student: List[Tensor], teacher: List[Tensor]) -> Tensor:
        """Squared error relative to the variance of each teacher channel."""
        losses = []
        for convolve, mine, wanted in zip(self.maps, student, teacher):
            variance = wanted[:2].var((0, 2, 3), keepdim=True) + 0.05  # two pictures suffice
            losses.append(((convolve(mine) - wanted) ** 2 / variance).mean())
        return torch.stack(losses).mean()


def score_targets(kind: Tensor, teacher_margin: Tensor) -> Tensor:
    """1-ish at certain faces, the teacher's score near any face, 0 elsewhere."""
    soft = torch.sigmoid(teacher_margin)
    targets = torch.where(kind == 1, LABEL_SHARE + (1 - LABEL_SHARE) * soft, soft)
    return torch.where(kind == 0, torch.zeros_like(targets), targets)


def score_loss(margin: Tensor, targets: Tensor, kind: Tensor) -> Tensor:
    """Cross entropy with the hardest of the anchors that see no face."""
    losses = functional.binary_cross_entropy_with_logits(margin, targets, reduction="none")
    certain = kind == 1
    faces = int(certain.sum())
    far = losses[kind == 0]
    count = min(far.numel(), max(NEGATIVES_PER_FACE * faces, LEAST_NEGATIVES * margin.shape[0]))
    hardest = far.topk(count).values.sum() if count else far.sum()
    near = losses[kind == 2]
    return (losses[certain].sum() + hardest + near.sum() * 0.2) / max(faces, 10)


def regression(prediction: Tensor, target: Tensor, weight: Tensor | None = None) -> Tensor:
    """Smooth L1, weighted mean over anchors."""
    if target.shape[0] == 0:
        return prediction.sum() * 0
    losses = functional.smooth_l1_loss(prediction, target, reduction="none",
                                       beta=QUADRATIC_BELOW).sum(1)
    return losses.mean() if weight is None else (losses * weight).sum() / weight.sum()


def total_loss(student: Output, teacher: Output, targets: Targets, hints: FeatureHints
               ) -> Tuple[Tensor, Dict[str, float]]:
    """The weighted sum, and its parts for the log. Targets are stacked over the batch."""
    certain = targets.kind == 1
    # A face that the teacher hardly sees says little about where its eyes are.
    weight = 0.2 + 0.8 * torch.sigmoid(teacher.margin[certain])
    sure = (targets.kind > 0) & (teacher.margin > 0)  # a score above one half
    parts = {
        "score": score_loss(student.margin, score_targets(targets.kind, teacher.margin),
                            targets.kind),
        "box": regression(student.boxes[certain], targets.boxes[certain], weight),
        "landmark": regression(student.landmarks[certain], targets.landmarks[certain],
                               weight),
        "soft": regression(student.boxes[sure], teacher.boxes[sure])
        + regression(student.landmarks[sure], teacher.landmarks[sure]),
        "feature": hints(student.features, teacher.features),
    }
    total = sum(WEIGHTS[name] * value for name, value in parts.items())
    return total, {name: float(value.detach()) for name, value in parts.items()}
