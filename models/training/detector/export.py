"""Writes the averaged student as the half-precision file that heirloom-cli loads.

    python3 export.py --work /tmp/heirloom-detector --output /tmp/face-lite.pth
"""

from __future__ import annotations

import argparse
import os
from collections import OrderedDict
from pathlib import Path

import torch

LARGEST_BYTES = 2_000_000


def export(checkpoint: Path, output: Path) -> int:
    """A plain dictionary of float16 tensors, official names, zip format; returns its size."""
    average = torch.load(str(checkpoint), map_location="cpu")["average"]
    state = OrderedDict((name, value.half().contiguous()) for name, value in average.items()
                        if not name.endswith("num_batches_tracked"))
    overflow = [name for name, value in state.items() if not torch.isfinite(value).all()]
    if overflow:
        raise SystemExit(f"Not finite in half precision: {overflow}")
    partial = output.with_suffix(".partial")
    torch.save(state, str(partial))
    size = partial.stat().st_size
    if size > LARGEST_BYTES:
        partial.unlink()
        raise SystemExit(f"{size} bytes are more than {LARGEST_BYTES}.")
    os.replace(partial, output)
    return size


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, default=Path("/tmp/heirloom-detector"))
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    size = export(options.work / "checkpoint.pt", options.output)
    print(f"{options.output}: {size} bytes")


if __name__ == "__main__":
    main()
