"""Trains a tiny restorer on drawn faces for a few seconds and loads the result in the product.

    python3 models/training/restorer/smoke_test.py [heirloom-cli]

Needs no data. Checks that the loss falls, that a run goes on where it stopped, and that the
exported file loads. Exit status 77 (skipped) where PyTorch is absent.
"""

from __future__ import annotations

import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

try:
    import numpy as np
    import torch
    from PIL import Image, ImageDraw
except ImportError as error:
    print(f"Skipped: {error}. On Debian: python3-torch python3-numpy python3-pil")
    sys.exit(77)

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from restorer import fused  # noqa: E402
from restorer.data import Pack, PairStream, from_image, pack  # noqa: E402
from restorer.evaluate import DEGRADATIONS, psnr  # noqa: E402
from restorer.export import check, write  # noqa: E402
from restorer.losses import reconstruction  # noqa: E402
from restorer.networks import Architecture, FullGenerator  # noqa: E402
from restorer.trainer import STATE_FILE, Trainer, TrainingOptions  # noqa: E402
from restorer.widen import shorten_mapping, widened  # noqa: E402

SIZE = 32
BATCH = 8
STEPS = 60


def drawn_face(seed: int) -> Image.Image:
    """An oval with eyes and a mouth in random colours."""
    r = np.random.default_rng(seed)

    def colour() -> tuple[int, ...]:
        return tuple(int(c) for c in r.integers(30, 226, 3))

    image = Image.new("RGB", (4 * SIZE,) * 2, colour())
    draw = ImageDraw.Draw(image)
    draw.ellipse([24, 10, 104, 122], fill=colour())
    for x in (44, 74):
        draw.ellipse([x, 46, x + 14, 56], fill=colour())
    draw.line([48, 92, 80, 92 + int(r.integers(-6, 7))], fill=colour(), width=5)
    return image.resize((SIZE, SIZE), Image.Resampling.BOX)


def drawn_pack(folder: Path) -> Path:
    faces, target = folder / "faces", folder / "faces.npz"
    faces.mkdir()
    for n in range(1, 41):
        drawn_face(n).save(faces / f"{n:04}.jpg", quality=95)
    drawn_face(40).save(faces / "v_40_age_0.jpg")  # a variation of a validation face
    pack(faces, target, SIZE)
    held_back = Pack(target)
    assert held_back.count("variations") == 0, "a variation of a validation face is trained on"
    assert held_back.names("validation") == [f"{n:04}.jpg" for n in range(37, 41)]
    return target


def batches(faces: Path, first: int):
    stream = iter(PairStream(faces, 1, first))
    while True:
        pairs = [next(stream) for _ in range(BATCH)]
        yield tuple(torch.stack(side) for side in zip(*pairs))


def loss_of(trainer: Trainer, batch: tuple) -> float:
    degraded, truth = batch
    with torch.no_grad():
        result = trainer.ema(degraded)
    return float(reconstruction(result, truth, trainer.options.weights)[0])


