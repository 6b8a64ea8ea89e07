"""Training beside PyTorch: `python -m tests.benchmarks.training [--threads 1,2] [--runs 5] [--quick]`.

Time of an epoch and of steps, memory of a step and of ten thousand, seconds until digits are read: same weights,
batches, optimiser and number of threads.  What is not timed in turns has a process of its own.
"""

import argparse
import os
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np

__all__ = ["apart", "main", "pytorch"]

FOLDER = Path(__file__).parent
MOMENTUM, BATCH = 0.9, 64
DIGITS = {"epochs": 8, "batch_size": 32, "rate": 0.05}
STEPS_OF_A_TENTH = 94  # of the 938 that an epoch of 60,000 images has
MUST = {1: 1.2, 2: 1.1}  # of a step of the deep and the light networks, by threads
STEPS_OF_LEARNING = 10_000


def main():
    """Measure what the options ask for, and write training.md and training.png."""
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks.training")
    options.add_argument("--threads", default="1,2")
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--quick", action="store_true", help="a tenth of the time; writes nothing")
    chosen = options.parse_args()
    from .report import write

    rows, told = [], []
    for threads in map(int, chosen.threads.split(",")):
        rows += apart(threads, measure, 1 if chosen.quick else chosen.runs, chosen.quick)
        told += ["", f"With {threads} thread{'s' * (threads > 1)}:", "", *_told(threads)]
        print("\n".join(told), flush=True)
    if not chosen.quick:
        write(rows, None, chosen.runs, "training")
        path = FOLDER / "training.md"
        path.write_text("\n".join([path.read_text(), "## Memory and digits", *told, ""]))


