"""Training beside PyTorch: `python -m tests.benchmarks.training [--threads 1] [--seeds 3] [--epochs 10]`.

LeNet on full Fashion-MNIST, epoch by epoch in turns with the same network, weights, optimiser and batch size in
PyTorch; one update of ResNet-8; digits8 from the first update to the end; memory that a training run adds.
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from .nets import copy_weights, torch_lenet, torch_resnet8
from .report import FOLDER, machine
from .timing import compare

__all__ = ["main"]

BATCH, RATE, MOMENTUM, DECAY = 64, 0.05, 0.9, 5e-4


def main():
    """Measure everything and write training.md."""
    options = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.training", description=__doc__
    )
    options.add_argument("--threads", type=int, default=1)
    options.add_argument("--seeds", type=int, default=3)
    options.add_argument("--epochs", type=int, default=10)
    options.add_argument("--memory", choices=["ours", "torch"], help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.memory:
        print(memory(chosen.memory, chosen.threads))
        return
    torch = started(chosen.threads)
    lines = ["# Training beside PyTorch", "", f"{machine()}; {chosen.threads} thread(s).", ""]
    for part in (
        lambda: resnet(torch),
        digits,
        lambda: memories(chosen.threads),
        lambda: clothes(torch, chosen.seeds, chosen.epochs),
    ):
        lines += part() + [""]
        print("\n".join(lines[-12:]), flush=True)
    if (chosen.seeds, chosen.epochs) == (3, 10):
        (FOLDER / "training.md").write_text("\n".join(lines))


def started(threads):
    """Both libraries with so many threads; Numba's start before PyTorch's."""
    import numba

    import cnnkit

    numba.set_num_threads(threads)
    warm = np.ones((64, 8, 32, 32), np.float32)
    cnnkit.conv2d(warm, np.ones((8, 8, 3, 3), np.float32))
    import torch

    torch.set_num_threads(threads)
    return torch


def resnet(torch):
    """One update of ResNet-8 with 64 colour images, batch norm and relu included."""
    from cnnkit import losses, models, training

    rng = np.random.default_rng(0)
    net, theirs = models.resnet(rng, depth=8, in_channels=3, size=32), torch_resnet8(torch)
    copy_weights(torch, net, theirs)
    images, labels = rng.normal(size=(64, 3, 32, 32)).astype(np.float32), rng.integers(0, 10, 64)
    optimiser = training.SGD(net, momentum=MOMENTUM)
    there = torch.optim.SGD(theirs.parameters(), lr=RATE, momentum=MOMENTUM)
    tensors = torch.from_numpy(images), torch.from_numpy(labels)

    def ours():
        div, dz = losses.cross_entropy(net.forward(images), labels)
        loss, dz = losses.mean_loss(div, dz)
        net.backward(dz)
        optimiser.step(RATE)
        return loss

    first = ours(), update(torch, theirs, there, *tensors).item()
    assert abs(first[0] - first[1]) < 1e-4, f"the networks differ: losses {first}"
    done = compare(
        {"ours": ours, "torch": lambda: update(torch, theirs, there, *tensors)}, runs=5, seconds=3
    )
    ratio = done.ratio("torch")
    return [
        "## One update of ResNet-8, 64 × 3 × 32 × 32",
        "",
        f"ours {done.seconds('ours') * 1e3:.1f} ms, PyTorch {done.seconds('torch') * 1e3:.1f} ms, "
        f"ratio {ratio:.2f} (must 1.0), median of 5 runs in turns.",
    ]


def update(torch, net, optimiser, images, labels):
    """PyTorch's step of gradient descent."""
    optimiser.zero_grad()
    loss = torch.nn.functional.cross_entropy(net(images), labels)
    loss.backward()
    optimiser.step()
    return loss.detach()


def digits():
    """digits8 to the end, three seeds."""
    from cnnkit import data, models, training

    lines = ["## digits8, `models.digits_net`, 8 epochs", "", "| seed | test accuracy | seconds |"]
    lines.append("| --- | ---: | ---: |")
    for seed in range(3):
        rng = np.random.default_rng(seed)
        net = models.digits_net(rng)
        start = time.perf_counter()
        training.fit(
            net, *data.load("digits8"), epochs=8, batch_size=32, rng=rng, progress=False,
            learning_rate=training.cosine(RATE, 8), optimiser=training.SGD(net, momentum=MOMENTUM),
        )  # fmt: skip
        seconds = time.perf_counter() - start
        reached = training.accuracy(net, *data.load("digits8", "test"))
        lines.append(f"| {seed} | {reached:.3f} | {seconds:.1f} |")
    return lines