def check_learning(folder: Path, faces: Path) -> Trainer:
    torch.manual_seed(1)
    options = TrainingOptions(warm_up=80, horizon=4000, half_life=80, adversarial_from=160,
                              learning_rate=4e-3)
    # Random RGB outputs: from a quiet start, the loss of the input itself takes hours to beat.
    trainer = Trainer(FullGenerator(Architecture(SIZE, 1, 0.0625, 64, 2)), options, "cpu")
    test = next(batches(faces, 100_000))
    before = loss_of(trainer, test)
    source = batches(faces, 0)
    for _ in range(STEPS // 2):
        trainer.step(*next(source))
    trainer.save(folder)
    trainer = Trainer.resumed(folder / STATE_FILE, options, "cpu")
    source = batches(faces, trainer.images)
    for _ in range(STEPS // 2):
        values = trainer.step(*next(source))
    after = loss_of(trainer, test)
    print(f"loss {before:.4f} -> {after:.4f}; last step {values}")
    assert after < 0.7 * before, "the loss does not fall"
    assert trainer.images == STEPS * BATCH and "deception" in values
    return trainer


def check_frozen_degradations(faces: Path) -> None:
    face = Pack(faces).face("validation", 0)
    ranks = [psnr(d.apply(face, 0), face) for d in DEGRADATIONS]
    assert ranks == sorted(ranks, reverse=True), f"light to heavy must lose more: {ranks}"
    again = [psnr(d.apply(face, 0), face) for d in DEGRADATIONS]
    assert ranks == again, "the frozen degradations must repeat"


def check_fused_engine(network: FullGenerator, faces: Path) -> None:
    """Same answer and same gradients as the plain network, within bfloat16."""
    reason = fused.unsupported()
    if reason:
        print(f"Fused engine not checked: {reason}")
        return
    degraded, truth = next(batches(faces, 200_000))

    def answer(run) -> tuple:
        network.zero_grad(set_to_none=True)
        result = run(degraded)
        (result - truth).square().mean().backward()
        return result.detach(), [p.grad.flatten() for p in network.parameters()]

    plain, gradients = answer(network)
    fast, others = answer(lambda x: fused.forward(network, x))
    worst = float((plain - fast).abs().max())
    assert worst < 0.1, f"the fused engine differs by {worst}"
    together, apart = torch.cat(gradients), torch.cat(others)
    alike = float(torch.nn.functional.cosine_similarity(together, apart, 0))
    print(f"fused engine: largest difference {worst:.4f}, gradients alike to {alike:.4f}")
    assert alike > 0.98, "the fused engine's gradients point elsewhere"


def check_kernel_gradients() -> None:
    """Those of the fused engine against PyTorch's: one and many outputs, both strides."""
    if fused.unsupported():
        return
    torch.manual_seed(3)
    for inputs, outputs, width, stride in ((32, 32, 64, 1), (64, 160, 32, 1), (32, 128, 32, 2)):
        x = torch.randn(2, inputs, stride * width // 2, stride * width)
        kernel = torch.randn(outputs, inputs, 3 * stride, 3 * stride, requires_grad=True)
        result = torch.nn.functional.conv2d(x, kernel, stride=stride, padding=stride)
        gradient = torch.randn_like(result)
        (wanted,) = torch.autograd.grad(result, kernel, gradient)
        narrow = [t.to(torch.bfloat16, memory_format=torch.channels_last)
                  for t in (gradient, x, kernel.detach())]
        found = fused.kernel_gradient(*narrow, stride).float()
        off = float((found - wanted).norm() / wanted.norm())
        assert off < 0.01, f"{inputs} to {outputs} at stride {stride}: gradient off by {off:.1%}"


@torch.no_grad()
def check_widening() -> None:
    """A wider network gives the same pictures, and nearly so with a shorter mapping network."""
    torch.manual_seed(2)
    narrow = FullGenerator(Architecture(2 * SIZE, 1, 0.0625, 32, 4))
    faces = [from_image(drawn_face(n).resize((2 * SIZE,) * 2)) for n in range(100)]
    sample = torch.stack(faces[:8]) * 2 - 1
    wanted = narrow(sample)

    def change(network: FullGenerator) -> float:
        return float((network(sample) - wanted).abs().mean())

    wider = replace(narrow.architecture, channel_multiplier=2)
    assert change(widened(narrow, wider)) < 1e-4 < float(wanted.std()), "widening changes pictures"
    short = widened(narrow, replace(wider, n_mlp=1))
    careless = change(short)
    lost = shorten_mapping(narrow, short, faces)
    print(f"shorter mapping: {lost:.1%} lost, pictures change by {change(short):.4f}, "
          f"without fitting by {careless:.4f}")
    assert lost < 0.1 and change(short) < 0.5 * careless


def main() -> None:
    started = time.time()
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        faces = drawn_pack(folder)
        check_frozen_degradations(faces)
        trainer = check_learning(folder, faces)
        check_fused_engine(trainer.generator, faces)
        check_kernel_gradients()
        check_widening()
        exported = folder / "smoke.pth"
        write(trainer.ema.state_dict(), trainer.ema.architecture.input_skip, exported)
        check(exported, sys.argv[1] if len(sys.argv) > 1 else None)
    print(f"Passed in {time.time() - started:.0f} s")


if __name__ == "__main__":
    main()