def apart(threads, function, *args):
    """Call a function in a new process that has so many threads."""
    for name in ("OMP_NUM_THREADS", "NUMBA_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = str(threads)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as processes:
        return processes.submit(function, threads, *args).result()


def pytorch(threads):
    """PyTorch with so many threads; Numba's start first, as in the benchmark of the operations."""
    import numba

    import cnnkit

    numba.set_num_threads(threads)
    cnnkit.conv2d(np.ones((64, 8, 32, 32), np.float32), np.ones((8, 8, 3, 3), np.float32))
    import torch

    torch.set_num_threads(threads)
    return torch


# --- time, in turns ------------------------------------------------------------------------------


def measure(threads, runs, quick):
    """The rows: an epoch and steps, ours and PyTorch's in turns."""
    torch = pytorch(threads)
    from .report import Row
    from .timing import compare

    rows = []
    for name, must, aim, programs in programs_of(torch, MUST.get(threads, 1.0)):
        done = compare(programs, runs, 0.1 if quick else 0.5)
        numbers = done.seconds("ours"), done.seconds("torch"), done.ratio("torch")
        rows.append(Row(name, threads, must, aim, *numbers))
        print(threads, rows[-1].markdown(), flush=True)
    return rows


def programs_of(torch, must):
    """(name, must, aim, programs) of every row; a pair that learns different things is not worth timing."""
    from cnnkit import models

    drawn = np.random.default_rng
    # an epoch may take 0.75 of PyTorch's time
    tenth = _epochs(torch, models.lenet(drawn(0)), *_clothes(STEPS_OF_A_TENTH))
    yield "LeNet, a tenth of an epoch of clothes", 1.33, 1.8, tenth
    step = _steps(torch, models.lenet(drawn(0)), *_clothes(1))
    yield "LeNet, a step of 64 clothes", 1.33, 1.8, step
    for name, make in networks().items():
        net = make(drawn(0), in_channels=3, size=32)
        yield f"{name}, a step of 64×3×32×32", must, round(must + 0.2, 1), _steps(torch, net, *_colours())
    from . import joints, scenes

    for kind in joints.KINDS:  # an epoch may take 0.8 of PyTorch's time
        yield f"Joints by {kind}, a step of 16×1×64×64", 1.25, 1.5, joints.steps(torch, kind)
    yield "Class and box, a step of 32×1×64×64", 1.25, 1.4, scenes.steps(torch)


def networks():
    """The deep and the light networks by name: functions of a generator, channels and size of the images."""
    from functools import partial

    from cnnkit import models

    return {
        "ResNet-8": partial(models.resnet, depth=8),
        "ResNet-20": partial(models.resnet, depth=20),
        "Separable net": models.separable,
        "Mobile net": models.mobile,
    }


def _steps(torch, net, images, labels, warm=3):
    from cnnkit.losses import cross_entropy, mean_loss
    from cnnkit.training import SGD

    from .torch_net import Twin

    # so small a rate that the hundredth step is as hard as the first
    rate = 1e-4
    twin, optimiser = Twin(torch, net, rate, MOMENTUM), SGD(net, momentum=MOMENTUM)
    there = torch.from_numpy(images), torch.from_numpy(labels)

    def ours():
        loss, dz = mean_loss(*cross_entropy(net.forward(images), labels))
        net.backward(dz, input_gradient=False)
        optimiser.step(rate)
        return loss

    losses = [(ours(), twin.step(*there)[1].item()) for _ in range(warm)]
    if warm:
        _same(*zip(*losses, strict=True))
    return {"ours": ours, "torch": lambda: twin.step(*there)}


def _epochs(torch, net, images, labels):
    from cnnkit.training import SGD, fit

    from .torch_net import Twin

    rate, rngs = 1e-3, [np.random.default_rng(3), np.random.default_rng(3)]
    twin, optimiser = Twin(torch, net, rate, MOMENTUM), SGD(net, momentum=MOMENTUM)
    there = torch.from_numpy(images), torch.from_numpy(labels)

    def ours():
        return fit(
            net, images, labels, epochs=1, batch_size=BATCH, learning_rate=rate, rng=rngs[0],
            optimiser=optimiser, progress=False,
        ).step_losses  # fmt: skip

    def theirs():
        return twin.epoch(*there, BATCH, rngs[1])[0]

    _same(ours(), theirs())
    return {"ours": ours, "torch": theirs}


def _same(ours, theirs):
    if not np.allclose(ours, theirs, rtol=2e-3):
        raise SystemExit(f"the losses differ, so the times mean nothing: {ours} and {theirs}")


def _clothes(batches):
    """The first images of all clothes, and their labels."""
    from cnnkit import data

    images, labels = data.load("fashion28")
    return images[: batches * BATCH].copy(), labels[: batches * BATCH]


def _colours():
    """Noise of CIFAR-10's size: a step takes as long on any image."""
    rng = np.random.default_rng(1)
    return rng.normal(size=(BATCH, 3, 32, 32)).astype(np.float32), rng.integers(0, 10, BATCH)


# --- memory and digits, a process for each -------------------------------------------------------


def _told(threads):
    lines = []
    for name in networks():
        ours, theirs = (apart(threads, highest, library, name) for library in ("ours", "torch"))
        short = "" if ours <= theirs else " (missed)"
        lines.append(
            f"- Memory of a step of {name}, {BATCH}×3×32×32: at most +{ours:.0f} MB, PyTorch +{theirs:.0f} MB "
            f"(must: no more){short}."
        )
    for name, steps in (("LeNet", 300), ("ResNet-8", STEPS_OF_LEARNING)):
        ours, theirs = (apart(threads, grown, library, name, steps) for library in ("ours", "torch"))
        lines.append(
            f"- Resident memory while {name} is trained, {steps:,} steps: at most +{ours[0]:.1f} MB, PyTorch "
            f"+{theirs[0]:.1f} MB; from the 50th step on +{ours[1]:.1f} MB, PyTorch +{theirs[1]:.1f} MB."
        )
    for seed in range(3):
        mine, other = (apart(threads, read_digits, library, seed) for library in ("ours", "torch"))
        lines.append(
            f"- Digits, seed {seed}: {mine[1]:.1%} of the test digits after {mine[0]:.1f} s from the start "
            f"of training in a new process (must 98 % in 10 s); PyTorch {other[1]:.1%} after {other[0]:.1f} s."
        )
    return lines


def highest(threads, library, name):
    """MB that ten steps take at most, above what the process holds before them; both libraries are loaded."""
    torch = pytorch(threads)
    step = _steps(torch, networks()[name](np.random.default_rng(0), in_channels=3, size=32), *_colours(), warm=0)[library]
    before, reset = _memory("VmRSS"), Path("/proc/self/clear_refs")
    reset.write_text("5")  # the mark of the highest moment starts anew
    for _ in range(10):
        step()
    return _memory("VmHWM") - before


def _memory(kind):
    line = next(each for each in Path("/proc/self/status").read_text().splitlines() if each.startswith(kind))
    return int(line.split()[1]) / 1024


def grown(threads, library, name, steps):
    """MB by which training enlarges this process: at most, and at the end compared with step 50."""
    import psutil

    torch = pytorch(threads) if library == "torch" else None
    from cnnkit import data, models
    from cnnkit.training import SGD, Trainer

    from .torch_net import Twin

    process, resident = psutil.Process(), []
    rng = np.random.default_rng(3)
    if name == "LeNet":
        (images, labels), net = _clothes(steps), models.lenet(np.random.default_rng(0))
    else:  # digits: ten thousand steps of a deep net take a minute
        images, labels = (each[: 20 * BATCH] for each in data.load("digits8"))
        net = networks()[name](np.random.default_rng(0), size=8, width=8)
    epochs = steps * BATCH // len(images)

    def watch(*_):
        resident.append(process.memory_info().rss / 2**20)

    watch()
    if torch:
        twin = Twin(torch, net, 0.01, MOMENTUM)
        for _ in range(epochs):
            twin.epoch(torch.from_numpy(images), torch.from_numpy(labels), BATCH, rng, after=watch)
    else:
        Trainer(
            net, images, labels, epochs=epochs, batch_size=BATCH, learning_rate=0.01, rng=rng,
            optimiser=SGD(net, momentum=MOMENTUM), on_step=watch,
        ).run()  # fmt: skip
    return max(resident) - resident[0], resident[-1] - resident[50]


def read_digits(threads, library, seed):
    """Seconds and accuracy on the test digits of one training; libraries are imported, no step was taken."""
    torch = pytorch(threads) if library == "torch" else None
    from cnnkit import data, models
    from cnnkit.training import SGD, accuracy, cosine, fit

    from .torch_net import Twin

    start = time.perf_counter()
    rng = np.random.default_rng(seed)
    net = models.digits_net(rng)
    train, test = data.load("digits8"), data.load("digits8", "test")
    epochs, size = DIGITS["epochs"], DIGITS["batch_size"]
    schedule = cosine(DIGITS["rate"], epochs)
    if torch:
        twin = Twin(torch, net, DIGITS["rate"], MOMENTUM)
        train, test = ([torch.from_numpy(each) for each in pair] for pair in (train, test))
        steps = -(-len(train[0]) // size)
        for epoch in range(epochs):
            twin.epoch(*train, size, rng, lambda step, epoch=epoch: schedule(epoch + step / steps))
        reached = twin.accuracy(*test)
    else:
        fit(
            net, *train, epochs=epochs, batch_size=size, learning_rate=schedule, rng=rng,
            optimiser=SGD(net, momentum=MOMENTUM), progress=False,
        )  # fmt: skip
        reached = accuracy(net, *test)
    return time.perf_counter() - start, reached


if __name__ == "__main__":
    main()