def memory(which, threads):
    """Mebibytes that one epoch adds to the highest resident memory, from right before it starts."""
    from cnnkit import data, models, training

    torch = started(threads)
    images, labels = data.load("fashion28")
    rng = np.random.default_rng(0)
    net, theirs = models.lenet(rng), torch_lenet(torch)
    before = resident("VmRSS")
    if which == "ours":
        training.fit(
            net, images, labels, epochs=1, batch_size=BATCH, learning_rate=RATE, rng=rng, progress=False,
            optimiser=training.SGD(net, momentum=MOMENTUM),
        )  # fmt: skip
    else:
        there = torch.optim.SGD(theirs.parameters(), lr=RATE, momentum=MOMENTUM)
        torch_epoch(torch, theirs, there, images, labels, rng)
    return resident("VmHWM") - before


def resident(field):
    """A line of /proc/self/status, in mebibytes."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(field)) / 1024


def memories(threads):
    """`memory` of both, each in a process of its own."""
    added = {}
    for which in ("ours", "torch"):
        command = [sys.executable, "-m", "tests.benchmarks.training", "--memory", which]
        told = subprocess.run(
            [*command, "--threads", str(threads)],
            check=True,
            capture_output=True,
            text=True,
            env={**os.environ},
        )
        added[which] = float(told.stdout.split()[-1])
    return [
        "## Memory that one epoch of LeNet on Fashion-MNIST adds",
        "",
        f"ours {added['ours']:.1f} MiB, PyTorch {added['torch']:.1f} MiB (peak, from right before the epoch).",
    ]


def torch_epoch(torch, net, optimiser, images, labels, rng):
    """One epoch of PyTorch, batches drawn as `fit` draws them."""
    net.train()
    images, labels = torch.from_numpy(images), torch.from_numpy(np.asarray(labels))
    order = torch.from_numpy(rng.permutation(len(images)))
    for first in range(0, len(order), BATCH):
        batch = order[first : first + BATCH]
        update(torch, net, optimiser, images[batch], labels[batch])


def torch_accuracy(torch, net, images, labels):
    """Share of images that PyTorch's network tells right."""
    net.eval()
    with torch.no_grad():
        told = [net(part).argmax(1) for part in torch.from_numpy(images).split(1000)]
    return (torch.cat(told).numpy() == labels).mean()


def clothes(torch, seeds, epochs):
    """LeNet on Fashion-MNIST: seconds of an epoch and accuracy, ours and PyTorch's in turns."""
    lines = [f"## LeNet on Fashion-MNIST, {epochs} epochs, batches of {BATCH}", ""]
    lines += [f"SGD, momentum {MOMENTUM}, weight decay {DECAY}, cosine from {RATE} to 0.", ""]
    lines += [
        "| seed | test accuracy | PyTorch's | seconds an epoch | PyTorch's | ours / PyTorch's |"
    ]
    lines += ["| --- | ---: | ---: | ---: | ---: | ---: |"]
    shares = []
    for seed in range(seeds):
        accuracy, seconds = race(torch, seed, epochs)
        mine, yours = (statistics.median(seconds[name]) for name in ("ours", "torch"))
        shares.append(statistics.median(a / b for a, b in zip(*seconds.values(), strict=True)))
        numbers = f"{accuracy['ours']:.4f} | {accuracy['torch']:.4f} | {mine:.1f} | {yours:.1f}"
        lines.append(f"| {seed} | {numbers} | {shares[-1]:.2f} |")
        print(lines[-1], flush=True)
    return [
        *lines,
        "",
        f"Median share of PyTorch's time: {statistics.median(shares):.2f} (must 0.75).",
    ]


def race(torch, seed, epochs):
    """Test accuracy of both after training, and the seconds of all their epochs."""
    from cnnkit import data, models, training

    images, labels = data.load("fashion28")
    rng = np.random.default_rng(seed)
    net, theirs = models.lenet(rng), torch_lenet(torch)
    copy_weights(torch, net, theirs)
    there = torch.optim.SGD(theirs.parameters(), lr=RATE, momentum=MOMENTUM, weight_decay=DECAY)
    rates, order = training.cosine(RATE, epochs), np.random.default_rng(100 + seed)
    seconds = {"ours": [], "torch": []}

    def after_epoch(trainer):
        nonlocal start
        now = time.perf_counter()
        seconds["ours"].append(now - start)
        for group in there.param_groups:  # PyTorch's schedule steps once an epoch
            group["lr"] = rates(len(seconds["torch"]) + 0.5)
        torch_epoch(torch, theirs, there, images, labels, order)
        start = time.perf_counter()
        seconds["torch"].append(start - now)

    trainer = training.Trainer(
        net, images, labels, epochs=epochs, batch_size=BATCH, learning_rate=rates, rng=rng, on_epoch=after_epoch,
        optimiser=training.SGD(net, momentum=MOMENTUM, weight_decay=DECAY),
    )  # fmt: skip
    start = time.perf_counter()
    trainer.run()
    tests = data.load("fashion28", "test")
    accuracy = {
        "ours": training.accuracy(net, *tests),
        "torch": torch_accuracy(torch, theirs, *tests),
    }
    return accuracy, seconds


if __name__ == "__main__":
    main()
