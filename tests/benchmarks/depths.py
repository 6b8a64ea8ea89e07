"""Shallow and deep nets, with and without skips, on all clothes: `python -m tests.benchmarks.depths [--seeds 0,1,2]`.

The experiment of lesson 11 in full: depths 8, 20 and 56, the same first filters and order of images at each depth.
A seed takes about half an hour on one thread; each net is kept in depths.json when it is done, depths.md is the table.
"""

import argparse
import json
from pathlib import Path

import numpy as np

from .training import apart

__all__ = ["main", "table"]

FOLDER = Path(__file__).parent
DEPTHS, WIDTH, EPOCHS, BATCH = (8, 20, 56), 8, 3, 128
RATE, MOMENTUM = 0.05, 0.9  # set before any run, none is chosen by the test images


def main():
    """Train what is not kept yet, each net in a process of its own with one thread."""
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks.depths")
    options.add_argument("--seeds", default="0,1,2")
    options.add_argument("--quick", action="store_true", help="640 images; writes nothing")
    chosen = options.parse_args()
    kept_in = FOLDER / "depths.json"
    kept = json.loads(kept_in.read_text()) if kept_in.exists() and not chosen.quick else {}
    for seed in chosen.seeds.split(","):
        for depth in DEPTHS:
            for skips in (False, True):
                name = f"{depth} {'skips' if skips else 'plain'}"
                if seed in kept.get(name, {}):
                    continue
                found = apart(1, learn, depth, skips, int(seed), 640 if chosen.quick else None)
                kept.setdefault(name, {})[seed] = found
                print(f"depth {name}, seed {seed}: test images {found['test'][-1]:.2%}", flush=True)
                if not chosen.quick:
                    kept_in.write_text(json.dumps(kept, indent=1) + "\n")
                    (FOLDER / "depths.md").write_text(table(kept))
    if not chosen.quick:
        print(table(kept))


def learn(_threads, depth, skips, seed, count):
    """Loss and accuracy on the training images, and accuracy on the test images, after each epoch."""
    from cnnkit import data, models
    from cnnkit.training import SGD, Trainer, accuracy, cosine

    (images, labels), test = data.load("fashion28"), data.load("fashion28", "test")
    net = models.resnet(np.random.default_rng(seed), depth, width=WIDTH, skips=skips)
    found = {"loss": [], "train": [], "test": []}

    def after(trainer):
        found["loss"].append(trainer.history.losses[-1])
        found["train"].append(trainer.history.accuracies[-1])
        found["test"].append(accuracy(net, *(each[:count] for each in test)))

    Trainer(
        net, images[:count], labels[:count], epochs=EPOCHS, batch_size=BATCH, learning_rate=cosine(RATE, EPOCHS),
        rng=np.random.default_rng(100 + seed), optimiser=SGD(net, momentum=MOMENTUM), on_epoch=after,
    ).run()  # fmt: skip
    return found


def table(kept):
    """The last accuracies of all nets as Markdown, and what they say beside each other."""
    seeds = sorted({seed for curves in kept.values() for seed in curves}, key=int)
    lines = [
        "# Depth and skips on all clothes",
        "",
        f"60,000 images of Fashion-MNIST, batch normalisation everywhere, {WIDTH}, {2 * WIDTH} and {4 * WIDTH} maps; batches of {BATCH}, "
        f"momentum {MOMENTUM}, learning rate from {RATE} along a cosine to 0 in {EPOCHS} epochs; share of the 10,000 test images that is "
        "named right at the end, and of the training images in the last epoch.",
        "",
        "| net | " + " | ".join(f"seed {seed}" for seed in seeds) + " | mean | training images, mean |",
        "| --- |" + " ---: |" * (len(seeds) + 2),
    ]
    means = {}
    for name, curves in kept.items():
        ends = {seed: curve["test"][-1] for seed, curve in curves.items()}
        means[name] = float(np.mean(list(ends.values())))
        cells = [f"{ends[seed]:.2%}" if seed in ends else "" for seed in seeds]
        seen = float(np.mean([curve["train"][-1] for curve in curves.values()]))
        lines.append(f"| depth {name} | {' | '.join(cells)} | {means[name]:.2%} | {seen:.2%} |")
    lines.append("")
    for depth in DEPTHS:
        both = [f"{depth} {kind}" for kind in ("plain", "skips")]
        # only seeds that both have
        shared = sorted(set(kept.get(both[0], {})) & set(kept.get(both[1], {})))
        if shared:
            gaps = [100 * (kept[both[1]][seed]["test"][-1] - kept[both[0]][seed]["test"][-1]) for seed in shared]
            told = ", ".join(f"{gap:+.2f}".replace("-", "−") for gap in gaps)
            lines.append(f"- Depth {depth}: points that skips bring, by seed: {told}.")
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    main()
