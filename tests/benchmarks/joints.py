"""The two nets of lesson 10 beside PyTorch: `python -m tests.benchmarks.joints [--epochs 10] [--seeds 3] [--threads 2]`.

The same first weights, figures in the same order and mirrored alike, the same Adam; PCK on figures never seen, and the time
of an epoch.  Writes joints.md.
"""

import argparse
import time
from pathlib import Path

import numpy as np

from .training import apart, pytorch

__all__ = ["main", "steps"]

FOLDER = Path(__file__).parent
SIDE = 64


def main():
    """Train every net with both libraries, in a process for each, and write the table."""
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks.joints")
    options.add_argument("--epochs", type=int, default=0, help="0: as the shipped nets are trained")
    options.add_argument("--seeds", type=int, default=3)
    options.add_argument("--threads", type=int, default=2)
    chosen = options.parse_args()
    lines = [
        "# Joints: heat maps and numbers, beside PyTorch", "",
        f"{chosen.threads} threads. PCK at 0.1 of the image on 1,000 figures never seen, each net after all its epochs; wanted: within "
        "one point of PyTorch, and at most 0.8 of its time for an epoch.", "",
        "| net | seed | PCK, ours | PCK, PyTorch | s an epoch, ours | PyTorch | ours / PyTorch |",
        "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]  # fmt: skip
    for kind in ("heat maps", "numbers"):
        for seed in range(chosen.seeds):
            (ours, mine), (theirs, other) = (
                apart(chosen.threads, trained, library, kind, seed, chosen.epochs) for library in ("ours", "torch")
            )
            lines.append(f"| {kind} | {seed} | {ours:.3f} | {theirs:.3f} | {mine:.1f} | {other:.1f} | {mine / other:.2f} |")
            print(lines[-1], flush=True)
    (FOLDER / "joints.md").write_text("\n".join([*lines, ""]))


def trained(threads, library, kind, seed, epochs):
    """PCK of one net after training, and the median seconds of its epochs."""
    torch = pytorch(threads) if library == "torch" else None
    from cnnkit import data
    from cnnkit.models import pose_nets
    from cnnkit.pose import pck

    net, figures, (images, joints) = pose_nets.NETS[kind](np.random.default_rng(seed)), data.load("pose"), data.load("pose", "test")
    epochs = epochs or pose_nets.EPOCHS
    if torch:
        found, seconds = _torch_trained(torch, net, figures, images, seed, epochs)
    else:
        history = pose_nets.trainer(net, figures, seed, epochs=epochs).run()
        found, seconds = pose_nets.answers(net, images), history.seconds
    return pck(found, joints, SIDE, 0.1), float(np.median(seconds))


def _torch_trained(torch, net, figures, images, seed, epochs):
    from cnnkit.models import pose_nets
    from cnnkit.pose import decode_heatmaps
    from cnnkit.training import cosine

    from .torch_net import in_torch

    (train, joints), rng, seconds = (each.copy() for each in figures), np.random.default_rng(seed), []
    module, schedule = in_torch(torch, net), cosine(pose_nets.RATE, epochs)
    optimiser = torch.optim.Adam(module.parameters(), lr=pose_nets.RATE)
    steps_ = -(-len(train) // pose_nets.BATCH)
    for epoch in range(epochs):
        start, order = time.perf_counter(), rng.permutation(len(train))
        module.train()
        for step in range(steps_):
            chosen = order[step * pose_nets.BATCH : (step + 1) * pose_nets.BATCH]
            optimiser.param_groups[0]["lr"] = schedule(epoch + step / steps_)
            _torch_step(torch, module, optimiser, torch.from_numpy(train[chosen]), torch.from_numpy(joints[chosen]))
        seconds.append(time.perf_counter() - start)
        pose_nets.mirror(train, joints, rng.random(len(train)) < 0.5)
    module.eval()
    with torch.no_grad():
        z = torch.cat([module(part) for part in torch.from_numpy(images).split(100)]).numpy()
    return (decode_heatmaps(z, pose_nets.STRIDE) if z.ndim == 4 else z.reshape(len(z), -1, 2) * SIDE), seconds


def _torch_step(torch, module, optimiser, images, joints):
    """Forward, the lesson's divergence written with PyTorch, backward, update; the loss."""
    from cnnkit.models.pose_nets import SIGMA, STRIDE

    optimiser.zero_grad()
    z = module(images)
    if z.dim() == 4:
        centres = [torch.arange(n) + 0.5 for n in z.shape[2:]]
        down, along = (
            torch.exp(-(((c - joints[:, :, k, None] / STRIDE) / SIGMA) ** 2) / 2) for k, c in enumerate(centres)
        )
        target = down[..., :, None] * along[..., None, :]
    else:
        target = joints.flatten(1) / SIDE
    loss = ((z - target) ** 2).sum() / 2 / len(images)
    loss.backward()
    optimiser.step()
    return loss


def steps(torch, kind):
    """A step of 32 figures, ours and PyTorch's, for the table of training; they learn the same."""
    from cnnkit import data
    from cnnkit.losses import mean_loss
    from cnnkit.models import pose_nets
    from cnnkit.training import Adam

    from .torch_net import in_torch
    from .training import _same

    rate, net = 1e-4, pose_nets.NETS[kind](np.random.default_rng(0))
    images, joints = (each[: pose_nets.BATCH] for each in data.load("pose", "test"))
    module, rule = in_torch(torch, net), Adam(net)
    optimiser = torch.optim.Adam(module.parameters(), lr=rate)
    there = torch.from_numpy(images), torch.from_numpy(joints)

    def ours():
        loss, dz = mean_loss(*pose_nets.pose_divergence(net.forward(images), joints))
        net.backward(dz, input_gradient=False)
        rule.step(rate)
        return loss

    def theirs():
        return _torch_step(torch, module, optimiser, *there)

    _same(*zip(*[(ours(), theirs().item()) for _ in range(3)], strict=True))
    return {"ours": ours, "torch": theirs}


if __name__ == "__main__":
    main()
