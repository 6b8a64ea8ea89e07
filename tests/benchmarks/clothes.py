"""How well LeNet learns all clothes, beside PyTorch: `python -m tests.benchmarks.clothes [--seeds 0,1,2]`.

Same first weights, batches, optimiser and schedule; ten epochs each.  A seed takes some minutes and is kept in
clothes.json when both are done; clothes.md is the table of all that are kept.
"""

import argparse
import json
from pathlib import Path

import numpy as np

from .training import apart, pytorch

__all__ = ["main", "table"]

FOLDER = Path(__file__).parent
RATE, MOMENTUM, BATCH, EPOCHS = 0.02, 0.9, 64, 10  # the rate was chosen on the last 10,000 training images


def main():
    """Train both for every seed, each in a process of its own with one thread."""
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks.clothes")
    options.add_argument("--seeds", default="0,1,2")
    kept_in = FOLDER / "clothes.json"
    for seed in options.parse_args().seeds.split(","):
        curves = {library: apart(1, learn, library, int(seed)) for library in ("ours", "torch")}
        kept = json.loads(kept_in.read_text()) if kept_in.exists() else {}
        kept = dict(sorted({**kept, seed: curves}.items()))
        kept_in.write_text(json.dumps(kept, indent=1) + "\n")
        (FOLDER / "clothes.md").write_text(table(kept))
        print(table(kept), flush=True)


def learn(threads, library, seed):
    """Accuracy on the test images after each epoch."""
    torch = pytorch(threads)
    from cnnkit import data, models
    from cnnkit.training import SGD, Trainer, accuracy, cosine

    from .torch_net import Twin

    train, test = data.load("fashion28"), data.load("fashion28", "test")
    net, rng = models.lenet(np.random.default_rng(seed)), np.random.default_rng(100 + seed)
    schedule, curve = cosine(RATE, EPOCHS), []
    if library == "torch":
        twin = Twin(torch, net, RATE, MOMENTUM)
        train, test = ([torch.from_numpy(each) for each in pair] for pair in (train, test))
        steps = -(-len(train[0]) // BATCH)
        for epoch in range(EPOCHS):
            twin.epoch(*train, BATCH, rng, lambda step, epoch=epoch: schedule(epoch + step / steps))
            curve.append(twin.accuracy(*test))
        return curve
    Trainer(
        net, *train, epochs=EPOCHS, batch_size=BATCH, learning_rate=schedule, rng=rng,
        optimiser=SGD(net, momentum=MOMENTUM),
        on_epoch=lambda trainer: curve.append(accuracy(net, *test)),
    ).run()  # fmt: skip
    return curve


def table(kept):
    """Accuracies of all seeds as Markdown, and whether they are what they must be."""
    lines = [
        "# LeNet on all clothes",
        "",
        f"60,000 images of Fashion-MNIST, batches of {BATCH}, momentum {MOMENTUM}, learning rate from {RATE} along a "
        f"cosine to 0; share of the 10,000 test images that is named right after {EPOCHS} epochs.",
        "",
        "| seed | ours | PyTorch | first epoch with 90 %, ours | PyTorch |",
        "| ---: | ---: | ---: | ---: | ---: |",
    ]
    ends = {"ours": [], "torch": []}
    for seed, curves in kept.items():
        for library, reached in ends.items():
            reached.append(curves[library][-1])
        first = [_first(curves[library]) for library in ends]
        shares = f"{curves['ours'][-1]:.2%} | {curves['torch'][-1]:.2%}"
        lines.append(f"| {seed} | {shares} | {first[0]} | {first[1]} |")
    ours, theirs = (float(np.mean(reached)) for reached in ends.values())
    apart_by = 100 * abs(ours - theirs)
    lines += [f"| mean | {ours:.2%} | {theirs:.2%} | | |", ""]
    lines.append(
        f"Must: 90 % in each seed ({'reached' if min(ends['ours']) >= 0.9 else 'missed'}), means no more than "
        f"0.5 points apart ({apart_by:.2f}: {'reached' if apart_by <= 0.5 else 'missed'})."
    )
    return "\n".join([*lines, ""])


def _first(curve):
    return next((epoch for epoch, share in enumerate(curve, 1) if share >= 0.9), "none")


if __name__ == "__main__":
    main()
