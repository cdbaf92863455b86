"""Side-by-side sheets: input, the other restorer, the candidate and the truth."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import torch
from torch import Tensor

from .degrade import to_image

Restore = Callable[[Tensor], Tensor]
SHOWN = 16
FACES_A_ROW = 2


def write_sheets(path: Path, faces: list[Tensor], degrade: Callable[[Tensor, int], Tensor],
                 rival: Restore, candidate: Restore) -> None:
    """Sixteen faces spread over the list, two groups of four pictures in each row."""
    chosen = [i * len(faces) // SHOWN for i in range(min(SHOWN, len(faces)))]
    groups = []
    for n in chosen:
        degraded = degrade(faces[n], n)
        row = [degraded, rival(degraded), candidate(degraded), faces[n]]
        groups.append(torch.cat(row, dim=2))
    while len(groups) % FACES_A_ROW:
        groups.append(torch.zeros_like(groups[0]))
    rows = [torch.cat(groups[i: i + FACES_A_ROW], dim=2)
            for i in range(0, len(groups), FACES_A_ROW)]
    path.parent.mkdir(parents=True, exist_ok=True)
    to_image(torch.cat(rows, dim=1)).save(path)
