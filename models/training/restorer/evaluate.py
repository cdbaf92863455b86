"""Measures a restorer on the validation faces and says whether it is better than another.

    python3 -m restorer.evaluate --pack WORK/faces-256.npz [--candidate FILE] --against FILE
        [--json out.json] [--sheets FOLDER]

Three frozen degradations (blur, reduction by area, Gaussian noise, JPEG, bicubic enlargement; the
noise of face n has the seed n), PSNR over all pixels of 8-bit results, and the gates below.
Rule: a candidate is better when its PSNR is at no strength lower than the other's (by more than
0.05 dB) and it passes more gates, or as many with a higher score; so short runs add up. Score = mean PSNR gain over the three degradations in dB, less 3 times the absolute
natural logarithm of the gradient-energy ratio at medium: softness costs as smoothing pays.
"""

from __future__ import annotations

import argparse
import json
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from .data import Pack
from .degrade import gaussian_blur, jpeg, resized
from .networks import load_generator
from .sheets import write_sheets

try:
    import cv2
except ImportError:  # the gate against non-local means is then left out
    cv2 = None


@dataclass(frozen=True)
class Degradation:
    """A frozen test: sigma in pixels, noise on the 0...255 scale, and the gain it must reach."""

    name: str
    sigma: float
    factor: float
    noise: float
    quality: int
    gain: float

    def apply(self, face: Tensor, seed: int) -> Tensor:
        size = face.shape[1]
        small = resized(gaussian_blur(face, self.sigma), *[round(size / self.factor)] * 2, "area")
        random = np.random.default_rng(seed)
        noise = torch.from_numpy(random.standard_normal(tuple(small.shape), dtype=np.float32))
        small = jpeg(small + noise * (self.noise / 255), self.quality)
        return eight_bit(resized(small, size, size, "bicubic"))


DEGRADATIONS = (
    Degradation("light", 0.6, 1.5, 4, 85, 0.5),
    Degradation("medium", 1.2, 2.5, 10, 60, 1.5),
    Degradation("heavy", 1.8, 4.0, 18, 40, 2.0),
)
CLEAN_FLOOR = 36.0
ENERGY_RANGE = (0.6, 1.15)
PSNR_SLACK = 0.05
NLM_STRENGTHS = (3, 6, 10)  # the best of these stands for non-local means


def eight_bit(x: Tensor) -> Tensor:
    return (x.clamp(0, 1) * 255).round() / 255


def psnr(x: Tensor, y: Tensor) -> float:
    return 10 * math.log10(1 / max(float((x - y).square().mean()), 1e-10))


def gradient_energy(x: Tensor) -> float:
    """Mean squared gradient of the grey picture."""
    grey = x.mean(0)
    dx, dy = grey[:-1, 1:] - grey[:-1, :-1], grey[1:, :-1] - grey[:-1, :-1]
    return float((dx.square() + dy.square()).mean())


class Restorer:
    """A checkpoint as a function from picture to picture, [3, h, w], 0...1."""

    def __init__(self, path: Path, device: str) -> None:
        self.network, self.device = load_generator(str(path)).to(device).eval(), device

    @torch.no_grad()
    def __call__(self, picture: Tensor) -> Tensor:
        out = self.network(picture[None].to(self.device) * 2 - 1)[0].float().cpu()
        return eight_bit(out / 2 + 0.5)


def means_denoised(picture: Tensor, strength: int) -> Tensor:
    data = np.ascontiguousarray((picture * 255).round().byte().permute(1, 2, 0).numpy())
    out = cv2.fastNlMeansDenoisingColored(data, None, strength, strength, 7, 21)
    return torch.from_numpy(out).permute(2, 0, 1).float() / 255


def baseline(faces: list[Tensor], cache: Path | None) -> dict:
    """PSNR of the degraded input and of the best non-local means at each strength."""
    if cache and cache.is_file():
        return json.loads(cache.read_text())
    found: dict = {}
    for d in DEGRADATIONS:
        inputs = [d.apply(face, n) for n, face in enumerate(faces)]
        found[d.name] = {"input": float(np.mean([psnr(x, y) for x, y in zip(inputs, faces)]))}
        if cv2 is not None:
            scores = [float(np.mean([psnr(means_denoised(x, h), y) for x, y in zip(inputs, faces)]))
                      for h in NLM_STRENGTHS]
            found[d.name]["non_local_means"] = max(scores)
    if cache and cv2 is not None:
        cache.write_text(json.dumps(found))
    return found


def measured(restore: Restorer, faces: list[Tensor]) -> dict:
    """PSNR and gradient-energy ratio at each degradation, and PSNR on clean input."""
    result: dict = {"clean": float(np.mean([psnr(restore(face), face) for face in faces]))}
    for d in DEGRADATIONS:
        outputs = [restore(d.apply(face, n)) for n, face in enumerate(faces)]
        ratios = [gradient_energy(x) / gradient_energy(y) for x, y in zip(outputs, faces)]
        result[d.name] = {"psnr": float(np.mean([psnr(x, y) for x, y in zip(outputs, faces)])),
                          "energy": float(np.mean(ratios))}
    return result


def judged(result: dict, base: dict, rival: dict | None) -> tuple[dict[str, bool], float]:
    """Every gate by name, and the score."""
    gates = {"clean": result["clean"] >= CLEAN_FLOOR,
             "energy": ENERGY_RANGE[0] <= result["medium"]["energy"] <= ENERGY_RANGE[1]}
    gains = []
    for d in DEGRADATIONS:
        gain = result[d.name]["psnr"] - base[d.name]["input"]
        gains.append(gain)
        gates[f"gain {d.name}"] = gain >= d.gain
        means = base[d.name].get("non_local_means")
        if means is not None:
            gates[f"non-local means {d.name}"] = result[d.name]["psnr"] > means
        if rival is not None:
            gates[f"rival {d.name}"] = result[d.name]["psnr"] > rival[d.name]["psnr"]
    return gates, float(np.mean(gains)) - 3 * abs(math.log(result["medium"]["energy"]))


def is_better(candidate: dict, other: dict) -> bool:
    """Both with their psnr, gates and score; gates against the rival count for neither."""
    if any(candidate[d.name]["psnr"] < other[d.name]["psnr"] - PSNR_SLACK for d in DEGRADATIONS):
        return False

    def passed(result: dict) -> int:
        return sum(ok for name, ok in result["gates"].items() if not name.startswith("rival"))

    return (passed(candidate), candidate["score"]) > (passed(other), other["score"])


def table(title: str, result: dict, base: dict) -> str:
    lines = [f"{title}: clean {result['clean']:.2f} dB"]
    for d in DEGRADATIONS:
        b, r = base[d.name], result[d.name]
        means = b.get("non_local_means", float("nan"))
        lines.append(f"  {d.name:7} input {b['input']:.2f}  NLM {means:.2f}  result "
                     f"{r['psnr']:.2f} ({r['psnr'] - b['input']:+.2f} of {d.gain:+.1f})  "
                     f"energy {r['energy']:.2f}")
    return "\n".join(lines)


def evaluate(options: argparse.Namespace) -> dict:
    pack = Pack(options.pack)
    count = min(pack.count("validation"), options.faces or 10_000)
    faces = [pack.face("validation", n) for n in range(count)]
    cache = options.pack.with_name(f"baseline-{count}.json")
    base = baseline(faces, cache)
    report: dict = {"faces": count, "baseline": base}
    rival = Restorer(options.against, options.device)
    report["against"] = measured(rival, faces)
    print(table(str(options.against), report["against"], base))
    gates, score = judged(report["against"], base, None)
    report["against"] |= {"gates": gates, "score": score}
    if options.candidate:
        candidate = Restorer(options.candidate, options.device)
        report["candidate"] = measured(candidate, faces)
        print(table(str(options.candidate), report["candidate"], base))
        own, own_score = judged(report["candidate"], base, report["against"])
        report["candidate"] |= {"gates": own, "score": own_score}
        report["better"] = is_better(report["candidate"], report["against"])
        failed = [name for name, passed in own.items() if not passed]
        print(f"gates failed: {', '.join(failed) or 'none'}; score {own_score:.2f}, "
              f"against {score:.2f}")
        print(f"better than {options.against}: {'yes' if report['better'] else 'no'}")
        if options.sheets:
            for d in DEGRADATIONS:
                write_sheets(options.sheets / f"{d.name}.png", faces, d.apply, rival, candidate)
    return report


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure a restorer on the validation faces")
    parser.add_argument("--pack", type=Path, required=True)
    parser.add_argument("--candidate", type=Path)
    parser.add_argument("--against", type=Path, required=True)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--sheets", type=Path, help="folder for side-by-side pictures")
    parser.add_argument("--faces", type=int, default=0, help="the first so many only; 0: all")
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    parser.add_argument("--threads", type=int, default=0)
    options = parser.parse_args()
    if options.threads:
        torch.set_num_threads(options.threads)
    report = evaluate(options)
    if options.json:
        options.json.write_text(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
